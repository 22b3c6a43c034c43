//! Calls: what an application asks of its client, the sub-steps that it takes, what it returns.

use super::membership::FarewellCommit;
use super::records::InHand;
use crate::event::{CommitException, ConsumerError, FatalException};
use crate::ids::{Offset, TopicPartition};
use serde::{Deserialize, Serialize};

/// A call of [`super::KafkaConsumer`] that has not returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// `poll()`
    Poll,
    /// `commitSync(…)`
    CommitSync,
    /// `position(partition)`
    Position(TopicPartition),
    /// `close()`, which commits first with `enable.auto.commit`.
    Close(FarewellCommit),
}

/// How a call has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// `poll` returns these.
    Records(Vec<InHand>),
    /// `commitSync` returns, or throws.
    Committed(Result<(), CommitException>),
    /// `position` returns.
    Position(Offset),
    /// `close` returns.
    Closed,
    /// `poll` or `position` throws.
    Thrown(FatalException),
    /// librdkafka's `poll` returns an error; one can poll on.
    Error(ConsumerError),
}

/// The next sub-step of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ClientAction {
    /// `onPartitionsLost`: forget partitions that are no longer one's own.
    LosePartitions,
    /// Auto-commit before giving partitions up.
    CommitBeforeRebalance,
    /// `onPartitionsRevoked`: give partitions up.
    RevokePartitions,
    /// `onPartitionsAssigned`, librdkafka's rebalance callback: an assignment has arrived.
    AssignPartitions,
    /// librdkafka's `poll` returns an error.
    ReturnError,
    /// `poll` throws: the coordinator will not have it.
    Throw,
    /// Send `JoinGroup`.
    Join,
    /// Auto-commit: the interval has passed.
    AutoCommit,
    /// `commitSync` asks again: the connection broke before it was answered.
    CommitAgain,
    /// Ask where the group stands.
    FetchCommittedOffsets,
    /// Ask where a log begins or ends.
    ResetPositions,
    /// `poll` returns buffered records.
    ReturnRecords,
    /// Ask for records.
    Fetch,
    /// `position` returns what is known.
    ReturnPosition,
    /// Auto-commit before `close` gives everything up.
    CommitBeforeClose,
    /// `close`: give partitions up and leave the group.
    Leave,
}
