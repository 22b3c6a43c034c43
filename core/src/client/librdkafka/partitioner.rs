//! Where a keyed record goes by librdkafka's default, `partitioner=consistent_random`.

/// CRC-32 with the polynomial of zlib, which librdkafka carries along.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// The CRC-32 of a key (`rd_crc32`).
pub fn crc32(key: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for &byte in key {
        crc ^= u32::from(byte);
        for _ in 0..u8::BITS {
            let carry = crc & 1 == 1;
            crc >>= 1;
            if carry {
                crc ^= POLYNOMIAL;
            }
        }
    }
    !crc
}

/// The partition of a record with this key (`rd_kafka_msg_partitioner_consistent_random`); none
/// without a key, or with an empty one: then it is drawn.
///
/// # Panics
/// If `partition_count` is 0: Kafka has no such topic.
pub fn partition_for_key(key: &[u8], partition_count: u16) -> Option<u16> {
    let partition = crc32(key) % u32::from(partition_count);
    let partition = u16::try_from(partition).expect("the remainder is smaller than a u16");
    (!key.is_empty()).then_some(partition)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value of this CRC, and what zlib computes.
    #[test]
    fn checksums_are_zlibs() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b"hello"), 0x3610_a686);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn the_same_key_goes_elsewhere_than_with_the_java_client() {
        let java = crate::client::partitioner::partition_for_key(b"hello", 4);
        assert_eq!(partition_for_key(b"hello", 4), Some(2));
        assert_eq!(java, 1);
        assert_eq!(partition_for_key(b"", 4), None, "drawn");
    }
}
