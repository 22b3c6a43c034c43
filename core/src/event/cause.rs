//! Why things happened: the reasons and exceptions that events carry.

use crate::group::error::GroupError;
use crate::ids::{MemberId, Offset, TopicPartition};
use crate::network::{LogEnd, ProduceError};
use serde::{Deserialize, Serialize};

/// What made a client send a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CommitTrigger {
    /// A `commitSync` in the program.
    CommitSync,
    /// A `commitSync` that has timed out since, or was woken up: nobody waits for its answer.
    Abandoned,
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
    /// It has given up partitions, which others are to get now.
    Revoked,
    /// The coordinator no longer knows it, or the group has moved on without it.
    LostMembership,
    /// The connection broke while it waited to hear of its join or sync.
    Disconnected,
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
    /// The group was loaded, and has more members than `group.max.size`.
    LoadedTooLarge,
}

/// How a consumer came to its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PositionSource {
    /// The group's committed offset.
    Committed,
    /// `auto.offset.reset`, because there was no valid position.
    Reset(LogEnd),
    /// What the application had stored in its database: it seeks there.
    Database,
}

/// Why a client's commit did not go through: the Java client's exceptions, librdkafka's errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CommitException {
    /// `CommitFailedException`: the member is out of the group.
    CommitFailed,
    /// `RebalanceInProgressException`: poll, then try again.
    RebalanceInProgress,
    /// `OffsetMetadataTooLarge`: longer than the broker's `offset.metadata.max.bytes`.
    OffsetMetadataTooLarge,
    /// librdkafka: there is nothing to commit that is not committed.
    NoOffset,
    /// librdkafka: the partitions are no longer its own.
    AssignmentLost,
    /// librdkafka: the coordinator's answer, as it is.
    Answered(GroupError),
    /// `RetriableCommitFailedException`: the connection broke, and `commitAsync` does not try again.
    RetriableCommitFailed,
    /// `TimeoutException`: `commitSync` has tried for `default.api.timeout.ms`.
    Timeout,
    /// `FencedInstanceIdException`: another process has taken over this static member.
    FencedInstanceId,
}

impl CommitException {
    /// The name of the Java class, or librdkafka's name.
    pub fn class(self) -> &'static str {
        match self {
            Self::CommitFailed => "CommitFailedException",
            Self::RebalanceInProgress => "RebalanceInProgressException",
            Self::OffsetMetadataTooLarge => "OffsetMetadataTooLarge",
            Self::NoOffset => "_NO_OFFSET",
            Self::AssignmentLost => "_ASSIGNMENT_LOST",
            Self::Answered(error) => error.name(),
            Self::RetriableCommitFailed => "RetriableCommitFailedException",
            Self::Timeout => "TimeoutException",
            Self::FencedInstanceId => "FencedInstanceIdException",
        }
    }
}

impl From<GroupError> for CommitException {
    /// What `ConsumerCoordinator.OffsetCommitResponseHandler` makes of a coordinator's answer.
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::RebalanceInProgress => Self::RebalanceInProgress,
            GroupError::OffsetMetadataTooLarge => Self::OffsetMetadataTooLarge,
            GroupError::FencedInstanceId => Self::FencedInstanceId,
            _ => Self::CommitFailed,
        }
    }
}

/// An error that librdkafka's `poll` returns in the place of a message. The consumer lives on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ConsumerError {
    /// `_MAX_POLL_EXCEEDED`: it was not polled for `max.poll.interval.ms`, and has left the group.
    MaxPollExceeded,
    /// `_AUTO_OFFSET_RESET`: there is no valid position, and `auto.offset.reset=error`.
    AutoOffsetReset(TopicPartition),
}

impl ConsumerError {
    /// librdkafka's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::MaxPollExceeded => "_MAX_POLL_EXCEEDED",
            Self::AutoOffsetReset(_) => "_AUTO_OFFSET_RESET",
        }
    }
}

/// Why a record was not delivered, as far as its producer knows: what the callback of `send` gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ProduceException {
    /// `TimeoutException`: not within `delivery.timeout.ms`. It may be in the log.
    Timeout,
    /// `NetworkException`: the connection broke, and there are no `retries` left. It may be in the
    /// log.
    Network,
    /// The broker does not take it.
    Refused(ProduceError),
}

impl ProduceException {
    /// The name of the Java class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Timeout => "TimeoutException",
            Self::Network => "NetworkException",
            Self::Refused(error) => match error {
                ProduceError::MessageTooLarge => "RecordTooLargeException",
                ProduceError::RecordListTooLarge => "RecordBatchTooLargeException",
                ProduceError::InvalidTimestamp => "InvalidTimestampException",
                ProduceError::OutOfOrderSequence => "OutOfOrderSequenceException",
                ProduceError::InvalidProducerEpoch => "InvalidProducerEpochException",
                ProduceError::InvalidRecord => "InvalidRecordException",
            },
        }
    }
}

/// How a record came to be passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SkipReason {
    /// The program caught the exception and went on.
    Caught,
    /// The exception is in a `Future` that nobody asks.
    InFuture,
}

/// Why a program ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FatalException {
    /// `NoOffsetForPartitionException`: nothing committed, and `auto.offset.reset=none`.
    NoOffsetForPartition(TopicPartition),
    /// `OffsetOutOfRangeException`: the position is gone, and `auto.offset.reset=none`.
    OffsetOutOfRange(TopicPartition),
    /// The coordinator will not have this member, and asking again would not help.
    Refused(GroupError),
    /// The application's own: this record cannot be processed.
    ProcessingFailed(TopicPartition, Offset),
}

impl FatalException {
    /// The name of the Java class.
    pub fn class(self) -> &'static str {
        match self {
            Self::NoOffsetForPartition(_) => "NoOffsetForPartitionException",
            Self::OffsetOutOfRange(_) => "OffsetOutOfRangeException",
            Self::Refused(error) => error.class(),
            Self::ProcessingFailed(..) => "ProcessingException",
        }
    }
}
