//! Who had which partition before a rebalance and has it after, and what is read again by that.

use super::Cause;
use crate::event::{Event, PositionSource, RecordSpan};
use crate::ids::{ConsumerId, Offset, TopicPartition};
use litemap::LiteMap;
use std::collections::BTreeSet;

/// What a rebalance did with a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The partition.
    pub partition: TopicPartition,
    /// Who had it.
    pub from: Holder,
    /// Who has it now; none if it was only given up.
    pub to: Option<ConsumerId>,
    /// Where that one begins, once it knows.
    pub start: Option<Beginning>,
}

/// Who had a partition before a rebalance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// This one, until now.
    Held(ConsumerId),
    /// This one, which had given it up before.
    GaveUp(ConsumerId),
}

/// Where a new owner begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The step in which it got to know.
    pub step: usize,
    /// When that was.
    pub at_ms: i64,
    /// The next offset it reads.
    pub offset: Offset,
    /// Where that came from.
    pub source: PositionSource,
    /// How many records from there on somebody in the group had been handed out already: they are
    /// read again.
    pub again: u32,
    /// How many of these had taken effect.
    pub done_before: u32,
}

/// Hears what a group's members got, gave up, read and did, and notes who had what when the rebalance
/// began.
#[derive(Default)]
pub(super) struct Teller {
    holders: LiteMap<TopicPartition, Holder>,
    /// Who had what when it began; none before.
    before: Option<LiteMap<TopicPartition, Holder>>,
    handed_out: BTreeSet<(TopicPartition, Offset)>,
    done: BTreeSet<(TopicPartition, Offset)>,
    /// What was assigned since it began, to whom, and where that one begins.
    assigned: LiteMap<TopicPartition, Share>,
}

#[derive(Clone, Copy)]
struct Share {
    to: ConsumerId,
    start: Option<Beginning>,
    /// It has read from there: where it goes on later is another matter.
    has_read: bool,
}

impl Teller {
    /// The rebalance begins now.
    pub fn begin(&mut self) {
        self.before = Some(self.holders.clone());
    }

    /// Hears what a member of the group did.
    pub fn hear(&mut self, cause: Cause<'_>) {
        match cause.event {
            Event::PartitionsAssigned {
                consumer,
                partitions,
            } => self.assign(*consumer, partitions),
            Event::PartitionsRevoked {
                consumer,
                partitions,
            }
            | Event::PartitionsLost {
                consumer,
                partitions,
            } => self.give_up(*consumer, partitions),
            Event::PositionSet {
                consumer,
                partition,
                offset,
                source,
            } => self.set_out(cause, *consumer, (*partition, *offset), *source),
            Event::PollReturned { consumer, records } => self.read(*consumer, records),
            Event::EffectDone {
                partition, offset, ..
            } => {
                self.done.insert((*partition, *offset));
            }
            _ => {}
        }
    }

    /// A member owns these from now on.
    pub fn assign(&mut self, consumer: ConsumerId, partitions: &[TopicPartition]) {
        for &partition in partitions {
            self.holders.insert(partition, Holder::Held(consumer));
            if self.before.is_some() {
                let share = Share {
                    to: consumer,
                    start: None,
                    has_read: false,
                };
                self.assigned.insert(partition, share);
            }
        }
    }

    fn give_up(&mut self, consumer: ConsumerId, partitions: &[TopicPartition]) {
        for &partition in partitions {
            // It may have gone to another meanwhile.
            if self.holders.get(&partition) == Some(&Holder::Held(consumer)) {
                self.holders.insert(partition, Holder::GaveUp(consumer));
            }
        }
    }

    fn set_out(
        &mut self,
        cause: Cause<'_>,
        consumer: ConsumerId,
        (partition, offset): (TopicPartition, Offset),
        source: PositionSource,
    ) {
        let from = (partition, offset)..=(partition, Offset::MAX);
        let again = || self.handed_out.range(from.clone());
        let done_before = again().filter(|it| self.done.contains(it)).count();
        let start = Beginning {
            step: cause.step,
            at_ms: cause.at_ms,
            offset,
            source,
            again: u32::try_from(again().count()).unwrap_or(u32::MAX),
            done_before: u32::try_from(done_before).unwrap_or(u32::MAX),
        };
        if let Some(share) = self.assigned.get_mut(&partition)
            && share.to == consumer
            && !share.has_read
        {
            share.start = Some(start);
        }
    }

    fn read(&mut self, consumer: ConsumerId, records: &[RecordSpan]) {
        for record in records {
            let offsets = record.first..=record.last;
            self.handed_out
                .extend(offsets.map(|it| (record.partition, it)));
            if let Some(share) = self.assigned.get_mut(&record.partition) {
                share.has_read |= share.to == consumer;
            }
        }
    }

    /// What changed hands, was read again by the one who had it, or was given up.
    pub fn handovers(self) -> Vec<Handover> {
        let before = self.before.unwrap_or_default();
        let holder =
            |partition: &TopicPartition| before.get(partition).copied().unwrap_or(Holder::Nobody);
        let mut handovers = Vec::new();
        for (&partition, share) in self.assigned.iter() {
            let from = holder(&partition);
            let is_news = from != Holder::Held(share.to);
            if is_news || share.start.is_some_and(|it| it.again > 0) {
                handovers.push(Handover {
                    partition,
                    from,
                    to: Some(share.to),
                    start: share.start,
                });
            }
        }
        for (&partition, &holder_now) in self.holders.iter() {
            let from = holder(&partition);
            let is_given_up = matches!((from, holder_now), (Holder::Held(_), Holder::GaveUp(_)));
            if is_given_up && self.assigned.get(&partition).is_none() {
                handovers.push(Handover {
                    partition,
                    from,
                    to: None,
                    start: None,
                });
            }
        }
        handovers.sort_by_key(|it| it.partition);
        handovers
    }
}
