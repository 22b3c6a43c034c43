//! Requests go out, answers come in, connections break, time runs out: `Sender`.

use super::batch::{ProducerBatch, Readiness};
use super::{InFlight, KafkaProducer, ProducerContext};
use crate::effects::Effects;
use crate::event::{Event, ProduceException};
use crate::ids::{Offset, OrderNumber, TopicPartition};
use crate::network::{Connection, ProduceError, Request};
use crate::setup::{Acks, ProducerConfig};
use crate::timer::Timer;

impl KafkaProducer {
    /// Sends what is ready, as far as `max.in.flight.requests.per.connection` allows.
    pub(super) fn send_ready(&mut self, context: ProducerContext<'_>, fx: &mut Effects) {
        let most = context.config.max_in_flight_requests_per_connection;
        while self.in_flight.len() < usize::from(most) {
            let batches = self.drain(fx);
            if batches.is_empty() {
                return;
            }
            self.send_request(batches, context.config, fx);
        }
    }

    fn send_request(
        &mut self,
        batches: Vec<ProducerBatch>,
        config: &ProducerConfig,
        fx: &mut Effects,
    ) {
        let producer_id = self.idempotence.as_ref().map(|it| it.producer_id);
        for batch in &batches {
            fx.report(Event::RecordsSent {
                producer: self.id,
                partition: batch.partition,
                orders: batch.orders.clone(),
                attempt: batch.attempts,
            });
        }
        let request = Request::Produce {
            acks: config.acks,
            batches: batches.iter().map(|it| it.to_send(producer_id)).collect(),
        };
        fx.send(self.address(), Connection::Leader, request);
        if config.acks == Acks::None {
            // It is taken for delivered, wherever it lands.
            for batch in batches {
                self.acknowledged(&batch, None, fx);
            }
            return;
        }
        let order = batches[0].first_order();
        let producer = self.id;
        fx.arm(
            Timer::RequestTimeout { producer, order },
            config.request_timeout_ms,
        );
        self.in_flight.push_back(InFlight { order, batches });
    }

    /// The oldest request is answered, batch by batch.
    pub fn receive(
        &mut self,
        answers: &[(TopicPartition, Result<Offset, ProduceError>)],
        context: ProducerContext<'_>,
        fx: &mut Effects,
    ) {
        let Some(request) = self.in_flight.pop_front() else {
            return;
        };
        self.stop_waiting(request.order, fx);
        for batch in request.batches {
            let answer = answers.iter().find(|(it, _)| *it == batch.partition);
            match answer.map(|(_, result)| *result) {
                Some(Ok(offset)) => self.acknowledged(&batch, Some(offset), fx),
                Some(Err(ProduceError::OutOfOrderSequence)) if batch.sequence.is_some() => {
                    self.send_in_new_epoch(batch);
                }
                Some(Err(error)) => self.failed(&batch, ProduceException::Refused(error), fx),
                None => self.reenqueue(batch),
            }
        }
        self.go_on(context, fx);
    }

    fn stop_waiting(&self, order: OrderNumber, fx: &mut Effects) {
        let producer = self.id;
        fx.cancel(Timer::RequestTimeout { producer, order });
    }

    /// The callback of `send`: all is well. Without acks, nobody knows the offset.
    fn acknowledged(&mut self, batch: &ProducerBatch, offset: Option<Offset>, fx: &mut Effects) {
        if let (Some(idempotence), Some(sequence)) = (&mut self.idempotence, batch.sequence) {
            idempotence.note_acked(batch.partition, sequence, batch.record_count());
        }
        self.stop_watching(batch, fx);
        fx.report(Event::ProduceAcknowledged {
            producer: self.id,
            partition: batch.partition,
            offset,
            orders: batch.orders.clone(),
        });
    }

    /// The callback of `send`: an exception. What was sent may be in the log all the same.
    fn failed(&mut self, batch: &ProducerBatch, exception: ProduceException, fx: &mut Effects) {
        if let Some(idempotence) = self.idempotence.as_mut().filter(|_| batch.attempts > 0) {
            idempotence.note_given_up(batch.partition);
        }
        self.stop_watching(batch, fx);
        fx.report(Event::ProduceFailed {
            producer: self.id,
            partition: batch.partition,
            orders: batch.orders.clone(),
            exception,
        });
    }

    fn stop_watching(&self, batch: &ProducerBatch, fx: &mut Effects) {
        let (producer, order) = (self.id, batch.first_order());
        fx.cancel(Timer::DeliveryTimeout { producer, order });
        if batch.readiness == Readiness::Lingering {
            fx.cancel(Timer::Linger { producer, order });
        }
    }

    /// The broker misses a batch before this one: all that is left is numbered anew, in a new epoch
    /// (`requestIdempotentEpochBumpForPartition`).
    fn send_in_new_epoch(&mut self, mut batch: ProducerBatch) {
        let (partition, sequence) = (batch.partition, batch.sequence.take());
        if let (Some(idempotence), Some(sequence)) = (&mut self.idempotence, sequence) {
            idempotence.note_gap(partition, sequence);
        }
        for queued in self.queues.get_mut(&partition).into_iter().flatten() {
            queued.sequence = None;
        }
        self.reenqueue(batch);
    }

    /// The connection has broken: nobody knows what became of the requests in flight. They are sent
    /// again, as long as `retries` allow (`Sender.canRetry`).
    pub fn disconnected(&mut self, context: ProducerContext<'_>, fx: &mut Effects) {
        for request in core::mem::take(&mut self.in_flight) {
            self.stop_waiting(request.order, fx);
            for mut batch in request.batches {
                if batch.attempts > context.config.retries {
                    self.failed(&batch, ProduceException::Network, fx);
                } else {
                    batch.readiness = Readiness::BackingOff;
                    self.reenqueue(batch);
                    fx.arm(
                        Timer::RetryBackoff(self.id),
                        context.config.retry_backoff_ms,
                    );
                }
            }
        }
        self.go_on(context, fx);
    }

    /// `delivery.timeout.ms` has passed since the batch was begun: it is given up, wherever it is.
    pub fn delivery_timeout_over(
        &mut self,
        order: OrderNumber,
        context: ProducerContext<'_>,
        fx: &mut Effects,
    ) {
        if let Some(batch) = self.take_batch(order) {
            self.failed(&batch, ProduceException::Timeout, fx);
        }
        self.go_on(context, fx);
    }

    /// `Sender.runOnce`: numbers are put in order, then what is ready is sent.
    fn go_on(&mut self, context: ProducerContext<'_>, fx: &mut Effects) {
        let idempotence = self.idempotence.as_ref();
        let unresolved: Vec<_> = idempotence.map_or_else(Vec::new, |it| it.unresolved().collect());
        for partition in unresolved {
            let is_numbered = |batch: &ProducerBatch| batch.sequence.is_some();
            let is_open = self.queued(partition).any(is_numbered) || self.is_in_flight(partition);
            if let Some(idempotence) = self.idempotence.as_mut().filter(|_| !is_open) {
                idempotence.resolve(partition);
            }
        }
        self.send_ready(context, fx);
    }
}
