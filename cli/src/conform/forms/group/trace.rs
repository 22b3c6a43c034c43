//! A trace of groups: Kafka's tests of its `GroupMetadataManager`, step by step.

use anyhow::Result;
use offsetscope_core::group::{Acknowledged, GroupConfig};
use serde_json::Value;

use super::broker::Broker;
use super::expected::{Step, Stop};
use super::names::Names;
use super::recorded::{Config, Event, Op, Trace};
use super::replay::{INTERNAL, Replay};
use crate::conform::form::{Case, Form, Verdict};

/// Requests to a coordinator with what it answered, what it wrote, and how the group stood then.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["kind", "config", "initial_records", "events"]),
    replay,
};

fn replay(case: &Case<'_>) -> Result<Verdict> {
    if let Some(reason) = other_kind_of_group(case) {
        return Ok(Verdict::skipped(reason));
    }
    let trace: Trace = case.parse()?;
    match run(&trace) {
        Ok(()) => Ok(Verdict::Passed),
        Err(stop) => stop.verdict(),
    }
}

/// Why the model cannot have the groups of a trace: by the recording's kind, the types of its
/// records, and those of its groups.
fn other_kind_of_group(case: &Case<'_>) -> Option<&'static str> {
    fn holds(json: &Value, is_it: &dyn Fn(&str, &str) -> bool) -> bool {
        match json {
            Value::Object(fields) => fields.iter().any(|(field, value)| match value {
                Value::String(text) => is_it(field, text),
                value => holds(value, is_it),
            }),
            Value::Array(values) => values.iter().any(|value| holds(value, is_it)),
            _ => false,
        }
    }
    let kind = case.text("kind").unwrap_or_default();
    let is_share =
        |field: &str, text: &str| field == "type" && (text == "share" || text.starts_with("Share"));
    let is_consumer = |field: &str, text: &str| {
        field == "type" && (text == "consumer" || text.starts_with("ConsumerGroup"))
    };
    if kind == "share" || holds(case.json, &is_share) {
        Some("share groups")
    } else if kind == "consumer" || holds(case.json, &is_consumer) {
        Some("new consumer protocol")
    } else if kind == "classic" {
        None
    } else {
        Some("a kind of group that is not known")
    }
}

/// A step, and the answers that it set free.
pub struct Moment<'a> {
    pub event: &'a Event,
    pub ends_ms: i64,
    pub answers: Vec<&'a Event>,
}

/// The steps in order. In the recording a sleep stands behind the answers that it set free; they
/// are from when it ended.
fn moments(events: &[Event]) -> Option<Vec<Moment<'_>>> {
    let mut moments: Vec<Moment<'_>> = Vec::new();
    let mut of_next_sleep = Vec::new();
    for event in events {
        match &event.op {
            Op::JoinResponse(_) | Op::SyncResponse(_) => {
                let last = moments.last_mut()?;
                if event.t > last.ends_ms {
                    of_next_sleep.push(event);
                } else {
                    last.answers.push(event);
                }
            }
            op => {
                let (ends_ms, answers) = match op {
                    Op::Sleep(sleep) => (event.t + sleep.ms, std::mem::take(&mut of_next_sleep)),
                    _ => (event.t, Vec::new()),
                };
                moments.push(Moment {
                    event,
                    ends_ms,
                    answers,
                });
            }
        }
    }
    of_next_sleep.is_empty().then_some(moments)
}

fn run(trace: &Trace) -> Step {
    let moments = moments(&trace.events).ok_or(Stop::Skip(INTERNAL))?;
    let joins = moments.iter().filter_map(|moment| match &moment.event.op {
        Op::Join(join) => Some(&join.request),
        _ => None,
    });
    let joined = joins
        .flat_map(|join| &join.protocols)
        .map(|it| it.name.as_str());
    let loads = moments.iter().filter_map(|moment| match &moment.event.op {
        Op::ReplayRecord(replayed) => Some(&replayed.record),
        _ => None,
    });
    let loaded = trace.initial_records.iter().chain(loads);
    let loaded = loaded.filter_map(|it| it.value.as_ref()?.get("protocol")?.as_str());
    let names = Names::new(joined.chain(loaded));
    let mut replay = Replay::new(names, Broker::new(group_config(&trace.config)));
    for record in &trace.initial_records {
        replay.load("a record that was there before", record)?;
    }
    for (moment, number) in moments.iter().zip(1..) {
        replay.step(number, moment)?;
    }
    let steps = u32::try_from(moments.len()).unwrap_or(u32::MAX);
    replay.finish(steps)
}

fn group_config(config: &Config) -> GroupConfig {
    GroupConfig {
        initial_rebalance_delay_ms: config.initial_rebalance_delay_ms,
        min_session_timeout_ms: config.min_session_timeout_ms,
        max_session_timeout_ms: config.max_session_timeout_ms,
        new_member_join_timeout_ms: config.new_member_join_timeout_ms,
        max_size: config.group_max_size,
        acknowledged: Acknowledged::Later,
    }
}
