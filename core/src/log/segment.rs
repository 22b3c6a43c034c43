//! A segment: the part of a log that is one file, and the unit that retention deletes.

use super::batch::Batch;
use super::config::LogConfig;
use crate::ids::Offset;
use std::sync::Arc;

/// How far an offset may lie above its segment's base: the indexes store the difference in 31 bits.
pub(super) const MAX_RELATIVE_OFFSET: u64 = i32::MAX.unsigned_abs() as u64;

/// One file of a partition's log. Follows Kafka's `LogSegment`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The offset in its file name: no record in it is smaller.
    pub base_offset: Offset,
    /// What it holds, by offset.
    pub batches: Vec<Arc<Batch>>,
    /// Bytes on disk.
    pub size_bytes: u64,
    /// When it was created, broker time.
    pub created_ms: i64,
    /// When it was last written to, broker time: the file's modification time.
    pub modified_ms: i64,
    largest_record_timestamp_ms: i64,
    /// The largest timestamp of the first append: `rollingBasedTimestamp`.
    first_timestamp_ms: i64,
}

/// What is about to be appended, as far as it matters for rolling: `RollParams`.
#[derive(Clone, Copy, Debug)]
pub(super) struct RollParams {
    pub size_bytes: u64,
    pub max_timestamp_ms: i64,
    pub last_offset: Offset,
    pub now_ms: i64,
}

impl Segment {
    /// An empty segment.
    pub fn new(base_offset: Offset, now_ms: i64) -> Self {
        Self {
            base_offset,
            batches: Vec::new(),
            size_bytes: 0,
            created_ms: now_ms,
            modified_ms: now_ms,
            largest_record_timestamp_ms: -1,
            first_timestamp_ms: -1,
        }
    }

    /// Adds batches at the end.
    pub fn append(&mut self, batches: Vec<Arc<Batch>>, now_ms: i64) {
        debug_assert!(
            batches.is_sorted_by(|a, b| a.last_offset() < b.last_offset())
                && batches
                    .first()
                    .is_none_or(|first| first.base_offset() >= self.next_offset()),
            "offsets only grow"
        );
        let largest_ms = largest_timestamp_ms(&batches);
        if self.is_empty() {
            self.first_timestamp_ms = largest_ms;
        }
        self.modified_ms = now_ms;
        self.largest_record_timestamp_ms = self.largest_record_timestamp_ms.max(largest_ms);
        self.size_bytes += size_bytes(&batches);
        self.batches.extend(batches);
    }

    /// The offset after its last record, or its base offset while it is empty.
    pub fn next_offset(&self) -> Offset {
        self.batches
            .last()
            .map_or(self.base_offset, |batch| batch.last_offset() + 1)
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// The largest timestamp of its records, if one of them has any.
    pub fn largest_record_timestamp_ms(&self) -> Option<i64> {
        Some(self.largest_record_timestamp_ms).filter(|&timestamp_ms| timestamp_ms >= 0)
    }

    /// What time retention looks at: the largest timestamp of its *records*, whoever set it, or
    /// the file's modification time if no record has one.
    pub fn largest_timestamp_ms(&self) -> i64 {
        self.largest_record_timestamp_ms()
            .unwrap_or(self.modified_ms)
    }

    /// The timestamp of its first append, if that has one: `getFirstBatchTimestamp`.
    pub(super) fn first_timestamp_ms(&self) -> Option<i64> {
        Some(self.first_timestamp_ms).filter(|&timestamp_ms| timestamp_ms >= 0)
    }

    /// Whether this append must start a new segment first (`LogSegment.shouldRoll`).
    ///
    /// The age is taken from record timestamps, not from the broker's clock, if the first batch
    /// has one. And it is looked at only here: a topic that nobody writes to never rolls.
    pub(super) fn must_roll_before(&self, append: &RollParams, config: &LogConfig) -> bool {
        let relative_offset = append.last_offset.checked_sub(self.base_offset);
        let fits = relative_offset.is_some_and(|relative| relative <= MAX_RELATIVE_OFFSET);
        if self.is_empty() {
            return !fits;
        }
        let waited_ms = match self.first_timestamp_ms() {
            Some(first_ms) => append.max_timestamp_ms.saturating_sub(first_ms),
            None => append.now_ms.saturating_sub(self.created_ms),
        };
        self.size_bytes + append.size_bytes > config.segment_bytes
            || waited_ms > config.segment_ms
            || !fits
    }

    /// Drops what reaches to `offset` or beyond, whole batches: `LogSegment.truncateTo`.
    pub(super) fn truncate_to(&mut self, offset: Offset, now_ms: i64) {
        let kept = self.batches_below(offset);
        if kept == self.batches.len() {
            return;
        }
        self.batches.truncate(kept);
        self.size_bytes = size_bytes(&self.batches);
        self.largest_record_timestamp_ms = largest_timestamp_ms(&self.batches);
        self.modified_ms = now_ms;
        if self.is_empty() {
            self.created_ms = now_ms;
            self.first_timestamp_ms = -1;
        }
    }

    /// How many of its batches end below this offset.
    pub(super) fn batches_below(&self, offset: Offset) -> usize {
        self.batches
            .partition_point(|batch| batch.last_offset() < offset)
    }
}

fn size_bytes(batches: &[Arc<Batch>]) -> u64 {
    batches.iter().map(|batch| batch.size_bytes()).sum()
}

fn largest_timestamp_ms(batches: &[Arc<Batch>]) -> i64 {
    let timestamps = batches.iter().map(|batch| batch.max_timestamp_ms());
    timestamps.max().unwrap_or(-1)
}
