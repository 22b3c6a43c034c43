//! What a crash does to the ledger, by the way of committing and the moment of the crash.
//! Section 8 of the semantics. After the crash the process is started again.

use crate::story::{C1, GROUP, LONG_MS, Shop, Story, acknowledged, check, committed, effect};
use offsetscope_core::client::strategy::Family;
use offsetscope_core::client::strategy::Strategy::{
    self, AfterBatch, AfterPartition, AfterRecord, AsyncAfterBatch, AsyncThenSync, AutoCommit,
    BeforeProcessing, DatabaseGuarded, DatabaseUnguarded, HandOffAutoCommit, HandOffCompleted,
    HandOffPositions,
};
use offsetscope_core::event::Event;
use offsetscope_core::ids::Offset;
use offsetscope_core::ledger::Verdict;

/// Four records, a crash as soon as something has happened, a restart: how do things stand?
#[track_caller]
fn crash_when(strategy: Strategy, it_happens: impl Fn(&Event) -> bool, expected: &str) {
    let mut story = Shop::new(strategy).open();
    story.until(it_happens);
    story.crash(C1);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, expected);
}

fn processing(of: Offset) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::ProcessingStarted { offset, .. } if *offset == of)
}

fn commit_sent(event: &Event) -> bool {
    matches!(event, Event::CommitSent { .. })
}

#[test]
fn without_a_crash_every_strategy_does_everything_once() {
    for strategy in Strategy::JAVA {
        let mut story = Shop::new(strategy).open();
        story.for_ms(LONG_MS);
        let committed = match strategy.family() {
            Family::Database => "none",
            _ => "4",
        };
        check(&story, &format!("log 0..4, committed {committed}: 1111"));
    }
}

#[test]
fn an_effect_before_the_commit_is_duplicated() {
    crash_when(AfterBatch, effect(2), "log 0..4, committed 4: 2221");
    crash_when(AfterBatch, effect(3), "log 0..4, committed 4: 2222");
    crash_when(AutoCommit, effect(1), "log 0..4, committed 4: 2211");
}

#[test]
fn a_record_in_hand_that_took_no_effect_is_not() {
    crash_when(AfterBatch, processing(2), "log 0..4, committed 4: 2211");
}

/// The commit is under way when the process dies; the operating system still delivers it.
#[test]
fn a_commit_counts_from_when_it_is_sent_not_from_its_acknowledgement() {
    crash_when(AfterBatch, commit_sent, "log 0..4, committed 4: 1111");
    crash_when(AfterBatch, committed, "log 0..4, committed 4: 1111");
}

#[test]
fn a_commit_before_the_effect_loses() {
    crash_when(
        BeforeProcessing,
        acknowledged,
        "log 0..4, committed 4: LLLL",
    );
    crash_when(BeforeProcessing, effect(1), "log 0..4, committed 4: 11LL");
    crash_when(
        BeforeProcessing,
        processing(3),
        "log 0..4, committed 4: 111L",
    );
}

#[test]
fn a_commit_after_each_record_repeats_only_the_one_in_hand() {
    crash_when(AfterRecord, effect(2), "log 0..4, committed 4: 1121");
    crash_when(AfterRecord, processing(2), "log 0..4, committed 4: 1111");
}

/// Tells the story of one crash after every single step, from the first to the last.
fn wherever_it_crashes(strategy: Strategy, mut check_ledger: impl FnMut(&Story, usize)) {
    let shop = || {
        let mut shop = Shop::new(strategy);
        shop.partitions = 2;
        shop.records_at_ms = (1..=8).collect();
        shop.client.max_poll_records = 3;
        // So that an auto-commit falls into the time in which it crashes.
        shop.client.auto_commit_interval_ms = 50;
        shop.open()
    };
    let mut whole = shop();
    let mut steps = 0;
    while whole.now_ms() < 4_000 {
        whole.forward();
        steps += 1;
    }
    assert!(steps > 60, "the whole story has {steps} steps");
    for step in 0..steps {
        let mut story = shop();
        (0..step).for_each(|_| drop(story.forward()));
        story.crash(C1);
        story.restart(C1);
        story.for_ms(LONG_MS);
        assert_eq!(
            story.count(Verdict::Pending),
            0,
            "a crash after {step} steps"
        );
        check_ledger(&story, step);
    }
}

#[test]
fn processing_before_the_commit_never_loses() {
    for strategy in [
        AutoCommit,
        AfterBatch,
        AfterPartition,
        AfterRecord,
        AsyncAfterBatch,
        AsyncThenSync,
        HandOffCompleted,
        DatabaseGuarded,
        DatabaseUnguarded,
    ] {
        wherever_it_crashes(strategy, |story, step| {
            assert_eq!(story.count(Verdict::Lost), 0, "{strategy:?}, {step}");
        });
    }
}

#[test]
fn processing_after_the_commit_never_duplicates() {
    wherever_it_crashes(BeforeProcessing, |story, step| {
        assert_eq!(story.count(Verdict::Duplicated), 0, "{step}");
    });
}

/// Only the record whose commit was not yet sent comes again: one at most in each partition.
#[test]
fn a_commit_after_each_record_duplicates_one_at_most() {
    wherever_it_crashes(AfterRecord, |story, step| {
        for partition in story.world().partitions() {
            let end = story.world().log(partition).log_end_offset();
            let verdicts = (0..end).map(|offset| story.world().verdict(GROUP, partition, offset));
            let duplicated = verdicts.filter(|it| *it == Verdict::Duplicated).count();
            assert!(
                duplicated <= 1,
                "{duplicated} in {partition:?} after a crash at {step}"
            );
        }
    });
}

/// `b08`: what was done of one partition is committed before the other is begun.
#[test]
fn a_commit_after_each_partition_duplicates_in_one_at_most() {
    wherever_it_crashes(AfterPartition, |story, step| {
        let world = story.world();
        let has_duplicates = |partition: &_| {
            let end = world.log(*partition).log_end_offset();
            (0..end).any(|offset| world.verdict(GROUP, *partition, offset) == Verdict::Duplicated)
        };
        let partitions = world.partitions().filter(has_duplicates).count();
        assert!(partitions <= 1, "{partitions} after a crash at {step}");
    });
}

/// One process, one transaction for effect and offset: no crash comes between them.
#[test]
fn offsets_in_the_database_duplicate_nothing() {
    for strategy in [DatabaseGuarded, DatabaseUnguarded] {
        wherever_it_crashes(strategy, |story, step| {
            assert_eq!(story.count(Verdict::Once), 8, "{strategy:?}, {step}");
        });
    }
}

/// With workers, what `poll` has returned is not what is done.
#[test]
fn workers_and_a_commit_of_positions_can_lose() {
    let mut lost = 0;
    wherever_it_crashes(HandOffPositions, |story, _| {
        lost = lost.max(story.count(Verdict::Lost));
    });
    assert!(lost > 1, "the whole queue can be");
}

/// Auto-commit knows of positions only, and so commits what still waits for a worker.
#[test]
fn workers_and_auto_commit_can_lose() {
    let mut lost = 0;
    wherever_it_crashes(HandOffAutoCommit, |story, _| {
        lost = lost.max(story.count(Verdict::Lost));
    });
    assert!(lost > 1, "the whole queue can be");
}
