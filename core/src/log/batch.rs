//! Batches: what producers send, logs store and consumers fetch.

use super::record::{NewRecord, Record};
use crate::ids::Offset;

/// The unit of appending and fetching: a version 2 `RecordBatch`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Batch {
    /// What it says of itself.
    pub header: BatchHeader,
    /// The records, by offset. Compaction may have taken some of them, or all.
    pub records: Vec<Record>,
}

/// What a batch says of itself: `DefaultRecordBatch`'s header.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BatchHeader {
    /// Its first record's offset, even if compaction took that record.
    pub base_offset: Offset,
    /// Its last record's offset, even if compaction took that record.
    pub last_offset: Offset,
    /// Bytes on disk.
    pub size_bytes: u64,
    /// The largest timestamp of its records; -1 if none has one.
    pub max_timestamp_ms: i64,
    /// The epoch of the leader that appended it, as far as that is known.
    pub leader_epoch: Option<u32>,
    /// What an idempotent producer stamps on its batches.
    pub producer: Option<ProducerStamp>,
    /// From when on compaction may take its tombstones: set by the first pass that keeps one.
    pub delete_horizon_ms: Option<i64>,
}

/// Who has sent a batch, and which of its batches it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProducerStamp {
    /// The id that the broker gave the producer: `producerId`.
    pub id: i64,
    /// `producerEpoch`: newer ones fence older ones.
    pub epoch: i16,
    /// The first record's sequence number: `baseSequence`.
    pub base_sequence: i32,
}

impl ProducerStamp {
    /// The sequence number `delta` records later: `DefaultRecordBatch.incrementSequence`. After the
    /// largest comes 0.
    pub(super) fn sequence_after(&self, delta: u64) -> i32 {
        const COUNT: u64 = 1 << 31;
        let base = u64::from(self.base_sequence.unsigned_abs());
        i32::try_from((base + delta) % COUNT).unwrap_or(0)
    }
}

/// Kafka's `RECORD_BATCH_OVERHEAD`: the header of a version 2 batch.
pub(super) const HEADER_BYTES: u64 = 61;

impl Batch {
    /// A batch of new records that begins at `base_offset`.
    ///
    /// # Panics
    /// If there are no records: Kafka's producer never sends an empty batch.
    pub fn new(base_offset: Offset, records: Vec<NewRecord>) -> Self {
        assert!(!records.is_empty(), "a batch has at least one record");
        let records: Vec<_> = (base_offset..)
            .zip(records)
            .map(|(offset, new)| new.at(offset))
            .collect();
        let header = BatchHeader {
            base_offset,
            last_offset: records[records.len() - 1].offset,
            size_bytes: size_bytes(&records, base_offset, records[0].timestamp_ms),
            max_timestamp_ms: max_timestamp_ms(&records),
            leader_epoch: None,
            producer: None,
            delete_horizon_ms: None,
        };
        Self { header, records }
    }

    /// The first record's offset.
    pub fn base_offset(&self) -> Offset {
        self.header.base_offset
    }

    /// The last record's offset.
    pub fn last_offset(&self) -> Offset {
        self.header.last_offset
    }

    /// The largest timestamp of its records; -1 if none has one.
    pub fn max_timestamp_ms(&self) -> i64 {
        self.header.max_timestamp_ms
    }

    /// Bytes on disk.
    pub fn size_bytes(&self) -> u64 {
        self.header.size_bytes
    }

    /// What it would take on disk without compression. Its timestamps are stored as differences to
    /// its delete horizon, or else to its first timestamp.
    pub fn uncompressed_bytes(&self) -> u64 {
        let first_ms = self.records.first().map(|record| record.timestamp_ms);
        let base_timestamp_ms = self.header.delete_horizon_ms.or(first_ms).unwrap_or(-1);
        size_bytes(&self.records, self.header.base_offset, base_timestamp_ms)
    }

    /// The last record's sequence number, if an idempotent producer has sent it.
    pub fn last_sequence(&self) -> Option<i32> {
        let delta = self.last_offset() - self.base_offset();
        self.header
            .producer
            .map(|producer| producer.sequence_after(delta))
    }

    /// The same records, moved to where a leader appends them.
    pub(super) fn move_to(&mut self, base_offset: Offset) {
        let count = u64::try_from(self.records.len()).unwrap_or(u64::MAX);
        for (offset, record) in (base_offset..).zip(&mut self.records) {
            record.offset = offset;
        }
        self.header.base_offset = base_offset;
        self.header.last_offset = base_offset + count.saturating_sub(1);
    }

    /// Stamps the broker's time on every record: `LogAppendTime`.
    pub(super) fn stamp(&mut self, timestamp_ms: i64) {
        for record in &mut self.records {
            record.timestamp_ms = timestamp_ms;
        }
        self.header.max_timestamp_ms = timestamp_ms;
    }
}

/// The largest timestamp; -1 if none has one.
pub(super) fn max_timestamp_ms(records: &[Record]) -> i64 {
    let timestamps = records.iter().map(|record| record.timestamp_ms);
    timestamps.max().unwrap_or(-1)
}

/// What the records take as one uncompressed version 2 batch that begins at these.
pub(super) fn size_bytes(records: &[Record], base_offset: Offset, base_timestamp_ms: i64) -> u64 {
    let sizes = records
        .iter()
        .map(|record| record.size_bytes(base_offset, base_timestamp_ms));
    HEADER_BYTES + sizes.sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(timestamp_ms: i64, key: Option<&str>, value: &str) -> NewRecord {
        NewRecord {
            timestamp_ms,
            key: key.map(|key| key.as_bytes().into()),
            value: Some(value.as_bytes().into()),
        }
    }

    /// Sizes recorded while Apache Kafka's own tests ran (`UnifiedLogTest`).
    #[test]
    fn sizes_are_kafkas() {
        let check = |records, bytes| assert_eq!(Batch::new(7, records).size_bytes(), bytes);
        check(vec![record(-1, None, "test")], 72);
        check(vec![record(10, Some("test"), "test")], 76);
        check(vec![record(-1, None, "You"), record(-1, None, "bethe")], 83);
    }

    #[test]
    fn sequence_numbers_wrap() {
        let check = |base_sequence, delta, expected| {
            let producer = ProducerStamp {
                id: 1,
                epoch: 0,
                base_sequence,
            };
            assert_eq!(producer.sequence_after(delta), expected);
        };
        check(0, 4, 4);
        check(i32::MAX, 0, i32::MAX);
        check(i32::MAX, 1, 0);
        check(i32::MAX - 1, 4, 2);
    }
}
