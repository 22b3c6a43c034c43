//! One replica's log of one partition: append, read, and the offsets that bound it.

use super::config::LogConfig;
use super::record::{Batch, NewRecord};
use super::segment::Segment;
use crate::ids::Offset;
use std::sync::Arc;

/// A partition's log. Follows Kafka's `UnifiedLog`.
///
/// Invariant: log start offset ≤ high watermark ≤ log end offset, and the log end offset never
/// decreases.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartitionLog {
    /// Oldest first; never empty, the last one is the active one.
    pub(super) segments: Vec<Arc<Segment>>,
    pub(super) log_start_offset: Offset,
    high_watermark: Offset,
}

/// What an append did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppendInfo {
    /// The first record's offset.
    pub base_offset: Offset,
    /// The base offset of the segment that had to be started first, if one was.
    pub rolled: Option<Offset>,
}

/// Why a read is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// `OFFSET_OUT_OF_RANGE` (1): below the log start offset or above the log end offset.
    OffsetOutOfRange,
}

impl PartitionLog {
    /// An empty log.
    pub fn new(now_ms: i64) -> Self {
        Self {
            segments: vec![Arc::new(Segment::new(0, now_ms))],
            log_start_offset: 0,
            high_watermark: 0,
        }
    }

    /// The first offset that can still be read. Only deletion moves it, never a commit.
    pub fn log_start_offset(&self) -> Offset {
        self.log_start_offset
    }

    /// The offset the next record will get.
    pub fn log_end_offset(&self) -> Offset {
        self.active().next_offset()
    }

    /// The offset up to which (exclusive) consumers may read: replicated to all in-sync replicas.
    pub fn high_watermark(&self) -> Offset {
        self.high_watermark
    }

    /// The segments, oldest first; the last one is the active one.
    pub fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// All batches that consumers may still see.
    pub fn batches(&self) -> impl DoubleEndedIterator<Item = &Arc<Batch>> {
        self.segments
            .iter()
            .flat_map(|segment| &segment.batches)
            .filter(|batch| batch.last_offset() >= self.log_start_offset)
    }

    /// Bytes on disk.
    pub fn size_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.size_bytes).sum()
    }

    /// Writes records as one batch, after starting a new segment if the active one is full or too
    /// old.
    pub fn append(
        &mut self,
        records: Vec<NewRecord>,
        now_ms: i64,
        config: &LogConfig,
    ) -> AppendInfo {
        let base_offset = self.log_end_offset();
        let batch = Arc::new(Batch::new(base_offset, records));
        let must_roll = self.active().must_roll_before(&batch, now_ms, config);
        if must_roll {
            self.roll(now_ms);
        }
        self.active_mut().append(batch, now_ms);
        AppendInfo {
            base_offset,
            rolled: must_roll.then_some(base_offset),
        }
    }

    /// Raises the high watermark; it never falls and never passes the log end offset.
    pub fn advance_high_watermark(&mut self, to: Offset) {
        self.high_watermark = self.high_watermark.max(to.min(self.log_end_offset()));
    }

    /// The batches from the one that holds `offset` up to the high watermark. Whole batches: the
    /// client drops what it did not ask for. Reading at the log end is legal and empty.
    ///
    /// # Errors
    /// [`ReadError::OffsetOutOfRange`] below the log start offset or above the log end offset.
    pub fn read(&self, offset: Offset) -> Result<Vec<Arc<Batch>>, ReadError> {
        if offset < self.log_start_offset || offset > self.log_end_offset() {
            return Err(ReadError::OffsetOutOfRange);
        }
        let readable = |batch: &&Arc<Batch>| {
            batch.last_offset() >= offset && batch.last_offset() < self.high_watermark
        };
        Ok(self.batches().filter(readable).cloned().collect())
    }

    /// The active segment: the one that is written to.
    pub fn active(&self) -> &Segment {
        &self.segments[self.segments.len() - 1]
    }

    fn active_mut(&mut self) -> &mut Segment {
        let last = self.segments.len() - 1;
        Arc::make_mut(&mut self.segments[last])
    }

    /// Starts a new, empty active segment at the log end offset.
    pub(super) fn roll(&mut self, now_ms: i64) {
        let base_offset = self.log_end_offset();
        debug_assert!(
            !self.active().is_empty(),
            "an empty active segment is used as it is"
        );
        self.segments
            .push(Arc::new(Segment::new(base_offset, now_ms)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(timestamp_ms: i64) -> NewRecord {
        NewRecord {
            timestamp_ms,
            key: None,
            value: Some(b"test".as_slice().into()),
        }
    }

    fn log_of(count: u32, config: &LogConfig) -> PartitionLog {
        let mut log = PartitionLog::new(0);
        for _ in 0..count {
            log.append(vec![record(-1)], 0, config);
        }
        log.advance_high_watermark(Offset::MAX);
        log
    }

    /// `LogManagerTest#testTimeBasedFlush`: 200 appends of 72 bytes into segments of 1024.
    #[test]
    fn rolls_by_size_where_kafka_does() {
        let config = LogConfig {
            segment_bytes: 1024,
            ..LogConfig::default()
        };
        let log = log_of(200, &config);
        let bases: Vec<_> = log
            .segments()
            .iter()
            .map(|segment| segment.base_offset)
            .collect();
        assert_eq!(bases, (0..15).map(|n| n * 14).collect::<Vec<_>>());
        assert_eq!(log.active().size_bytes, 288);
    }

    #[test]
    fn rolls_by_the_age_of_records_not_by_the_brokers_clock() {
        let config = LogConfig {
            segment_ms: 1000,
            ..LogConfig::default()
        };
        let mut log = PartitionLog::new(0);
        log.append(vec![record(5000)], 0, &config);
        assert_eq!(
            log.append(vec![record(6000)], 900_000, &config).rolled,
            None
        );
        assert_eq!(
            log.append(vec![record(6001)], 900_000, &config).rolled,
            Some(2)
        );
    }

    #[test]
    fn reads_up_to_the_high_watermark_and_refuses_what_is_out_of_range() {
        let mut log = log_of(3, &LogConfig::default());
        log.append(vec![record(-1)], 0, &LogConfig::default());
        assert_eq!(
            log.read(1).map(|batches| batches.len()),
            Ok(2),
            "offset 3 is above it"
        );
        assert_eq!(
            log.read(4).map(|batches| batches.len()),
            Ok(0),
            "the log end is legal"
        );
        assert_eq!(log.read(5), Err(ReadError::OffsetOutOfRange));
    }
}
