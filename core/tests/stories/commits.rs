//! When what is committed. Section 7 of the semantics.

use crate::story::{
    C1, C2, GROUP, LONG_MS, ORDERS, Shop, acknowledged, check, committed, effect, polled,
};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{CommitTrigger, Event};
use offsetscope_core::setup::AutoOffsetReset;

fn auto_committing(interval_ms: i64, max_poll_records: u32) -> Shop {
    let mut shop = Shop::new(Strategy::AutoCommit);
    shop.client.auto_commit_interval_ms = interval_ms;
    shop.client.max_poll_records = max_poll_records;
    shop
}

fn sent_by(wanted: CommitTrigger) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::CommitSent { trigger, .. } if *trigger == wanted)
}

/// `a01`: nothing is committed while the application works, however long ago the interval passed.
/// The next `poll` commits what the one before it returned, and not what it returns itself.
#[test]
fn auto_commit_happens_inside_the_next_poll() {
    let mut shop = auto_committing(5_000, 5);
    shop.records_at_ms = (1..=10).collect();
    shop.processing_ms = 3_000;
    let mut story = shop.open();
    story.until(polled(C1));
    assert_eq!(story.position(C1), Some(5));
    let working = story.until(effect(4));
    assert!(
        working.contains(&Event::AutoCommitDue(C1)),
        "the interval has passed"
    );
    assert_eq!(story.committed(), None, "no poll, no commit");
    story.until(polled(C1));
    assert_eq!(story.position(C1), Some(10));
    story.until(committed);
    check(&story, "log 0..10, committed 5: 11111.....");
}

/// `a05`
#[test]
fn auto_commit_goes_by_the_interval_not_by_polls() {
    let mut shop = auto_committing(600_000, 3);
    shop.records_at_ms = (1..=9).collect();
    let mut story = shop.open();
    story.for_ms(LONG_MS);
    assert_eq!(story.position(C1), Some(9));
    check(&story, "log 0..9, committed none: 111111111");
}

/// `a11`, except that here the interval passes instead of `close()`.
#[test]
fn auto_commit_stores_a_reset_position_though_nothing_was_read() {
    let mut shop = auto_committing(5_000, 5);
    shop.client.auto_offset_reset = AutoOffsetReset::Latest;
    let mut story = shop.open();
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: LLLL");
}

/// `d01`: the committed offset is the next one to read, so whoever begins there misses nothing and
/// repeats nothing.
#[test]
fn what_is_committed_is_the_next_offset() {
    let mut shop = Shop::new(Strategy::AfterRecord);
    shop.records_at_ms = vec![1];
    let mut story = shop.open();
    let sent = story.until(sent_by(CommitTrigger::CommitSync));
    let offsets = vec![(ORDERS, 1)];
    let trigger = CommitTrigger::CommitSync;
    assert!(sent.contains(&Event::CommitSent {
        consumer: C1,
        trigger,
        offsets
    }));
    story.until(acknowledged);
    check(&story, "log 0..1, committed 1: 1");
}

/// `b01b`: `commitSync()` stores the position of every assigned partition, also of those the last
/// `poll` brought nothing from, and 0 where there was never anything to read.
#[test]
fn commit_sync_stores_every_position() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.partitions = 2;
    shop.records_at_ms = vec![1];
    let mut story = shop.open();
    story.for_ms(LONG_MS);
    check(&story, "log 0..0, committed 0: \nlog 0..1, committed 1: 1");
}

/// Before partitions are given up for a rebalance, auto-commit commits once more, and waits for
/// the answer. So the newcomer repeats nothing.
#[test]
fn auto_commit_says_farewell_before_a_rebalance() {
    let mut story = auto_committing(600_000, 500).with_a_second_member_to_come();
    story.until(effect(3));
    assert_eq!(story.committed(), None);
    story.restart(C2);
    let farewell = story.until(sent_by(CommitTrigger::BeforeRebalance));
    assert!(
        !farewell
            .iter()
            .any(|event| matches!(event, Event::PartitionsRevoked { .. }))
    );
    let answered = story.until(|event| matches!(event, Event::PartitionsRevoked { .. }));
    assert!(
        answered.iter().any(acknowledged),
        "revoked before the commit was answered"
    );
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

/// Without auto-commit nothing is committed for a rebalance. The program commits, or nobody does.
#[test]
fn without_auto_commit_there_is_no_farewell() {
    let mut story = Shop::new(Strategy::AfterBatch).with_a_second_member_to_come();
    story.until(effect(3));
    story.restart(C2);
    let events = story.for_ms(LONG_MS);
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::PartitionsRevoked { .. }))
    );
    assert!(!events.iter().any(sent_by(CommitTrigger::BeforeRebalance)));
    check(&story, "log 0..4, committed 4: 1111");
}

/// A strategy that is changed while records are in hand is taken over at the next `poll`.
#[test]
fn a_changed_strategy_waits_for_the_next_poll() {
    let mut shop = Shop::new(Strategy::AutoCommit);
    shop.client.auto_commit_interval_ms = 600_000;
    shop.records_at_ms.push(30_000);
    let mut story = shop.open();
    story.until(effect(1));
    let strategy = Strategy::AfterBatch;
    story.make(Choice::SetStrategy {
        group: GROUP,
        strategy,
    });
    let before = story.until(|event| matches!(event, Event::StrategyAdopted { .. }));
    assert!(
        before.iter().any(effect(3)),
        "it was taken over in the middle of a batch"
    );
    assert_eq!(story.committed(), None, "the old batch was never committed");
    story.until(committed);
    check(&story, "log 0..5, committed 5: 11111");
}
