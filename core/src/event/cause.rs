//! Why things happened: the reasons and exceptions that events carry.

use crate::group::error::GroupError;
use crate::ids::{MemberId, TopicPartition};
use crate::network::LogEnd;
use serde::{Deserialize, Serialize};

/// What made a client send a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CommitTrigger {
    /// A `commitSync` in the program.
    CommitSync,
    /// A `commitAsync`.
    CommitAsync,
    /// Auto-commit: `poll` found that the interval had passed.
    AutoCommit,
    /// Auto-commit: before partitions are given up, for a rebalance or by `close`.
    BeforeRebalance,
}

/// Why a member wants to join (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum JoinReason {
    /// It has just started.
    Started,
    /// The coordinator said that a rebalance is on.
    RebalanceInProgress,
    /// Its subscription or the topics' partitions have changed, or `enforceRebalance` was called.
    Changed,
    /// The coordinator no longer knows it, or the group has moved on without it.
    LostMembership,
}

/// Why the coordinator began a rebalance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RebalanceReason {
    /// A new member asked to join.
    MemberJoined(MemberId),
    /// A known member joined again with something changed, or as the leader.
    MemberRejoined(MemberId),
    /// A member was silent for its session timeout.
    SessionExpired(MemberId),
    /// A member has left.
    MemberLeft(MemberId),
    /// A member did not fetch its assignment in time.
    SyncMissed(MemberId),
}

/// How a consumer came to its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PositionSource {
    /// The group's committed offset.
    Committed,
    /// `auto.offset.reset`, because there was no valid position.
    Reset(LogEnd),
}

/// Why a client's commit did not go through, by the Java client's exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CommitException {
    /// `CommitFailedException`: the member is out of the group.
    CommitFailed,
    /// `RebalanceInProgressException`: poll, then try again.
    RebalanceInProgress,
}

impl CommitException {
    /// The name of the Java class.
    pub fn class(self) -> &'static str {
        match self {
            Self::CommitFailed => "CommitFailedException",
            Self::RebalanceInProgress => "RebalanceInProgressException",
        }
    }
}

impl From<GroupError> for CommitException {
    /// What `ConsumerCoordinator.OffsetCommitResponseHandler` makes of a coordinator's answer.
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::RebalanceInProgress => Self::RebalanceInProgress,
            _ => Self::CommitFailed,
        }
    }
}

/// Why a program ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FatalException {
    /// `NoOffsetForPartitionException`: nothing committed, and `auto.offset.reset=none`.
    NoOffsetForPartition(TopicPartition),
    /// `OffsetOutOfRangeException`: the position is gone, and `auto.offset.reset=none`.
    OffsetOutOfRange(TopicPartition),
}
