//! The broker: the logs that it leads, the coordinator that it hosts, and the requests it answers.
//!
//! It knows clients only as addresses to answer to. Follows Kafka's `KafkaApis` and `ReplicaManager`.
//!
//! # Layout
//!
//! - [`produce`]: records come into the logs;
//! - [`fetch`]: and out of them;
//! - [`groups`]: requests for the coordinator;
//! - [`retention`], [`cleaner`]: records go;
//! - [`admin`]: what an administrator asks for.

#[cfg(feature = "admin")]
mod admin;
mod cleaner;
mod fetch;
mod groups;
mod produce;
mod retention;

use crate::effects::{Effects, ReplyTo};
use crate::group::Coordinator;
use crate::ids::{ConsumerId, Offset, TopicPartition};
use crate::log::PartitionLog;
use crate::network::Request;
use crate::setup::Setup;
use crate::shared::Shared;
pub(crate) use fetch::HeldFetch;
use litemap::LiteMap;

/// A broker, the only one of its cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Broker {
    /// The partitions.
    pub logs: LiteMap<TopicPartition, Shared<PartitionLog>>,
    /// The groups.
    pub coordinator: Coordinator,
    /// Where the cleaner's last pass over each log has ended.
    cleaned_until: LiteMap<TopicPartition, Offset>,
    /// Fetches that are kept until there is something to send.
    pub(crate) held_fetches: LiteMap<ConsumerId, Shared<HeldFetch>>,
}

impl Broker {
    /// A broker with empty logs and groups that nobody has joined yet.
    pub fn new(setup: &Setup) -> Self {
        let mut logs = LiteMap::new();
        for topic in setup.topic_ids() {
            for partition in 0..setup.topic(topic).partitions {
                let partition = TopicPartition { topic, partition };
                logs.insert(partition, Shared::new(PartitionLog::new(0)));
            }
        }
        Self {
            logs,
            coordinator: Coordinator::new(setup.group_ids(), &setup.broker),
            cleaned_until: LiteMap::new(),
            held_fetches: LiteMap::new(),
        }
    }

    /// Handles a request.
    pub fn handle(
        &mut self,
        request: Request,
        from: ReplyTo,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        match request {
            Request::Produce { acks, batches } => {
                self.produce(batches, acks, from, setup, now_ms, fx);
            }
            Request::Fetch { targets, limits } => self.fetch(targets, limits, from, fx),
            Request::ListOffsets { partitions, end } => {
                self.list_offsets(&partitions, end, from, now_ms, fx);
            }
            Request::JoinGroup { .. }
            | Request::SyncGroup { .. }
            | Request::Heartbeat { .. }
            | Request::LeaveGroup { .. }
            | Request::OffsetCommit { .. }
            | Request::OffsetFetch { .. } => self.handle_for_group(request, from, now_ms, fx),
        }
    }
}
