//! `__consumer_offsets`: the topic in which the coordinator keeps what it knows. Kafka's
//! `CoordinatorRuntime` writes it, and reads it when a coordinator starts.

use crate::group::assignor::java_hash::JavaHash;
use crate::group::record::CoordinatorRecord;
use crate::ids::{GroupId, Offset};
use crate::in_order::insert_in_order;
use crate::log::compaction::CleaningPass;
use crate::log::{CleanupPolicy, LogConfig, PartitionLog};
use crate::setup::Setup;
use litemap::LiteMap;

/// `offsets.topic.num.partitions`
const PARTITIONS: u16 = 50;

/// The partitions that somebody has written to.
///
/// They say nothing that the coordinator does not know. So they stand beside the state: two worlds
/// that differ only in how they have got where they are, are equal.
#[derive(Clone, Debug, Default)]
pub struct OffsetsTopic {
    partitions: LiteMap<u16, Partition>,
}

#[derive(Clone, Debug)]
struct Partition {
    log: PartitionLog,
    /// Where the last cleaning pass has ended.
    cleaned_until: Option<Offset>,
}

impl OffsetsTopic {
    /// The partition that a group's records go to, and whose leader is its coordinator:
    /// `GroupCoordinatorService.partitionFor`.
    pub fn partition_of(group: GroupId, setup: &Setup) -> u16 {
        let hash = setup.group(group).name.as_str().java_hash();
        let hash = hash.checked_abs().unwrap_or(0).unsigned_abs();
        u16::try_from(hash % u32::from(PARTITIONS)).unwrap_or(0)
    }

    /// The logs of partitions that have any records, by partition.
    pub fn logs(&self) -> impl Iterator<Item = (u16, &PartitionLog)> {
        let partitions = self.partitions.iter();
        partitions.map(|(&number, partition)| (number, &partition.log))
    }

    /// Writes what the coordinator did in one step: a batch for each partition concerned.
    pub(super) fn write(&mut self, records: &[CoordinatorRecord], setup: &Setup, now_ms: i64) {
        let config = Self::config(setup);
        let of_partition =
            |number| move |it: &&CoordinatorRecord| Self::partition_of(it.group(), setup) == number;
        let mut numbers = Vec::new();
        for record in records {
            let number = Self::partition_of(record.group(), setup);
            if !numbers.contains(&number) {
                insert_in_order(&mut numbers, number, u16::lt);
            }
        }
        for number in numbers {
            let own = records.iter().filter(of_partition(number));
            let batch = own.map(|it| it.encode(setup, now_ms)).collect();
            let partition = self.partitions.entry(number).or_insert_with(|| Partition {
                log: PartitionLog::new(now_ms),
                cleaned_until: None,
            });
            partition.log.append(batch, now_ms, &config);
            let log_end = partition.log.log_end_offset();
            partition.log.update_high_watermark(log_end);
        }
    }

    fn config(setup: &Setup) -> LogConfig {
        LogConfig {
            cleanup_policy: CleanupPolicy::Compact,
            segment_bytes: setup.broker.offsets_topic_segment_bytes,
            ..LogConfig::default()
        }
    }

    /// Whether the cleaner has something to do here.
    pub(super) fn is_due(&self, setup: &Setup, now_ms: i64) -> bool {
        let config = Self::config(setup);
        let mut partitions = self.partitions.values();
        partitions.any(|Partition { log, cleaned_until }| {
            let cleanable = log.cleanable(*cleaned_until, now_ms, &config);
            cleanable.is_due(&config)
        })
    }

    /// The cleaner looks at every partition.
    pub fn clean(&mut self, setup: &Setup, now_ms: i64) {
        let config = Self::config(setup);
        for (_, Partition { log, cleaned_until }) in &mut self.partitions {
            let cleanable = log.cleanable(*cleaned_until, now_ms, &config);
            if cleanable.is_due(&config) {
                let pass = CleaningPass {
                    offsets: cleanable.offsets,
                    now_ms,
                    max_keys: u64::MAX,
                };
                *cleaned_until = Some(log.compact(&pass, &config));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    /// Kafka's `Utils.abs(groupId.hashCode()) % 50`, worked out apart from this.
    #[test]
    fn a_groups_records_are_in_one_partition() {
        let setup = Scenario::Shop.setup(1);
        let partitions = setup.group_ids();
        let partitions = partitions.map(|group| OffsetsTopic::partition_of(group, &setup));
        assert_eq!(partitions.collect::<Vec<_>>(), [12, 10, 24]);
    }
}
