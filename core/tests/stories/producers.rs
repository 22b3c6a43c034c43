//! Producers that send again. Sections 3 and 3.1 of the semantics; Kafka's `Sender`,
//! `RecordAccumulator`, `TransactionManager`.

use crate::story::{LONG_MS, ORDERS, Shop, Story, check};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{Event, ProduceException};
use offsetscope_core::ids::{OrderNumber, ProducerId};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::network::{Client, Connection, Direction, Link};
use offsetscope_core::setup::{Acks, ProducerConfig};

/// A shop with one producer, whose orders come faster than answers do.
fn busy_producer(client: ProducerConfig) -> Story {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1_000];
    shop.order_interval_ms = 2;
    shop.producer = client;
    shop.open()
}

fn without_idempotence() -> ProducerConfig {
    ProducerConfig {
        linger_ms: 0,
        enable_idempotence: false,
        ..ProducerConfig::default()
    }
}

fn with_idempotence() -> ProducerConfig {
    ProducerConfig {
        linger_ms: 0,
        ..ProducerConfig::default()
    }
}

/// The producer's connection breaks; what is under way in this direction is lost.
fn break_producer(story: &mut Story, direction: Direction) -> Vec<Event> {
    story.make(Choice::Disconnect(Link {
        client: Client::Producer(ProducerId(0)),
        connection: Connection::Leader,
        direction,
    }))
}

fn appended(event: &Event) -> bool {
    matches!(event, Event::RecordAppended { .. })
}

fn sent(order: OrderNumber) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::RecordsSent { orders, .. } if orders.contains(&order))
}

/// The orders in the log, by offset.
fn log(story: &Story) -> Vec<OrderNumber> {
    story.world().outside().records_of(ORDERS).collect()
}

/// The record is in the log, and the producer never hears. Without idempotence it sends it again,
/// and the customer is charged twice though no consumer has failed.
#[test]
fn without_idempotence_a_lost_answer_puts_a_record_into_the_log_twice() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1];
    shop.producer = without_idempotence();
    let mut story = shop.open();
    story.until(appended);
    break_producer(&mut story, Direction::ToClient);
    story.for_ms(LONG_MS);
    assert_eq!(log(&story), [1, 1]);
    check(&story, "log 0..2, committed 2: 22");
    assert_eq!(
        story.count(Verdict::Duplicated),
        1,
        "one order, charged twice"
    );
}

/// With idempotence the broker knows the sequence number: it answers as before and writes nothing.
#[test]
fn with_idempotence_a_lost_answer_changes_nothing() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1];
    shop.producer = with_idempotence();
    let mut story = shop.open();
    story.until(appended);
    break_producer(&mut story, Direction::ToClient);
    let after = story.for_ms(LONG_MS);
    let known = |event: &Event| matches!(event, Event::DuplicateBatch { offset: 0, .. });
    assert!(after.iter().any(known));
    assert_eq!(log(&story), [1]);
    check(&story, "log 0..1, committed 1: 1");
}

/// A request that is lost is sent again after `retry.backoff.ms`, and is in the log once.
#[test]
fn a_lost_request_is_sent_again() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1];
    shop.producer = without_idempotence();
    let mut story = shop.open();
    story.until(sent(1));
    break_producer(&mut story, Direction::ToBroker);
    let broken_ms = story.now_ms();
    story.until(sent(1));
    assert_eq!(story.now_ms(), broken_ms + 100);
    story.for_ms(LONG_MS);
    check(&story, "log 0..1, committed 1: 1");
}

/// Several batches that fail together are each put before all others, so the last comes first.
#[test]
fn without_idempotence_requests_in_flight_are_reordered() {
    let mut story = busy_producer(without_idempotence());
    story.until(sent(3));
    break_producer(&mut story, Direction::ToBroker);
    story.for_ms(500);
    assert_eq!(log(&story)[..3], [3, 2, 1]);
}

#[test]
fn with_one_request_in_flight_order_is_kept() {
    let mut story = busy_producer(ProducerConfig {
        max_in_flight_requests_per_connection: 1,
        ..without_idempotence()
    });
    story.until(|event| matches!(event, Event::OrderPlaced { order: 3, .. }));
    break_producer(&mut story, Direction::ToBroker);
    story.for_ms(500);
    assert_eq!(log(&story)[..3], [1, 2, 3]);
}

/// With idempotence batches are put back by sequence number, and one that is sent again goes alone.
#[test]
fn with_idempotence_order_is_kept() {
    let mut story = busy_producer(with_idempotence());
    story.until(sent(3));
    break_producer(&mut story, Direction::ToBroker);
    story.for_ms(500);
    assert_eq!(log(&story)[..3], [1, 2, 3]);
}

/// `acks=0`: the producer hears nothing and sends nothing again. What is lost is lost.
#[test]
fn without_acks_a_lost_request_is_lost() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1];
    shop.producer = ProducerConfig {
        acks: Acks::None,
        ..without_idempotence()
    };
    let mut story = shop.open();
    let events = story.until(sent(1));
    let taken_for_delivered =
        |event: &Event| matches!(event, Event::ProduceAcknowledged { offset: None, .. });
    assert!(events.iter().any(taken_for_delivered));
    break_producer(&mut story, Direction::ToBroker);
    story.for_ms(LONG_MS);
    assert_eq!(log(&story), [] as [OrderNumber; 0]);
}

/// `delivery.timeout.ms`: the producer gives up with a `TimeoutException`, though the record is in
/// the log.
#[test]
fn a_timeout_does_not_mean_that_nothing_was_written() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1];
    shop.producer = ProducerConfig {
        delivery_timeout_ms: 50,
        request_timeout_ms: 50,
        ..with_idempotence()
    };
    let mut story = shop.open();
    story.until(appended);
    break_producer(&mut story, Direction::ToClient);
    let after = story.for_ms(LONG_MS);
    let gave_up = |event: &Event| {
        matches!(
            event,
            Event::ProduceFailed {
                exception: ProduceException::Timeout,
                ..
            }
        )
    };
    assert!(after.iter().any(gave_up));
    check(&story, "log 0..1, committed 1: 1");
}

/// A batch that was given up leaves a gap in the sequence numbers. The next one begins a new epoch,
/// so that the broker takes it.
#[test]
fn after_a_batch_was_given_up_a_new_epoch_begins() {
    let mut story = busy_producer(ProducerConfig {
        delivery_timeout_ms: 60,
        request_timeout_ms: 60,
        ..with_idempotence()
    });
    story.until(sent(2));
    break_producer(&mut story, Direction::ToBroker);
    story.for_ms(500);
    assert_eq!(log(&story).first(), Some(&3), "the third is not held up");
    let producer = story.world().producer(ProducerId(0));
    let epoch = producer.idempotence().map(|it| it.epoch);
    assert!(epoch >= Some(1), "{epoch:?}");
}

/// `linger.ms`: what comes meanwhile goes along, as one batch.
#[test]
fn a_batch_lingers_for_more() {
    let mut story = busy_producer(ProducerConfig {
        linger_ms: 100,
        ..with_idempotence()
    });
    let events = story.until(appended);
    let orders = events.iter().find_map(|event| match event {
        Event::RecordsSent { orders, .. } => Some(orders.as_slice()),
        _ => None,
    });
    assert!(orders.is_some_and(|orders| orders.starts_with(&[1, 2, 3])));
}
