//! What is done to a log, and what it answers.

use anyhow::Result;
use offsetscope_core::ids::Offset;
use offsetscope_core::log::{
    AppendError, AppendInfo, AppendOrigin, FetchIsolation, LeaderAppend, LogConfig,
    OffsetOutOfRange, OffsetSpec, PartitionLog, ProducerStateError, ReadLimit,
};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::batch::RecordedBatch;
use super::settings::ChangedSettings;

/// A method of `UnifiedLog` with its arguments.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "op", content = "args", rename_all = "snake_case")]
pub enum Operation {
    Append(Append),
    Read {
        start: i64,
        max_bytes: u64,
        isolation: Isolation,
        min_one: bool,
    },
    OffsetForTimestamp {
        ts: i64,
    },
    Roll {
        #[serde(deserialize_with = "scala_option")]
        expected_next_offset: Option<Offset>,
    },
    UpdateConfig(ChangedSettings),
    DeleteOldSegments {},
    MaybeIncrementLogStartOffset {
        to: i64,
        #[serde(rename = "reason")]
        _reason: String,
    },
    UpdateHighWatermark {
        hw: i64,
    },
    MaybeIncrementHighWatermark {
        hw: i64,
    },
    TruncateTo {
        offset: i64,
    },
    TruncateFullyAndStartAt {
        offset: Offset,
        #[serde(deserialize_with = "scala_option")]
        log_start: Option<Offset>,
    },
}

/// Batches to append: by a leader, who assigns offsets, or by a replica.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Append {
    origin: Origin,
    pub assign_offsets: bool,
    leader_epoch: i64,
    pub batches: Vec<RecordedBatch>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Origin {
    Client,
    Coordinator,
    Replication,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Isolation {
    LogEnd,
    HighWatermark,
    TxnCommitted,
}

/// `None` or `Some(1)`
fn scala_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Offset>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let inside = text
        .strip_prefix("Some(")
        .and_then(|it| it.strip_suffix(')'));
    let number = inside.map(str::parse).transpose();
    number.map_err(serde::de::Error::custom)
}

/// A log and its settings.
pub struct Subject {
    pub log: PartitionLog,
    pub config: LogConfig,
}

impl Operation {
    /// The method's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Append(_) => "append",
            Self::Read { .. } => "read",
            Self::OffsetForTimestamp { .. } => "fetchOffsetByTimestamp",
            Self::Roll { .. } => "roll",
            Self::UpdateConfig(_) => "updateConfig",
            Self::DeleteOldSegments {} => "deleteOldSegments",
            Self::MaybeIncrementLogStartOffset { .. } => "maybeIncrementLogStartOffset",
            Self::UpdateHighWatermark { .. } => "updateHighWatermark",
            Self::MaybeIncrementHighWatermark { .. } => "maybeIncrementHighWatermark",
            Self::TruncateTo { .. } => "truncateTo",
            Self::TruncateFullyAndStartAt { .. } => "truncateFullyAndStartAt",
        }
    }

    /// Whether it changes nothing.
    pub fn is_query(&self) -> bool {
        matches!(self, Self::Read { .. } | Self::OffsetForTimestamp { .. })
    }

    /// Does it so many times, and says what the log answers, as it is recorded.
    pub fn carry_out(&self, subject: &mut Subject, now_ms: i64, repeat: u32) -> Result<Value> {
        if let Self::Append(append) = self {
            return append.carry_out(subject, now_ms, repeat);
        }
        if let Self::UpdateConfig(changed) = self {
            subject.config = changed.apply_to(&subject.config)?;
            return Ok(json!(""));
        }
        Ok(self.ask(&mut subject.log, &subject.config, now_ms))
    }

    fn ask(&self, log: &mut PartitionLog, config: &LogConfig, now_ms: i64) -> Value {
        match *self {
            Self::Append(_) | Self::UpdateConfig(_) => Value::Null,
            Self::Read {
                start,
                max_bytes,
                isolation,
                min_one,
            } => read(log, start, isolation, read_limit(max_bytes, min_one)),
            Self::OffsetForTimestamp { ts } => offset_for(log, ts),
            Self::Roll {
                expected_next_offset,
            } => {
                let rolled = log.roll(expected_next_offset, now_ms);
                rolled.map_or_else(|_| error("KafkaException"), |base| json!(base))
            }
            Self::DeleteOldSegments {} => {
                let deleted = log.apply_retention(now_ms, config);
                json!(deleted.iter().map(|it| it.segments).sum::<u32>())
            }
            Self::MaybeIncrementLogStartOffset { to, .. } => {
                let raised = log.maybe_increment_log_start_offset(at_least_0(to));
                raised.map_or_else(|_| error("OffsetOutOfRangeException"), |it| json!(it))
            }
            Self::UpdateHighWatermark { hw } => json!(log.update_high_watermark(at_least_0(hw))),
            Self::MaybeIncrementHighWatermark { hw } => {
                match log.maybe_increment_high_watermark(at_least_0(hw)) {
                    Ok(Some(before)) => json!(format!("Some({before})")),
                    Ok(None) => json!("None"),
                    Err(_) => error("IllegalArgumentException"),
                }
            }
            Self::TruncateTo { offset } => match Offset::try_from(offset) {
                Ok(offset) => json!(log.truncate_to(offset, now_ms)),
                Err(_) => error("IllegalArgumentException"),
            },
            Self::TruncateFullyAndStartAt { offset, log_start } => {
                log.truncate_fully_and_start_at(offset, log_start, now_ms);
                json!("")
            }
        }
    }
}

impl Append {
    fn carry_out(&self, subject: &mut Subject, now_ms: i64, repeat: u32) -> Result<Value> {
        let mut first_offset = None;
        let mut answer = Value::Null;
        for _ in 0..repeat {
            answer = match self.append_once(subject, now_ms)? {
                Ok(info) => json!({
                    "first_offset": *first_offset.get_or_insert(info.first_offset),
                    "last_offset": info.last_offset,
                    "max_ts": info.max_timestamp_ms,
                    "log_start": info.log_start_offset,
                }),
                Err(problem) => error(exception(problem)),
            };
        }
        Ok(answer)
    }

    fn append_once(
        &self,
        Subject { log, config }: &mut Subject,
        now_ms: i64,
    ) -> Result<Result<AppendInfo, AppendError>> {
        let batches = self.batches.iter().map(RecordedBatch::to_model);
        let mut batches: Vec<_> = batches.collect::<Result<_>>()?;
        Ok(if self.assign_offsets {
            let leader = LeaderAppend {
                origin: self.origin.to_model(),
                leader_epoch: u32::try_from(self.leader_epoch)?,
            };
            log.append_as_leader(batches, leader, now_ms, config)
        } else {
            // Older formats do not say where a batch begins: its last offset stands for it.
            for (batch, recorded) in batches.iter_mut().zip(&self.batches) {
                if recorded.magic.is_some() {
                    batch.header.base_offset = batch.header.last_offset;
                }
            }
            log.append_as_follower(batches, now_ms, config)
        })
    }
}

impl Origin {
    fn to_model(self) -> AppendOrigin {
        match self {
            Self::Client => AppendOrigin::Client,
            Self::Coordinator => AppendOrigin::Coordinator,
            Self::Replication => AppendOrigin::Replication,
        }
    }
}

fn read_limit(max_bytes: u64, min_one: bool) -> ReadLimit {
    if min_one {
        ReadLimit::AtLeastOneBatch(max_bytes)
    } else {
        ReadLimit::AtMostBytes(max_bytes)
    }
}

/// Where a bound is only ever raised, what lies below every log is as good as 0.
fn at_least_0(offset: i64) -> Offset {
    Offset::try_from(offset).unwrap_or(0)
}

fn read(log: &PartitionLog, start: i64, isolation: Isolation, limit: ReadLimit) -> Value {
    let (isolation, aborted) = match isolation {
        Isolation::LogEnd => (FetchIsolation::LogEnd, "Optional.empty"),
        Isolation::HighWatermark => (FetchIsolation::HighWatermark, "Optional.empty"),
        Isolation::TxnCommitted => (FetchIsolation::TransactionsCommitted, "Optional[[]]"),
    };
    let start = Offset::try_from(start).map_err(|_| OffsetOutOfRange);
    let Ok(batches) = start.and_then(|start| log.read(start, isolation, limit)) else {
        return error("OffsetOutOfRangeException");
    };
    let batches = batches.iter().map(|batch| RecordedBatch::from_model(batch));
    json!({ "batches": batches.collect::<Vec<_>>(), "aborted": aborted })
}

fn offset_for(log: &PartitionLog, timestamp_ms: i64) -> Value {
    let spec = match timestamp_ms {
        -1 => OffsetSpec::Latest,
        // Without tiered storage, the earliest local offset is the earliest.
        -2 | -4 => OffsetSpec::Earliest,
        -3 => OffsetSpec::MaxTimestamp,
        _ => OffsetSpec::Timestamp(timestamp_ms),
    };
    let Some(found) = log.offset_for(spec) else {
        return Value::Null;
    };
    let epoch = found.leader_epoch.map_or_else(
        || "Optional.empty".to_owned(),
        |epoch| format!("Optional[{epoch}]"),
    );
    json!({ "ts": found.timestamp_ms, "offset": found.offset, "epoch": epoch })
}

fn error(exception: &str) -> Value {
    json!(format!("error:{exception}"))
}

fn exception(problem: AppendError) -> &'static str {
    match problem {
        AppendError::InvalidRecord => "InvalidRecordException",
        AppendError::RecordValidation(_) => "RecordValidationException",
        AppendError::RecordTooLarge => "RecordTooLargeException",
        AppendError::RecordBatchTooLarge => "RecordBatchTooLargeException",
        AppendError::OffsetsOutOfOrder => "OffsetsOutOfOrderException",
        AppendError::UnexpectedAppendOffset => "UnexpectedAppendOffsetException",
        AppendError::NoLeaderEpoch => "IllegalArgumentException",
        AppendError::Roll(_) => "KafkaException",
        AppendError::Producer(ProducerStateError::InvalidProducerEpoch) => {
            "InvalidProducerEpochException"
        }
        AppendError::Producer(ProducerStateError::OutOfOrderSequence) => {
            "OutOfOrderSequenceException"
        }
    }
}
