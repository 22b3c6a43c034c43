//! What the program `offsetscope` does.
//!
//! # Layout
//!
//! - [`check`]: what a scenario's groups guarantee, searched for;
//! - [`presets`]: the same for every way to commit, as a table;
//! - [`conform`]: recordings of a real Kafka, replayed on the model.
//! - [`run`], [`describe`]: a scenario played, and told or looked at; [`play`] is what they share;
//! - [`scenario_file`]: scenarios that somebody has written down.
//!
//! What never lives here: a rule of Kafka's. Those are in the core; this crate reads files, calls
//! the core and prints.

pub mod check;
pub mod conform;
pub mod describe;
pub mod lesson;
pub mod play;
pub mod presets;
pub mod run;
pub mod scenario_file;
