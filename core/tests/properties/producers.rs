//! Producers: what they send again, what brokers take, and what they are told. Sections 3 and 3.1 of
//! the semantics; Kafka's `Sender`, `ProducerAppendInfo`.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{Seen, Step};
use offsetscope_core::client::KafkaProducer;
use offsetscope_core::client::producer::batch::{ProducerBatch, Readiness};
use offsetscope_core::event::Event;
use offsetscope_core::ids::TopicPartition;
use offsetscope_core::log::{Batch, Record};
use offsetscope_core::network::{Client, Connection, MessageKind, Request};
use offsetscope_core::outside::Order;
use offsetscope_core::setup::Acks;
use offsetscope_core::timer::Timer;
use std::collections::BTreeSet;

pub const RULES: &[(&str, Rule)] = &[
    (
        "sequence numbers are consecutive",
        sequences_are_consecutive,
    ),
    (
        "what is acknowledged is in the log",
        what_is_acknowledged_is_in_the_log,
    ),
    (
        "produce requests will be answered",
        produce_requests_will_be_answered,
    ),
    (
        "requests in flight are limited",
        requests_in_flight_are_limited,
    ),
    ("every batch has its timers", every_batch_has_its_timers),
];

fn batches(seen: &Seen) -> impl Iterator<Item = (&TopicPartition, &Batch)> {
    seen.logs.iter().flat_map(|(partition, log)| {
        let segments = log.segments.iter().flat_map(|segment| &segment.batches);
        segments.map(move |batch| (partition, &**batch))
    })
}

/// `ProducerAppendInfo.checkSequence`: a batch that an idempotent producer has stamped begins one
/// after its last one in this partition, or at 0 in a new epoch. Epochs only grow.
pub fn sequences_are_consecutive(step: &Step) -> Verdict {
    let Some(Request::Produce { .. }) = step.request() else {
        return Ok(());
    };
    for (partition, batch) in batches(&step.after) {
        let is_new = batch.base_offset() >= step.before.logs[partition].end;
        let Some(stamp) = batch.header.producer.filter(|_| is_new) else {
            continue;
        };
        let of_this_producer = |it: &(_, &Batch)| {
            it.0 == partition
                && it
                    .1
                    .header
                    .producer
                    .is_some_and(|other| other.id == stamp.id)
        };
        let Some((_, last)) = batches(&step.before).filter(of_this_producer).last() else {
            continue;
        };
        let last_epoch = last.header.producer.map(|it| it.epoch);
        let expected = if last_epoch == Some(stamp.epoch) {
            last.last_sequence().map(|it| it.wrapping_add(1).max(0))
        } else {
            Some(0)
        };
        ensure!(last_epoch <= Some(stamp.epoch), "{last:?}, then {batch:?}");
        ensure!(
            expected == Some(stamp.base_sequence),
            "{last:?}, then {batch:?}"
        );
    }
    Ok(())
}

/// The callback of `send` names the offset where the record is, unless retention or the cleaner took
/// it meanwhile.
pub fn what_is_acknowledged_is_in_the_log(step: &Step) -> Verdict {
    for event in step.events() {
        let Event::ProduceAcknowledged {
            partition,
            offset: Some(first),
            orders,
            ..
        } = event
        else {
            continue;
        };
        let log = &step.after.logs[partition];
        for (offset, &order) in (*first..).zip(orders) {
            ensure!(offset < log.end, "{offset} of {}", log.end);
            let expected = Order::new(step.setup.seed, order).to_json().into_bytes();
            let is_it = |record: &Record| record.value.as_deref() == Some(&expected[..]);
            let segments = log.segments.iter().flat_map(|segment| &segment.batches);
            let mut records = segments.flat_map(|batch| &batch.records);
            let found = records.find(|record| record.offset == offset);
            ensure!(
                found.is_none_or(is_it),
                "order {order} is not at {offset}: {found:?}"
            );
            let may_be_gone = step
                .setup
                .topic(partition.topic)
                .log
                .cleanup_policy
                .compacts();
            ensure!(
                found.is_some() || offset < log.start || may_be_gone,
                "{offset} is nowhere"
            );
        }
    }
    Ok(())
}

/// Each request that a producer waits for is under way, there or back, through the socket that is
/// open; and no other is.
pub fn produce_requests_will_be_answered(step: &Step) -> Verdict {
    for producer in &step.after.producers {
        let client = Client::Producer(producer.id);
        let open = step.after.network.socket(client, Connection::Leader);
        let expects_answer = step.setup.producer(producer.id).client.acks != Acks::None;
        let under_way = step.after.messages().filter(|(link, message)| {
            let is_its_own = link.client == client && message.socket == open;
            is_its_own && expects_answer && message.kind() == MessageKind::Produce
        });
        let (under_way, waits) = (under_way.count(), producer.in_flight().count());
        ensure!(
            under_way == waits,
            "{:?} waits for {waits} of {under_way}",
            producer.id
        );
    }
    Ok(())
}

/// `max.in.flight.requests.per.connection`
pub fn requests_in_flight_are_limited(step: &Step) -> Verdict {
    for producer in &step.after.producers {
        let config = &step.setup.producer(producer.id).client;
        let most = usize::from(config.max_in_flight_requests_per_connection);
        let count = producer.in_flight().count();
        ensure!(count <= most, "{:?}: {count} of {most}", producer.id);
    }
    Ok(())
}

/// Every batch will be delivered or given up after `delivery.timeout.ms`, every request answered or
/// given up after `request.timeout.ms`, and no batch lingers for ever.
pub fn every_batch_has_its_timers(step: &Step) -> Verdict {
    let expected: BTreeSet<_> = step.after.producers.iter().flat_map(timers_of).collect();
    let is_of_a_batch = |timer: &&Timer| {
        matches!(
            timer,
            Timer::DeliveryTimeout { .. } | Timer::RequestTimeout { .. } | Timer::Linger { .. }
        )
    };
    let armed: BTreeSet<_> = step
        .after
        .timers
        .iter()
        .filter(is_of_a_batch)
        .copied()
        .collect();
    ensure!(armed == expected, "{armed:?}, not {expected:?}");
    let backing_off: BTreeSet<_> = step
        .after
        .producers
        .iter()
        .filter(|producer| batches_of(producer).any(|it| it.readiness == Readiness::BackingOff))
        .map(|producer| Timer::RetryBackoff(producer.id))
        .collect();
    ensure!(
        backing_off.is_subset(&step.after.timers),
        "{backing_off:?} are not armed"
    );
    Ok(())
}

fn batches_of(producer: &KafkaProducer) -> impl Iterator<Item = &ProducerBatch> {
    let in_flight = producer.in_flight().flat_map(|request| &request.batches);
    producer.all_queued().chain(in_flight)
}

fn timers_of(producer: &KafkaProducer) -> Vec<Timer> {
    let id = producer.id;
    let deadlines = batches_of(producer).map(|batch| Timer::DeliveryTimeout {
        producer: id,
        order: batch.first_order(),
    });
    let requests = producer.in_flight().map(|request| Timer::RequestTimeout {
        producer: id,
        order: request.order,
    });
    let lingering = |batch: &&ProducerBatch| batch.readiness == Readiness::Lingering;
    let lingers = batches_of(producer)
        .filter(lingering)
        .map(|batch| Timer::Linger {
            producer: id,
            order: batch.first_order(),
        });
    deadlines.chain(requests).chain(lingers).collect()
}
