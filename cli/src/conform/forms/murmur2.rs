//! Keys, their hashes and their partitions: Kafka's `Utils.murmur2` and `BuiltInPartitioner`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use offsetscope_core::client::partitioner;
use serde::Deserialize;

use crate::conform::form::{Case, Form, Mismatch, Verdict};

/// A key with its hash, and its partition for some numbers of partitions.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["key_hex", "murmur2_i32"]),
    replay,
};

#[derive(Deserialize)]
struct Hashed {
    key_hex: String,
    murmur2_i32: i32,
    to_positive: u32,
    partition_for_n: BTreeMap<u16, u16>,
}

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let hashed: Hashed = case.parse()?;
    let key = decode_hex(&hashed.key_hex)?;
    ensure!(
        !hashed.partition_for_n.contains_key(&0),
        "no topic has 0 partitions"
    );
    let hash = partitioner::murmur2(&key);
    let mismatch = Mismatch::between("hash", &hashed.murmur2_i32, &hash.cast_signed())
        .or_else(|| Mismatch::between("to positive", &hashed.to_positive, &(hash & 0x7fff_ffff)))
        .or_else(|| {
            hashed
                .partition_for_n
                .iter()
                .find_map(|(&count, expected)| {
                    let got = partitioner::partition_for_key(&key, count);
                    Mismatch::between(&format!("partition of {count}"), expected, &got)
                })
        });
    Ok(mismatch.map_or(Verdict::Passed, Verdict::Failed))
}

fn decode_hex(digits: &str) -> Result<Vec<u8>> {
    ensure!(
        digits.len().is_multiple_of(2),
        "a byte has two hexadecimal digits"
    );
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair = str::from_utf8(pair)?;
            u8::from_str_radix(pair, 16).with_context(|| format!("`{pair}` is no hexadecimal byte"))
        })
        .collect()
}
