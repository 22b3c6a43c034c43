//! The steps of a trace. One that has a verb, an argument or a setting that is not known here makes
//! the whole trace unknown.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use super::settings::{ConsumerSettings, RecorderSettings, TopicSettings};
use crate::conform::numbers::{at_most, partitions};

/// A step produces no more records than that, and no larger ones.
const MOST_RECORDS: u32 = 10_000;
const MOST_BYTES: u32 = 16 << 20;

/// A trace that can be replayed.
pub struct Trace {
    /// The topics there are before the first step.
    pub topics: BTreeMap<String, Topic>,
    /// What the broker was set up with.
    pub settings: RecorderSettings,
    /// The steps.
    pub steps: Vec<Step>,
    verbs: Vec<String>,
}

/// A step and what was observed.
pub struct Step {
    /// What is done.
    pub verb: Verb,
    /// What came of it, if anything does.
    pub observed: Option<Value>,
}

/// A topic.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    #[serde(deserialize_with = "partitions")]
    pub partitions: u16,
    #[serde(default)]
    pub config: TopicSettings,
}

/// Offsets by partition.
pub type Offsets = BTreeMap<String, i64>;

/// What is committed, by partition.
pub type Commits = BTreeMap<String, Commit>;

/// What is committed for a partition.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Commit {
    Offset(i64),
    WithMetadata(i64, String),
}

impl Commit {
    pub fn offset(&self) -> i64 {
        match self {
            Self::Offset(offset) | Self::WithMetadata(offset, _) => *offset,
        }
    }

    pub fn metadata(&self) -> &str {
        match self {
            Self::Offset(_) => "",
            Self::WithMetadata(_, metadata) => metadata,
        }
    }
}

/// Records as they are written: topic, partition, offsets.
pub type Records = Vec<(String, u16, Vec<u64>)>;

/// What is done in a step.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verb {
    Start(Box<Start>),
    Poll {
        consumer: String,
        until: Option<Until>,
        #[serde(rename = "while")]
        while_: Option<String>,
    },
    PollBegin {
        consumer: String,
    },
    PollEnd {
        consumer: String,
    },
    Rebalance {
        consumers: Vec<String>,
        #[serde(default)]
        generation: bool,
        #[serde(rename = "as")]
        as_: Option<Sizes>,
    },
    RebalanceCallbacks {
        consumer: String,
    },
    Position {
        consumer: String,
        partitions: Vec<String>,
    },
    Committed {
        consumer: Option<String>,
        group: Option<String>,
        partitions: Vec<String>,
    },
    Lag {
        consumer: String,
        partitions: Vec<String>,
    },
    EndOffsets {
        #[serde(rename = "consumer")]
        _consumer: String,
        partitions: Vec<String>,
    },
    Paused {
        consumer: String,
    },
    Assignment {
        consumer: String,
    },
    CommitSync {
        consumer: String,
        offsets: Option<Commits>,
    },
    CommitAsync {
        consumer: String,
        offsets: Option<Commits>,
        tag: String,
    },
    AsyncCallbacks {
        consumer: String,
    },
    Seek {
        consumer: String,
        partitions: Vec<String>,
        offset: Target,
    },
    Pause {
        consumer: String,
        partitions: Vec<String>,
    },
    Resume {
        consumer: String,
        partitions: Vec<String>,
    },
    Subscribe {
        consumer: String,
        topics: Vec<String>,
    },
    Unsubscribe {
        consumer: String,
    },
    EnforceRebalance {
        consumer: String,
    },
    OffsetsForTimes {
        #[serde(rename = "consumer")]
        _consumer: String,
        times: Offsets,
    },
    Process {
        consumer: String,
        records: Records,
    },
    Close {
        consumer: String,
    },
    Crash {
        consumer: String,
    },
    Freeze {
        consumer: String,
    },
    Thaw {
        consumer: String,
    },
    Produce(Box<Produce>),
    ProduceEachKey {
        topic: String,
        keys: Vec<String>,
    },
    NullKeyBatch {
        topic: String,
        #[serde(deserialize_with = "at_most::<MOST_RECORDS, _, _>")]
        count: u32,
    },
    ListOffsets {
        partitions: Vec<String>,
    },
    Segments {
        partition: String,
    },
    DeleteRecords {
        before: Offsets,
    },
    DescribeGroup {
        group: String,
        partitions: Vec<String>,
    },
    AlterOffsets {
        group: String,
        offsets: Offsets,
    },
    DeleteGroup {
        group: String,
    },
    DeleteGroupOffsets {
        group: String,
        partitions: Vec<String>,
    },
    RemoveMember {
        group: String,
        instance: String,
    },
    CreateTopic {
        topic: String,
        #[serde(deserialize_with = "partitions")]
        partitions: u16,
    },
    DeleteTopic {
        topic: String,
    },
    AddPartitions {
        topic: String,
        #[serde(deserialize_with = "partitions")]
        to: u16,
    },
    Wait {
        why: String,
    },
    Note {
        #[serde(rename = "text")]
        _text: String,
    },
    Expect {},
}

/// A new consumer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    pub consumer: String,
    pub group: Option<String>,
    pub subscribe: Option<Vec<String>>,
    pub assign: Option<Vec<String>>,
    pub config: ConsumerSettings,
    #[serde(default)]
    pub on_revoked: Listener,
    #[serde(default)]
    pub on_lost: Listener,
}

/// What a rebalance listener commits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listener {
    #[default]
    Nothing,
    CommitProcessed,
    CommitPosition,
}

/// When polling ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    Batch,
    Quiet,
    OneCall,
}

/// How assignments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sizes {
    Sizes,
}

/// Where a seek goes.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
pub enum Target {
    Offset(i64),
    End(End),
}

/// An end of a log.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    Beginning,
    End,
}

/// New records.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Produce {
    pub topic: String,
    pub partition: Option<u16>,
    pub key: Option<String>,
    pub keys: Option<Vec<String>>,
    #[serde(default, deserialize_with = "at_most::<MOST_RECORDS, _, _>")]
    pub count: Option<u32>,
    #[serde(default, deserialize_with = "at_most::<MOST_BYTES, _, _>")]
    pub value_bytes: Option<u32>,
    pub timestamp: Option<Time>,
    pub timestamps: Option<Vec<Time>>,
    #[serde(default)]
    pub tombstone: bool,
    #[serde(default)]
    pub one_batch: bool,
    #[serde(default)]
    pub config: super::settings::ProducerSettings,
}

/// A time: in ms, or relative to the recording.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Time {
    Absolute(i64),
    Relative(String),
}

impl Trace {
    /// Reads a trace; the error is the reason to skip it.
    pub fn read(json: &Value) -> Result<Self, String> {
        let mut trace = Self {
            topics: BTreeMap::new(),
            settings: RecorderSettings::default(),
            steps: Vec::new(),
            verbs: Vec::new(),
        };
        if let Some(settings) = broker_settings(json) {
            trace.settings = RecorderSettings::deserialize(settings)
                .map_err(|problem| format!("config: {}", shortened(&problem.to_string())))?;
        }
        let steps = json["steps"].as_array().map_or(&[][..], Vec::as_slice);
        for step in steps {
            let name = step["do"].as_str().unwrap_or_default().to_owned();
            let step = read_step(step).map_err(|problem| reason(&name, &problem))?;
            trace.verbs.push(name);
            trace.steps.push(step);
        }
        trace.topics = BTreeMap::deserialize(&json["topics"])
            .map_err(|problem| format!("topics: {problem}"))?;
        Ok(trace)
    }

    /// The verb of a step, counted from 1.
    pub fn verb_name(&self, number: usize) -> &str {
        &self.verbs[number - 1]
    }
}

fn read_step(step: &Value) -> Result<Step> {
    let mut fields = step.as_object().context("no object")?.clone();
    let observed = fields.remove("observed");
    let verb = Verb::deserialize(Value::Object(fields))?;
    if let Verb::Start(start) = &verb
        && let Some(setting) = start.config.refused()
    {
        bail!("a value of {setting} that no client accepts");
    }
    Ok(Step { verb, observed })
}

fn reason(verb: &str, problem: &anyhow::Error) -> String {
    if verb.starts_with("txn_") || verb == "save_group_metadata" {
        "transactions".to_owned()
    } else {
        // What would be known instead is not the reason.
        format!("{verb}: {}", shortened(&problem.to_string()))
    }
}

fn shortened(problem: &str) -> &str {
    problem.split(", expected").next().unwrap_or_default()
}

/// What a trace's `config` says of the broker. What it says of clients is in the steps too.
fn broker_settings(json: &Value) -> Option<Value> {
    let mut settings = json["config"].as_object()?.clone();
    settings.retain(|setting, _| setting.starts_with("broker "));
    Some(Value::Object(settings))
}
