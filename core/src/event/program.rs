//! What a consumer's program does with records, by itself and outside Kafka.

use super::RecordSpan;
use super::cause::SkipReason;
use crate::client::WorkerId;
use crate::ids::{Offset, TopicPartition};
use serde::{Deserialize, Serialize};

/// Something that a consumer's program did.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProgramEvent {
    /// It stored the next offset to read, in librdkafka's memory: a later commit takes it along.
    StoredForCommit {
        /// The partition.
        partition: TopicPartition,
        /// The next offset.
        next: Offset,
    },
    /// It handed a record to its workers.
    HandedOff {
        /// The partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
    },
    /// A worker began to process a record.
    WorkStarted {
        /// Which worker.
        worker: WorkerId,
        /// The partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
    },
    /// With their partitions, records went that were handed over and that no worker had begun with.
    WorkCancelled {
        /// Which.
        records: Vec<RecordSpan>,
    },
    /// Processing a record threw an exception.
    ProcessingFailed {
        /// The partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
    },
    /// It goes on behind a record that it could not process.
    RecordSkipped {
        /// The partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
        /// How that came.
        reason: SkipReason,
    },
    /// To try a record again, it sought back to what is not done; the rest of its batch is dropped.
    SoughtBack {
        /// Where to.
        positions: Vec<(TopicPartition, Offset)>,
    },
    /// It sent a record that it could not process to the dead-letter topic.
    DeadLetterSent {
        /// The record's partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
    },
    /// The dead letter is in its topic.
    DeadLetterStored {
        /// The partition of the record that could not be processed.
        partition: TopicPartition,
        /// That record.
        offset: Offset,
    },
    /// It heard that the dead letter is stored, and goes on with the next record.
    DeadLetterAcknowledged {
        /// The partition of the record that could not be processed.
        partition: TopicPartition,
        /// That record.
        offset: Offset,
    },
    /// With the effect, its database stored the next offset.
    OffsetStored {
        /// The partition.
        partition: TopicPartition,
        /// What was stored before.
        previous: Option<Offset>,
        /// The next offset.
        offset: Offset,
    },
    /// Its database was already past the record: nothing was stored, and there was no effect.
    StoreRefused {
        /// The partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
        /// What is stored.
        stored: Offset,
    },
    /// Somebody asked it to stop: `SIGTERM`, and `wakeup()`.
    StopAsked,
    /// The call that it was in threw `WakeupException`: it has left its loop.
    WokenUp {
        /// What `poll` had returned and it had not dealt with.
        dropped: Vec<RecordSpan>,
    },
    /// Its client is closed, and the process has ended.
    Stopped {
        /// What its workers had not completed.
        in_hand: Vec<RecordSpan>,
    },
}

impl ProgramEvent {
    /// Whether there is little to see in it.
    pub fn is_routine(&self) -> bool {
        matches!(self, Self::DeadLetterAcknowledged { .. })
    }
}
