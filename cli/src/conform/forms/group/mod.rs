//! Groups as their coordinator sees them: requests, expired timers and records, recorded while
//! Kafka's own tests of its `GroupMetadataManager` ran.
//!
//! - [`trace`]: the form, and what its steps are;
//! - [`replay`]: one step after the other, asked and compared;
//! - [`catch_up`]: what the test did besides;
//! - [`load`]: groups that are there before;
//! - [`recorded`]: how steps are written down;
//! - [`broker`]: groups, their timers and what they answer;
//! - [`names`]: the recording's names as the model's numbers;
//! - [`expected`]: what was recorded, compared with what the model did.

mod broker;
mod catch_up;
pub mod expected;
mod load;
mod names;
mod recorded;
mod replay;
pub mod trace;
