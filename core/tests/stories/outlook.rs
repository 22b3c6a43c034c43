//! What would come of a crash is what comes of it.

use crate::story::{C1, GROUP, LONG_MS, ORDERS, Shop, Story, committed, polled};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::Event;
use offsetscope_core::ledger::Verdict;
use offsetscope_core::outlook::Outlook;

fn shop(strategy: Strategy) -> Story {
    let mut shop = Shop::new(strategy);
    shop.records_at_ms = (1..=8).collect();
    shop.client.max_poll_records = 3;
    shop.client.auto_commit_interval_ms = 50;
    shop.open()
}

fn outlook(story: &Story) -> Option<Outlook> {
    let mut partitions = story.world().partitions_read_by(GROUP);
    story.world().outlook(GROUP, partitions.next()?)
}

/// How many records below an offset are handed to a program in these events.
fn read_below(events: &[Event], end: u64) -> usize {
    let returned = |event: &Event| match event {
        Event::PollReturned { records, .. } => records
            .iter()
            .map(|span| {
                (span.first..=span.last)
                    .filter(|&offset| offset < end)
                    .count()
            })
            .sum(),
        _ => 0,
    };
    events.iter().map(returned).sum()
}

/// After every single step of a run: the outlook, then the crash, and what comes of it.
#[test]
fn what_a_crash_would_repeat_and_lose_it_does() {
    let (mut seen_again, mut seen_missed) = (0, 0);
    for strategy in Strategy::JAVA {
        let mut whole = shop(strategy);
        let mut steps = 0;
        while whole.now_ms() < 3_000 {
            whole.forward();
            steps += 1;
            let Some(expected) = outlook(&whole) else {
                continue;
            };
            // A commit on its way is not foreseen.
            if whole.world().network().busy_links().next().is_some() {
                continue;
            }
            let mut story = shop(strategy);
            (0..steps).for_each(|_| drop(story.forward()));
            let lost = story.count(Verdict::Lost);
            story.crash(C1);
            let behind = story.world().left_behind(GROUP, ORDERS);
            assert_eq!(
                behind.map_or(0, |it| it.done_before),
                expected.done_before,
                "{strategy:?} after {steps} steps"
            );
            story.restart(C1);
            let events = story.for_ms(LONG_MS);
            let again = read_below(&events, expected.position);
            assert_eq!(
                again, expected.again as usize,
                "{strategy:?}, {steps} steps"
            );
            let lost = story.count(Verdict::Lost) - lost;
            assert_eq!(lost, expected.missed, "{strategy:?}, {steps} steps");
            seen_again += again;
            seen_missed += lost;
        }
    }
    assert!(
        seen_again > 100 && seen_missed > 10,
        "{seen_again}, {seen_missed}"
    );
}

/// The records that are done before, and not yet committed, are those that a program does twice.
#[test]
fn what_was_done_before_and_is_read_again_is_done_twice() {
    let mut story = shop(Strategy::AfterBatch);
    story.until(crate::story::effect(1));
    let expected = outlook(&story).expect("it has a position");
    assert_eq!((expected.again, expected.done_before), (3, 2));
    story.crash(C1);
    story.restart(C1);
    story.for_ms(LONG_MS);
    assert_eq!(story.count(Verdict::Duplicated), 2);
}

/// Lag is what `kafka-consumer-groups` prints: a dash where nothing is committed, however much the log
/// holds.
#[test]
fn lag_is_unknown_until_something_is_committed() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(polled(C1));
    assert_eq!(story.world().lag(GROUP, ORDERS), None);
    story.until(committed);
    assert_eq!(story.world().lag(GROUP, ORDERS), Some(0));
}

/// What retention deletes while a member has it in hand expires if that member crashes: the ledger calls
/// it so, and so does the outlook.
#[test]
fn what_retention_has_deleted_is_not_lost_by_a_commit() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.processing_ms = LONG_MS;
    shop.log.retention_ms = Some(30_000);
    let mut story = shop.open();
    story.until(|event| matches!(event, Event::SegmentsDeleted { .. }));
    let expected = outlook(&story).expect("it owns the partition");
    assert_eq!((expected.missed, expected.deleted), (0, 4));
    story.crash(C1);
    assert_eq!(story.count(Verdict::Expired), expected.deleted);
    assert_eq!(story.count(Verdict::Lost), 0);
}
