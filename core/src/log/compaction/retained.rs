//! What a pass keeps of a batch: `MemoryRecords.filterTo` and `Cleaner.cleanInto`.

use super::super::batch::{self, Batch, BatchHeader, HEADER_BYTES};
use super::super::record::Record;
use super::offset_map::OffsetMap;
use std::sync::Arc;

/// What happens to a batch that loses all its records: `BatchRetention`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhenEmpty {
    /// It goes.
    Delete,
    /// Its header stays: it has the last sequence number of its producer, or the last offset.
    Retain,
}

/// The clock of a pass.
#[derive(Clone, Copy, Debug)]
pub(super) struct Horizons {
    pub now_ms: i64,
    pub delete_retention_ms: i64,
}

/// What stays of a batch; nothing if it goes.
pub(super) fn retain(
    batch: &Arc<Batch>,
    map: &OffsetMap,
    horizons: Horizons,
    when_empty: WhenEmpty,
) -> Option<Arc<Batch>> {
    let stays = |record: &&Record| should_retain(record, &batch.header, map, horizons);
    let records: Vec<_> = batch.records.iter().filter(stays).cloned().collect();
    if records.is_empty() {
        return (when_empty == WhenEmpty::Retain).then(|| Arc::new(emptied(&batch.header)));
    }
    let has_tombstone = records.iter().any(|record| record.value.is_none());
    let first_time = has_tombstone && batch.header.delete_horizon_ms.is_none();
    if records.len() == batch.records.len() && !first_time {
        return Some(Arc::clone(batch));
    }
    let delete_horizon_ms = if first_time {
        // Wraps as in Java.
        Some(horizons.now_ms.wrapping_add(horizons.delete_retention_ms))
    } else {
        batch.header.delete_horizon_ms
    };
    Some(Arc::new(rebuilt(&batch.header, records, delete_horizon_ms)))
}

/// `Cleaner.shouldRetainRecord`. Records without a key have no place in a compacted topic.
fn should_retain(
    record: &Record,
    batch: &BatchHeader,
    map: &OffsetMap,
    horizons: Horizons,
) -> bool {
    if record.offset >= map.end {
        return true;
    }
    let Some(key) = &record.key else {
        return false;
    };
    let expired = |horizon_ms| horizons.now_ms >= horizon_ms;
    let may_go = record.value.is_none() && batch.delete_horizon_ms.is_some_and(expired);
    !map.has_later(key, record.offset) && !may_go
}

/// The batch with fewer records. It keeps its offsets. A delete horizon takes the place of the
/// first timestamp in the header, so timestamps are stored as differences to it.
fn rebuilt(header: &BatchHeader, records: Vec<Record>, delete_horizon_ms: Option<i64>) -> Batch {
    let base_timestamp_ms = delete_horizon_ms.unwrap_or(records[0].timestamp_ms);
    let header = BatchHeader {
        size_bytes: batch::size_bytes(&records, header.base_offset, base_timestamp_ms),
        max_timestamp_ms: batch::max_timestamp_ms(&records),
        delete_horizon_ms,
        ..header.clone()
    };
    Batch { header, records }
}

/// The batch without records: `DefaultRecordBatch.writeEmptyHeader`.
fn emptied(header: &BatchHeader) -> Batch {
    let header = BatchHeader {
        size_bytes: HEADER_BYTES,
        delete_horizon_ms: None,
        ..header.clone()
    };
    Batch {
        header,
        records: Vec::new(),
    }
}
