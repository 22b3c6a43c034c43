//! Committed offsets: requests and records, recorded while Kafka's own tests of its
//! `OffsetMetadataManager` ran.
//!
//! - [`trace`]: the form, and one step after the other;
//! - [`requests`]: what each kind of step asks, and is compared by;
//! - [`recorded`]: how steps are written down;
//! - [`groups`]: the groups that a step may have met.

mod groups;
mod recorded;
mod requests;
pub mod trace;
