//! The ledger, counted again from nothing but the events of a run.
//!
//! Where the model asks its own state (what is in a consumer's buffer, what is committed), this
//! follows the trace, so that a verdict that depends on a forgotten or doubled event shows.

use crate::holding::{Holding, Place, places, same};
use crate::rule::{Verdict, ensure};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{Event, ProgramEvent};
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, OrderNumber, ProducerId, TopicPartition};
use offsetscope_core::ledger::Verdict as Ledger;
use offsetscope_core::outside::Order;
use offsetscope_core::setup::{AutoOffsetReset, ClientLibrary, Setup};
use offsetscope_core::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the events of a run so far amount to.
#[derive(Clone, Debug)]
pub struct Recount {
    setup: Arc<Setup>,
    /// The order in each record, by offset.
    orders: BTreeMap<TopicPartition, Vec<OrderNumber>>,
    /// Who has sent each order.
    senders: BTreeMap<OrderNumber, ProducerId>,
    groups: Vec<GroupCount>,
    /// How each group shall commit.
    strategies: Vec<Strategy>,
    consumers: Vec<Holding>,
}

/// What a group has done.
#[derive(Clone, Debug, Default)]
struct GroupCount {
    committed: BTreeMap<TopicPartition, Offset>,
    /// What its database says.
    stored: BTreeMap<TopicPartition, Offset>,
    skipped: BTreeSet<Place>,
    dead_lettered: BTreeSet<Place>,
    times: BTreeMap<Place, u32>,
    out_of_order: u32,
    /// Deleted while the group had not committed past it.
    deleted_uncommitted: BTreeSet<Place>,
    /// Compacted while the group had not committed past it.
    compacted_uncommitted: BTreeSet<Place>,
}

impl GroupCount {
    /// How often these took effect, together.
    fn times_of(&self, places: impl IntoIterator<Item = Place>) -> u32 {
        let times = places
            .into_iter()
            .filter_map(|place| self.times.get(&place));
        times.sum()
    }
}

impl Recount {
    pub fn new(setup: Arc<Setup>) -> Self {
        Self {
            orders: BTreeMap::new(),
            senders: BTreeMap::new(),
            groups: vec![GroupCount::default(); setup.groups.len()],
            strategies: setup.groups.iter().map(|group| group.strategy).collect(),
            consumers: vec![Holding::default(); setup.consumers.len()],
            setup,
        }
    }

    /// How many records there were so far.
    pub fn records(&self) -> u64 {
        self.orders.values().map(|orders| orders.len() as u64).sum()
    }

    /// Takes in what happened next. What an event itself counts must agree.
    pub fn note(&mut self, event: &Event) -> Verdict {
        match event {
            Event::RecordAppended {
                order,
                partition,
                offset,
            } => {
                self.note_record(*order, (*partition, *offset))?;
            }
            Event::OrderPlaced {
                producer, order, ..
            } => {
                self.senders.insert(*order, *producer);
            }
            Event::SegmentsDeleted { partition, deleted } => {
                let gone = deleted.old_log_start..deleted.new_log_start;
                gone.for_each(|offset| self.note_deleted((*partition, offset)));
            }
            Event::RecordsDeleted {
                partition,
                old_log_start,
                new_log_start,
            } => {
                let gone = *old_log_start..*new_log_start;
                gone.for_each(|offset| self.note_deleted((*partition, offset)));
            }
            Event::OffsetDeleted { group, partition } => {
                self.groups[group.index()].committed.remove(partition);
            }
            Event::GroupDeleted(group) => self.groups[group.index()].committed.clear(),
            Event::CommitApplied {
                group,
                partition,
                offset,
                ..
            } => {
                self.groups[group.index()]
                    .committed
                    .insert(*partition, *offset);
            }
            Event::LogCompacted { removed, .. } => {
                places(removed).for_each(|place| self.note_compacted(place));
            }
            Event::OffsetsExpired { group, partitions } => {
                let committed = &mut self.groups[group.index()].committed;
                committed.retain(|partition, _| !partitions.contains(partition));
            }
            Event::EffectDone {
                consumer,
                partition,
                offset,
                times,
                out_of_order,
            } => {
                let place = (*partition, *offset);
                let (counted, late) = self.note_effect(*consumer, place);
                ensure!(
                    u32::from(*times) == counted.min(255),
                    "{event:?}: {counted} times"
                );
                ensure!(*out_of_order == late, "{event:?}: out of order is {late}");
            }
            Event::StrategyChosen { group, strategy } => {
                self.strategies[group.index()] = *strategy;
            }
            Event::Program { consumer, what } => {
                self.note_in_group(*consumer, what);
                self.consumers[consumer.index()].note(what)?;
            }
            _ => self.note_holding(event)?,
        }
        Ok(())
    }

    /// Semantics 3.1: what an idempotent producer sends is in the log once, and in the order in which
    /// it was sent (`max.in.flight.requests.per.connection` up to 5).
    fn note_record(&mut self, order: OrderNumber, (partition, offset): Place) -> Verdict {
        let orders = self.orders.entry(partition).or_default();
        ensure!(
            orders.len() as u64 == offset,
            "order {order} at {offset}, but there are {}",
            orders.len()
        );
        let sender = self.senders.get(&order);
        let is_idempotent = |id: &&ProducerId| self.setup.producer(**id).client.enable_idempotence;
        // Dead letters are sent by others.
        let is_its_topic = |id: &&ProducerId| self.setup.producer(**id).topic == partition.topic;
        if let Some(sender) = sender.filter(is_idempotent).filter(is_its_topic) {
            let of_sender = |it: &&OrderNumber| self.senders.get(it) == Some(sender);
            let last = orders.iter().rev().find(of_sender);
            ensure!(
                last < Some(&order),
                "order {order} after {last:?} of {sender:?}"
            );
        }
        orders.push(order);
        Ok(())
    }

    /// All records that carry the same order as this one.
    fn same_order(&self, (partition, offset): Place) -> impl Iterator<Item = Place> {
        let orders = &self.orders[&partition];
        let order = orders[index(offset)];
        let places = (0..).zip(orders).filter(move |(_, it)| **it == order);
        places.map(move |(offset, _)| (partition, offset))
    }

    fn note_deleted(&mut self, place: Place) {
        for group in self.groups_not_past(place) {
            let count = &mut self.groups[group.index()];
            count.deleted_uncommitted.insert(place);
        }
    }

    fn note_compacted(&mut self, place: Place) {
        for group in self.groups_not_past(place) {
            let count = &mut self.groups[group.index()];
            count.compacted_uncommitted.insert(place);
        }
    }

    fn groups_not_past(&self, (partition, offset): Place) -> Vec<GroupId> {
        let is_one = |group: &GroupId| {
            let reads = self.setup.group(*group).topic == partition.topic;
            reads && self.goes_on_at(*group, partition).unwrap_or(0) <= offset
        };
        self.setup.group_ids().filter(is_one).collect()
    }

    /// Where a group's next owner of a partition begins: programs that keep offsets in a database
    /// look there first.
    fn goes_on_at(&self, group: GroupId, partition: TopicPartition) -> Option<Offset> {
        let count = &self.groups[group.index()];
        let uses_database = matches!(
            self.strategies[group.index()],
            Strategy::DatabaseGuarded | Strategy::DatabaseUnguarded
        );
        let stored = count.stored.get(&partition).filter(|_| uses_database);
        stored.or_else(|| count.committed.get(&partition)).copied()
    }

    fn note_in_group(&mut self, consumer: ConsumerId, what: &ProgramEvent) {
        let count = &mut self.groups[self.setup.consumer(consumer).group.index()];
        match *what {
            ProgramEvent::OffsetStored {
                partition, offset, ..
            } => {
                count.stored.insert(partition, offset);
            }
            ProgramEvent::RecordSkipped {
                partition, offset, ..
            } => {
                count.skipped.insert((partition, offset));
            }
            ProgramEvent::DeadLetterStored { partition, offset } => {
                count.dead_lettered.insert((partition, offset));
            }
            _ => {}
        }
    }

    /// Counts an effect; returns how often the order took effect by now, and whether its first time
    /// came after that of a later order of the same customer.
    fn note_effect(&mut self, consumer: ConsumerId, place: Place) -> (u32, bool) {
        let (partition, offset) = place;
        self.consumers[consumer.index()].done(place);
        let (seed, orders) = (self.setup.seed, &self.orders[&partition]);
        let order = orders[index(offset)];
        let customer = |order| Order::new(seed, order).customer;
        let copies: Vec<_> = self.same_order(place).collect();
        let group = self.setup.consumer(consumer).group.index();
        let done = self.groups[group]
            .times
            .range((partition, 0)..=(partition, Offset::MAX));
        let overtaken = done
            .map(|(&(_, offset), _)| orders[index(offset)])
            .any(|other| other > order && customer(other) == customer(order));
        let count = &mut self.groups[group];
        *count.times.entry(place).or_default() += 1;
        let times = count.times_of(copies);
        let late = times == 1 && overtaken;
        count.out_of_order += u32::from(late);
        (times, late)
    }

    /// What processes hold: positions, buffered records, records in hand.
    fn note_holding(&mut self, event: &Event) -> Verdict {
        match event {
            Event::PositionSet {
                consumer,
                partition,
                offset,
                ..
            } => {
                self.consumers[consumer.index()].seek(*partition, *offset);
            }
            Event::ProcessingStarted {
                consumer,
                partition,
                offset,
            } => {
                self.consumers[consumer.index()].processing = Some((*partition, *offset));
            }
            Event::GapSkipped {
                consumer,
                partition,
                offset,
            } => {
                let positions = &mut self.consumers[consumer.index()].positions;
                let was = positions.insert(*partition, *offset);
                ensure!(was < Some(*offset), "{event:?}: it was {was:?}");
            }
            Event::PositionOutOfRange {
                consumer,
                partition,
                offset,
            } => {
                let positions = &mut self.consumers[consumer.index()].positions;
                let was = positions.get(partition).copied();
                ensure!(was == Some(*offset), "{event:?}: it was {was:?}");
                // Java with `auto.offset.reset=none` throws, and would at the next `poll` again.
                let client = &self.setup.group_of(*consumer).client;
                let stays = client.auto_offset_reset == AutoOffsetReset::None
                    && client.library == ClientLibrary::Java;
                if !stays {
                    positions.remove(partition);
                }
            }
            Event::RecordsFetched { consumer, records } => {
                self.consumers[consumer.index()]
                    .buffer
                    .extend(places(records));
            }
            Event::PollReturned { consumer, records } => {
                let holding = &mut self.consumers[consumer.index()];
                ensure!(
                    holding.in_hand.is_empty(),
                    "{event:?} before the last batch is done"
                );
                for place in places(records) {
                    ensure!(holding.buffer.remove(&place), "{place:?} was never fetched");
                    holding.in_hand.insert(place);
                    holding.positions.insert(place.0, place.1 + 1);
                }
            }
            Event::PartitionsRevoked {
                consumer,
                partitions,
            }
            | Event::PartitionsLost {
                consumer,
                partitions,
            } => {
                let holding = &mut self.consumers[consumer.index()];
                let stays = |partition: &TopicPartition| !partitions.contains(partition);
                holding.positions.retain(|partition, _| stays(partition));
                holding.buffer.retain(|(partition, _)| stays(partition));
            }
            Event::ConsumerCrashed { consumer, in_hand } => {
                let holding = core::mem::take(&mut self.consumers[consumer.index()]);
                let mut held = holding.handed;
                held.extend(holding.in_hand);
                ensure!(same(in_hand, held.clone()), "{event:?}: it held {held:?}");
            }
            Event::ConsumerFailed {
                consumer, dropped, ..
            } => {
                let holding = &mut self.consumers[consumer.index()];
                let held: Vec<_> = core::mem::take(&mut holding.in_hand).into_iter().collect();
                ensure!(same(dropped, held.clone()), "{event:?}: it held {held:?}");
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the world's ledger says what the trace says.
    pub fn agrees_with(&self, world: &World) -> Verdict {
        for (group, count) in self.setup.group_ids().zip(&self.groups) {
            let mut counts: BTreeMap<Ledger, u32> = BTreeMap::new();
            for partition in world.partitions_read_by(group) {
                let records = self.orders.get(&partition).map_or(0, Vec::len) as u64;
                let is_original = |&offset: &Offset| {
                    self.same_order((partition, offset)).next() == Some((partition, offset))
                };
                for offset in (0..records).filter(is_original) {
                    let (ours, theirs) = (
                        self.verdict(group, (partition, offset)),
                        world.verdict(group, partition, offset),
                    );
                    ensure!(
                        ours == theirs,
                        "{group:?} {partition:?} {offset}: {ours:?} by the trace, {theirs:?} by the world"
                    );
                    *counts.entry(ours).or_default() += 1;
                }
            }
            let tally = world.tally(group);
            for verdict in Ledger::ALL {
                let (ours, theirs) = (counts.get(&verdict), tally.count(verdict));
                ensure!(
                    ours.copied().unwrap_or(0) == theirs,
                    "{group:?} {verdict:?}: {theirs}"
                );
            }
            let (ours, theirs) = (count.out_of_order, tally.out_of_order);
            ensure!(
                ours == theirs,
                "{group:?} out of order: {ours} by the trace, not {theirs}"
            );
        }
        Ok(())
    }

    /// Whether every consumer is where the trace says it is.
    pub fn knows_positions_of(&self, world: &World) -> Verdict {
        for (consumer, holding) in world.consumers().zip(&self.consumers) {
            let positions: BTreeMap<_, _> = consumer.client.positions().into_iter().collect();
            ensure!(
                positions == holding.positions,
                "{:?}: {positions:?}",
                consumer.id
            );
        }
        Ok(())
    }

    /// What became of a record in a group. A record that a living process holds may still take
    /// effect; one that is gone, or that the group has committed past, will not.
    fn verdict(&self, group: GroupId, place: Place) -> Ledger {
        let count = &self.groups[group.index()];
        let holds = |id: ConsumerId, place: Place| {
            let holding = &self.consumers[id.index()];
            holding.buffer.contains(&place)
                || holding.in_hand.contains(&place)
                || holding.handed.contains(&place)
        };
        let places = || self.same_order(place);
        match count.times_of(places()) {
            1 => Ledger::Once,
            2.. => Ledger::Duplicated,
            0 => {
                let of_one = |place: Place| {
                    let (partition, offset) = place;
                    if count.dead_lettered.contains(&place) {
                        Ledger::DeadLettered
                    } else if count.skipped.contains(&place) {
                        Ledger::Skipped
                    } else if self.setup.members_of(group).any(|id| holds(id, place)) {
                        Ledger::Pending
                    } else if count.compacted_uncommitted.contains(&place) {
                        Ledger::Compacted
                    } else if count.deleted_uncommitted.contains(&place) {
                        Ledger::Expired
                    } else if self.goes_on_at(group, partition) > Some(offset) {
                        Ledger::Lost
                    } else {
                        Ledger::Pending
                    }
                };
                let copies: Vec<_> = places().map(of_one).collect();
                let first_of = [
                    Ledger::DeadLettered,
                    Ledger::Skipped,
                    Ledger::Pending,
                    Ledger::Lost,
                    Ledger::Expired,
                    Ledger::Compacted,
                ];
                let found = first_of.into_iter().find(|it| copies.contains(it));
                found.expect("there is at least one copy")
            }
        }
    }
}

/// An offset as the place in a list.
fn index(offset: Offset) -> usize {
    usize::try_from(offset).expect("a log in memory is shorter than a usize")
}
