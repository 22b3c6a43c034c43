//! Appends and deletions, and the log after each: `UnifiedLog` and `LogSegment`.

use crate::cases::{Outcome, compare};
use offsetscope_core::log::{LogConfig, NewRecord, PartitionLog, Segment};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    config: Config,
    events: Vec<Event>,
}

/// Kafka's settings; -1 is "no limit".
#[derive(Deserialize)]
struct Config {
    segment_bytes: u64,
    segment_ms: i64,
    retention_ms: i64,
    retention_bytes: i64,
    cleanup_policy: String,
    #[serde(default)]
    remote: bool,
}

#[derive(Deserialize)]
struct Event {
    now: i64,
    op: String,
    args: Arguments,
    state: State,
    repeat: Option<u32>,
}

#[derive(Deserialize)]
struct Arguments {
    #[serde(default)]
    batches: Vec<RecordedBatch>,
    hw: Option<u64>,
}

#[derive(Deserialize)]
struct RecordedBatch {
    size: u64,
    records: Vec<(u64, i64, Option<String>, Option<String>)>,
}

/// The log after an operation.
#[derive(Deserialize)]
struct State {
    log_start: u64,
    leo: u64,
    hw: u64,
    segments: Segments,
}

/// In long runs only their number was recorded.
#[derive(Deserialize)]
#[serde(untagged)]
enum Segments {
    Count(usize),
    Each(Vec<RecordedSegment>),
}

#[derive(Debug, PartialEq, Deserialize)]
struct RecordedSegment {
    base: u64,
    bytes: u64,
    largest_ts: LargestTimestamp,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum LargestTimestamp {
    OfRecords(i64),
    /// `"file_mtime"`: no record has a timestamp.
    OfFile(String),
}

impl Case {
    fn outcome(&self) -> Outcome {
        if self.config.remote {
            return Outcome::Skipped("tiered storage");
        }
        if !self.config.cleanup_policy.contains("delete") {
            return Outcome::Skipped("a cleanup.policy without delete");
        }
        let known = ["append", "update_high_watermark", "delete_old_segments"];
        if !self
            .events
            .iter()
            .all(|event| known.contains(&event.op.as_str()))
        {
            return Outcome::Skipped("an operation the model does not have");
        }
        if self.events.iter().any(|event| event.state.is_deleted()) {
            return Outcome::Skipped("a log that was deleted as a whole");
        }
        match self.play() {
            Ok(()) => Outcome::Passed,
            Err(how) => Outcome::Differs(format!("{}: {how}", self.id)),
        }
    }

    fn play(&self) -> Result<(), String> {
        let config = self.config.to_model();
        let mut log = PartitionLog::new(self.events.first().map_or(0, |event| event.now));
        for (number, event) in (1..).zip(&self.events) {
            let what = || format!("after operation {number}, {}", event.op);
            event
                .carry_out(&mut log, &config)
                .map_err(|how| format!("{}: {how}", what()))?;
            event
                .state
                .agrees_with(&log)
                .map_err(|how| format!("{}: {how}", what()))?;
        }
        Ok(())
    }
}

impl Config {
    fn to_model(&self) -> LogConfig {
        LogConfig {
            segment_bytes: self.segment_bytes,
            segment_ms: self.segment_ms,
            retention_ms: Some(self.retention_ms).filter(|limit| *limit >= 0),
            retention_bytes: u64::try_from(self.retention_bytes).ok(),
            ..LogConfig::default()
        }
    }
}

impl Event {
    fn carry_out(&self, log: &mut PartitionLog, config: &LogConfig) -> Result<(), String> {
        for _ in 0..self.repeat.unwrap_or(1) {
            match self.op.as_str() {
                "append" => self.append(log, config)?,
                "update_high_watermark" => {
                    log.update_high_watermark(self.args.hw.ok_or("no hw was recorded")?);
                }
                "delete_old_segments" => drop(log.apply_retention(self.now, config)),
                other => return Err(format!("nobody knows how to {other}")),
            }
        }
        Ok(())
    }

    fn append(&self, log: &mut PartitionLog, config: &LogConfig) -> Result<(), String> {
        for batch in &self.args.batches {
            let bytes = |text: &String| text.as_bytes().into();
            let record =
                |(_, timestamp_ms, key, value): &(u64, i64, Option<_>, Option<_>)| NewRecord {
                    timestamp_ms: *timestamp_ms,
                    key: key.as_ref().map(bytes),
                    value: value.as_ref().map(bytes),
                };
            log.append(batch.records.iter().map(record).collect(), self.now, config);
            let written = log.active().batches.last().map(|batch| batch.size_bytes());
            if written != Some(batch.size) {
                return Err(format!(
                    "{written:?} bytes were written, not {}",
                    batch.size
                ));
            }
        }
        Ok(())
    }
}

impl State {
    /// A log has an active segment as long as it exists.
    fn is_deleted(&self) -> bool {
        match &self.segments {
            Segments::Count(count) => *count == 0,
            Segments::Each(each) => each.is_empty(),
        }
    }

    fn agrees_with(&self, log: &PartitionLog) -> Result<(), String> {
        let expected = (self.log_start, self.hw, self.leo);
        let found = (
            log.log_start_offset(),
            log.high_watermark(),
            log.log_end_offset(),
        );
        if found != expected {
            return Err(format!(
                "start, high watermark and end are {found:?}, not {expected:?}"
            ));
        }
        let segments: Vec<_> = log.segments().iter().map(|it| in_words(it)).collect();
        let agrees = match &self.segments {
            Segments::Count(count) => segments.len() == *count,
            Segments::Each(each) => segments == *each,
        };
        if agrees {
            Ok(())
        } else {
            Err(format!("segments are {segments:?}"))
        }
    }
}

/// A segment of the model in the words of the recording.
fn in_words(segment: &Segment) -> RecordedSegment {
    let timestamps = segment.batches.iter().map(|batch| batch.max_timestamp_ms());
    let largest_ts = match timestamps.max() {
        Some(timestamp_ms @ 0..) => LargestTimestamp::OfRecords(timestamp_ms),
        _ => LargestTimestamp::OfFile("file_mtime".to_owned()),
    };
    RecordedSegment {
        base: segment.base_offset,
        bytes: segment.size_bytes,
        largest_ts,
    }
}

#[test]
fn retention_deletes_what_kafka_deletes() {
    let json = include_str!("../../../tests/recorded/vectors/log_retention.json");
    compare(json, 10, Case::outcome);
}
