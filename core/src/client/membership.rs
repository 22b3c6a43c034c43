//! What a consumer knows of its membership, and where it is in joining: the state of Kafka's
//! `AbstractCoordinator`.

use crate::event::JoinReason;
use crate::group::error::GroupError;
use crate::group::{InstanceId, MemberIdentity, ProtocolName};
use crate::ids::MemberId;

/// What a consumer knows of its membership. The coordinator may know better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The id it was given.
    pub member: Option<MemberId>,
    /// The generation it is in.
    pub generation: Option<u32>,
    /// The protocol that this generation has agreed on.
    pub protocol: Option<ProtocolName>,
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
    /// All that comes before a join is done (`needsJoinPrepare` is false); the next `poll` joins.
    Prepared {
        /// Why.
        reason: JoinReason,
    },
    /// The join was sent.
    Joining,
    /// The join was answered, the sync was sent.
    Syncing,
    /// The sync was answered; the next `poll` takes the assignment up (`onJoinComplete`).
    Synced {
        /// Why it must join again after that, if it must.
        rejoin: Option<JoinReason>,
    },
    /// It has its assignment.
    Stable,
    /// The coordinator will not have it, and trying again would not help: `poll` throws. What its
    /// background thread has found out waits for the next `poll` (`HeartbeatThread.failureCause`).
    Failed(GroupError),
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

impl Membership {
    /// As whom it speaks to the coordinator, and of which generation; none while it is in none.
    pub fn identity(&self, instance: Option<InstanceId>) -> Option<(MemberIdentity, u32)> {
        let member = Some(self.member?);
        Some((MemberIdentity { member, instance }, self.generation?))
    }
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
