//! Compaction: of each key the last record stays. Kafka's `Cleaner` and `LogCleanerManager`.
//!
//! Offsets never change and nothing is reordered: what goes leaves a gap. Records that lie before
//! the first dirty offset have been through a pass, so no two of them have the same key.
//!
//! # Layout
//!
//! - [`cleanable`]: which part of a log may be cleaned, and whether it is time to;
//! - [`offset_map`]: the last offset of each key;
//! - [`cleaner`]: one pass over the segments;
//! - [`retained`]: what a pass keeps of a batch.

mod cleanable;
mod cleaner;
mod offset_map;
mod retained;

pub use cleanable::{Cleanable, OffsetsToClean};
pub use cleaner::CleaningPass;
