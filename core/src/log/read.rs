//! Reading: `UnifiedLog.read` and `LocalLog.read`.

use super::batch::Batch;
use super::partition_log::{OffsetOutOfRange, PartitionLog};
use super::segment::Segment;
use crate::ids::Offset;
use std::sync::Arc;

/// How far a reader may see: `FetchIsolation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchIsolation {
    /// Up to the log end offset: a replica.
    LogEnd,
    /// Up to the high watermark: a consumer that reads uncommitted data.
    HighWatermark,
    /// Up to the last stable offset: a consumer that reads committed data.
    TransactionsCommitted,
}

/// How much a reader wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadLimit {
    /// At most this many bytes, even if that is nothing.
    AtMostBytes(u64),
    /// At most this many bytes, but one batch in any case: a consumer must be able to move on.
    AtLeastOneBatch(u64),
}

impl PartitionLog {
    /// The batches from the one that holds `start` on, or from the first after it if `start` lies
    /// in a gap. Whole batches, of one segment: the client drops what it did not ask for, and comes
    /// back for the rest. Reading at the log end is legal and empty.
    ///
    /// # Errors
    /// [`OffsetOutOfRange`] below the log start offset or above the log end offset.
    pub fn read(
        &self,
        start: Offset,
        isolation: FetchIsolation,
        limit: ReadLimit,
    ) -> Result<Vec<Arc<Batch>>, OffsetOutOfRange> {
        if start < self.log_start_offset() || start > self.log_end_offset() {
            return Err(OffsetOutOfRange);
        }
        let segments = self.segments();
        let floor = segments
            .partition_point(|segment| segment.base_offset <= start)
            .checked_sub(1)
            .ok_or(OffsetOutOfRange)?;
        let end = self.end_for(isolation);
        if start >= end {
            return Ok(Vec::new());
        }
        let found = segments[floor..]
            .iter()
            .find_map(|segment| read_segment(segment, start, end, limit));
        Ok(found.unwrap_or_default())
    }

    /// The offsets of the records that consumers may still see.
    pub fn offsets(&self) -> impl Iterator<Item = Offset> {
        let records = self.batches().flat_map(|batch| &batch.records);
        let offsets = records.map(|record| record.offset);
        offsets.filter(|&offset| offset >= self.log_start_offset())
    }

    /// Whether there is a record at this offset: not if it is deleted, compacted, or to come.
    pub fn holds(&self, offset: Offset) -> bool {
        let segments = self.segments();
        let place = segments.partition_point(|segment| segment.base_offset <= offset);
        let Some(segment) = place.checked_sub(1).map(|place| &segments[place]) else {
            return false;
        };
        let batch = segment.batches.get(segment.batches_below(offset));
        offset >= self.log_start_offset()
            && batch.is_some_and(|it| it.records.iter().any(|record| record.offset == offset))
    }

    /// The offset that a reader may not see, nor any after it.
    fn end_for(&self, isolation: FetchIsolation) -> Offset {
        match isolation {
            FetchIsolation::LogEnd => self.log_end_offset(),
            FetchIsolation::HighWatermark => self.high_watermark(),
            FetchIsolation::TransactionsCommitted => self.last_stable_offset(),
        }
    }
}

/// `LogSegment.read`; nothing if the segment ends before `start`.
fn read_segment(
    segment: &Segment,
    start: Offset,
    end: Offset,
    limit: ReadLimit,
) -> Option<Vec<Arc<Batch>>> {
    let batches = &segment.batches[segment.batches_below(start)..];
    let first = batches.first()?;
    let mut bytes_left = match limit {
        ReadLimit::AtMostBytes(bytes) => bytes,
        ReadLimit::AtLeastOneBatch(bytes) => bytes.max(first.size_bytes()),
    };
    let mut fits = |batch: &&Arc<Batch>| {
        let rest = bytes_left.checked_sub(batch.size_bytes());
        bytes_left = rest.unwrap_or(0);
        rest.is_some() && batch.last_offset() < end
    };
    let readable = batches.iter().take_while(&mut fits);
    Some(readable.cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::super::{LogConfig, NewRecord};
    use super::*;

    const BATCH_BYTES: u64 = 72;

    /// One record a batch, two batches a segment, all but the last below the high watermark.
    fn log() -> PartitionLog {
        let config = LogConfig {
            segment_bytes: 2 * BATCH_BYTES,
            ..LogConfig::default()
        };
        let mut log = PartitionLog::new(0);
        for _ in 0..6 {
            let record = NewRecord {
                timestamp_ms: -1,
                key: None,
                value: Some(b"test".as_slice().into()),
            };
            log.append(vec![record], 0, &config);
        }
        log.update_high_watermark(5);
        log
    }

    fn check(
        log: &PartitionLog,
        start: Offset,
        isolation: FetchIsolation,
        limit: ReadLimit,
        expected: Result<&[Offset], OffsetOutOfRange>,
    ) {
        let batches = log.read(start, isolation, limit);
        let offsets: Result<Vec<_>, _> =
            batches.map(|it| it.iter().map(|batch| batch.base_offset()).collect());
        assert_eq!(
            offsets.as_deref().map_err(|&e| e),
            expected,
            "{start} {isolation:?} {limit:?}"
        );
    }

    #[test]
    fn a_read_ends_with_its_segment_its_bytes_and_what_it_may_see() {
        use FetchIsolation::{HighWatermark, LogEnd, TransactionsCommitted};
        use ReadLimit::{AtLeastOneBatch, AtMostBytes};
        let log = log();
        let check =
            |start, isolation, limit, expected| check(&log, start, isolation, limit, expected);
        let plenty = AtLeastOneBatch(1 << 20);
        check(0, LogEnd, plenty, Ok(&[0, 1]));
        check(1, LogEnd, plenty, Ok(&[1]));
        check(4, LogEnd, plenty, Ok(&[4, 5]));
        check(4, HighWatermark, plenty, Ok(&[4]));
        check(4, TransactionsCommitted, plenty, Ok(&[4]));
        check(5, HighWatermark, plenty, Ok(&[]));
        check(6, LogEnd, plenty, Ok(&[]));
        check(7, LogEnd, plenty, Err(OffsetOutOfRange));
        check(0, LogEnd, AtLeastOneBatch(1), Ok(&[0]));
        check(0, LogEnd, AtMostBytes(BATCH_BYTES - 1), Ok(&[]));
        check(0, LogEnd, AtMostBytes(2 * BATCH_BYTES - 1), Ok(&[0]));
    }

    #[test]
    fn a_read_in_a_gap_finds_what_comes_after_it() {
        let mut log = log();
        let mut batch = Batch::clone(&log.segments()[0].batches[0]);
        batch.header.leader_epoch = Some(0);
        batch.header.base_offset = 20;
        batch.header.last_offset = 24;
        let appended = log.append_as_follower(vec![batch], 0, &LogConfig::default());
        assert!(appended.is_ok(), "{appended:?}");
        let plenty = ReadLimit::AtLeastOneBatch(1 << 20);
        for start in [6, 20, 24] {
            check(&log, start, FetchIsolation::LogEnd, plenty, Ok(&[20]));
        }
    }
}
