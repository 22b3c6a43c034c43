//! Records and offsets come out of the logs: `Fetch`, `ListOffsets`.

use super::Broker;
use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::ids::{ConsumerId, Offset, TopicPartition};
use crate::log::{Batch, FetchIsolation, PartitionLog, ReadLimit};
use crate::network::{
    Client, Connection, FetchAnswer, FetchTarget, LogEnd, OffsetOutOfRange, Response,
};
use std::sync::Arc;

/// A fetch that waits at the broker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct HeldFetch {
    process: u16,
    targets: Vec<FetchTarget>,
}

/// `max.partition.fetch.bytes`
const MAX_PARTITION_FETCH: ReadLimit = ReadLimit::AtLeastOneBatch(1 << 20);

impl Broker {
    /// What a consumer's fetch asks for that is kept until there is something to send.
    pub fn held_fetch(&self, consumer: ConsumerId) -> Option<&[FetchTarget]> {
        let held = self.held_fetches.get(&consumer);
        held.map(|held| held.targets.as_slice())
    }

    /// A consumer has closed its connection: there is nobody left to send to.
    pub fn forget_fetch(&mut self, consumer: ConsumerId) {
        self.held_fetches.remove(&consumer);
    }

    /// Answers a fetch, or keeps it until there is something to send. A client's new fetch takes
    /// the place of one that is kept.
    pub(super) fn fetch(&mut self, targets: Vec<FetchTarget>, from: ReplyTo, fx: &mut Effects) {
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
    pub(super) fn serve_held_fetches(&mut self, changed: TopicPartition, fx: &mut Effects) {
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
