//! A trace of offsets: Kafka's tests of its `OffsetMetadataManager`, step by step.
//!
//! The recording tells neither how the groups stood nor how the broker was set up. So a step passes
//! if the model agrees for one group that it may have met, and a trace if its steps do for one
//! time of retention. The offsets themselves are as the steps have left them.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result};
use offsetscope_core::group::ClassicGroup;
use offsetscope_core::group::offset_manager::{CommittedOffset, OffsetConfig, OffsetManager};
use offsetscope_core::ids::{GroupId, TopicId, TopicPartition};
use serde::Deserialize;
use serde_json::Value;

use super::recorded::{Answer, CommitRequest, Event, Record, Replayed, Trace, known_epoch};
use crate::conform::form::{Case, Form, Verdict};
use crate::conform::forms::group::expected::{Step, Stop, equal};

/// Commits, lookups and removals of offsets with what came of them.
pub const FORM: Form = Form {
    recognises: |case| {
        let events = case.json.get("events").and_then(Value::as_array);
        let is_ours = |event: &Value| {
            let op = event.get("op").and_then(Value::as_str).unwrap_or_default();
            let is_request = ["offset_commit_v", "txn_offset_commit", "offset_delete"]
                .iter()
                .any(|request| op.starts_with(request));
            let is_lookup = ["fetchOffsets", "fetchAllOffsets", "cleanup_expired_offsets"];
            let is_record = op == "replay_record" && event["record"]["type"] == "OffsetCommit";
            is_request || is_record || is_lookup.contains(&op)
        };
        !case.has(&["kind"]) && events.is_some_and(|events| events.iter().any(is_ours))
    },
    replay,
};

/// When the recorder's clock was at 0.
pub const EPOCH_MS: i64 = 1_700_000_000_000;

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let trace: Trace = case.parse()?;
    if let Some(reason) = reason_to_skip(&trace) {
        return Ok(Verdict::skipped(reason));
    }
    let mut last = None;
    for config in configs(&trace)? {
        match run(&trace, config) {
            Ok(()) => return Ok(Verdict::Passed),
            Err(Stop::Differs(mismatch)) => last = Some(Stop::Differs(mismatch)),
            Err(stop) => return stop.verdict(),
        }
    }
    last.context("no retention to try")?.verdict()
}

fn reason_to_skip(trace: &Trace) -> Option<&'static str> {
    let is_transactional = |event: &Event| {
        let producer = event.rest.get("producer_id").and_then(Value::as_i64);
        event.op.starts_with("txn_") || producer.is_some_and(|id| id >= 0)
    };
    // The errors of groups of the new protocol name the member and its epoch.
    let is_new_protocol = |event: &Event| {
        let error = event.rest.get("error").and_then(Value::as_str);
        error.is_some_and(|error| {
            error.contains("is not a member of group")
                || error.contains("does not match the expected member epoch")
        })
    };
    let says_nothing = |event: &Event| event.op == "replay_record" || event.op == "sleep";
    if trace.events.iter().any(is_transactional) {
        Some("transactions")
    } else if trace.events.iter().any(is_new_protocol) {
        Some("new consumer protocol")
    } else if trace.events.iter().all(says_nothing) {
        Some("nothing to compare")
    } else {
        None
    }
}

/// The settings that the broker may have had: Kafka's own, a limit for metadata that fits with what
/// was refused, and any retention that some offset may have reached.
fn configs(trace: &Trace) -> Result<Vec<OffsetConfig>> {
    let default = OffsetConfig::default();
    let mut metadata_max_length = default.metadata_max_length;
    let (mut committed, mut retentions) = (BTreeSet::new(), BTreeSet::new());
    for event in &trace.events {
        if event.op == "replay_record" {
            let value = Replayed::deserialize(&event.rest)?.record.value;
            committed.extend(value.map(|it| it.commit_timestamp));
        } else if event.op == "cleanup_expired_offsets" {
            let now_ms = EPOCH_MS + event.t;
            retentions.extend(committed.iter().map(|at| now_ms - at));
        } else if event.op.starts_with("offset_commit_v")
            && let Some(answer) = event.rest.get("response")
        {
            let request = CommitRequest::deserialize(&event.rest["request"])?;
            let too_large = refused_lengths(&request, &Answer::deserialize(answer)?);
            let longest = too_large.into_iter().map(|it| it.saturating_sub(1)).min();
            metadata_max_length = metadata_max_length.min(longest.unwrap_or(u32::MAX));
        }
    }
    retentions.insert(default.retention_ms);
    let config = |retention_ms| OffsetConfig {
        metadata_max_length,
        retention_ms,
    };
    Ok(retentions.into_iter().map(config).collect())
}

/// The lengths of the metadata that were refused as too large.
fn refused_lengths(request: &CommitRequest, answer: &Answer) -> Vec<u32> {
    const OFFSET_METADATA_TOO_LARGE: i16 = 12;
    let partitions = request.topics.iter().flat_map(|it| &it.partitions);
    let answers = answer.topics.iter().flat_map(|it| &it.partitions);
    partitions
        .zip(answers)
        .filter(|(_, answer)| answer.error_code == OFFSET_METADATA_TOO_LARGE)
        .filter_map(|(it, _)| it.committed_metadata.as_ref())
        .filter_map(|it| u32::try_from(it.encode_utf16().count()).ok())
        .collect()
}

fn run(trace: &Trace, config: OffsetConfig) -> Step {
    let mut replay = Replay {
        config,
        manager: OffsetManager::new(config),
        log: Vec::new(),
        names: Vec::new(),
    };
    let mut steps = trace.events.iter().zip(1..);
    steps.try_for_each(|(event, number)| replay.step(&format!("{number} ({})", event.op), event))
}

/// A record: a commit, or a tombstone.
type Logged = (GroupId, TopicPartition, Option<CommittedOffset>);

pub struct Replay {
    pub(super) config: OffsetConfig,
    pub(super) manager: OffsetManager,
    /// What has been written to `__consumer_offsets`.
    pub(super) log: Vec<Logged>,
    pub(super) names: Vec<String>,
}

impl Replay {
    fn step(&mut self, step: &str, event: &Event) -> Step {
        let rest = &event.rest;
        match event.op.as_str() {
            "replay_record" => self.write(&Replayed::deserialize(rest)?.record),
            "fetchOffsets" | "fetchAllOffsets" => self.fetch(step, rest),
            "offset_delete" => self.delete(step, rest),
            "cleanup_expired_offsets" => self.clean_up(step, event.t, rest),
            // No group is kept from one step to the next, so none has sessions.
            "sleep" => Ok(()),
            op => match op.strip_prefix("offset_commit_v").map(str::parse) {
                Some(Ok(version)) => self.commit(step, version, event),
                _ => Err(Stop::Skip("an operation that is not known")),
            },
        }
    }

    pub(super) fn number(&mut self, name: &str) -> u16 {
        let place = self.names.iter().position(|known| known == name);
        let place = place.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    pub(super) fn partition(&mut self, topic: &str, partition: u16) -> TopicPartition {
        TopicPartition {
            topic: TopicId(self.number(topic)),
            partition,
        }
    }

    pub(super) fn name(&self, partition: TopicPartition) -> (String, u16) {
        let topic = self.names[partition.topic.index()].clone();
        (topic, partition.partition)
    }

    pub(super) fn names_of(&self, partitions: &[TopicPartition]) -> Vec<(String, u16)> {
        let mut names: Vec<_> = partitions.iter().map(|&it| self.name(it)).collect();
        names.sort();
        names
    }

    fn write(&mut self, record: &Record) -> Step {
        if record.kind != "OffsetCommit" {
            return Err(Stop::Skip("a record that is not a commit"));
        }
        let group = GroupId(self.number(&record.key.group));
        let partition = self.partition(&record.key.topic, record.key.partition);
        let commit = record.value.as_ref().map(|value| CommittedOffset {
            offset: value.offset,
            leader_epoch: value.leader_epoch.and_then(known_epoch),
            metadata: Arc::from(value.metadata.as_str()),
            commit_timestamp_ms: value.commit_timestamp,
            expire_timestamp_ms: value.expire_timestamp,
        });
        self.manager.replay(group, partition, commit.clone());
        self.log.push((group, partition, commit));
        Ok(())
    }

    /// Goes on with the first outcome that is as recorded; otherwise the step has failed, as the
    /// first group has it.
    pub(super) fn choose<T: PartialEq + std::fmt::Debug>(
        &mut self,
        step: &str,
        groups: Vec<ClassicGroup>,
        expected: &T,
        act: impl Fn(&Self, &mut OffsetManager, ClassicGroup) -> T,
    ) -> Step {
        let mut first = None;
        for group in groups {
            let mut manager = self.manager.clone();
            let got = act(self, &mut manager, group);
            if got == *expected {
                self.manager = manager;
                return Ok(());
            }
            first.get_or_insert(got);
        }
        first.map_or(Ok(()), |got| equal(step, expected, &got))
    }
}
