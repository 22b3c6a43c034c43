//! Which records an event is about.

use crate::ids::{Offset, TopicPartition};
use serde::{Deserialize, Serialize};

/// A span of records of one partition, first and last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecordSpan {
    /// The partition.
    pub partition: TopicPartition,
    /// The first record's offset.
    pub first: Offset,
    /// The last record's offset.
    pub last: Offset,
}
