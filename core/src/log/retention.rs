//! Which segments go, and when: `UnifiedLog.deleteOldSegments`.
//!
//! Nothing here asks who has read a record or what was committed. Segments go whole, oldest first,
//! and the first one that must stay shields all behind it.

use super::config::LogConfig;
use super::partition_log::PartitionLog;
use super::segment::Segment;
use crate::ids::Offset;
use core::ops::Range;
use serde::{Deserialize, Serialize};

/// Why segments were deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeletionReason {
    /// They lie wholly below the log start offset.
    LogStart,
    /// Without them the partition still has `retention.bytes`.
    RetentionBytes,
    /// Their youngest record is older than `retention.ms`.
    RetentionMs,
}

/// Segments that were deleted in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeletedSegments {
    /// Why.
    pub reason: DeletionReason,
    /// How many.
    pub segments: u32,
    /// The log start offset before.
    pub old_log_start: Offset,
    /// And after: everything below is gone.
    pub new_log_start: Offset,
}

impl DeletedSegments {
    /// What the log held before and holds no longer.
    pub fn offsets(&self) -> Range<Offset> {
        self.old_log_start..self.new_log_start
    }
}

impl PartitionLog {
    /// Deletes what may go at `now_ms`: first what lies below the log start offset, then by size,
    /// then by time, as Kafka orders it. A topic that is only compacted loses nothing by size and
    /// time.
    pub fn apply_retention(&mut self, now_ms: i64, config: &LogConfig) -> Vec<DeletedSegments> {
        let below_start = self.count_below_log_start();
        let mut deleted = Vec::new();
        deleted.extend(self.delete_oldest(below_start, DeletionReason::LogStart, now_ms));
        if !config.cleanup_policy.deletes() {
            return deleted;
        }
        let too_many = self.count_above_size(config);
        deleted.extend(self.delete_oldest(too_many, DeletionReason::RetentionBytes, now_ms));
        let too_old = self.count_too_old(now_ms, config);
        deleted.extend(self.delete_oldest(too_old, DeletionReason::RetentionMs, now_ms));
        deleted
    }

    fn count_below_log_start(&self) -> usize {
        let log_start = self.log_start_offset;
        self.count_deletable(|_, next_base| next_base.is_some_and(|base| base <= log_start))
    }

    fn count_above_size(&self, config: &LogConfig) -> usize {
        let Some(retention_bytes) = config.retention_bytes else {
            return 0;
        };
        let Some(mut excess_bytes) = self.size_bytes().checked_sub(retention_bytes) else {
            return 0;
        };
        self.count_deletable(
            |segment, _| match excess_bytes.checked_sub(segment.size_bytes) {
                Some(rest) => {
                    excess_bytes = rest;
                    true
                }
                None => false,
            },
        )
    }

    fn count_too_old(&self, now_ms: i64, config: &LogConfig) -> usize {
        let Some(retention_ms) = config.retention_ms else {
            return 0;
        };
        self.count_deletable(|segment, _| {
            now_ms.saturating_sub(segment.largest_timestamp_ms()) > retention_ms
        })
    }

    /// How many of the oldest segments satisfy `may_go(segment, base offset of the next one)`,
    /// stopping at the first that does not, at one not wholly below the high watermark, and at an
    /// empty active segment.
    fn count_deletable(&self, mut may_go: impl FnMut(&Segment, Option<Offset>) -> bool) -> usize {
        let next_bases = self
            .segments
            .iter()
            .skip(1)
            .map(|next| Some(next.base_offset));
        self.segments
            .iter()
            .zip(next_bases.chain([None]))
            .take_while(|(segment, next_base)| {
                let upper_bound = next_base.unwrap_or_else(|| self.log_end_offset());
                let empty_active = next_base.is_none() && segment.is_empty();
                self.high_watermark() >= upper_bound && !empty_active && may_go(segment, *next_base)
            })
            .count()
    }

    /// Deletes the oldest `count` segments. If that is all of them, a new active one is started
    /// first, so that the log end offset stays what it was.
    fn delete_oldest(
        &mut self,
        count: usize,
        reason: DeletionReason,
        now_ms: i64,
    ) -> Option<DeletedSegments> {
        if count == 0 {
            return None;
        }
        if count == self.segments.len() {
            self.start_segment(self.log_end_offset(), now_ms);
        }
        self.segments.drain(..count);
        let old_log_start = self.log_start_offset;
        self.raise_log_start(old_log_start.max(self.segments[0].base_offset));
        Some(DeletedSegments {
            reason,
            segments: u32::try_from(count).unwrap_or(u32::MAX),
            old_log_start,
            new_log_start: self.log_start_offset,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::NewRecord;
    use super::*;

    const BYTES_OF_FIVE: u64 = 360;

    /// Records at the given times, five of 72 bytes to a segment.
    fn log_at(timestamps_ms: &[i64]) -> PartitionLog {
        let config = LogConfig {
            segment_bytes: BYTES_OF_FIVE,
            ..LogConfig::default()
        };
        let mut log = PartitionLog::new(0);
        for &timestamp_ms in timestamps_ms {
            let value = Some(b"test".as_slice().into());
            log.append(
                vec![NewRecord {
                    timestamp_ms,
                    key: None,
                    value,
                }],
                0,
                &config,
            );
        }
        log.update_high_watermark(Offset::MAX);
        log
    }

    fn by_time(retention_ms: i64) -> LogConfig {
        LogConfig {
            retention_ms: Some(retention_ms),
            ..LogConfig::default()
        }
    }

    fn by_size(retention_bytes: u64) -> LogConfig {
        LogConfig {
            retention_ms: None,
            retention_bytes: Some(retention_bytes),
            ..LogConfig::default()
        }
    }

    /// `UnifiedLogTest#shouldDeleteTimeBasedSegmentsReadyToBeDeleted`
    #[test]
    fn the_active_segment_goes_too_when_all_is_expired() {
        let mut log = log_at(&[10; 15]);
        let deleted = log.apply_retention(10_011, &by_time(10_000));
        assert_eq!(deleted.len(), 1);
        assert_eq!((log.log_start_offset(), log.log_end_offset()), (15, 15));
        assert_eq!(log.segments().len(), 1);
    }

    #[test]
    fn age_must_exceed_retention_ms_not_reach_it() {
        let mut log = log_at(&[10; 15]);
        assert_eq!(log.apply_retention(10_010, &by_time(10_000)), []);
    }

    /// Golden `f01b`: a fresh segment shields older expired ones behind it.
    #[test]
    fn one_young_record_keeps_its_segment_and_all_behind_it() {
        let mut log = log_at(&[0, 0, 0, 0, 90_000, 0, 0, 0, 0, 0, 0]);
        assert_eq!(log.apply_retention(95_000, &by_time(10_000)), []);
    }

    /// `UnifiedLogTest#shouldDeleteSizeBasedSegments`
    #[test]
    fn size_retention_never_goes_below_its_limit() {
        let mut log = log_at(&[-1; 15]);
        log.apply_retention(0, &by_size(2 * BYTES_OF_FIVE));
        assert_eq!(log.log_start_offset(), 5);
        log.apply_retention(0, &by_size(2 * BYTES_OF_FIVE - 1));
        assert_eq!(
            log.log_start_offset(),
            5,
            "taking the next would leave one byte too few"
        );
    }

    #[test]
    fn nothing_above_the_high_watermark_goes() {
        let mut log = log_at(&[10; 5]);
        log.append(
            vec![NewRecord {
                timestamp_ms: 10,
                key: None,
                value: None,
            }],
            0,
            &LogConfig::default(),
        );
        assert_eq!(
            log.apply_retention(1_000_000, &by_time(1)),
            [],
            "its only segment reaches 6"
        );
    }

    #[test]
    fn offsets_go_on_after_everything_was_deleted() {
        let mut log = log_at(&[10; 3]);
        log.apply_retention(1_000_000, &by_time(1));
        let record = NewRecord {
            timestamp_ms: 1_000_000,
            key: None,
            value: None,
        };
        let appended = log.append(vec![record], 1_000_000, &LogConfig::default());
        assert_eq!(appended.first_offset, 3);
    }
}
