//! A log's bounds and segments as they are recorded.

use std::sync::Arc;

use offsetscope_core::ids::Offset;
use offsetscope_core::log::{Batch, BatchHeader, PartitionLog, Segment};
use serde::Deserialize;

use super::trace::CLOCK_BEGINS_MS;

/// What is recorded of a log after each operation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub log_start: Offset,
    pub leo: Offset,
    pub hw: Offset,
    pub lso: Offset,
    pub segments: Segments,
}

/// The segments; in long runs only how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Segments {
    Count(usize),
    Each(Vec<RecordedSegment>),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedSegment {
    pub base: Offset,
    pub bytes: u64,
    largest_ts: LargestTimestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum LargestTimestamp {
    /// A record's, or else the file's modification time.
    At(i64),
    /// `"file_mtime"`: no record has a timestamp.
    OfFile(String),
}

/// Whether the last stable offset can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stability {
    Known,
    /// The log held batches in the beginning of which nothing was recorded: transactions perhaps.
    Unknown,
}

impl LargestTimestamp {
    fn of_file() -> Self {
        Self::OfFile("file_mtime".to_owned())
    }
}

impl Segments {
    pub fn is_none(&self) -> bool {
        match self {
            Self::Count(count) => *count == 0,
            Self::Each(each) => each.is_empty(),
        }
    }
}

impl State {
    /// Whether the log holds anything.
    pub fn is_empty(&self) -> bool {
        match &self.segments {
            Segments::Count(_) => self.leo == self.log_start,
            Segments::Each(each) => each.iter().all(|segment| segment.bytes == 0),
        }
    }

    /// Whether a segment begins or ends at this offset.
    pub fn has_boundary_at(&self, offset: Offset) -> bool {
        let begins = |each: &[RecordedSegment]| each.iter().any(|it| it.base == offset);
        offset >= self.leo || matches!(&self.segments, Segments::Each(each) if begins(each))
    }

    /// A log in this state; nothing if its segments were not recorded, or not in order. What a segment holds is unknown, so
    /// it is one batch.
    pub fn to_model(&self, now_ms: i64) -> Option<PartitionLog> {
        let Segments::Each(recorded) = &self.segments else {
            return None;
        };
        if recorded.is_empty() || !recorded.is_sorted_by(|a, b| a.base < b.base) {
            return None;
        }
        let next_bases = recorded.iter().skip(1).map(|next| next.base);
        let segments: Vec<_> = recorded
            .iter()
            .zip(next_bases.chain([self.leo]))
            .map(|(segment, next_base)| segment.to_model(next_base, now_ms))
            .collect();
        let mut log = PartitionLog::load(segments, self.log_start);
        log.update_high_watermark(self.hw);
        Some(log)
    }

    /// The state of the model's log, in the words in which `self` was recorded.
    pub fn of_model(&self, log: &PartitionLog, stability: Stability) -> Self {
        let segments = match &self.segments {
            Segments::Count(_) => Segments::Count(log.segments().len()),
            Segments::Each(recorded) => {
                let recorded = recorded.iter().map(Some).chain(std::iter::repeat(None));
                let segments = log.segments().iter().zip(recorded);
                Segments::Each(
                    segments
                        .map(|(it, recorded)| of_model(it, recorded))
                        .collect(),
                )
            }
        };
        Self {
            log_start: log.log_start_offset(),
            leo: log.log_end_offset(),
            hw: log.high_watermark(),
            lso: match stability {
                Stability::Known => log.last_stable_offset(),
                Stability::Unknown => self.lso,
            },
            segments,
        }
    }
}

impl RecordedSegment {
    fn to_model(&self, next_base: Offset, now_ms: i64) -> Segment {
        let mut segment = Segment::new(self.base, now_ms);
        if self.bytes > 0 && next_base > self.base {
            let header = BatchHeader {
                base_offset: self.base,
                last_offset: next_base - 1,
                size_bytes: self.bytes,
                max_timestamp_ms: match self.largest_ts {
                    LargestTimestamp::At(timestamp_ms) => timestamp_ms,
                    LargestTimestamp::OfFile(_) => -1,
                },
                leader_epoch: None,
                producer: None,
                delete_horizon_ms: None,
            };
            let records = Vec::new();
            segment.append(vec![Arc::new(Batch { header, records })], now_ms);
        }
        segment
    }
}

fn of_model(segment: &Segment, recorded: Option<&RecordedSegment>) -> RecordedSegment {
    let recorded = recorded.map(|it| &it.largest_ts);
    let largest_ts = match (segment.largest_record_timestamp_ms(), recorded) {
        (Some(timestamp_ms), _) => LargestTimestamp::At(timestamp_ms),
        (None, Some(&LargestTimestamp::At(at))) if is_of_file(at) => LargestTimestamp::At(at),
        (None, _) => LargestTimestamp::of_file(),
    };
    RecordedSegment {
        base: segment.base_offset,
        bytes: segment.size_bytes,
        largest_ts,
    }
}

/// Whether a recorded time is that of a segment's file. A test's clock was set by the real one when
/// it began and then stood still; files are written by the real one.
fn is_of_file(recorded_ms: i64) -> bool {
    (CLOCK_BEGINS_MS..CLOCK_BEGINS_MS + 1000).contains(&recorded_ms)
}
