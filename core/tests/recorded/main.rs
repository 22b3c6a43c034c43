//! The same answers as Apache Kafka: facts recorded while Kafka's own tests ran, compared with what
//! the model does. `tests/recorded/README.md` tells where they come from.
//!
//! # Layout
//!
//! - [`cases`]: how a file is read, and how its cases are counted;
//! - [`partitioner`], [`range`], [`retention`]: one file of recordings each.

mod cases;
mod partitioner;
mod range;
mod retention;
