//! Batches as they are recorded.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use offsetscope_core::ids::Offset;
use offsetscope_core::log::{Batch, BatchHeader, ProducerStamp, Record};
use serde::{Deserialize, Serialize};

/// A batch. What a read has found is recorded without its records.
#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedBatch {
    pub base_offset: Offset,
    pub last_offset: Offset,
    pub size: u64,
    max_ts: i64,
    leader_epoch: i64,
    /// Present if the message format is older than version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub magic: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    producer_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    producer_epoch: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_seq: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_seq: Option<i32>,
    #[serde(default, skip_serializing)]
    transactional: bool,
    #[serde(default, skip_serializing)]
    control: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    delete_horizon_ms: Option<i64>,
    #[serde(default, skip_serializing)]
    records: Vec<RecordedRecord>,
}

/// Offset, timestamp, key and value; of a transaction's marker, its kind.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum RecordedRecord {
    Data(Offset, i64, Option<String>, Option<String>),
    Marker(Offset, i64, String),
}

impl RecordedBatch {
    pub fn is_of_a_transaction(&self) -> bool {
        self.transactional || self.control
    }

    /// The batch as the model has it.
    pub fn to_model(&self) -> Result<Batch> {
        ensure!(
            self.base_offset <= self.last_offset,
            "a batch ends before it begins"
        );
        let records: Result<_> = self.records.iter().map(RecordedRecord::to_model).collect();
        let header = BatchHeader {
            base_offset: self.base_offset,
            last_offset: self.last_offset,
            size_bytes: self.size,
            max_timestamp_ms: self.max_ts,
            leader_epoch: u32::try_from(self.leader_epoch).ok(),
            producer: self.producer(),
            delete_horizon_ms: self.delete_horizon_ms,
        };
        let batch = Batch {
            header,
            records: records?,
        };
        ensure!(
            self.last_seq == batch.last_sequence(),
            "the last sequence number does not follow from the first"
        );
        Ok(batch)
    }

    /// What a read has found.
    pub fn from_model(batch: &Batch) -> Self {
        let header = &batch.header;
        Self {
            base_offset: header.base_offset,
            last_offset: header.last_offset,
            size: header.size_bytes,
            max_ts: header.max_timestamp_ms,
            leader_epoch: header.leader_epoch.map_or(-1, i64::from),
            magic: None,
            producer_id: header.producer.map(|it| it.id),
            producer_epoch: header.producer.map(|it| it.epoch),
            base_seq: header.producer.map(|it| it.base_sequence),
            last_seq: batch.last_sequence(),
            transactional: false,
            control: false,
            delete_horizon_ms: header.delete_horizon_ms,
            records: Vec::new(),
        }
    }

    fn producer(&self) -> Option<ProducerStamp> {
        Some(ProducerStamp {
            id: self.producer_id?,
            epoch: self.producer_epoch?,
            base_sequence: self.base_seq?,
        })
    }
}

impl RecordedRecord {
    fn to_model(&self) -> Result<Record> {
        let Self::Data(offset, timestamp_ms, key, value) = self else {
            anyhow::bail!("a transaction's marker among records");
        };
        let bytes = |text: &Option<String>| text.as_deref().map(decode).transpose();
        Ok(Record {
            offset: *offset,
            timestamp_ms: *timestamp_ms,
            key: bytes(key)?,
            value: bytes(value)?,
        })
    }
}

/// A broker takes 1 MiB, unless it is told otherwise.
const MAX_FIELD_BYTES: usize = 1 << 24;

/// The bytes of a key or value: those of the text, or `base64:` and what they are in base 64. Of
/// `<512 bytes>` only the number is known.
fn decode(text: &str) -> Result<Arc<[u8]>> {
    if let Some(digits) = text.strip_prefix("base64:") {
        return decode_base64(digits);
    }
    let count = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix(" bytes>"));
    let Some(count) = count else {
        return Ok(text.as_bytes().into());
    };
    let count = count.parse().context("a number of bytes")?;
    ensure!(
        count <= MAX_FIELD_BYTES,
        "a key or value of {count} bytes; at most {MAX_FIELD_BYTES} are replayed"
    );
    Ok(vec![0; count].into())
}

fn decode_base64(digits: &str) -> Result<Arc<[u8]>> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for four in digits.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for digit in four {
            let value = DIGITS.iter().position(|known| known == digit);
            let value = value.with_context(|| format!("`{digits}` is not base 64"))?;
            bits = bits << 6 | u32::try_from(value)?;
        }
        let [_, decoded @ ..] = (bits << (6 * (4 - four.len()))).to_be_bytes();
        bytes.extend_from_slice(&decoded[..four.len() * 3 / 4]);
    }
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn keys_and_values_are_texts_or_bytes() {
        let check = |text, expected: &[u8]| assert_eq!(*decode(text).unwrap(), *expected);
        check("test", b"test");
        check("base64:AAAAAQ==", &[0, 0, 0, 1]);
        check("base64:b3JkZXI=", b"order");
        check("base64:b3JkZXJz", b"orders");
        check("<3 bytes>", &[0, 0, 0]);
        assert!(decode("base64:?").is_err());
    }
}
