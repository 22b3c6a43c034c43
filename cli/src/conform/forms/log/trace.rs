//! What was done to a log, one after the other.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::ensure_longs;
use super::operation::{Operation, Subject};
use super::settings::Settings;
use super::state::{Stability, State};
use super::unknown::{self, Before};
use crate::conform::form::{Case, Form, Mismatch, Verdict};

/// A log's settings and state in the beginning, and operations with the state after each.
pub const FORM: Form = Form {
    recognises: |case| {
        case.has(&["config", "initial", "events"]) && case.json["initial"].get("segments").is_some()
    },
    replay,
};

/// When every recording begins, and the log was created.
pub const CLOCK_BEGINS_MS: i64 = 1_700_000_000_000;

/// No test of Kafka's does anything so often.
const MAX_REPEAT: u32 = 100_000;

/// A recorded case.
#[derive(Debug, Deserialize)]
pub struct Trace {
    pub config: Settings,
    pub initial: State,
    events: Vec<Event>,
}

/// An operation, and what came of it.
#[derive(Debug, Deserialize)]
pub struct Event {
    now: i64,
    #[serde(flatten)]
    pub operation: Operation,
    pub result: Value,
    pub state: State,
    /// How many times it was done; the state is that after the last.
    repeat: Option<u32>,
}

fn replay(case: &Case<'_>) -> Result<Verdict> {
    ensure_longs(case.json)?;
    let trace: Trace = case.parse()?;
    if let Some(reason) = unknown::in_trace(&trace) {
        return Ok(Verdict::skipped(reason));
    }
    let log = trace.initial.to_model(CLOCK_BEGINS_MS);
    let mut subject = Subject {
        log: log.context("segments in the beginning that say nothing")?,
        config: trace.config.to_model(trace.max_message_bytes())?,
    };
    let stability = if trace.initial.is_empty() {
        Stability::Known
    } else {
        Stability::Unknown
    };
    for (number, event) in (1..).zip(&trace.events) {
        if let Some(mismatch) = event.replay(number, &mut subject, stability)? {
            return Ok(Verdict::Failed(mismatch));
        }
    }
    Ok(Verdict::Passed)
}

impl Trace {
    /// The events, each with what was before it.
    pub fn with_states_before(&self) -> impl Iterator<Item = (Before<'_>, &Event)> {
        let initial = Before {
            state: &self.initial,
            event: None,
        };
        let later = self.events.iter().map(|event| Before {
            state: &event.state,
            event: Some(event),
        });
        std::iter::once(initial).chain(later).zip(&self.events)
    }

    /// `max.message.bytes` is not recorded. If a batch was refused for it, it was less than that;
    /// otherwise nothing says that there was a limit.
    fn max_message_bytes(&self) -> u64 {
        let refused = self
            .events
            .iter()
            .filter(|event| event.fails_with("RecordTooLargeException"))
            .filter_map(|event| match &event.operation {
                Operation::Append(append) => append.batches.iter().map(|it| it.size).max(),
                _ => None,
            });
        refused
            .min()
            .map_or(u64::MAX, |size| size.saturating_sub(1))
    }
}

impl Event {
    /// Whether Kafka threw this.
    pub fn fails_with(&self, exception: &str) -> bool {
        let text = self.result.as_str();
        text.and_then(|text| text.strip_prefix("error:")) == Some(exception)
    }

    /// Whether Kafka threw something.
    pub fn is_refused(&self) -> bool {
        let text = self.result.as_str();
        text.is_some_and(|text| text.starts_with("error:"))
    }

    fn replay(
        &self,
        number: usize,
        subject: &mut Subject,
        stability: Stability,
    ) -> Result<Option<Mismatch>> {
        let repeat = self.repeat.unwrap_or(1);
        ensure!(
            repeat <= MAX_REPEAT,
            "an operation is repeated {repeat} times; at most {MAX_REPEAT} are replayed"
        );
        let result = self.operation.carry_out(subject, self.now, repeat)?;
        let name = self.operation.name();
        let step = |what| format!("{number}, {what} of {name}");
        Ok(
            Mismatch::between(&step("result"), &self.result, &result).or_else(|| {
                let state = self.state.of_model(&subject.log, stability);
                Mismatch::between(&step("state"), &self.state, &state)
            }),
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SKIPPED: &str = "a change of the log that was not recorded";

    /// A trace of these events on an empty log.
    fn trace(events: &Value) -> Value {
        json!({
            "config": {
                "segment_bytes": 1024, "segment_ms": 1000, "segment_jitter_ms": 0,
                "retention_ms": 5000, "retention_bytes": -1, "cleanup_policy": "delete",
                "delete_retention_ms": 1, "min_compaction_lag_ms": 0, "max_compaction_lag_ms": 1,
                "file_delete_delay_ms": 1,
            },
            "initial": state(0, 0),
            "events": events,
        })
    }

    fn state(leo: u64, bytes: u64) -> Value {
        let segment = json!({ "base": 0, "bytes": bytes, "largest_ts": "file_mtime" });
        json!({ "log_start": 0, "leo": leo, "hw": 0, "lso": 0, "segments": [segment] })
    }

    fn event(op: &str, args: &Value, result: &Value, state: &Value) -> Value {
        json!({ "now": 0, "op": op, "args": args, "result": result, "state": state })
    }

    /// An append of one batch with this field more, answered as Kafka does.
    fn append(field: &str, value: &Value) -> Value {
        let mut batch = json!({
            "base_offset": 0, "last_offset": 0, "size": 72, "max_ts": -1, "leader_epoch": -1,
            "records": [[0, -1, null, "test"]],
        });
        batch[field] = value.clone();
        let args = json!({
            "origin": "CLIENT", "assign_offsets": true, "leader_epoch": 0, "batches": [batch],
        });
        let result = json!({ "first_offset": 0, "last_offset": 0, "max_ts": -1, "log_start": 0 });
        event("append", &args, &result, &state(1, 72))
    }

    fn latest(offset: u64) -> Value {
        let found = json!({ "ts": -1, "offset": offset, "epoch": "Optional[0]" });
        event(
            "offset_for_timestamp",
            &json!({ "ts": -1 }),
            &found,
            &state(1, 72),
        )
    }

    fn verdict(case: &Value) -> Result<Verdict> {
        let case = Case {
            meta: &Value::Null,
            number: 1,
            json: case,
        };
        assert!((FORM.recognises)(&case), "{case:?}", case = case.json);
        replay(&case)
    }

    fn check(events: &Value, expected: &Verdict) {
        assert_eq!(verdict(&trace(events)).unwrap(), *expected, "{events}");
    }

    #[test]
    fn what_kafka_answered_passes_and_nothing_else() {
        check(
            &json!([append("size", &json!(72)), latest(1)]),
            &Verdict::Passed,
        );
        for events in [
            json!([append("size", &json!(73))]),
            json!([append("size", &json!(72)), latest(2)]),
        ] {
            let verdict = verdict(&trace(&events)).unwrap();
            assert!(matches!(verdict, Verdict::Failed(_)), "{verdict:?}");
        }
    }

    #[test]
    fn what_was_not_recorded_is_skipped() {
        let appended = append("size", &json!(72));
        let without_a_cause = json!([latest(1)]);
        check(&without_a_cause, &Verdict::skipped(SKIPPED));
        let two_answers = json!([appended, latest(1), latest(2)]);
        check(&two_answers, &Verdict::skipped(SKIPPED));
    }

    #[test]
    fn what_the_model_lacks_is_skipped() {
        let transactional = json!([append("transactional", &json!(true))]);
        check(&transactional, &Verdict::skipped("transactions"));
        let old = json!([append("magic", &json!(1))]);
        check(
            &old,
            &Verdict::skipped("message formats older than version 2"),
        );
        let mut tiered = trace(&json!([event(
            "delete_old_segments",
            &json!({}),
            &json!(0),
            &state(0, 0)
        )]));
        tiered["config"]["remote"] = json!(true);
        assert_eq!(
            verdict(&tiered).unwrap(),
            Verdict::skipped("tiered storage")
        );
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for events in [
            json!([append("colour", &json!("red"))]),
            json!([event("paint", &json!({}), &json!(""), &state(0, 0))]),
            json!([append("last_offset", &json!(u64::MAX))]),
        ] {
            assert!(verdict(&trace(&events)).is_err(), "{events}");
        }
    }
}
