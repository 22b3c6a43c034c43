//! Steps of a producer.

use anyhow::{Context, Result, bail};
use offsetscope_core::client::partitioner::partition_for_key;
use offsetscope_core::ids::{Offset, TopicPartition};
use offsetscope_core::log::{AppendError, Batch, NewRecord};
use serde_json::{Value, json};

use super::names;
use super::outcome::{exception, spans};
use super::rig::Rig;
use super::step::{Produce, Time};

/// More than any recording writes in one step; what an edited one asks for beyond it is refused.
const MOST_RECORDS: usize = 100_000;
const MOST_BYTES: usize = 1 << 28;

impl Rig {
    pub fn produce(&mut self, produce: &Produce) -> Result<Value> {
        let topic = names::topic(&self.setup, &produce.topic).context("an unknown topic")?;
        let partitions = self.setup.topic(topic).partitions;
        if produce.partition.is_some_and(|it| it >= partitions) {
            return Ok(json!([exception("TimeoutException")]));
        }
        let records = self.records_of(produce)?;
        let is_too_large = |record: &NewRecord| {
            let limit = produce.config.max_request_size;
            limit.is_some_and(|limit| upper_bound_bytes(record) > limit)
        };
        if records.iter().any(is_too_large) {
            return Ok(json!([exception("RecordTooLargeException")]));
        }
        let place = |record: &NewRecord| {
            let key = || partition_for_key(record.key.as_deref().unwrap_or_default(), partitions);
            TopicPartition {
                topic,
                partition: produce.partition.unwrap_or_else(key),
            }
        };
        let mut written: Vec<(TopicPartition, Vec<Offset>)> = Vec::new();
        let batches: Vec<Vec<NewRecord>> = if produce.one_batch {
            vec![records]
        } else {
            records.into_iter().map(|record| vec![record]).collect()
        };
        for batch in batches {
            let partition = place(&batch[0]);
            match self.append(partition, batch) {
                Ok(offsets) => match written.iter_mut().find(|(it, _)| *it == partition) {
                    Some((_, all)) => all.extend(offsets),
                    None => written.push((partition, offsets)),
                },
                Err(class) => return Ok(json!([exception(class)])),
            }
        }
        written.sort();
        Ok(spans(&self.setup, written))
    }

    fn records_of(&self, produce: &Produce) -> Result<Vec<NewRecord>> {
        let keys: Vec<Option<&String>> = match (&produce.keys, &produce.key) {
            (Some(keys), None) => keys.iter().map(Some).collect(),
            (None, key) => vec![key.as_ref()],
            (Some(_), Some(_)) => bail!("key and keys"),
        };
        if keys == [None] && produce.partition.is_none() {
            bail!("neither a partition nor a key");
        }
        let times = match (&produce.timestamps, &produce.timestamp) {
            (Some(times), None) => times.iter().map(|it| self.time_ms(it)).collect(),
            (None, Some(time)) => vec![self.time_ms(time)],
            (None, None) => vec![Ok(self.now_ms)],
            (Some(_), Some(_)) => bail!("timestamp and timestamps"),
        };
        let times: Vec<i64> = times.into_iter().collect::<Result<_>>()?;
        let listed = keys.len().max(times.len());
        let count = produce
            .count
            .map_or(listed, |it| usize::try_from(it).unwrap_or(listed));
        let bytes = usize::try_from(produce.value_bytes.unwrap_or(10))?;
        if keys.is_empty() || times.is_empty() {
            bail!("no records");
        }
        if count > MOST_RECORDS || count.saturating_mul(bytes) > MOST_BYTES {
            bail!("{count} records of {bytes} bytes");
        }
        let record = |place: usize| NewRecord {
            timestamp_ms: times[place % times.len()],
            key: keys[place % keys.len()].map(|key| key.as_bytes().into()),
            value: (!produce.tombstone).then(|| vec![b'x'; bytes].into()),
        };
        Ok((0..count).map(record).collect())
    }

    /// A time: in ms, or "now", earlier or later by hours, minutes, seconds or days.
    fn time_ms(&self, time: &Time) -> Result<i64> {
        let text = match time {
            Time::Absolute(time_ms) => return Ok(*time_ms),
            Time::Relative(text) => text,
        };
        let unknown = || format!("the time {text}");
        let shift = text.strip_prefix("now").with_context(unknown)?;
        if shift.is_empty() {
            return Ok(self.now_ms);
        }
        let unit = shift.char_indices().next_back();
        let (number, unit) = shift.split_at(unit.map_or(0, |(place, _)| place));
        let unit_ms = match unit {
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => bail!(unknown()),
        };
        let number: i64 = number.parse().with_context(unknown)?;
        Ok(self.now_ms.saturating_add(number.saturating_mul(unit_ms)))
    }

    /// Appends a batch; the error is the class of the exception.
    fn append(
        &mut self,
        partition: TopicPartition,
        records: Vec<NewRecord>,
    ) -> Result<Vec<Offset>, &'static str> {
        let appended = self.with_broker(|broker, setup, now_ms, fx| {
            broker.append(partition, Batch::new(0, records), setup, now_ms, fx)
        });
        let offsets: Vec<_> = match appended {
            Ok(info) => (info.first_offset..=info.last_offset).collect(),
            Err(AppendError::RecordTooLarge) => return Err("RecordTooLargeException"),
            Err(AppendError::RecordBatchTooLarge) => return Err("RecordBatchTooLargeException"),
            Err(_) => return Err("InvalidRecordException"),
        };
        for &offset in &offsets {
            self.processed.entry((partition, offset)).or_default();
        }
        Ok(offsets)
    }

    pub fn produce_each_key(&mut self, topic: &str, keys: &[String]) -> Result<Value> {
        let topic = names::topic(&self.setup, topic).context("an unknown topic")?;
        let partitions = self.setup.topic(topic).partitions;
        let mut placed = Vec::new();
        for key in keys {
            let partition = partition_for_key(key.as_bytes(), partitions);
            placed.push(json!([key, partition]));
            let record = NewRecord {
                timestamp_ms: self.now_ms,
                key: Some(key.as_bytes().into()),
                value: Some(b"x"[..].into()),
            };
            let _written = self.append(TopicPartition { topic, partition }, vec![record]);
        }
        Ok(Value::Array(placed))
    }

    /// Keyless records stick to one partition until their batch is full; which one is chance.
    pub fn null_key_batch(&mut self, topic: &str, count: u32) -> Result<Value> {
        let topic = names::topic(&self.setup, topic).context("an unknown topic")?;
        let record = NewRecord {
            timestamp_ms: self.now_ms,
            key: None,
            value: Some(b"x"[..].into()),
        };
        let count = usize::try_from(count)?;
        if !(1..=MOST_RECORDS).contains(&count) {
            bail!("a batch of {count} records");
        }
        let records = vec![record; count];
        let partition = TopicPartition {
            topic,
            partition: 0,
        };
        Ok(match self.append(partition, records) {
            Ok(offsets) => json!({ "partitions_used": 1, "offsets": offsets }),
            Err(class) => exception(class),
        })
    }
}

/// What a producer reckons with: `AbstractRecords.estimateSizeInBytesUpperBound`.
fn upper_bound_bytes(record: &NewRecord) -> u64 {
    const HEADER: u64 = 61;
    const MAX_RECORD_OVERHEAD: u64 = 21;
    const NO_HEADERS: u64 = 1;
    let field = |bytes: Option<&[u8]>| match bytes {
        None => 1,
        Some(bytes) => {
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            let zigzag = length << 1;
            u64::from((64 - zigzag.leading_zeros()).div_ceil(7).max(1)) + length
        }
    };
    HEADER
        + MAX_RECORD_OVERHEAD
        + field(record.key.as_deref())
        + field(record.value.as_deref())
        + NO_HEADERS
}
