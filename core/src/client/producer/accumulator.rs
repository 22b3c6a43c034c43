//! Batches wait until they are full or have lingered: `RecordAccumulator`.

use super::batch::{ProducerBatch, Readiness};
use super::idempotence::Outstanding;
use super::{KafkaProducer, ProducerContext};
use crate::effects::Effects;
use crate::ids::{OrderNumber, ProducerId, TopicPartition};
use crate::log::NewRecord;
use crate::timer::Timer;
use std::collections::VecDeque;

impl KafkaProducer {
    /// The application sends a record to a partition.
    pub fn send(
        &mut self,
        record: NewRecord,
        order: OrderNumber,
        partition: TopicPartition,
        context: ProducerContext<'_>,
        fx: &mut Effects,
    ) {
        let is_sticky = record.key.is_none();
        let before = self.queued_bytes(partition);
        self.append(record, order, partition, context, fx);
        if is_sticky {
            let bytes = self.queued_bytes(partition) - before;
            self.note_sticky_bytes(bytes);
        }
        self.send_ready(context, fx);
    }

    fn queued_bytes(&self, partition: TopicPartition) -> u64 {
        self.queued(partition).map(|batch| batch.size_bytes).sum()
    }

    fn append(
        &mut self,
        record: NewRecord,
        order: OrderNumber,
        partition: TopicPartition,
        context: ProducerContext<'_>,
        fx: &mut Effects,
    ) {
        let (producer, config) = (self.id, context.config);
        let queue = self.queues.entry(partition).or_default();
        let appended = match queue.back_mut() {
            Some(last) => last.try_append(record, order, config.batch_size),
            None => Err(record),
        };
        if let Err(record) = appended {
            // What has no room for it is as full as it gets.
            if let Some(last) = queue.back_mut() {
                stop_lingering(producer, last, fx);
            }
            let batch = ProducerBatch::new(partition, record, order);
            let order = batch.first_order();
            fx.arm(
                Timer::DeliveryTimeout { producer, order },
                config.delivery_timeout_ms,
            );
            if config.linger_ms > 0 {
                fx.arm(Timer::Linger { producer, order }, config.linger_ms);
            }
            queue.push_back(batch);
        }
        if let Some(last) = queue.back_mut()
            && (last.is_full(config.batch_size) || config.linger_ms == 0)
        {
            stop_lingering(producer, last, fx);
        }
    }

    /// `linger.ms` has passed for the batch that begins with this order.
    pub fn linger_over(
        &mut self,
        order: OrderNumber,
        context: ProducerContext<'_>,
        fx: &mut Effects,
    ) {
        for batch in self.queues.iter_mut().flat_map(|(_, queue)| queue) {
            if batch.first_order() == order {
                batch.readiness = Readiness::Ready;
            }
        }
        self.send_ready(context, fx);
    }

    /// `retry.backoff.ms` has passed.
    pub fn retry_backoff_over(&mut self, context: ProducerContext<'_>, fx: &mut Effects) {
        for batch in self.queues.iter_mut().flat_map(|(_, queue)| queue) {
            if batch.readiness == Readiness::BackingOff {
                batch.readiness = Readiness::Ready;
            }
        }
        self.send_ready(context, fx);
    }

    /// What the next request carries: as soon as one batch is ready, the first of every partition
    /// goes along, lingering or not. Empty if there is nothing to send.
    pub(super) fn drain(&mut self, fx: &mut Effects) -> Vec<ProducerBatch> {
        let first_is_ready =
            |queue: &VecDeque<ProducerBatch>| queue[0].readiness == Readiness::Ready;
        if !self.queues.values().any(first_is_ready) {
            return Vec::new();
        }
        let drained: Vec<TopicPartition> = self
            .queues
            .iter()
            .filter(|(partition, queue)| self.may_drain(**partition, &queue[0]))
            .map(|(&partition, _)| partition)
            .collect();
        drained
            .into_iter()
            .filter_map(|partition| self.take_first(partition, fx))
            .collect()
    }

    fn may_drain(&self, partition: TopicPartition, first: &ProducerBatch) -> bool {
        let outstanding = if self.is_in_flight(partition) {
            Outstanding::Something
        } else {
            Outstanding::Nothing
        };
        let in_sequence = self
            .idempotence
            .as_ref()
            .is_none_or(|it| it.may_send(partition, first.sequence, outstanding));
        in_sequence && first.readiness != Readiness::BackingOff
    }

    fn take_first(&mut self, partition: TopicPartition, fx: &mut Effects) -> Option<ProducerBatch> {
        let queue = self.queues.get_mut(&partition)?;
        let mut batch = queue.pop_front()?;
        if queue.is_empty() {
            self.queues.remove(&partition);
        }
        stop_lingering(self.id, &mut batch, fx);
        batch.attempts += 1;
        if let Some(idempotence) = &mut self.idempotence {
            let count = batch.record_count();
            batch
                .sequence
                .get_or_insert_with(|| idempotence.assign(partition, count));
        }
        Some(batch)
    }

    /// A batch that failed goes back. In sequence if there is one; else before all others, so that
    /// of several that fail together the last comes first.
    pub(super) fn reenqueue(&mut self, batch: ProducerBatch) {
        let queue = self.queues.entry(batch.partition).or_default();
        let place = match &self.idempotence {
            None => 0,
            Some(_) => queue.partition_point(|it| it.first_order() < batch.first_order()),
        };
        queue.insert(place, batch);
    }

    /// Takes a batch out, wherever it is.
    pub(super) fn take_batch(&mut self, order: OrderNumber) -> Option<ProducerBatch> {
        for request in &mut self.in_flight {
            let place = request
                .batches
                .iter()
                .position(|it| it.first_order() == order);
            if let Some(place) = place {
                return Some(request.batches.remove(place));
            }
        }
        let found = self.queues.iter().find_map(|(&partition, queue)| {
            let place = queue.iter().position(|it| it.first_order() == order)?;
            Some((partition, place))
        });
        let (partition, place) = found?;
        let queue = self.queues.get_mut(&partition)?;
        let batch = queue.remove(place);
        if queue.is_empty() {
            self.queues.remove(&partition);
        }
        batch
    }
}

/// It can be sent now.
fn stop_lingering(producer: ProducerId, batch: &mut ProducerBatch, fx: &mut Effects) {
    if batch.readiness == Readiness::Lingering {
        batch.readiness = Readiness::Ready;
        let order = batch.first_order();
        fx.cancel(Timer::Linger { producer, order });
    }
}
