//! The group coordinator: who is in a group, who owns what, and how far it has come.
//!
//! A pure state machine: requests and expired timers go in, answers, timers and events come out.
//! It knows nothing of links and processes beyond an address to answer to. Follows the classic
//! protocol of Kafka's `GroupMetadataManager` and `OffsetMetadataManager`.

mod append;
pub mod assignor;
mod classic;
mod commit;
mod config;
pub mod coordinator;
pub mod error;
mod expiry;
mod join;
mod leave;
mod load;
mod member;
pub mod offset_manager;
pub mod offsets;
mod protocol;
mod rebalance;
pub mod record;
mod state;
mod static_member;
mod sync;
#[cfg(test)]
mod tests;

pub use append::{Append, Assignments, GroupMetadata, MemberMetadata};
pub use classic::ClassicGroup;
pub use commit::Committer;
pub use config::{Acknowledged, GroupConfig};
pub use coordinator::Coordinator;
pub use join::{JoinRequest, JoinVersion};
pub use member::{InstanceId, Member, MemberIdentity};
pub use protocol::{Claim, Protocol, ProtocolName, ProtocolType};
pub use state::GroupState;
pub use sync::SyncRequest;
