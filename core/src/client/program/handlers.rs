//! What a program does besides its loop: when partitions come and go, when a record cannot be
//! processed, when it shall stop.

use super::CommitScope;
use crate::ids::TopicId;
use serde::{Deserialize, Serialize};

/// What a program does besides its loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Handlers {
    /// `onPartitionsRevoked`: a `commitSync` of this, before the partitions are given up.
    pub on_revoked: Option<CommitScope>,
    /// `finally`: a `commitSync` of this, before `close()`.
    pub on_close: Option<CommitScope>,
    /// `onPartitionsAssigned`.
    pub on_assigned: OnAssigned,
    /// `catch` around the processing of a record.
    pub on_failure: OnFailure,
}

/// What a program does about partitions that it is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OnAssigned {
    /// Nothing: the client begins at the committed offset.
    Nothing,
    /// `consumer.seek(partition, database.nextOffset(partition))`, where there is one.
    SeekToStored,
}

/// What a program does about a record that cannot be processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OnFailure {
    /// Nobody catches the exception: it ends the loop, and after `finally` the process. In a worker
    /// it ends up in a `Future` that nobody asks, and the record is passed over.
    EndProcess,
    /// Seek back to the first record of each partition that is not done, and poll again. A worker
    /// tries again by itself.
    Retry,
    /// Go on with the next record.
    Skip,
    /// Send it to this topic, wait until it is there, and go on with the next.
    DeadLetter(TopicId),
}

impl Handlers {
    /// Nothing is handled.
    pub const NONE: Self = Self {
        on_revoked: None,
        on_close: None,
        on_assigned: OnAssigned::Nothing,
        on_failure: OnFailure::EndProcess,
    };
}

/// A place in a program's text that a thread of its can be at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A line of the loop.
    Line(u8),
    /// What a worker does.
    Worker,
    /// In `onPartitionsRevoked`.
    OnRevoked,
    /// In `onPartitionsAssigned`.
    OnAssigned,
    /// In the `catch` around processing.
    OnFailure,
    /// In `finally`, at its commit.
    CommitOnClose,
    /// In `finally`, at `close()`.
    Close,
}
