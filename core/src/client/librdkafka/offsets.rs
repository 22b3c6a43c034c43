//! librdkafka's offset store: in memory, between the application and the next commit.

use crate::ids::{Offset, TopicPartition};
use litemap::LiteMap;

/// What was stored, and what was committed (`rktp_stored_pos` and `rktp_committed_pos`). A
/// partition's committed offset outlives its assignment; its stored one does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OffsetStore {
    stored: LiteMap<TopicPartition, Offset>,
    committed: LiteMap<TopicPartition, Offset>,
}

impl OffsetStore {
    /// The next offset to read, as far as it is stored.
    pub fn stored(&self, partition: TopicPartition) -> Option<Offset> {
        self.stored.get(&partition).copied()
    }

    /// Stores the next offset to read. It may lie before the one stored last.
    pub(super) fn store(&mut self, partition: TopicPartition, next: Offset) {
        self.stored.insert(partition, next);
    }

    /// A commit went through, or the coordinator has told what is committed.
    pub(super) fn note_committed(&mut self, partition: TopicPartition, next: Offset) {
        self.committed.insert(partition, next);
    }

    /// What a commit without arguments takes along of these partitions: what is stored and lies
    /// after what is committed, as far as this client knows.
    pub(super) fn to_commit(&self, partitions: &[TopicPartition]) -> Vec<(TopicPartition, Offset)> {
        let news = |&partition: &TopicPartition| {
            let stored = self.stored(partition)?;
            let committed = self.committed.get(&partition);
            committed
                .is_none_or(|&committed| stored > committed)
                .then_some((partition, stored))
        };
        partitions.iter().filter_map(news).collect()
    }

    /// Partitions go: what is stored of them goes along, and is returned
    /// (`rd_kafka_assignment_serve_removals`).
    pub(super) fn take(&mut self, partitions: &[TopicPartition]) -> Vec<(TopicPartition, Offset)> {
        let take = |&partition: &TopicPartition| Some((partition, self.stored.remove(&partition)?));
        partitions.iter().filter_map(take).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TopicId;

    const ORDERS: TopicPartition = TopicPartition {
        topic: TopicId(0),
        partition: 0,
    };

    /// `rd_kafka_topic_partition_list_set_offsets`: only what lies after the committed offset.
    #[test]
    fn a_commit_takes_what_is_stored_and_new() {
        let mut store = OffsetStore::default();
        assert_eq!(store.to_commit(&[ORDERS]), [], "nothing is stored");
        store.store(ORDERS, 3);
        assert_eq!(store.to_commit(&[ORDERS]), [(ORDERS, 3)]);
        store.note_committed(ORDERS, 3);
        assert_eq!(store.to_commit(&[ORDERS]), [], "nothing is new");
        store.store(ORDERS, 1);
        assert_eq!(store.to_commit(&[ORDERS]), [], "it does not go back");
    }

    /// librdkafka's issue 2782: a stored offset is not committed by a later assignment.
    #[test]
    fn what_is_stored_goes_with_the_partition() {
        let mut store = OffsetStore::default();
        store.store(ORDERS, 3);
        store.note_committed(ORDERS, 3);
        assert_eq!(store.take(&[ORDERS]), [(ORDERS, 3)], "committed or not");
        assert_eq!(store.stored(ORDERS), None);
    }
}
