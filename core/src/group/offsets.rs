//! Committed offsets.
//!
//! A committed offset is the *next* offset to read: the last processed one plus one.

use crate::ids::{GroupId, Offset, TopicPartition};
use litemap::LiteMap;

/// The committed offsets of all groups, as the coordinator's cache of `__consumer_offsets` has
/// them: the last commit to be appended wins, whatever its value. What is kept of a commit is the
/// offset, or all of its record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetStore<C = Offset> {
    committed: LiteMap<(GroupId, TopicPartition), C>,
}

impl<C> Default for OffsetStore<C> {
    fn default() -> Self {
        Self {
            committed: LiteMap::new(),
        }
    }
}

impl<C: Clone> OffsetStore<C> {
    /// What a group has committed for a partition.
    pub fn committed(&self, group: GroupId, partition: TopicPartition) -> Option<C> {
        self.committed.get(&(group, partition)).cloned()
    }

    /// Everything that a group has committed, by topic and partition.
    pub fn of_group(&self, group: GroupId) -> impl Iterator<Item = (TopicPartition, &C)> {
        let all = self.committed.iter();
        let own = all.filter(move |((owner, _), _)| *owner == group);
        own.map(|((_, partition), committed)| (*partition, committed))
    }

    /// Stores a commit; returns what was there before. Nothing is compared with the log: Kafka
    /// takes an offset beyond the log end, and one that goes backwards.
    pub fn store(&mut self, group: GroupId, partition: TopicPartition, commit: C) -> Option<C> {
        self.committed.insert((group, partition), commit)
    }

    /// A tombstone: nothing is committed for a partition any more. Returns what was.
    pub fn remove(&mut self, group: GroupId, partition: TopicPartition) -> Option<C> {
        self.committed.remove(&(group, partition))
    }
}
