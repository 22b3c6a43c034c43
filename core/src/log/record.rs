//! Records and the batches they are stored in, with the sizes they have in Kafka's log format.

use crate::ids::Offset;
use std::sync::Arc;

/// A record as a producer hands it over: without an offset, which only the broker can give.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewRecord {
    /// When it was created, as its producer says; -1 where it says nothing.
    pub timestamp_ms: i64,
    /// The key, if any.
    pub key: Option<Arc<[u8]>>,
    /// The value; none is a tombstone.
    pub value: Option<Arc<[u8]>>,
}

/// A record in the log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// Its place in the partition.
    pub offset: Offset,
    /// When it was created, as its producer says; -1 where it says nothing.
    pub timestamp_ms: i64,
    /// The key, if any.
    pub key: Option<Arc<[u8]>>,
    /// The value; none is a tombstone.
    pub value: Option<Arc<[u8]>>,
}

/// The unit of appending and fetching. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Batch {
    /// The records, by offset.
    pub records: Vec<Record>,
    /// Bytes on disk.
    pub size_bytes: u64,
}

/// Kafka's `RECORD_BATCH_OVERHEAD`: the header of a version 2 batch.
const BATCH_HEADER_BYTES: u64 = 61;

impl Batch {
    /// A batch of new records that begins at `base_offset`.
    ///
    /// # Panics
    /// If there are no records: Kafka's producer never sends an empty batch.
    pub fn new(base_offset: Offset, records: Vec<NewRecord>) -> Self {
        assert!(!records.is_empty(), "a batch has at least one record");
        let size_bytes = batch_size_bytes(&records);
        let records = (base_offset..)
            .zip(records)
            .map(|(offset, new)| Record {
                offset,
                timestamp_ms: new.timestamp_ms,
                key: new.key,
                value: new.value,
            })
            .collect();
        Self {
            records,
            size_bytes,
        }
    }

    /// The first record's offset.
    pub fn base_offset(&self) -> Offset {
        self.records[0].offset
    }

    /// The last record's offset.
    pub fn last_offset(&self) -> Offset {
        self.records[self.records.len() - 1].offset
    }

    /// The largest timestamp of its records; -1 if none has one.
    pub fn max_timestamp_ms(&self) -> i64 {
        self.records
            .iter()
            .map(|record| record.timestamp_ms)
            .max()
            .unwrap_or(-1)
    }
}

/// What `records` take as one uncompressed version 2 batch without headers.
pub fn batch_size_bytes(records: &[NewRecord]) -> u64 {
    let base_timestamp_ms = records.first().map_or(-1, |record| record.timestamp_ms);
    let record_bytes = |(delta, record): (i64, &NewRecord)| {
        const ATTRIBUTES: u64 = 1;
        const NO_HEADERS: u64 = 1;
        let body = ATTRIBUTES
            + varint_bytes(record.timestamp_ms - base_timestamp_ms)
            + varint_bytes(delta)
            + field_bytes(record.key.as_deref())
            + field_bytes(record.value.as_deref())
            + NO_HEADERS;
        varint_bytes(i64::try_from(body).unwrap_or(i64::MAX)) + body
    };
    BATCH_HEADER_BYTES + (0..).zip(records).map(record_bytes).sum::<u64>()
}

/// A length and its bytes; a missing field has length -1.
fn field_bytes(field: Option<&[u8]>) -> u64 {
    let length = field.map_or(-1, |bytes| i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    varint_bytes(length) + u64::try_from(length).unwrap_or(0)
}

/// The size of a zigzag varint, seven bits a byte.
fn varint_bytes(value: i64) -> u64 {
    let zigzag = (value.cast_unsigned() << 1) ^ (value >> 63).cast_unsigned();
    u64::from((64 - zigzag.leading_zeros()).div_ceil(7).max(1))
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
        assert_eq!(batch_size_bytes(&[record(-1, None, "test")]), 72);
        assert_eq!(batch_size_bytes(&[record(10, Some("test"), "test")]), 76);
    }

    #[test]
    fn a_varint_grows_every_seven_bits() {
        let cases = [
            (0, 1),
            (-1, 1),
            (63, 1),
            (-64, 1),
            (64, 2),
            (8191, 2),
            (8192, 3),
            (i64::MIN, 10),
        ];
        for (value, bytes) in cases {
            assert_eq!(varint_bytes(value), bytes, "{value}");
        }
    }
}
