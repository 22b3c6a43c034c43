//! Committed offsets.
//!
//! A committed offset is the *next* offset to read: the last processed one plus one.

use super::offset_manager::CommittedOffset;
use crate::ids::{GroupId, TopicPartition};
use crate::shared::Shared;
use litemap::LiteMap;

/// The committed offsets of all groups, as the coordinator's cache of `__consumer_offsets` has
/// them: the last commit to be appended wins, whatever its value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetStore {
    committed: Shared<LiteMap<(GroupId, TopicPartition), CommittedOffset>>,
}

impl Default for OffsetStore {
    fn default() -> Self {
        Self {
            committed: Shared::new(LiteMap::new()),
        }
    }
}

impl OffsetStore {
    /// What a group has committed for a partition.
    pub fn committed(&self, group: GroupId, partition: TopicPartition) -> Option<&CommittedOffset> {
        self.committed.get(&(group, partition))
    }

    /// Everything that a group has committed, by topic and partition.
    pub fn of_group(
        &self,
        group: GroupId,
    ) -> impl Iterator<Item = (TopicPartition, &CommittedOffset)> {
        let all = self.committed.iter();
        let own = all.filter(move |((owner, _), _)| *owner == group);
        own.map(|((_, partition), committed)| (*partition, committed))
    }

    /// Stores a commit; returns what was there before. Nothing is compared with the log: Kafka
    /// takes an offset beyond the log end, and one that goes backwards.
    pub fn store(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        commit: CommittedOffset,
    ) -> Option<CommittedOffset> {
        self.committed.insert((group, partition), commit)
    }

    /// A tombstone: nothing is committed for a partition any more. Returns what was.
    pub fn remove(&mut self, group: GroupId, partition: TopicPartition) -> Option<CommittedOffset> {
        self.committed(group, partition)?;
        self.committed.remove(&(group, partition))
    }
}
