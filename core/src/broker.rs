//! The broker: the logs that it leads, the coordinator that it hosts, and the requests it answers.
//!
//! It knows clients only as addresses to answer to. Follows Kafka's `KafkaApis` and `ReplicaManager`.

use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::group::{Coordinator, JoinRequest, JoinVersion, ProtocolType, SyncRequest};
use crate::ids::{ConsumerId, Offset, OrderNumber, TopicPartition};
use crate::log::{
    AppendError, AppendInfo, AppendOrigin, Batch, DeletedSegments, FetchIsolation, LeaderAppend,
    NewRecord, PartitionLog, ReadLimit,
};
use crate::network::{
    Client, Connection, FetchAnswer, FetchTarget, LogEnd, OffsetOutOfRange, Request, Response,
};
use crate::setup::Setup;
use litemap::LiteMap;
use std::sync::Arc;

/// A broker, the only one of its cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Broker {
    /// The partitions.
    pub logs: LiteMap<TopicPartition, PartitionLog>,
    /// The groups.
    pub coordinator: Coordinator,
    /// Fetches that are kept until there is something to send.
    held_fetches: LiteMap<ConsumerId, HeldFetch>,
}

/// A fetch that waits at the broker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct HeldFetch {
    process: u16,
    targets: Vec<FetchTarget>,
}

/// `max.partition.fetch.bytes`
const MAX_PARTITION_FETCH: ReadLimit = ReadLimit::AtLeastOneBatch(1 << 20);

/// A record on its way into a log.
struct Produced {
    partition: TopicPartition,
    record: NewRecord,
    order: OrderNumber,
}

impl Broker {
    /// A broker with empty logs and groups that nobody has joined yet.
    pub fn new(setup: &Setup) -> Self {
        let partitions = setup.topic_ids().flat_map(|topic| {
            (0..setup.topic(topic).partitions)
                .map(move |partition| TopicPartition { topic, partition })
        });
        Self {
            logs: partitions
                .map(|partition| (partition, PartitionLog::new(0)))
                .collect(),
            coordinator: Coordinator::new(
                setup.group_ids(),
                setup.broker.initial_rebalance_delay_ms,
            ),
            held_fetches: LiteMap::new(),
        }
    }

    /// What a consumer's fetch asks for that is kept until there is something to send.
    pub fn held_fetch(&self, consumer: ConsumerId) -> Option<&[FetchTarget]> {
        let held = self.held_fetches.get(&consumer);
        held.map(|held| held.targets.as_slice())
    }

    /// A consumer has closed its connection: there is nobody left to send to.
    pub fn forget_fetch(&mut self, consumer: ConsumerId) {
        self.held_fetches.remove(&consumer);
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
        let coordinator = &mut self.coordinator;
        match request {
            Request::Produce {
                partition,
                record,
                order,
            } => {
                let produced = Produced {
                    partition,
                    record,
                    order,
                };
                self.produce(produced, from, setup, now_ms, fx);
            }
            Request::Fetch(targets) => self.fetch(targets, from, fx),
            Request::ListOffsets { partitions, end } => {
                self.list_offsets(partitions, end, from, fx);
            }
            Request::JoinGroup {
                group,
                member,
                new_id,
                session_timeout_ms,
                rebalance_timeout_ms,
                protocols,
            } => {
                let request = JoinRequest {
                    member,
                    new_id,
                    instance: None,
                    session_timeout_ms,
                    rebalance_timeout_ms,
                    protocol_type: Some(ProtocolType::CONSUMER),
                    protocols,
                    version: JoinVersion::LATEST,
                    reply_to: from,
                };
                coordinator.group_mut(group).join(request, fx);
            }
            Request::SyncGroup {
                group,
                member,
                generation,
                assignments,
            } => {
                let request = SyncRequest {
                    who: member.into(),
                    generation,
                    protocol_type: None,
                    protocol: None,
                    assignments,
                    reply_to: from,
                };
                coordinator.group_mut(group).sync(request, fx);
            }
            Request::Heartbeat {
                group,
                member,
                generation,
            } => {
                coordinator.heartbeat(group, member, generation, from, fx);
            }
            Request::LeaveGroup { group, member } => {
                // Whoever leaves does not wait to hear whether it was known.
                let _unheard = coordinator.group_mut(group).leave(&[member.into()], fx);
            }
            Request::OffsetCommit {
                group,
                committer,
                offsets,
            } => {
                coordinator.commit(group, committer, &offsets, from, fx);
            }
            Request::OffsetFetch { group, partitions } => {
                coordinator.fetch_offsets(group, partitions, from, fx);
            }
        }
    }
    /// Appends a record and answers. With one replica, the high watermark follows at once.
    fn produce(
        &mut self,
        produced: Produced,
        from: ReplyTo,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let Produced {
            partition,
            record,
            order,
        } = produced;
        let Some(log) = self.logs.get_mut(&partition) else {
            return;
        };
        let appended = log.append(vec![record], now_ms, &setup.topic(partition.topic).log);
        log.update_high_watermark(log.log_end_offset());
        let offset = appended.first_offset;
        if let Some(base_offset) = appended.rolled {
            fx.report(Event::SegmentRolled {
                partition,
                base_offset,
            });
        }
        fx.report(Event::RecordAppended {
            order,
            partition,
            offset,
        });
        fx.reply(
            from,
            Connection::Leader,
            Response::Produce { partition, offset },
        );
        self.serve_held_fetches(partition, fx);
    }

    /// Appends a batch as the leader of the partition does, with all its checks, and tells nobody but
    /// those who wait for records.
    ///
    /// # Errors
    /// Those of [`PartitionLog::append_as_leader`].
    ///
    /// # Panics
    /// If there is no such partition.
    pub fn append(
        &mut self,
        partition: TopicPartition,
        batch: Batch,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Result<AppendInfo, AppendError> {
        let leader = LeaderAppend {
            origin: AppendOrigin::Client,
            leader_epoch: 0,
        };
        let config = &setup.topic(partition.topic).log;
        let log = self.logs.get_mut(&partition).expect("it is led here");
        let appended = log.append_as_leader(vec![batch], leader, now_ms, config)?;
        log.update_high_watermark(log.log_end_offset());
        self.serve_held_fetches(partition, fx);
        Ok(appended)
    }

    /// Handles `DeleteRecords`: everything below an offset, or all; says where the log starts now.
    ///
    /// # Errors
    /// [`OffsetOutOfRange`] above the high watermark.
    ///
    /// # Panics
    /// If there is no such partition.
    pub fn delete_records(
        &mut self,
        partition: TopicPartition,
        before: Option<Offset>,
        fx: &mut Effects,
    ) -> Result<Offset, OffsetOutOfRange> {
        let log = self.logs.get_mut(&partition).expect("it is led here");
        let before = before.unwrap_or_else(|| log.high_watermark());
        log.maybe_increment_log_start_offset(before)
            .map_err(|_| OffsetOutOfRange)?;
        let log_start = log.log_start_offset();
        self.serve_held_fetches(partition, fx);
        Ok(log_start)
    }

    /// Answers a fetch, or keeps it until there is something to send. A client's new fetch takes
    /// the place of one that is kept.
    fn fetch(&mut self, targets: Vec<FetchTarget>, from: ReplyTo, fx: &mut Effects) {
        let Client::Consumer(consumer) = from.client else {
            return;
        };
        self.held_fetches.remove(&consumer);
        let answers = self.read(&targets);
        if answers.is_empty() {
            fx.report(Event::FetchHeld(consumer));
            self.held_fetches.insert(
                consumer,
                HeldFetch {
                    process: from.process,
                    targets,
                },
            );
        } else {
            fx.report(Event::FetchServed(consumer));
            fx.reply(from, Connection::Leader, Response::Fetch(answers));
        }
    }

    /// What there is to say about these partitions now: records, or that an offset is gone.
    fn read(&self, targets: &[FetchTarget]) -> Vec<FetchAnswer> {
        let answer = |&FetchTarget { partition, offset }: &FetchTarget| {
            let records = read_on(self.logs.get(&partition)?, offset);
            let worth_sending = records.as_ref().map_or(true, |batches| !batches.is_empty());
            worth_sending.then_some(FetchAnswer {
                partition,
                offset,
                records,
            })
        };
        targets.iter().filter_map(answer).collect()
    }

    /// Something has changed in a partition: fetches that wait for it may be answered now.
    fn serve_held_fetches(&mut self, changed: TopicPartition, fx: &mut Effects) {
        let waits = |held: &HeldFetch| held.targets.iter().any(|it| it.partition == changed);
        let waiting: Vec<_> = self
            .held_fetches
            .iter()
            .filter(|(_, held)| waits(held))
            .map(|(&consumer, held)| (consumer, held.clone()))
            .collect();
        for (consumer, held) in waiting {
            let answers = self.read(&held.targets);
            if !answers.is_empty() {
                self.held_fetches.remove(&consumer);
                fx.report(Event::FetchServed(consumer));
                let to = ReplyTo::consumer(consumer, held.process);
                fx.reply(to, Connection::Leader, Response::Fetch(answers));
            }
        }
    }

    /// Answers where logs begin or end.
    fn list_offsets(
        &self,
        partitions: Vec<TopicPartition>,
        end: LogEnd,
        from: ReplyTo,
        fx: &mut Effects,
    ) {
        let offset_of = |partition: TopicPartition| {
            let log = self.logs.get(&partition)?;
            let offset = match end {
                LogEnd::Earliest => log.log_start_offset(),
                LogEnd::Latest => log.high_watermark(),
            };
            Some((partition, offset))
        };
        let ends = partitions.into_iter().filter_map(offset_of).collect();
        fx.reply(from, Connection::Leader, Response::ListOffsets(ends));
    }

    /// The retention task's round: every partition loses the segments that may go. Tells which.
    pub fn check_retention(
        &mut self,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Vec<(TopicPartition, DeletedSegments)> {
        let mut changed = Vec::new();
        for (&partition, log) in &mut self.logs {
            for deleted in log.apply_retention(now_ms, &setup.topic(partition.topic).log) {
                fx.report(Event::SegmentsDeleted { partition, deleted });
                changed.push((partition, deleted));
            }
        }
        if changed.is_empty() {
            fx.report(Event::RetentionFoundNothing);
        }
        for &(partition, _) in &changed {
            self.serve_held_fetches(partition, fx);
        }
        changed
    }
}

/// All that a consumer may read from `offset` on. Kafka answers a fetch from one segment, and the
/// consumer comes back for the next; here the answers come as one.
fn read_on(log: &PartitionLog, offset: Offset) -> Result<Vec<Arc<Batch>>, OffsetOutOfRange> {
    let read = |offset| {
        log.read(offset, FetchIsolation::HighWatermark, MAX_PARTITION_FETCH)
            .map_err(|_| OffsetOutOfRange)
    };
    let mut batches = read(offset)?;
    while let Some(last) = batches.last() {
        let next = read(last.last_offset() + 1)?;
        if next.is_empty() {
            break;
        }
        batches.extend(next);
    }
    Ok(batches)
}
