//! A segment: the part of a log that is one file, and the unit that retention deletes.

use super::config::LogConfig;
use super::record::Batch;
use crate::ids::Offset;
use std::sync::Arc;

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
        }
    }

    /// Adds a batch at the end.
    pub fn append(&mut self, batch: Arc<Batch>, now_ms: i64) {
        debug_assert!(
            batch.base_offset() >= self.next_offset(),
            "offsets only grow"
        );
        self.size_bytes += batch.size_bytes;
        self.modified_ms = now_ms;
        self.largest_record_timestamp_ms = self
            .largest_record_timestamp_ms
            .max(batch.max_timestamp_ms());
        self.batches.push(batch);
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

    /// What time retention looks at: the largest timestamp of its *records*, whoever set it, or
    /// the file's modification time if no record has one.
    pub fn largest_timestamp_ms(&self) -> i64 {
        if self.largest_record_timestamp_ms >= 0 {
            self.largest_record_timestamp_ms
        } else {
            self.modified_ms
        }
    }

    /// Whether an append of this batch must start a new segment first (`LogSegment.shouldRoll`).
    ///
    /// The age is taken from record timestamps, not from the broker's clock, if the first batch
    /// has one. And it is looked at only here: a topic that nobody writes to never rolls.
    pub fn must_roll_before(&self, batch: &Batch, now_ms: i64, config: &LogConfig) -> bool {
        let Some(first) = self.batches.first() else {
            return false;
        };
        let first_timestamp_ms = first.max_timestamp_ms();
        let waited_ms = if first_timestamp_ms >= 0 {
            batch.max_timestamp_ms() - first_timestamp_ms
        } else {
            now_ms - self.created_ms
        };
        self.size_bytes + batch.size_bytes > config.segment_bytes || waited_ms > config.segment_ms
    }
}
