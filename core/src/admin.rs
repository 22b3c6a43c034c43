//! What an administrator asks of a broker: calls of Kafka's `Admin` client, and the errors that
//! they throw.

use crate::group::error::GroupError;
use crate::ids::{GroupId, Offset, TopicPartition};
use serde::{Deserialize, Serialize};

/// A call of Kafka's `Admin` client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AdminRequest {
    /// `deleteRecords`: the log begins at this offset from now on.
    DeleteRecords {
        /// The partition.
        partition: TopicPartition,
        /// The first record that stays.
        before: Offset,
    },
    /// `alterConsumerGroupOffsets`: the group goes on here, whatever it has processed.
    AlterOffset {
        /// The group.
        group: GroupId,
        /// The partition.
        partition: TopicPartition,
        /// The next offset to read. It need not be in the log.
        to: Offset,
    },
    /// `deleteConsumerGroupOffsets`: nothing is committed there any more.
    DeleteOffset {
        /// The group.
        group: GroupId,
        /// The partition.
        partition: TopicPartition,
    },
    /// `deleteConsumerGroups`: the group goes, and its offsets with it.
    DeleteGroup(GroupId),
}

impl AdminRequest {
    /// The group that it is about.
    pub fn group(self) -> Option<GroupId> {
        match self {
            Self::DeleteRecords { .. } => None,
            Self::AlterOffset { group, .. }
            | Self::DeleteOffset { group, .. }
            | Self::DeleteGroup(group) => Some(group),
        }
    }

    /// The partition that it is about.
    pub fn partition(self) -> Option<TopicPartition> {
        match self {
            Self::DeleteRecords { partition, .. }
            | Self::AlterOffset { partition, .. }
            | Self::DeleteOffset { partition, .. } => Some(partition),
            Self::DeleteGroup(_) => None,
        }
    }

    /// The offset that it names.
    pub fn offset(self) -> Option<Offset> {
        match self {
            Self::DeleteRecords { before, .. } => Some(before),
            Self::AlterOffset { to, .. } => Some(to),
            Self::DeleteOffset { .. } | Self::DeleteGroup(_) => None,
        }
    }
}

/// Why a broker refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AdminError {
    /// `OFFSET_OUT_OF_RANGE` (1): above the high watermark.
    OffsetOutOfRange,
    /// `POLICY_VIOLATION` (44): the topic's `cleanup.policy` does not delete.
    PolicyViolation,
    /// The group's coordinator will not.
    Group(GroupError),
}

impl AdminError {
    /// The name in Kafka's documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::OffsetOutOfRange => "OFFSET_OUT_OF_RANGE",
            Self::PolicyViolation => "POLICY_VIOLATION",
            Self::Group(error) => error.name(),
        }
    }

    /// The Java class that clients throw for it (`Errors.exception`).
    pub fn class(self) -> &'static str {
        match self {
            Self::OffsetOutOfRange => "OffsetOutOfRangeException",
            Self::PolicyViolation => "PolicyViolationException",
            Self::Group(error) => error.class(),
        }
    }
}
