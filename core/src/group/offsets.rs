//! Committed offsets.
//!
//! A committed offset is the *next* offset to read: the last processed one plus one.

use crate::ids::{GroupId, Offset, TopicPartition};
use litemap::LiteMap;

/// The committed offsets of all groups, as the coordinator's cache of `__consumer_offsets` has
/// them: the last commit to be appended wins, whatever its value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OffsetStore {
    committed: LiteMap<(GroupId, TopicPartition), Offset>,
}

impl OffsetStore {
    /// What a group has committed for a partition.
    pub fn committed(&self, group: GroupId, partition: TopicPartition) -> Option<Offset> {
        self.committed.get(&(group, partition)).copied()
    }

    /// Stores a commit; returns what was there before. Nothing is compared with the log: Kafka
    /// takes an offset beyond the log end, and one that goes backwards.
    pub fn store(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> Option<Offset> {
        self.committed.insert((group, partition), offset)
    }
}
