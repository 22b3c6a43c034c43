//! A consumer process: a client of the model, and what the trace's application remembers of it.

use std::collections::{BTreeMap, VecDeque};

use offsetscope_core::client::{InHand, KafkaConsumer, Returned};
use offsetscope_core::event::CommitException;
use offsetscope_core::ids::{Offset, TopicPartition};
use offsetscope_core::network::Response;
use offsetscope_core::setup::ConsumerConfig;
use serde_json::{Value, json};

use super::step::Listener;

/// A process of its own.
pub struct Process {
    pub client: KafkaConsumer,
    pub config: ConsumerConfig,
    pub life: Life,
    /// What the call in progress has returned.
    pub returned: Option<Returned>,
    /// When `poll` was last called.
    pub polled_ms: i64,
    /// The metadata it has: how many partitions its topics have, and since when it knows.
    pub metadata: Metadata,
    /// What its rebalance listener was called with, not yet asked for.
    pub listener_calls: Vec<Value>,
    /// What the listener commits.
    pub on_revoked: Listener,
    /// What the listener commits.
    pub on_lost: Listener,
    /// What it calls its asynchronous commits, oldest first, until their callbacks have run.
    pub tags: VecDeque<String>,
    /// Callbacks that have run, not yet asked for.
    pub async_callbacks: Vec<Value>,
    /// The next offset after what it has processed.
    pub processed: BTreeMap<TopicPartition, Offset>,
    /// What polling has brought since it was last asked for.
    pub polled: Polled,
    /// It polls between steps too.
    pub in_background: bool,
}

/// What polling has brought.
#[derive(Default)]
pub struct Polled {
    pub records: Vec<InHand>,
    pub exception: Option<&'static str>,
}

/// What a client knows of its topics.
pub struct Metadata {
    pub partitions: Vec<u16>,
    pub since_ms: i64,
    pub max_age_ms: i64,
}

/// Whether a process runs.
pub enum Life {
    Running,
    /// It stands still. What arrives meanwhile waits, and so does its background thread.
    Frozen(Vec<Response>),
    Gone,
}

impl Process {
    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        matches!(self.life, Life::Running)
    }

    /// The callbacks of asynchronous commits that were answered run now.
    pub fn run_callbacks(&mut self) {
        while let Some(result) = self.client.callbacks.pop_front() {
            let tag = self.tags.pop_front();
            let outcome = result.map_or_else(CommitException::class, |()| "ok");
            self.async_callbacks.push(json!([tag, outcome]));
        }
    }
}
