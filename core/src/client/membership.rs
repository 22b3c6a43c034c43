//! What a consumer knows of its membership, and where it is in joining: the state of Kafka's
//! `AbstractCoordinator`.

use crate::event::JoinReason;
use crate::ids::MemberId;

/// What a consumer knows of its membership. The coordinator may know better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The id it was given.
    pub member: Option<MemberId>,
    /// The generation it is in.
    pub generation: Option<u32>,
    /// Where it is in joining.
    pub phase: Phase,
}

/// Where a consumer is in joining its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The next `poll` must join.
    MustJoin {
        /// Why.
        reason: JoinReason,
        /// Auto-commit commits once more before partitions are given up.
        farewell: FarewellCommit,
    },
    /// The join was sent.
    Joining,
    /// The join was answered, the sync was sent.
    Syncing,
    /// It has its assignment.
    Stable,
}

/// The auto-commit before a rebalance, which `poll` waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FarewellCommit {
    /// Not yet sent.
    Due,
    /// Sent and not answered.
    Sent,
    /// Answered, well or not.
    Done,
}

impl Phase {
    /// The next `poll` must join.
    pub fn must_join(reason: JoinReason) -> Self {
        Self::MustJoin {
            reason,
            farewell: FarewellCommit::Due,
        }
    }
}
