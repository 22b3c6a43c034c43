//! One pass over a log: `Cleaner.doClean`.

use super::super::batch::Batch;
use super::super::config::LogConfig;
use super::super::partition_log::PartitionLog;
use super::super::segment::{MAX_RELATIVE_OFFSET, Segment};
use super::cleanable::OffsetsToClean;
use super::offset_map::OffsetMap;
use super::retained::{Horizons, WhenEmpty, retain};
use crate::ids::Offset;
use std::sync::Arc;

/// What a pass is to do.
#[derive(Clone, Copy, Debug)]
pub struct CleaningPass {
    /// The part of the log that is to be cleaned.
    pub offsets: OffsetsToClean,
    /// The broker's time.
    pub now_ms: i64,
    /// How many keys fit into the cleaner's memory: `log.cleaner.dedupe.buffer.size` divided by 24
    /// bytes a key, and `log.cleaner.io.buffer.load.factor` of that.
    pub max_keys: u64,
}

impl PartitionLog {
    /// Drops overtaken records and expired tombstones; says which offset is the first dirty one
    /// now.
    ///
    /// The whole log up to there is written anew, what was clean before too: a later record may
    /// have overtaken it. The active segment is never touched.
    pub fn compact(&mut self, pass: &CleaningPass, config: &LogConfig) -> Offset {
        let OffsetsToClean {
            first_dirty,
            first_uncleanable,
        } = pass.offsets;
        let dirty = self.segments_between(first_dirty, first_uncleanable);
        let map = OffsetMap::build(dirty, first_dirty, first_uncleanable, pass.max_keys);
        let mut left = self.segments_between(0, map.end);
        let mut cleaned = Vec::with_capacity(self.segments.len());
        while !left.is_empty() {
            let (group, rest) = left.split_at(group_len(left, first_uncleanable, config));
            cleaned.push(Arc::new(self.clean(group, &map, pass, config)));
            left = rest;
        }
        let untouched = self.segments.iter().filter(|it| it.base_offset >= map.end);
        cleaned.extend(untouched.cloned());
        self.segments = cleaned;
        map.end
    }

    /// The segments that hold offsets from `start` up to `end`.
    pub(super) fn segments_between(&self, start: Offset, end: Offset) -> &[Arc<Segment>] {
        let after = |offset| move |segment: &Arc<Segment>| segment.base_offset <= offset;
        let first = self
            .segments
            .partition_point(after(start))
            .saturating_sub(1);
        let last = self.segments.partition_point(|it| it.base_offset < end);
        if start == end {
            &[]
        } else {
            &self.segments[first.min(last)..last]
        }
    }

    /// Writes a group of segments into one. It may be empty then, and stays.
    fn clean(
        &self,
        group: &[Arc<Segment>],
        map: &OffsetMap,
        pass: &CleaningPass,
        config: &LogConfig,
    ) -> Segment {
        let horizons = Horizons {
            now_ms: pass.now_ms,
            delete_retention_ms: config.delete_retention_ms,
        };
        let mut cleaned = Segment::new(group[0].base_offset, pass.now_ms);
        for segment in group {
            let batches = segment.batches.iter();
            let kept = batches.filter_map(|batch| {
                let when_empty = self.when_empty(batch, pass.offsets.first_uncleanable);
                retain(batch, map, horizons, when_empty)
            });
            let kept: Vec<_> = kept.collect();
            if !kept.is_empty() {
                cleaned.append(kept, pass.now_ms);
            }
            cleaned.modified_ms = segment.modified_ms;
        }
        cleaned
    }

    /// A producer that resends must be recognised, and the pass must not lose its last offset.
    fn when_empty(&self, batch: &Batch, first_uncleanable: Offset) -> WhenEmpty {
        let is_last_of_pass = batch.last_offset() + 1 == first_uncleanable;
        if is_last_of_pass || self.producers.is_last_of_producer(batch) {
            WhenEmpty::Retain
        } else {
            WhenEmpty::Delete
        }
    }
}

/// How many of these segments become one, at least the first: `Cleaner.groupSegmentsBySize`. Sizes
/// are those before cleaning, so that what comes out cannot be too large.
fn group_len(segments: &[Arc<Segment>], first_uncleanable: Offset, config: &LogConfig) -> usize {
    let base_offset = segments[0].base_offset;
    let mut size_bytes = 0;
    let fits = |place: &usize| {
        let segment = &segments[*place];
        let next_base = segments.get(place + 1);
        let next_base = next_base.map_or(first_uncleanable, |next| next.base_offset);
        // How far its offsets may reach does not matter while it has none.
        let in_reach =
            segment.is_empty() || next_base.saturating_sub(base_offset) <= MAX_RELATIVE_OFFSET + 1;
        size_bytes += segment.size_bytes;
        *place == 0 || (size_bytes <= config.segment_bytes && in_reach)
    };
    (0..segments.len()).take_while(fits).count()
}

#[cfg(test)]
mod tests {
    use super::super::super::{LogConfig, NewRecord};
    use super::*;

    const DELETE_RETENTION_MS: i64 = 1000;

    fn config() -> LogConfig {
        LogConfig {
            delete_retention_ms: DELETE_RETENTION_MS,
            ..LogConfig::default()
        }
    }

    /// A log from segments of one-record batches, `key=value` or `key` for a tombstone. An empty
    /// active segment comes last.
    fn log(segments: &[&[&str]]) -> PartitionLog {
        let bytes = |text: &str| Some(text.as_bytes().into());
        let mut log = PartitionLog::new(0);
        for segment in segments {
            for record in *segment {
                let (key, value) = record
                    .split_once('=')
                    .map_or((*record, None), |(key, value)| (key, bytes(value)));
                let record = NewRecord {
                    timestamp_ms: 0,
                    key: bytes(key),
                    value,
                };
                log.append(vec![record], 0, &config());
            }
            assert!(log.roll(None, 0).is_ok());
        }
        log.update_high_watermark(Offset::MAX);
        log
    }

    fn pass(log: &PartitionLog, first_dirty: Offset, now_ms: i64) -> CleaningPass {
        CleaningPass {
            offsets: OffsetsToClean {
                first_dirty,
                first_uncleanable: log.active().base_offset,
            },
            now_ms,
            max_keys: u64::MAX,
        }
    }

    /// The offsets that are left, segment by segment.
    fn check(log: &PartitionLog, expected: &[&[Offset]]) {
        let offsets = |segment: &Arc<Segment>| -> Vec<Offset> {
            let records = segment.batches.iter().flat_map(|batch| &batch.records);
            records.map(|record| record.offset).collect()
        };
        let left: Vec<_> = log.segments().iter().map(offsets).collect();
        assert_eq!(left, expected);
    }

    #[test]
    fn the_last_record_of_each_key_stays_where_it_is() {
        let mut log = log(&[&["a=1", "b=1"], &["a=2", "c=1"]]);
        assert_eq!(log.compact(&pass(&log, 0, 0), &config()), 4);
        check(&log, &[&[1, 2, 3], &[]]);
        assert_eq!((log.log_start_offset(), log.log_end_offset()), (0, 4));
    }

    #[test]
    fn what_is_clean_is_overtaken_too() {
        let mut log = log(&[&["a=1", "b=1"], &["a=2"]]);
        assert_eq!(log.compact(&pass(&log, 2, 0), &config()), 3);
        check(&log, &[&[1, 2], &[]]);
    }

    #[test]
    fn a_tombstone_stays_for_a_while() {
        let mut log = log(&[&["a=1"], &["a", "b=1"]]);
        log.compact(&pass(&log, 0, 500), &config());
        check(&log, &[&[1, 2], &[]]);
        let too_early = pass(&log, 3, 500 + DELETE_RETENTION_MS - 1);
        log.compact(
            &CleaningPass {
                offsets: again(&log),
                ..too_early
            },
            &config(),
        );
        check(&log, &[&[1, 2], &[]]);
        let due = pass(&log, 3, 500 + DELETE_RETENTION_MS);
        log.compact(
            &CleaningPass {
                offsets: again(&log),
                ..due
            },
            &config(),
        );
        check(&log, &[&[2], &[]]);
    }

    fn again(log: &PartitionLog) -> OffsetsToClean {
        OffsetsToClean {
            first_dirty: 0,
            first_uncleanable: log.active().base_offset,
        }
    }

    #[test]
    fn the_last_batch_of_a_pass_keeps_its_offsets() {
        let mut log = log(&[&["a=1", "b=1"], &["a=2", "a"]]);
        log.compact(&pass(&log, 0, 0), &config());
        log.compact(&pass(&log, 0, DELETE_RETENTION_MS), &config());
        check(&log, &[&[1], &[]]);
        let last = log.batches().next_back().map(|batch| batch.last_offset());
        assert_eq!(last, Some(3), "a consumer steps over the gap");
    }

    #[test]
    fn a_full_map_ends_the_pass() {
        let mut log = log(&[&["a=1", "b=1", "a=2", "b=2"]]);
        let small = CleaningPass {
            max_keys: 2,
            ..pass(&log, 0, 0)
        };
        assert_eq!(log.compact(&small, &config()), 2);
        check(&log, &[&[0, 1, 2, 3], &[]]);
    }

    #[test]
    fn a_full_map_ends_the_pass_in_the_middle_of_a_batch() {
        let mut log = log(&[&["a=1"]]);
        let records = ["a", "b"].map(|key| NewRecord {
            timestamp_ms: 0,
            key: Some(key.as_bytes().into()),
            value: Some(b"2".as_slice().into()),
        });
        log.append(records.into(), 0, &config());
        assert!(log.roll(None, 0).is_ok());
        let small = CleaningPass {
            max_keys: 1,
            ..pass(&log, 1, 0)
        };
        assert_eq!(log.compact(&small, &config()), 2);
        check(&log, &[&[1, 2], &[]]);
    }

    #[test]
    fn small_segments_become_one() {
        let mut log = log(&[&["a=1"], &["b=1"], &["c=1"]]);
        let record_bytes = log.segments()[0].size_bytes;
        let config = LogConfig {
            segment_bytes: 2 * record_bytes,
            ..config()
        };
        log.compact(&pass(&log, 0, 0), &config);
        check(&log, &[&[0, 1], &[2], &[]]);
    }
}
