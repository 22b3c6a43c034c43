//! What librdkafka does otherwise than Kafka's own client. Sections 7.2 and 7.3 of the semantics; a
//! name such as `exp-lrk-126` is an observation of the real library.

use crate::story::{C1, C2, GROUP, LONG_MS, ORDERS, Shop, Story, check, committed, effect, polled};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::librdkafka::partitioner::partition_for_key;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::client::{IllegalState, Position, SeekTo};
use offsetscope_core::event::{
    CommitException, CommitTrigger, ConsumerError, Event, JoinReason, RecordSpan,
};
use offsetscope_core::ids::Offset;
use offsetscope_core::outside::Order;
use offsetscope_core::setup::{AutoOffsetReset, ClientLibrary, ConsumerConfig, PartitionerClass};

fn librdkafka(strategy: Strategy) -> Shop {
    let mut shop = Shop::new(strategy);
    shop.client = ConsumerConfig {
        session_timeout_ms: 10_000,
        auto_offset_reset: AutoOffsetReset::Earliest,
        ..ConsumerConfig::librdkafka()
    };
    shop
}

fn stored(story: &Story) -> Option<Offset> {
    let library = story.world().consumer(C1).client.library.librdkafka();
    library.expect("it is librdkafka").store.stored(ORDERS)
}

fn sent(event: &Event) -> bool {
    matches!(event, Event::CommitSent { .. })
}

#[test]
fn poll_hands_out_one_message_and_stores_the_next_offset() {
    let mut story = librdkafka(Strategy::AutoOffsetStore).open();
    let events = story.until(polled(C1));
    let message = RecordSpan {
        partition: ORDERS,
        first: 0,
        last: 0,
    };
    let returned = Event::PollReturned {
        consumer: C1,
        records: vec![message],
    };
    assert_eq!(events.last(), Some(&returned));
    assert_eq!(stored(&story), Some(1), "before anything is processed");
}

/// `exp-lrk-126`: three delivered, no more polls, and 3 is committed.
#[test]
fn the_timer_commits_what_is_stored_while_the_application_works() {
    let mut shop = librdkafka(Strategy::AutoOffsetStore);
    shop.processing_ms = 20_000;
    let mut story = shop.open();
    story.until(committed);
    check(&story, "log 0..4, committed 1: ....");
}

/// `rd_kafka_cgrp_new`: without an interval there is no timer; partitions that are given up take
/// what is stored along.
#[test]
fn an_interval_of_nothing_is_no_timer() {
    let mut shop = librdkafka(Strategy::AutoOffsetStore);
    shop.client.auto_commit_interval_ms = 0;
    let mut story = shop.open();
    let events = story.for_ms(LONG_MS);
    assert!(!events.iter().any(sent), "{events:?}");
    story.make(Choice::Stop(C1));
    story.until(committed);
    check(&story, "log 0..4, committed 4: 1111");
}

/// The message in hand is committed already: a crash loses it. If the program stores it once it is
/// done, or with Java, the same crash loses none.
#[test]
fn a_crash_loses_the_message_in_hand() {
    for (mut shop, outcome) in [
        (
            librdkafka(Strategy::AutoOffsetStore),
            "log 0..4, committed 4: L111",
        ),
        (
            librdkafka(Strategy::StoreAfterRecord),
            "log 0..4, committed 4: 1111",
        ),
        (
            Shop::new(Strategy::AutoCommit),
            "log 0..4, committed 4: 1111",
        ),
    ] {
        shop.processing_ms = 8_000;
        shop.client.max_poll_records = 1;
        let mut story = shop.open();
        story.until(polled(C1));
        story.for_ms(7_000);
        story.make(Choice::Crash(C1));
        story.make(Choice::Restart(C1));
        story.for_ms(LONG_MS);
        check(&story, outcome);
    }
}

#[test]
fn the_timer_commits_nothing_twice() {
    let mut story = librdkafka(Strategy::AutoOffsetStore).open();
    let events = story.for_ms(LONG_MS);
    assert_eq!(events.iter().filter(|it| sent(it)).count(), 1);
    check(&story, "log 0..4, committed 4: 1111");
}

/// `exp-lrk-114` and `exp-lrk-115`: `commit()` right after the message was handed out commits
/// past it.
#[test]
fn commit_without_arguments_carries_what_is_stored() {
    let mut story = librdkafka(Strategy::BeforeProcessing).open();
    story.until(committed);
    check(&story, "log 0..4, committed 1: ....");
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

#[test]
fn a_group_is_joined_again_without_a_poll_if_there_is_nothing_to_give_up() {
    let mut shop = librdkafka(Strategy::AutoOffsetStore);
    shop.members = 2;
    let mut story = shop.open();
    story.for_ms(LONG_MS);
    let idle = [C1, C2].into_iter().find(|&id| {
        let client = &story.world().consumer(id).client;
        client.assignment.is_empty()
    });
    let idle = idle.expect("one partition, two members");
    let working = if idle == C1 { C2 } else { C1 };
    story.make(Choice::Crash(working));
    story.until(|event| {
        let rejoined = Event::JoinSent {
            consumer: idle,
            reason: JoinReason::RebalanceInProgress,
        };
        *event == rejoined
    });
}

/// The callback that gives partitions up waits for `poll`, and what is stored goes along.
#[test]
fn giving_partitions_up_commits_what_is_stored_before_it_joins_again() {
    let mut shop = librdkafka(Strategy::AutoOffsetStore);
    shop.processing_ms = 4_000;
    shop.client.auto_commit_interval_ms = 600_000;
    let mut story = shop.with_a_second_member_to_come();
    story.until(polled(C1));
    story.make(Choice::Restart(C2));
    let events = story.until(|event| {
        matches!(
            event,
            Event::JoinSent {
                consumer: C1,
                reason: JoinReason::RebalanceInProgress,
            }
        )
    });
    let place = |wanted: fn(&Event) -> bool| events.iter().position(wanted).expect("it happened");
    let effect = place(|it| matches!(it, Event::EffectDone { offset: 0, .. }));
    let revoked = place(|it| matches!(it, Event::PartitionsRevoked { .. }));
    let commit = place(|it| {
        matches!(it, Event::CommitSent { trigger: CommitTrigger::BeforeRebalance, offsets, .. }
            if offsets == &[(ORDERS, 1)])
    });
    let applied = place(|it| matches!(it, Event::CommitApplied { group: GROUP, .. }));
    let join = place(
        |it| matches!(it, Event::JoinSent { consumer: C1, reason } if *reason != JoinReason::Started),
    );
    assert!(effect < revoked && revoked < commit && commit < applied && applied < join);
}

/// `exp-lrk-105`
#[test]
fn without_a_position_and_without_a_policy_poll_returns_an_error_once() {
    let mut shop = librdkafka(Strategy::AutoOffsetStore);
    shop.client.auto_offset_reset = AutoOffsetReset::None;
    let mut story = shop.open();
    let events = story.for_ms(LONG_MS);
    let error = Event::ErrorReturned {
        consumer: C1,
        error: ConsumerError::AutoOffsetReset(ORDERS),
    };
    assert_eq!(events.iter().filter(|&it| *it == error).count(), 1);
    let client = &story.world().consumer(C1).client;
    assert_eq!(client.library.kind(), ClientLibrary::Librdkafka);
    assert_eq!(client.assignment[0].position, Position::Stopped);
    let sought = client.clone().seek(ORDERS, SeekTo::Offset(0));
    assert_eq!(sought, Err(IllegalState), "it is fetched no more");
    check(&story, "log 0..4, committed none: ....");
}

/// The coordinator's own name for it, not an exception's.
#[test]
fn a_refused_commit_fails_with_the_coordinators_error() {
    let mut shop = librdkafka(Strategy::AfterRecord);
    shop.processing_ms = 15_000;
    shop.client.max_poll_interval_ms = 10_000;
    let mut story = shop.with_a_second_member_to_come();
    story.until(polled(C1));
    story.make(Choice::Restart(C2));
    story.until(effect(0));
    let events = story.until(|it| matches!(it, Event::CommitFailed { .. }));
    let failed = events.iter().find_map(|event| match event {
        Event::CommitFailed { exception, .. } => Some(*exception),
        _ => None,
    });
    assert_eq!(
        failed.map(CommitException::class),
        Some("UNKNOWN_MEMBER_ID")
    );
}

/// Section 5: the same customers, other partitions.
#[test]
fn librdkafkas_producers_hash_keys_otherwise() {
    let placed = |partitioner_class| {
        let mut shop = Shop::new(Strategy::AutoCommit);
        shop.partitions = 4;
        shop.records_at_ms = (1..=20).collect();
        shop.producer.partitioner_class = partitioner_class;
        let mut story = shop.open();
        let events = story.for_ms(1_000);
        let seed = story.world().setup().seed;
        let place = |event: &Event| match event {
            Event::OrderPlaced {
                order, partition, ..
            } => Some((Order::new(seed, *order).customer, partition.partition)),
            _ => None,
        };
        events.iter().filter_map(place).collect::<Vec<_>>()
    };
    let here = placed(PartitionerClass::ConsistentRandom);
    assert_eq!(here.len(), 20);
    for (customer, partition) in &here {
        let expected = partition_for_key(customer.as_bytes(), 4);
        assert_eq!(Some(*partition), expected, "{customer}");
    }
    assert_ne!(here, placed(PartitionerClass::BuiltIn));
}

/// `exp-lrk-97` and `exp-lrk-127`: the timer commits no more than the program has stored.
#[test]
fn what_the_program_stores_is_what_the_timer_commits() {
    let mut shop = librdkafka(Strategy::StoreAfterRecord);
    shop.processing_ms = 20_000;
    let mut story = shop.open();
    story.until(effect(0));
    assert_eq!(stored(&story), None, "processed, and not yet stored");
    check(&story, "log 0..4, committed none: 1...");
    story.until(committed);
    assert_eq!(stored(&story), Some(1), "the next one is in hand");
    check(&story, "log 0..4, committed 1: 1...");
}

#[test]
fn only_librdkafka_offers_its_strategies() {
    let java = Shop::new(Strategy::AutoCommit).open();
    let other = librdkafka(Strategy::AutoOffsetStore).open();
    for (story, is_offered) in [(java, false), (other, true)] {
        let choice = Choice::SetStrategy {
            group: GROUP,
            strategy: Strategy::StoreAfterRecord,
        };
        assert_eq!(story.world().choices().contains(&choice), is_offered);
    }
}
