//! Which offset belongs to a time: `UnifiedLog.fetchOffsetByTimestamp`.

use super::batch::Batch;
use super::partition_log::PartitionLog;
use super::record::Record;
use crate::ids::Offset;
use std::sync::Arc;

/// What is looked for: the timestamps of a `ListOffsets` request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffsetSpec {
    /// -2: the log start offset.
    Earliest,
    /// -1: the log end offset. What a client is told is bounded by what it may read.
    Latest,
    /// -3: the record with the largest timestamp.
    MaxTimestamp,
    /// The first record that is not older than this.
    Timestamp(i64),
}

/// What was found: `FileRecords.TimestampAndOffset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampAndOffset {
    /// The record's timestamp; -1 if an end of the log was looked for.
    pub timestamp_ms: i64,
    /// Its offset.
    pub offset: Offset,
    /// The epoch of the leader that appended it, as far as that is known.
    pub leader_epoch: Option<u32>,
}

impl PartitionLog {
    /// Finds an offset; nothing if no record is that young.
    pub fn offset_for(&self, spec: OffsetSpec) -> Option<TimestampAndOffset> {
        let end_of_log = |offset, leader_epoch| {
            Some(TimestampAndOffset {
                timestamp_ms: -1,
                offset,
                leader_epoch,
            })
        };
        match spec {
            OffsetSpec::Earliest => {
                let start = self.log_start_offset();
                end_of_log(start, self.leader_epochs().earliest_at(start))
            }
            OffsetSpec::Latest => end_of_log(self.log_end_offset(), self.leader_epochs().latest()),
            OffsetSpec::MaxTimestamp => self.offset_of_max_timestamp(),
            OffsetSpec::Timestamp(target_ms) => self.offset_for_timestamp(target_ms),
        }
    }

    fn offset_of_max_timestamp(&self) -> Option<TimestampAndOffset> {
        let largest_ms =
            |batches: &[Arc<Batch>]| batches.iter().map(|it| it.max_timestamp_ms()).max();
        let segments = self.segments().iter();
        let max_ms = segments.filter_map(|it| largest_ms(&it.batches)).max()?;
        let batch = self
            .segments()
            .iter()
            .flat_map(|segment| &segment.batches)
            .find(|batch| batch.max_timestamp_ms() == max_ms)?;
        find_in(batch, |record| record.timestamp_ms == max_ms)
    }

    /// Looks into one segment only: the first that may have such a record. Timestamps need not be
    /// in order, so one that has none may have been chosen for its file's modification time.
    fn offset_for_timestamp(&self, target_ms: i64) -> Option<TimestampAndOffset> {
        let start = self.log_start_offset();
        let segment = self
            .segments()
            .iter()
            .find(|segment| segment.largest_timestamp_ms() >= target_ms)?;
        segment
            .batches
            .iter()
            .filter(|batch| batch.max_timestamp_ms() >= target_ms)
            .find_map(|batch| {
                find_in(batch, |record| {
                    record.timestamp_ms >= target_ms && record.offset >= start
                })
            })
    }
}

fn find_in(batch: &Batch, wanted: impl Fn(&&Record) -> bool) -> Option<TimestampAndOffset> {
    let record = batch.records.iter().find(wanted)?;
    Some(TimestampAndOffset {
        timestamp_ms: record.timestamp_ms,
        offset: record.offset,
        leader_epoch: batch.header.leader_epoch,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{LogConfig, NewRecord};
    use super::*;

    /// Records at these times, two to a batch, two batches to a segment.
    fn log_at(timestamps_ms: &[i64]) -> PartitionLog {
        let record = |&timestamp_ms: &i64| NewRecord {
            timestamp_ms,
            key: None,
            value: None,
        };
        let mut log = PartitionLog::new(0);
        for pair in timestamps_ms.chunks(2) {
            let records: Vec<_> = pair.iter().map(record).collect();
            let config = LogConfig {
                segment_bytes: 2 * Batch::new(0, records.clone()).size_bytes(),
                ..LogConfig::default()
            };
            log.append(records, 0, &config);
        }
        log.update_high_watermark(Offset::MAX);
        log
    }

    fn check(log: &PartitionLog, spec: OffsetSpec, expected: Option<(i64, Offset)>) {
        let found = log.offset_for(spec);
        let found = found.map(|it| (it.timestamp_ms, it.offset));
        assert_eq!(found, expected, "{spec:?}");
    }

    #[test]
    fn the_first_record_that_is_not_older_is_found() {
        let mut log = log_at(&[10, 20, 15, 30, 25, 40]);
        check(&log, OffsetSpec::Timestamp(0), Some((10, 0)));
        check(&log, OffsetSpec::Timestamp(15), Some((20, 1)));
        check(&log, OffsetSpec::Timestamp(21), Some((30, 3)));
        check(&log, OffsetSpec::Timestamp(31), Some((40, 5)));
        check(&log, OffsetSpec::Timestamp(41), None);
        assert_eq!(log.maybe_increment_log_start_offset(2), Ok(true));
        check(&log, OffsetSpec::Timestamp(0), Some((15, 2)));
    }

    #[test]
    fn ends_and_the_largest_timestamp_have_numbers_of_their_own() {
        let log = log_at(&[10, 40, 15, 30, 40, 20]);
        check(&log, OffsetSpec::Earliest, Some((-1, 0)));
        check(&log, OffsetSpec::Latest, Some((-1, 6)));
        check(&log, OffsetSpec::MaxTimestamp, Some((40, 1)));
        check(&PartitionLog::new(0), OffsetSpec::MaxTimestamp, None);
    }
}
