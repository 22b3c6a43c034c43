//! Which partitions were moved from whom to whom: `AbstractStickyAssignor.PartitionMovements`.

use std::collections::BTreeMap;

use crate::group::assignor::java_hash::{JavaHash, JavaHashSet, chain};
use crate::ids::TopicPartition;

impl<T: JavaHash> JavaHash for TopicPartition<T> {
    fn java_hash(&self) -> i32 {
        chain(chain(1, i32::from(self.partition)), self.topic.java_hash())
    }
}

/// From whom, to whom.
type Pair<M> = (M, M);

/// The movements of one assignment. A partition that moves on counts as moved once, from its first
/// owner to its last.
pub struct Movements<M, T> {
    by_partition: BTreeMap<TopicPartition<T>, Pair<M>>,
    by_pair: BTreeMap<(T, Pair<M>), JavaHashSet<TopicPartition<T>>>,
}

impl<M: Copy + Ord, T: Copy + Ord + JavaHash> Movements<M, T> {
    /// Nothing has moved.
    pub fn none() -> Self {
        Self {
            by_partition: BTreeMap::new(),
            by_pair: BTreeMap::new(),
        }
    }

    /// The partition to move instead of this one: if another one of the topic was moved the other
    /// way before, it goes back.
    pub fn actual(&self, partition: TopicPartition<T>, from: M, to: M) -> TopicPartition<T> {
        let from = self
            .by_partition
            .get(&partition)
            .map_or(from, |pair| pair.0);
        self.by_pair
            .get(&(partition.topic, (to, from)))
            .and_then(JavaHashSet::first)
            .unwrap_or(partition)
    }

    /// A partition moves.
    pub fn record(&mut self, partition: TopicPartition<T>, from: M, to: M) {
        let first = match self.by_partition.remove(&partition) {
            Some(pair) => {
                self.forget(partition, pair);
                pair.0
            }
            None => from,
        };
        if first != to {
            let pair = (first, to);
            self.by_partition.insert(partition, pair);
            let moved = self.by_pair.entry((partition.topic, pair)).or_default();
            moved.insert(partition);
        }
    }

    fn forget(&mut self, partition: TopicPartition<T>, pair: Pair<M>) {
        let key = (partition.topic, pair);
        if let Some(moved) = self.by_pair.get_mut(&key) {
            moved.remove(&partition);
            if moved.is_empty() {
                self.by_pair.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(partition: u16) -> TopicPartition<&'static str> {
        TopicPartition {
            topic: "t",
            partition,
        }
    }

    fn check(moves: &[(u16, char, char)], asked: (u16, char, char), expected: u16) {
        let mut movements = Movements::none();
        for &(number, from, to) in moves {
            movements.record(partition(number), from, to);
        }
        let (number, from, to) = asked;
        assert_eq!(
            movements.actual(partition(number), from, to),
            partition(expected)
        );
    }

    #[test]
    fn a_partition_that_moved_the_other_way_goes_back_first() {
        check(&[], (1, 'a', 'b'), 1);
        check(&[(5, 'b', 'a')], (1, 'a', 'b'), 5);
        check(&[(5, 'a', 'b')], (1, 'a', 'b'), 1);
    }

    #[test]
    fn one_that_moved_on_has_moved_from_its_first_owner_to_its_last() {
        check(&[(5, 'b', 'c'), (5, 'c', 'a')], (1, 'a', 'b'), 5);
        check(&[(5, 'b', 'a'), (5, 'a', 'b')], (1, 'a', 'b'), 1);
    }

    #[test]
    fn of_several_it_is_the_first_in_javas_order() {
        // Numbers are 31 apart in their hashes.
        check(&[(1, 'b', 'a'), (0, 'b', 'a')], (7, 'a', 'b'), 1);
    }
}
