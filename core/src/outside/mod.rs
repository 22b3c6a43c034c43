//! The world outside Kafka: customers who order, and what processing an order does there.
//!
//! Kafka knows nothing of this. What was done here cannot be undone, whatever becomes of offsets.

pub mod order;

pub use order::Order;

use crate::ids::{GroupId, Offset, OrderNumber, TopicPartition};
use litemap::LiteMap;

/// What happened outside Kafka so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outside {
    /// How many orders were placed; the next one's number less one.
    orders_placed: OrderNumber,
    /// Which order each record carries, by partition and offset. Kept here because the log forgets
    /// and a ledger must not.
    records: LiteMap<TopicPartition, Vec<OrderNumber>>,
    /// What each group did for each record, by partition and offset.
    effects: Vec<LiteMap<TopicPartition, Vec<Effect>>>,
}

/// What a group did for one record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Effect {
    /// How often it took effect.
    pub times: u8,
    /// When it first took effect, a later order of the same customer already had.
    pub out_of_order: bool,
    /// Retention deleted the record while the group had not committed past it.
    pub deleted_uncommitted: bool,
}

impl Outside {
    /// A shop that has just opened.
    pub fn new(group_count: usize) -> Self {
        Self {
            orders_placed: 0,
            records: LiteMap::new(),
            effects: vec![LiteMap::new(); group_count],
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
        self.records.entry(partition).or_default().push(order);
    }

    /// Which order a record carries.
    pub fn order_at(&self, partition: TopicPartition, offset: Offset) -> Option<OrderNumber> {
        self.records_of(partition)
            .get(usize::try_from(offset).ok()?)
            .copied()
    }

    /// The orders of a partition's records, by offset, deleted ones too.
    pub fn records_of(&self, partition: TopicPartition) -> &[OrderNumber] {
        self.records.get(&partition).map_or(&[], Vec::as_slice)
    }

    /// What a group did for a record.
    pub fn effect(&self, group: GroupId, partition: TopicPartition, offset: Offset) -> Effect {
        let place = usize::try_from(offset).unwrap_or(usize::MAX);
        let effects = self.effects[group.index()].get(&partition);
        effects
            .and_then(|effects| effects.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// A group processes a record once more.
    pub fn take_effect(
        &mut self,
        seed: u64,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> Effect {
        let out_of_order = self.later_order_is_done(seed, group, partition, offset);
        let effect = self.effect_mut(group, partition, offset);
        if effect.times == 0 {
            effect.out_of_order = out_of_order;
        }
        effect.times = effect.times.saturating_add(1);
        *effect
    }

    /// Retention deletes a record that a group has not committed past.
    pub fn note_deleted_uncommitted(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) {
        self.effect_mut(group, partition, offset)
            .deleted_uncommitted = true;
    }

    fn effect_mut(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> &mut Effect {
        let effects = self.effects[group.index()].entry(partition).or_default();
        let place = usize::try_from(offset).expect("a log in memory is shorter than a usize");
        if effects.len() <= place {
            effects.resize(place + 1, Effect::default());
        }
        &mut effects[place]
    }

    /// Whether a later record of the same customer has already taken effect.
    fn later_order_is_done(
        &self,
        seed: u64,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> bool {
        let Some(effects) = self.effects[group.index()].get(&partition) else {
            return false;
        };
        let customer_at = |offset| {
            let order = self.order_at(partition, offset)?;
            Some(Order::new(seed, order).customer)
        };
        let first_later = usize::try_from(offset + 1).unwrap_or(usize::MAX);
        (offset + 1..)
            .zip(effects.iter().skip(first_later))
            .any(|(later, effect)| effect.times > 0 && customer_at(later) == customer_at(offset))
    }
}
