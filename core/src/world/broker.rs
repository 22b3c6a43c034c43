//! The broker's side of produce, fetch and list offsets, and its retention task.

use super::{HeldFetch, State};
use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::ids::{Offset, OrderNumber, TopicPartition};
use crate::log::{Batch, DeletedSegments, FetchIsolation, NewRecord, PartitionLog, ReadLimit};
use crate::network::{
    Client, Connection, FetchAnswer, FetchTarget, LogEnd, OffsetOutOfRange, Response,
};
use crate::setup::Setup;
use std::sync::Arc;

/// `max.partition.fetch.bytes`
const MAX_PARTITION_FETCH: ReadLimit = ReadLimit::AtLeastOneBatch(1 << 20);

/// A record on its way into a log.
pub(super) struct Produced {
    pub partition: TopicPartition,
    pub record: NewRecord,
    pub order: OrderNumber,
}

impl State {
    /// Appends a record and answers. With one replica, the high watermark follows at once.
    pub(super) fn produce(
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
        self.outside.note_record(partition, order);
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

    /// Answers a fetch, or keeps it until there is something to send. A client's new fetch takes
    /// the place of one that is kept.
    pub(super) fn fetch(&mut self, targets: Vec<FetchTarget>, from: ReplyTo, fx: &mut Effects) {
        let Client::Consumer(consumer) = from.client else {
            return;
        };
        if !self.is_connected(from.client, from.process) {
            return fx.report(Event::AnswerLost(consumer));
        }
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
    pub(super) fn list_offsets(
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

    /// The retention task's round: every partition loses the segments that may go.
    pub(super) fn check_retention(&mut self, setup: &Setup, now_ms: i64, fx: &mut Effects) {
        let mut changed = Vec::new();
        for (&partition, log) in &mut self.logs {
            for deleted in log.apply_retention(now_ms, &setup.topic(partition.topic).log) {
                fx.report(Event::SegmentsDeleted { partition, deleted });
                changed.push((partition, deleted));
            }
        }
        for &(partition, deleted) in &changed {
            self.note_deleted(partition, deleted, setup);
        }
        if changed.is_empty() {
            fx.report(Event::RetentionFoundNothing);
        }
        for (partition, _) in changed {
            self.serve_held_fetches(partition, fx);
        }
    }

    /// For the ledger: what goes now can no longer be read by groups that have not got there.
    fn note_deleted(&mut self, partition: TopicPartition, deleted: DeletedSegments, setup: &Setup) {
        for group in setup.group_ids() {
            if setup.group(group).topic != partition.topic {
                continue;
            }
            let committed = self.coordinator.committed(group, partition).unwrap_or(0);
            for offset in deleted.old_log_start.max(committed)..deleted.new_log_start {
                self.outside
                    .note_deleted_uncommitted(group, partition, offset);
            }
        }
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
