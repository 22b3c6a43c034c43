//! Records and offsets come out of the logs: `Fetch`, `ListOffsets`.

use super::Broker;
use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::ids::{ConsumerId, TopicPartition};
use crate::log::{FetchIsolation, OffsetSpec, ReadLimit};
use crate::network::{
    Client, Connection, FetchAnswer, FetchLimits, FetchTarget, LogEnd, OffsetOutOfRange, Response,
};
use crate::shared::Shared;

/// A fetch that waits at the broker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HeldFetch {
    reply_to: ReplyTo,
    targets: Vec<FetchTarget>,
    limits: FetchLimits,
}

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
    pub(super) fn fetch(
        &mut self,
        targets: Vec<FetchTarget>,
        limits: FetchLimits,
        from: ReplyTo,
        fx: &mut Effects,
    ) {
        let Client::Consumer(consumer) = from.client else {
            return;
        };
        self.held_fetches.remove(&consumer);
        let answers = self.read(&targets, limits);
        if answers.is_empty() {
            fx.report(Event::FetchHeld(consumer));
            self.held_fetches.insert(
                consumer,
                Shared::new(HeldFetch {
                    reply_to: from,
                    targets,
                    limits,
                }),
            );
        } else {
            fx.report(Event::FetchServed(consumer));
            fx.reply(from, Connection::Leader, Response::Fetch(answers));
        }
    }

    /// What there is to say about these partitions now: records, or that an offset is gone
    /// (`ReplicaManager.readFromLog`). Each partition gives what one of its segments has; the
    /// consumer comes back for more. Once something was read, the limits are hard.
    fn read(&self, targets: &[FetchTarget], limits: FetchLimits) -> Vec<FetchAnswer> {
        let mut bytes_left = u64::from(limits.max_bytes);
        let mut nothing_read = true;
        let answer = |&FetchTarget { partition, offset }: &FetchTarget| {
            let bytes = bytes_left.min(limits.partition_max_bytes.into());
            let limit = if nothing_read {
                ReadLimit::AtLeastOneBatch(bytes)
            } else {
                ReadLimit::AtMostBytes(bytes)
            };
            let log = self.logs.get(&partition)?;
            let records = log.read(offset, FetchIsolation::HighWatermark, limit);
            let records = records.map_err(|_| OffsetOutOfRange);
            if let Ok(batches) = &records {
                nothing_read &= batches.is_empty();
                let bytes_read = batches.iter().map(|batch| batch.size_bytes()).sum();
                bytes_left = bytes_left.saturating_sub(bytes_read);
            }
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
            let answers = self.read(&held.targets, held.limits);
            if !answers.is_empty() {
                self.held_fetches.remove(&consumer);
                fx.report(Event::FetchServed(consumer));
                fx.reply(held.reply_to, Connection::Leader, Response::Fetch(answers));
            }
        }
    }

    /// Answers where logs begin or end.
    pub(super) fn list_offsets(
        &self,
        partitions: &[TopicPartition],
        end: LogEnd,
        from: ReplyTo,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let offset_of = |&partition: &TopicPartition| {
            let log = self.logs.get(&partition)?;
            let offset = match end {
                LogEnd::Earliest => log.log_start_offset(),
                LogEnd::Latest => log.high_watermark(),
                LogEnd::Since(ago_ms) => {
                    let found = log.offset_for(OffsetSpec::Timestamp(now_ms - ago_ms));
                    found.map_or(log.high_watermark(), |it| it.offset)
                }
            };
            Some((partition, offset))
        };
        let offsets = partitions.iter().filter_map(offset_of).collect();
        fx.reply(
            from,
            Connection::Leader,
            Response::ListOffsets { end, offsets },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TopicId;
    use crate::log::{Batch, NewRecord};
    use crate::scenario::Scenario;

    const BATCH_BYTES: u32 = 72;

    fn partition(partition: u16) -> TopicPartition {
        TopicPartition {
            topic: TopicId(0),
            partition,
        }
    }

    /// Three batches of one record each in partitions 0 and 1.
    fn broker() -> Broker {
        let setup = Scenario::Shop.setup(1);
        let mut broker = Broker::new(&setup);
        for place in 0..6 {
            let record = NewRecord {
                timestamp_ms: 0,
                key: None,
                value: Some(b"test".as_slice().into()),
            };
            let batch = Batch::new(0, vec![record]);
            let appended = broker.append(
                partition(place % 2),
                batch,
                &setup,
                0,
                &mut Effects::default(),
            );
            assert!(appended.is_ok());
        }
        broker
    }

    /// How many batches of each partition come, read from the beginning.
    fn check(max_bytes: u32, partition_max_bytes: u32, expected: &[usize]) {
        let limits = FetchLimits {
            max_bytes,
            partition_max_bytes,
        };
        let targets = [0, 1].map(|it| FetchTarget {
            partition: partition(it),
            offset: 0,
        });
        let answers = broker().read(&targets, limits);
        let batches = answers
            .iter()
            .map(|it| it.records.as_ref().map_or(0, Vec::len));
        let batches: Vec<_> = batches.collect();
        assert_eq!(batches, expected, "{limits:?}");
    }

    /// `ReplicaManager.readFromLog`: the first batch of all comes whatever its size, the others
    /// only if they fit.
    #[test]
    fn a_fetch_keeps_to_its_limits_but_brings_something() {
        const LARGE: u32 = 1 << 20;
        check(LARGE, LARGE, &[3, 3]);
        check(LARGE, 2 * BATCH_BYTES, &[2, 2]);
        check(LARGE, 1, &[1]);
        check(4 * BATCH_BYTES, LARGE, &[3, 1]);
        check(3 * BATCH_BYTES, LARGE, &[3]);
        check(0, LARGE, &[1]);
    }
}
