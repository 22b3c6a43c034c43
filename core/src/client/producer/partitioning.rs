//! Which partition a record goes to: `KafkaProducer.partition`, `BuiltInPartitioner`,
//! `RoundRobinPartitioner`, and librdkafka's default.

use super::{KafkaProducer, ProducerContext};
use crate::client::librdkafka::partitioner as librdkafka;
use crate::client::partitioner::partition_for_key;
use crate::ids::{TopicId, TopicPartition};
use crate::setup::{PartitionerClass, Stream, stream_of_chance};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// What the partitioner remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Partitioner {
    /// The partition that records without a key stick to.
    sticky: Option<u16>,
    /// How many bytes went there.
    sticky_bytes: u64,
    /// How often it was drawn.
    draws: u32,
    /// How many records the round robin has placed.
    placed: u16,
}

impl KafkaProducer {
    /// The partition of the next record. The one that the application names wins.
    pub fn choose_partition(
        &mut self,
        topic: TopicId,
        named: Option<u16>,
        key: Option<&[u8]>,
        context: ProducerContext<'_>,
    ) -> TopicPartition {
        let count = context.setup.topic(topic).partitions;
        let partition = match (named, context.config.partitioner_class, key) {
            (Some(named), _, _) => named,
            (None, PartitionerClass::RoundRobin, _) => self.next_in_turn(count),
            (None, PartitionerClass::ConsistentRandom, key) => {
                let hashed = key.and_then(|key| librdkafka::partition_for_key(key, count));
                hashed.unwrap_or_else(|| self.random_partition(count, context))
            }
            (None, PartitionerClass::BuiltIn, Some(key)) => partition_for_key(key, count),
            (None, PartitionerClass::BuiltIn, None) => self.sticky_partition(topic, context),
        };
        TopicPartition { topic, partition }
    }

    /// Any, for each record anew.
    fn random_partition(&mut self, count: u16, context: ProducerContext<'_>) -> u16 {
        let drawn = self.chance(context).random_range(0..count);
        self.partitioner.draws = self.partitioner.draws.wrapping_add(1);
        drawn
    }

    fn chance(&self, context: ProducerContext<'_>) -> Pcg64Mcg {
        let stream = u64::from(self.id.0) << u32::BITS | u64::from(self.partitioner.draws);
        stream_of_chance(context.setup.seed, Stream::StickyPartition, stream)
    }

    fn next_in_turn(&mut self, count: u16) -> u16 {
        let partition = self.partitioner.placed % count;
        self.partitioner.placed = self.partitioner.placed.wrapping_add(1);
        partition
    }

    /// The same partition until `batch.size` bytes went there. It is left when its batches are full,
    /// so that no batch stays half empty for it, and at twice the size in any case.
    fn sticky_partition(&mut self, topic: TopicId, context: ProducerContext<'_>) -> u16 {
        let batch_size = context.config.batch_size;
        let bytes = self.partitioner.sticky_bytes;
        match self.partitioner.sticky {
            Some(partition) if bytes < batch_size => partition,
            Some(partition)
                if bytes < 2 * batch_size
                    && self.has_open_batch(TopicPartition { topic, partition }, batch_size) =>
            {
                partition
            }
            _ => {
                let drawn = self.draw_partition(topic, context);
                self.partitioner.sticky = Some(drawn);
                self.partitioner.sticky_bytes = 0;
                self.partitioner.draws = self.partitioner.draws.wrapping_add(1);
                drawn
            }
        }
    }

    fn has_open_batch(&self, partition: TopicPartition, batch_size: u64) -> bool {
        let last = self.queued(partition).last();
        last.is_some_and(|batch| !batch.is_full(batch_size))
    }

    /// The shorter a partition's queue, the likelier
    /// (`partitioner.adaptive.partitioning.enable=true`).
    fn draw_partition(&self, topic: TopicId, context: ProducerContext<'_>) -> u16 {
        let queue = |partition| {
            let queue = self.queues.get(&TopicPartition { topic, partition });
            queue.map_or(0, |queue| u32::try_from(queue.len()).unwrap_or(u32::MAX))
        };
        let partitions = || 0..context.setup.topic(topic).partitions;
        let longest = partitions().map(queue).max().unwrap_or(0);
        let weight = |partition| longest - queue(partition) + 1;
        let mut left = self
            .chance(context)
            .random_range(0..partitions().map(weight).sum());
        for partition in partitions() {
            match left.checked_sub(weight(partition)) {
                Some(rest) => left = rest,
                None => return partition,
            }
        }
        0
    }

    /// So many bytes were added to a batch of a record without a key.
    pub(super) fn note_sticky_bytes(&mut self, bytes: u64) {
        self.partitioner.sticky_bytes += bytes;
    }
}
