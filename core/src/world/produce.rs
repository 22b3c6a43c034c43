//! Customers order, and producers send.

use super::{State, World};
use crate::client::{KafkaProducer, ProducerContext};
use crate::effects::Effects;
use crate::event::Event;
use crate::ids::ProducerId;
use crate::log::NewRecord;
use crate::outside::Order;
use crate::setup::Placement;
use crate::timer::Timer;

impl World {
    /// A customer orders: the producer chooses a partition and sends.
    pub(super) fn place_order(&mut self, producer: ProducerId, now_ms: i64, fx: &mut Effects) {
        let shop = self.setup.producer(producer).clone();
        fx.arm(Timer::OrderDue(producer), shop.order_interval_ms);
        let number = self.state.outside.place_order();
        let order = Order::new(self.setup.seed, number);
        let key = (shop.placement == Placement::ByCustomer).then_some(order.customer.as_bytes());
        let named = match shop.placement {
            Placement::Partition(partition) => Some(partition),
            Placement::ByCustomer | Placement::NoKey => None,
        };
        let record = NewRecord {
            timestamp_ms: now_ms,
            key: key.map(Into::into),
            value: Some(order.to_json().into_bytes().into()),
        };
        self.with_producer(producer, |client, context| {
            let partition = client.choose_partition(shop.topic, named, key, context);
            fx.report(Event::OrderPlaced {
                producer,
                order: number,
                partition,
            });
            client.send(record, number, partition, context, fx);
        });
    }

    /// A producer does something.
    pub(super) fn with_producer(
        &mut self,
        id: ProducerId,
        what: impl FnOnce(&mut KafkaProducer, ProducerContext<'_>),
    ) {
        let context = ProducerContext {
            config: &self.setup.producer(id).client,
            setup: &self.setup,
        };
        what(&mut self.state.producers[id.index()], context);
    }
}

impl State {
    /// For the ledger: which order each new record carries.
    pub(super) fn note_records(&mut self, events: &[Event]) {
        for event in events {
            if let &Event::RecordAppended {
                order, partition, ..
            } = event
            {
                self.outside.note_record(partition, order);
            }
        }
    }
}
