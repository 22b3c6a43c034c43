//! The world outside Kafka: customers who order, and what processing an order does there.
//!
//! Kafka knows nothing of this. What was done here cannot be undone, whatever becomes of offsets.

pub mod order;
mod records;

pub use order::Order;

use crate::client::program::StoreGuard;
use crate::ids::{GroupId, Offset, OrderNumber, TopicPartition};
use crate::long::Long;
use litemap::LiteMap;
use records::Records;

/// What happened outside Kafka so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outside {
    /// How many orders were placed; the next one's number less one.
    orders_placed: OrderNumber,
    /// Which order each record carries, by partition. Kept here because the log forgets and a ledger
    /// must not.
    records: LiteMap<TopicPartition, Records>,
    /// What each group did for each record, by partition and offset.
    effects: Vec<LiteMap<TopicPartition, Long<Packed>>>,
    /// The next offset that each group has stored in its database, by partition.
    stored: Vec<LiteMap<TopicPartition, Offset>>,
}

/// What a group did for one record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Effect {
    /// How often it took effect, copies of it not counted.
    pub times: u8,
    /// When it first took effect, a later order of the same customer already had.
    pub out_of_order: bool,
    /// Retention deleted the record while the group had not committed past it.
    pub deleted_uncommitted: bool,
    /// The cleaner took the record while the group had not committed past it.
    pub compacted_uncommitted: bool,
    /// A program could not process it and went on.
    pub skipped: bool,
    /// A program could not process it, and a dead letter is in its topic.
    pub dead_lettered: bool,
}

/// An [`Effect`] as it is kept: a history keeps hundreds of copies of hundreds of thousands. `times` stands in
/// the lowest byte, each of the others in a bit above it.
pub type Packed = u32;

impl Effect {
    /// What is kept, to be read.
    pub fn of(packed: Packed) -> Self {
        let flag = |place: u32| packed >> (8 + place) & 1 == 1;
        Self {
            times: packed.to_le_bytes()[0],
            out_of_order: flag(0),
            deleted_uncommitted: flag(1),
            compacted_uncommitted: flag(2),
            skipped: flag(3),
            dead_lettered: flag(4),
        }
    }

    fn packed(self) -> Packed {
        let Self {
            times,
            out_of_order,
            deleted_uncommitted,
            compacted_uncommitted,
            skipped,
            dead_lettered,
        } = self;
        let flags = [
            out_of_order,
            deleted_uncommitted,
            compacted_uncommitted,
            skipped,
            dead_lettered,
        ];
        let bits = flags
            .iter()
            .rev()
            .fold(0, |bits, &it| bits << 1 | u32::from(it));
        bits << 8 | u32::from(times)
    }
}

impl Outside {
    /// A shop that has just opened.
    pub fn new(group_count: usize) -> Self {
        Self {
            orders_placed: 0,
            records: LiteMap::new(),
            effects: vec![LiteMap::new(); group_count],
            stored: vec![LiteMap::new(); group_count],
        }
    }

    /// A customer places the next order.
    pub fn place_order(&mut self) -> OrderNumber {
        self.orders_placed += 1;
        self.orders_placed
    }

    /// How many orders were placed so far.
    pub fn orders_placed(&self) -> OrderNumber {
        self.orders_placed
    }

    /// Notes which order the next record of a partition carries.
    pub fn note_record(&mut self, partition: TopicPartition, order: OrderNumber) {
        self.records.entry(partition).or_default().note(order);
    }

    /// Which order a record carries.
    pub fn order_at(&self, partition: TopicPartition, offset: Offset) -> Option<OrderNumber> {
        let orders = self.records.get(&partition)?.orders();
        orders.get(usize::try_from(offset).ok()?).copied()
    }

    /// The orders of a partition's records, by offset, deleted ones too.
    pub fn records_of(&self, partition: TopicPartition) -> impl Iterator<Item = OrderNumber> + '_ {
        (0..).map_while(move |offset| self.order_at(partition, offset))
    }

    /// The first record that carries the same order as this one. Others are copies of it, which a
    /// producer has sent because it did not hear that the first one had arrived.
    pub fn original(&self, partition: TopicPartition, offset: Offset) -> Offset {
        let records = self.records.get(&partition);
        records.map_or(offset, |records| records.original(offset))
    }

    /// All records that carry the same order as this one, first to last.
    pub fn same_order(
        &self,
        partition: TopicPartition,
        offset: Offset,
    ) -> impl Iterator<Item = Offset> + '_ {
        let original = self.original(partition, offset);
        let records = self.records.get(&partition);
        let copies = records
            .into_iter()
            .flat_map(move |it| it.copies_of(original));
        core::iter::once(original).chain(copies)
    }

    /// How often a group did what the order in this record asks for, by this record or a copy.
    pub fn times(&self, group: GroupId, partition: TopicPartition, offset: Offset) -> u8 {
        let offsets = self.same_order(partition, offset);
        let times = offsets.map(|offset| self.effect(group, partition, offset).times);
        times.fold(0, u8::saturating_add)
    }

    /// What a group did for a record.
    pub fn effect(&self, group: GroupId, partition: TopicPartition, offset: Offset) -> Effect {
        let place = usize::try_from(offset).unwrap_or(usize::MAX);
        let effects = self.effects[group.index()].get(&partition);
        let kept = effects.and_then(|effects| effects.get(place));
        kept.map_or_else(Effect::default, |&it| Effect::of(it))
    }

    /// What a group did for the records of a partition, by offset, as far as it did anything. Nothing of a
    /// partition where two records carry the same order: there one says nothing without the other.
    pub fn effects_without_copies(
        &self,
        group: GroupId,
        partition: TopicPartition,
    ) -> Option<&Long<Packed>> {
        let effects = self.effects[group.index()].get(&partition);
        let has_copies = self
            .records
            .get(&partition)
            .is_some_and(Records::has_copies);
        effects.filter(|_| !has_copies)
    }

    /// How many orders first took effect in a group after a later one of the same customer.
    pub fn out_of_order(&self, group: GroupId) -> u32 {
        let mut count = 0;
        for effects in self.effects[group.index()].values() {
            for effect in effects.iter_from(0) {
                count += u32::from(Effect::of(*effect).out_of_order);
            }
        }
        count
    }

    /// A group processes a record once more. Tells how often the order has taken effect by now, and
    /// whether a later one of the same customer had before it first did.
    pub fn take_effect(
        &mut self,
        seed: u64,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> Effect {
        let is_first = self.times(group, partition, offset) == 0;
        let out_of_order = is_first && self.later_order_is_done(seed, group, partition, offset);
        let mut effect = self.effect(group, partition, offset);
        effect.out_of_order |= out_of_order;
        effect.times = effect.times.saturating_add(1);
        self.set_effect(group, partition, offset, effect);
        Effect {
            times: self.times(group, partition, offset),
            ..self.effect(group, partition, offset)
        }
    }

    /// Retention deletes a record that a group has not committed past.
    pub fn note_deleted_uncommitted(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) {
        let effect = Effect {
            deleted_uncommitted: true,
            ..self.effect(group, partition, offset)
        };
        self.set_effect(group, partition, offset, effect);
    }

    /// The cleaner takes a record that a group has not committed past.
    pub fn note_compacted_uncommitted(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) {
        let effect = Effect {
            compacted_uncommitted: true,
            ..self.effect(group, partition, offset)
        };
        self.set_effect(group, partition, offset, effect);
    }

    /// A group goes on behind a record that it could not process.
    pub fn note_skipped(&mut self, group: GroupId, partition: TopicPartition, offset: Offset) {
        let effect = Effect {
            skipped: true,
            ..self.effect(group, partition, offset)
        };
        self.set_effect(group, partition, offset, effect);
    }

    /// A record that a group could not process is in the dead-letter topic.
    pub fn note_dead_lettered(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) {
        let effect = Effect {
            dead_lettered: true,
            ..self.effect(group, partition, offset)
        };
        self.set_effect(group, partition, offset, effect);
    }

    /// The next offset that a group has stored in its database.
    pub fn stored_offset(&self, group: GroupId, partition: TopicPartition) -> Option<Offset> {
        self.stored[group.index()].get(&partition).copied()
    }

    /// A transaction stores the offset behind a record; tells what was stored before.
    ///
    /// # Errors
    /// With a guard, what is stored, if that is already past the record. Then nothing is changed.
    pub fn store_offset(
        &mut self,
        group: GroupId,
        (partition, offset): (TopicPartition, Offset),
        guard: StoreGuard,
    ) -> Result<Option<Offset>, Offset> {
        let stored = self.stored_offset(group, partition);
        if let (StoreGuard::IfNotPast, Some(stored)) = (guard, stored)
            && stored > offset
        {
            return Err(stored);
        }
        self.stored[group.index()].insert(partition, offset + 1);
        Ok(stored)
    }

    fn set_effect(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
        effect: Effect,
    ) {
        let effects = self.effects[group.index()].entry(partition).or_default();
        let place = usize::try_from(offset).expect("a log in memory is shorter than a usize");
        while effects.len() <= place {
            effects.push(Effect::default().packed());
        }
        if let Some(kept) = effects.get_mut(place) {
            *kept = effect.packed();
        }
    }

    /// Whether a later order of the same customer has already taken effect.
    fn later_order_is_done(
        &self,
        seed: u64,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> bool {
        let (Some(effects), Some(records), Some(order)) = (
            self.effects[group.index()].get(&partition),
            self.records.get(&partition),
            self.order_at(partition, offset),
        ) else {
            return false;
        };
        let first = usize::try_from(records.first_that_may_be_later(offset)).unwrap_or(usize::MAX);
        let done = effects
            .iter_from(first)
            .zip(records.orders().iter_from(first));
        let mut later =
            done.filter(|&(effect, &other)| Effect::of(*effect).times > 0 && other > order);
        let customer = |number| Order::new(seed, number).customer;
        later.any(|(_, &other)| customer(other) == customer(order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_is_kept_as_it_is() {
        for packed in [0, 1, 255, 0x100, 0x1fff, 0x1505, 0x0a02] {
            assert_eq!(Effect::of(packed).packed(), packed, "{packed:#x}");
        }
        let effect = Effect {
            times: 2,
            skipped: true,
            ..Effect::default()
        };
        assert_eq!(Effect::of(effect.packed()), effect);
    }
}
