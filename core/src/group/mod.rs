//! The group coordinator: who is in a group, who owns what, and how far it has come.
//!
//! A pure state machine: requests and expired timers go in, answers, timers and events come out.
//! It knows nothing of links and processes beyond an address to answer to. Follows the classic
//! protocol of Kafka's `GroupMetadataManager` and `OffsetMetadataManager`.

pub mod assignor;
mod classic;
mod commit;
pub mod coordinator;
pub mod error;
mod member;
pub mod offsets;
mod rebalance;

pub use classic::{ClassicGroup, GroupState, JoinRequest};
pub use coordinator::Coordinator;
pub use member::Member;
