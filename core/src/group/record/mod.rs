//! What a coordinator writes to `__consumer_offsets`: a compacted log of the last word on every
//! offset and every group. Kafka's `CoordinatorRecord`, as `GroupCoordinatorRecordHelpers` makes
//! them.
//!
//! [`encode`] writes them as Kafka does, byte for byte; [`decode`] reads what `kafka-console-consumer`
//! would show of them.

mod bytes;
pub mod decode;
mod encode;

use super::append::GroupMetadata;
use super::offset_manager::CommittedOffset;
use crate::ids::{GroupId, TopicPartition};

/// A record that is to be written. Without a value it is a tombstone: what was said of its key is
/// no longer so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoordinatorRecord {
    /// `OffsetCommitKey` and `OffsetCommitValue`
    Offset {
        /// Who has committed.
        group: GroupId,
        /// For which partition.
        partition: TopicPartition,
        /// What.
        commit: Option<CommittedOffset>,
    },
    /// `GroupMetadataKey` and `GroupMetadataValue`
    Group {
        /// The group.
        group: GroupId,
        /// What is to be found when it is loaded.
        metadata: Option<GroupMetadata>,
    },
}

impl CoordinatorRecord {
    /// Whose record it is: that decides about its partition.
    pub fn group(&self) -> GroupId {
        match self {
            Self::Offset { group, .. } | Self::Group { group, .. } => *group,
        }
    }
}
