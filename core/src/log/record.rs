//! Records, before and after they are in a log.

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
    /// When it was created, as its producer says, or when it was appended if the topic says so; -1
    /// where neither is known.
    pub timestamp_ms: i64,
    /// The key, if any.
    pub key: Option<Arc<[u8]>>,
    /// The value; none is a tombstone.
    pub value: Option<Arc<[u8]>>,
}

impl NewRecord {
    /// The record, once it is known where it goes.
    pub(super) fn at(self, offset: Offset) -> Record {
        Record {
            offset,
            timestamp_ms: self.timestamp_ms,
            key: self.key,
            value: self.value,
        }
    }
}

impl Record {
    /// What it takes in an uncompressed version 2 batch that begins at these, without headers:
    /// `DefaultRecord.sizeInBytes`.
    pub(super) fn size_bytes(&self, base_offset: Offset, base_timestamp_ms: i64) -> u64 {
        const ATTRIBUTES: u64 = 1;
        const NO_HEADERS: u64 = 1;
        let offset_delta = self.offset.wrapping_sub(base_offset).cast_signed();
        let body = ATTRIBUTES
            + varint_bytes(self.timestamp_ms.wrapping_sub(base_timestamp_ms))
            + varint_bytes(offset_delta)
            + field_bytes(self.key.as_deref())
            + field_bytes(self.value.as_deref())
            + NO_HEADERS;
        varint_bytes(i64::try_from(body).unwrap_or(i64::MAX)) + body
    }
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
