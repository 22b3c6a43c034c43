//! Which partition a keyed record goes to: Kafka's `BuiltInPartitioner` and `Utils.murmur2`.

const SEED: u32 = 0x9747_b28c;
const MULTIPLIER: u32 = 0x5bd1_e995;
const SHIFT: u32 = 24;

/// Kafka's 32-bit murmur2 of a key.
///
/// # Panics
/// If the key has 4 GiB or more: Kafka's records are far smaller.
pub fn murmur2(key: &[u8]) -> u32 {
    let length = u32::try_from(key.len()).expect("a key is shorter than 4 GiB");
    let mut hash = SEED ^ length;
    let (words, tail) = key.as_chunks::<4>();
    for &word in words {
        let mut k = u32::from_le_bytes(word).wrapping_mul(MULTIPLIER);
        k ^= k >> SHIFT;
        hash = hash.wrapping_mul(MULTIPLIER) ^ k.wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        for (place, &byte) in tail.iter().enumerate() {
            hash ^= u32::from(byte) << (8 * place);
        }
        hash = hash.wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 15)
}

/// The partition of a record with this key: the same one as long as the topic has as many
/// partitions.
///
/// # Panics
/// If `partition_count` is 0: Kafka has no such topic.
pub fn partition_for_key(key: &[u8], partition_count: u16) -> u16 {
    let positive = murmur2(key) & 0x7fff_ffff;
    let partition = positive % u32::from(partition_count);
    u16::try_from(partition).expect("the remainder is smaller than a u16")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From Kafka's `UtilsTest#testMurmur2` and librdkafka's own test.
    #[test]
    fn hashes_are_kafkas() {
        let cases: [(&str, i32); 6] = [
            ("foobar", -790_332_482),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("giberish123456789", -1_890_243_828),
            ("234", -406_844_982),
            ("34", -2_026_295_078),
            ("", 275_646_681),
        ];
        for (key, expected) in cases {
            assert_eq!(murmur2(key.as_bytes()).cast_signed(), expected, "{key:?}");
        }
    }

    #[test]
    fn the_sign_bit_is_dropped_before_the_remainder() {
        assert_eq!(partition_for_key(b"foobar", 8), 6);
        assert_eq!(partition_for_key(b"34", 12), 6);
    }
}
