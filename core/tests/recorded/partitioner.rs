//! Keys, their hash, and the partition they go to: `Utils.murmur2` and `BuiltInPartitioner`.

use crate::cases::{Outcome, compare};
use offsetscope_core::client::partitioner::{murmur2, partition_for_key};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Case {
    source: String,
    key_hex: String,
    murmur2_i32: i32,
    partition_for_n: BTreeMap<String, u16>,
}

impl Case {
    fn key(&self) -> Vec<u8> {
        let digits = self.key_hex.as_bytes().chunks(2);
        let byte = |pair| u8::from_str_radix(str::from_utf8(pair).unwrap_or_default(), 16);
        digits
            .map(|pair| byte(pair).expect("two hexadecimal digits"))
            .collect()
    }

    fn outcome(&self) -> Outcome {
        let key = self.key();
        let hash = murmur2(&key).cast_signed();
        if hash != self.murmur2_i32 {
            return Outcome::Differs(format!("{} {}: {hash}", self.source, self.key_hex));
        }
        for (count, &expected) in &self.partition_for_n {
            let count = count.parse().expect("a number of partitions");
            let partition = partition_for_key(&key, count);
            if partition != expected {
                let Self {
                    source, key_hex, ..
                } = self;
                return Outcome::Differs(format!("{source} {key_hex}: {partition} of {count}"));
            }
        }
        Outcome::Passed
    }
}

#[test]
fn keys_go_where_kafka_sends_them() {
    let json = include_str!("../../../tests/recorded/vectors/murmur2.json");
    compare(json, 60, Case::outcome);
}
