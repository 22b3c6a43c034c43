//! Which part of a log may be cleaned, and whether it is time to: `LogCleanerManager`.

use super::super::config::LogConfig;
use super::super::partition_log::PartitionLog;
use super::super::segment::Segment;
use crate::ids::Offset;
use std::sync::Arc;

/// The part of a log that a pass may clean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetsToClean {
    /// Where the last pass has ended.
    pub first_dirty: Offset,
    /// What comes from here on stays as it is.
    pub first_uncleanable: Offset,
}

/// How much there is to clean: `LogToClean`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cleanable {
    /// Where.
    pub offsets: OffsetsToClean,
    /// Bytes that have been through a pass.
    pub clean_bytes: u64,
    /// Bytes that have not, and may go through one now.
    pub dirty_bytes: u64,
    /// How long ago the oldest dirty record should have been cleaned, at the latest; 0 if there is
    /// time left.
    pub overdue_ms: i64,
}

impl Cleanable {
    /// Whether enough is dirty, or something is overdue.
    pub fn is_due(&self, config: &LogConfig) -> bool {
        let percent = u64::from(config.min_cleanable_dirty_percent);
        let total_bytes = self.clean_bytes + self.dirty_bytes;
        let dirty_enough = self.dirty_bytes * 100 > percent * total_bytes;
        dirty_enough || (self.overdue_ms > 0 && self.dirty_bytes > 0)
    }
}

impl PartitionLog {
    /// What a pass would clean now. `checkpoint` is the offset with which the last pass has ended,
    /// if there was one; what does not fit the log is ignored.
    pub fn cleanable(
        &self,
        checkpoint: Option<Offset>,
        now_ms: i64,
        config: &LogConfig,
    ) -> Cleanable {
        let log_start = self.log_start_offset();
        let known = log_start..=self.log_end_offset();
        let first_dirty = checkpoint.filter(|offset| known.contains(offset));
        let first_dirty = first_dirty.unwrap_or(log_start);
        let first_uncleanable = self.first_uncleanable(first_dirty, now_ms, config);
        Cleanable {
            offsets: OffsetsToClean {
                first_dirty,
                first_uncleanable: first_uncleanable.max(first_dirty),
            },
            clean_bytes: size_bytes(self.segments_between(0, first_dirty)),
            dirty_bytes: self.dirty_bytes(first_dirty, first_uncleanable.max(first_dirty)),
            overdue_ms: self.overdue_ms(first_dirty, now_ms, config),
        }
    }

    /// The active segment stays, what is not stable, and what is younger than
    /// `min.compaction.lag.ms`: `LogCleanerManager.cleanableOffsets`.
    fn first_uncleanable(&self, first_dirty: Offset, now_ms: i64, config: &LogConfig) -> Offset {
        let bound = self.last_stable_offset().min(self.active().base_offset);
        let lag_ms = config.min_compaction_lag_ms;
        if lag_ms <= 0 {
            return bound;
        }
        let too_young = |segment: &&Arc<Segment>| {
            segment.largest_timestamp_ms() > now_ms.saturating_sub(lag_ms)
        };
        let first = self.inactive_from(first_dirty).iter().find(too_young);
        first.map_or(bound, |segment| bound.min(segment.base_offset))
    }

    /// Only whole segments count: `LogCleanerManager.calculateCleanableBytes`.
    fn dirty_bytes(&self, first_dirty: Offset, first_uncleanable: Offset) -> u64 {
        let uncleanable = self.inactive_from(first_uncleanable).first();
        let end = uncleanable.map_or(self.active().base_offset, |it| it.base_offset);
        size_bytes(self.segments_between(first_dirty.min(end), end))
    }

    /// `LogCleanerManager.maxCompactionDelay`
    fn overdue_ms(&self, first_dirty: Offset, now_ms: i64, config: &LogConfig) -> i64 {
        let dirty = self.inactive_from(first_dirty).iter();
        let earliest_ms = dirty
            .filter_map(|segment| segment.first_timestamp_ms())
            .filter(|&timestamp_ms| timestamp_ms > 0)
            .min();
        let clean_until_ms = now_ms.saturating_sub(config.max_compaction_lag_ms.max(0));
        earliest_ms.map_or(0, |earliest_ms| {
            clean_until_ms.saturating_sub(earliest_ms).max(0)
        })
    }

    /// The segments from the one that holds `offset` on, without the active one:
    /// `nonActiveLogSegmentsFrom`.
    fn inactive_from(&self, offset: Offset) -> &[Arc<Segment>] {
        let active_base = self.active().base_offset;
        self.segments_between(offset.min(active_base), active_base)
    }
}

fn size_bytes(segments: &[Arc<Segment>]) -> u64 {
    segments.iter().map(|segment| segment.size_bytes).sum()
}

#[cfg(test)]
mod tests {
    use super::super::super::NewRecord;
    use super::*;

    /// Three segments, each with one record of its hour, and an active one with a fourth.
    fn log() -> PartitionLog {
        let mut log = PartitionLog::new(0);
        for hour in 1..=4 {
            if hour > 1 {
                assert!(log.roll(None, 0).is_ok());
            }
            let record = NewRecord {
                timestamp_ms: hour * HOUR_MS,
                key: Some(b"key".as_slice().into()),
                value: None,
            };
            log.append(vec![record], 0, &LogConfig::default());
        }
        log.update_high_watermark(Offset::MAX);
        log
    }

    const HOUR_MS: i64 = 3_600_000;

    fn check(checkpoint: Option<Offset>, config: &LogConfig, expected: (Offset, Offset, u64, u64)) {
        let log = log();
        let record_bytes = log.segments()[0].size_bytes;
        let found = log.cleanable(checkpoint, 4 * HOUR_MS, config);
        let found = (
            found.offsets.first_dirty,
            found.offsets.first_uncleanable,
            found.clean_bytes / record_bytes,
            found.dirty_bytes / record_bytes,
        );
        assert_eq!(found, expected, "checkpoint {checkpoint:?}");
    }

    #[test]
    fn all_but_the_active_segment_may_be_cleaned() {
        let config = LogConfig::default();
        check(None, &config, (0, 3, 0, 3));
        check(Some(2), &config, (2, 3, 2, 1));
        check(Some(3), &config, (3, 3, 3, 0));
        check(Some(99), &config, (0, 3, 0, 3));
    }

    #[test]
    fn what_is_too_young_may_not() {
        let config = LogConfig {
            min_compaction_lag_ms: 2 * HOUR_MS,
            ..LogConfig::default()
        };
        check(None, &config, (0, 2, 0, 2));
    }

    #[test]
    fn nor_what_is_not_stable() {
        let mut log = log();
        log.update_high_watermark(1);
        let found = log.cleanable(None, 0, &LogConfig::default());
        assert_eq!(found.offsets.first_uncleanable, 1);
    }

    #[test]
    fn it_is_time_when_enough_is_dirty_or_something_is_overdue() {
        let config = LogConfig::default();
        let is_due = |checkpoint, config: &LogConfig| {
            let cleanable = log().cleanable(Some(checkpoint), 4 * HOUR_MS, config);
            cleanable.is_due(config)
        };
        assert!(is_due(1, &config), "two thirds are dirty");
        assert!(!is_due(2, &config), "one third is");
        let impatient = LogConfig {
            max_compaction_lag_ms: HOUR_MS - 1,
            ..config
        };
        assert!(is_due(2, &impatient));
        assert!(!is_due(3, &impatient), "nothing is dirty");
    }
}
