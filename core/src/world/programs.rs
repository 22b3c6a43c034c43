//! What the programs in consumer processes do to the world outside Kafka, and to their own
//! databases.

use super::World;
use crate::client::application::Sender;
use crate::client::program::{OnFailure, Statement, StoreGuard};
use crate::client::{Action, InHand, Outcome, WorkerAction, WorkerId};
use crate::effects::Effects;
use crate::event::{Event, ProgramEvent, SkipReason};
use crate::ids::{ConsumerId, OrderNumber, TopicId, TopicPartition};
use crate::log::{Batch, NewRecord};
use crate::network::{Connection, ProducedBatch, Request};
use crate::outside::Order;
use crate::setup::Acks;

impl World {
    /// The thread that polls takes a sub-step.
    pub(super) fn run(&mut self, id: ConsumerId, now_ms: i64, fx: &mut Effects) -> Option<()> {
        self.setup.consumers.get(id.index())?;
        match self.next_action(id)? {
            Action::FinishProcessing => self.finish_processing(id, Sender::Loop, now_ms, fx),
            Action::LookUpOffsets => self.look_up_offsets(id, fx),
            action => {
                let strategy = self.strategy(self.consumer(id).group);
                self.state.consumers[id.index()].act(action, strategy, &self.setup, fx);
            }
        }
        if !self.consumer(id).is_running() {
            self.state.close_connections(id, fx);
        }
        Some(())
    }

    /// A worker takes a sub-step.
    pub(super) fn work(
        &mut self,
        id: ConsumerId,
        worker: WorkerId,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Option<()> {
        self.setup.consumers.get(id.index())?;
        WorkerId::ALL.contains(&worker).then_some(())?;
        match self.next_work(id, worker)? {
            WorkerAction::Start => self.state.consumers[id.index()].start_work(worker, fx),
            WorkerAction::Finish => self.finish_processing(id, Sender::Worker(worker), now_ms, fx),
        }
        Some(())
    }

    /// Somebody asks a process to stop.
    pub(super) fn stop(&mut self, id: ConsumerId, fx: &mut Effects) -> Option<()> {
        let consumer = self.state.consumers.get_mut(id.index())?;
        consumer.ask_to_stop(fx)
    }

    fn finish_processing(&mut self, id: ConsumerId, by: Sender, now_ms: i64, fx: &mut Effects) {
        let Some(record) = self.consumer(id).record_of(by) else {
            return;
        };
        let outside = &self.state.outside;
        let order = outside.order_at(record.partition, record.offset);
        let poison = order.filter(|order| self.setup.poison.contains(order));
        let outcome = if let Some(order) = poison {
            self.processing_fails(id, by, record, fx);
            let on_failure = self.consumer(id).application.program.handlers.on_failure;
            if let OnFailure::DeadLetter(topic) = on_failure {
                self.send_dead_letter(id, topic, (record, order), now_ms, fx);
            }
            Outcome::Thrown
        } else {
            self.take_effect(id, by, record, fx);
            Outcome::Done
        };
        self.state.consumers[id.index()].finish_processing(by, outcome, fx);
    }

    /// A record takes effect in the outside world, unless a database says that it already has.
    fn take_effect(&mut self, id: ConsumerId, by: Sender, record: InHand, fx: &mut Effects) {
        let InHand { partition, offset } = record;
        let consumer = self.consumer(id);
        let group = consumer.group;
        if let (Sender::Loop, Statement::ProcessAndStoreOffset(guard)) =
            (by, consumer.application.statement())
            && !self.store_offset(id, record, guard, fx)
        {
            return;
        }
        let outside = &mut self.state.outside;
        let effect = outside.take_effect(self.setup.seed, group, partition, offset);
        fx.report(Event::EffectDone {
            consumer: id,
            partition,
            offset,
            times: effect.times,
            out_of_order: effect.out_of_order && effect.times == 1,
        });
    }

    /// Whether the transaction that stores the offset goes through.
    fn store_offset(
        &mut self,
        id: ConsumerId,
        InHand { partition, offset }: InHand,
        guard: StoreGuard,
        fx: &mut Effects,
    ) -> bool {
        let group = self.consumer(id).group;
        let outside = &mut self.state.outside;
        let result = outside.store_offset(group, (partition, offset), guard);
        let what = match result {
            Ok(previous) => ProgramEvent::OffsetStored {
                partition,
                previous,
                offset: offset + 1,
            },
            Err(stored) => ProgramEvent::StoreRefused {
                partition,
                offset,
                stored,
            },
        };
        fx.report(Event::Program { consumer: id, what });
        result.is_ok()
    }

    fn look_up_offsets(&mut self, id: ConsumerId, fx: &mut Effects) {
        let consumer = self.consumer(id);
        let look_up = |it| (it, self.state.outside.stored_offset(consumer.group, it));
        let found = consumer.partitions_to_look_up().map(look_up).collect();
        self.state.consumers[id.index()].seek_to_stored(found, fx);
    }

    fn processing_fails(&mut self, id: ConsumerId, by: Sender, record: InHand, fx: &mut Effects) {
        let InHand { partition, offset } = record;
        let consumer = self.consumer(id);
        let group = consumer.group;
        let on_failure = consumer.application.program.handlers.on_failure;
        let mut report = |what| fx.report(Event::Program { consumer: id, what });
        report(ProgramEvent::ProcessingFailed { partition, offset });
        let reason = match (on_failure, by) {
            (OnFailure::Skip, _) => SkipReason::Caught,
            (OnFailure::EndProcess, Sender::Worker(_)) => SkipReason::InFuture,
            _ => return,
        };
        report(ProgramEvent::RecordSkipped {
            partition,
            offset,
            reason,
        });
        let outside = &mut self.state.outside;
        outside.note_skipped(group, partition, offset);
    }

    /// The program's own producer sends the record on, to the partition of the same number if there
    /// is one.
    fn send_dead_letter(
        &mut self,
        id: ConsumerId,
        topic: TopicId,
        (record, number): (InHand, OrderNumber),
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let InHand { partition, offset } = record;
        let what = ProgramEvent::DeadLetterSent { partition, offset };
        fx.report(Event::Program { consumer: id, what });
        let order = Order::new(self.setup.seed, number);
        let record = NewRecord {
            timestamp_ms: now_ms,
            key: Some(order.customer.as_bytes().into()),
            value: Some(order.to_json().into_bytes().into()),
        };
        let batch = ProducedBatch {
            partition: TopicPartition {
                topic,
                partition: partition.partition % self.setup.topic(topic).partitions,
            },
            batch: Batch::new(0, vec![record]),
            orders: vec![number],
        };
        let request = Request::Produce {
            acks: Acks::All,
            batches: vec![batch],
        };
        let from = self.consumer(id).client.address();
        fx.send(from, Connection::Leader, request);
    }

    /// The connection has broken. Its producer does not know what has arrived and sends all again,
    /// without idempotence: a dead letter can be there twice.
    pub(super) fn send_dead_letters_again(
        &mut self,
        id: ConsumerId,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let consumer = self.consumer(id);
        let OnFailure::DeadLetter(topic) = consumer.application.program.handlers.on_failure else {
            return;
        };
        let unanswered = consumer.application.dead_letters.iter();
        let records: Vec<_> = unanswered
            .filter_map(|&by| consumer.record_of(by))
            .collect();
        for record in records {
            let outside = &self.state.outside;
            if let Some(order) = outside.order_at(record.partition, record.offset) {
                self.send_dead_letter(id, topic, (record, order), now_ms, fx);
            }
        }
    }

    /// Dead letters of a group that are in their topic now: their records are accounted for, all that
    /// carry the order.
    pub(super) fn note_dead_letters(&mut self, id: ConsumerId, fx: &mut Effects) {
        let group = self.setup.consumer(id).group;
        let order_of = |event: &Event| match event {
            Event::RecordAppended { order, .. } => Some(*order),
            _ => None,
        };
        let stored: Vec<OrderNumber> = fx.events.iter().filter_map(order_of).collect();
        let partitions: Vec<_> = self.partitions_read_by(group).collect();
        for (order, &partition) in stored
            .iter()
            .flat_map(|it| partitions.iter().map(move |at| (it, at)))
        {
            let records = (0..).zip(self.state.outside.records_of(partition));
            let carriers = records.filter(|(_, it)| it == order);
            let offsets: Vec<_> = carriers.map(|(offset, _)| offset).collect();
            for offset in offsets {
                let what = ProgramEvent::DeadLetterStored { partition, offset };
                fx.report(Event::Program { consumer: id, what });
                let outside = &mut self.state.outside;
                outside.note_dead_lettered(group, partition, offset);
            }
        }
    }
}
