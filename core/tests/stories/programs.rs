//! What programs do besides committing: workers, databases, callbacks, records that cannot be
//! processed, a graceful stop. Sections 7 and 8 of the semantics.

use crate::story::{
    C1, C2, GROUP, LONG_MS, ORDERS, Shop, Story, acknowledged, check, committed, effect,
};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::Strategy::{
    self, AfterBatch, AfterPartition, AfterRecord, AsyncThenSync, AutoCommit, BeforeProcessing,
    DatabaseGuarded, DatabaseUnguarded, HandOffAutoCommit, HandOffCompleted, HandOffPositions,
};
use offsetscope_core::client::{Activity, Process, WorkerId};
use offsetscope_core::event::{CommitTrigger, Event, ProgramEvent};
use offsetscope_core::ids::{ConsumerId, Offset, TopicId, TopicPartition};
use offsetscope_core::outside::Order;

const DEAD_LETTERS: TopicPartition = TopicPartition {
    topic: TopicId(1),
    partition: 0,
};

fn program(is_so: impl Fn(&ProgramEvent) -> bool) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::Program { what, .. } if is_so(what))
}

fn stopped(event: &Event) -> bool {
    program(|what| matches!(what, ProgramEvent::Stopped { .. }))(event)
}

fn commit_sent(event: &Event) -> bool {
    matches!(event, Event::CommitSent { .. })
}

fn started(story: &Story, consumer: ConsumerId) -> bool {
    story.world().consumer(consumer).process == Process::Running
}

/// A graceful stop when something has happened, then a restart.
#[track_caller]
fn stop_when(strategy: Strategy, it_happens: impl Fn(&Event) -> bool, expected: &str) {
    let mut story = Shop::new(strategy).open();
    story.until(it_happens);
    story.make(Choice::Stop(C1));
    story.until(stopped);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, expected);
}

/// A batch that has begun is finished first: nothing is lost, nothing comes again.
#[test]
fn a_graceful_stop_finishes_the_batch() {
    for strategy in [
        AutoCommit,
        AfterBatch,
        AfterPartition,
        AfterRecord,
        BeforeProcessing,
    ] {
        stop_when(strategy, effect(1), "log 0..4, committed 4: 1111");
    }
}

/// `commitSync` throws `WakeupException` too, and the records that it came before are dropped: the
/// commit is on its way, the work is not.
#[test]
fn a_stop_during_the_commit_before_processing_loses_the_batch() {
    stop_when(BeforeProcessing, commit_sent, "log 0..4, committed 4: LLLL");
}

/// A member that closes leaves: the others need not wait for its session to time out.
#[test]
fn a_graceful_stop_leaves_the_group_at_once() {
    let mut shop = Shop::new(AfterBatch);
    shop.members = 2;
    let mut story = shop.open();
    story.until(effect(3));
    story.until(acknowledged);
    story.for_ms(1_000);
    let asked_ms = story.now_ms();
    let owner = if story.position(C1).is_some() { C1 } else { C2 };
    story.make(Choice::Stop(owner));
    story.until(
        |event| matches!(event, Event::PartitionsAssigned { consumer, .. } if *consumer != owner),
    );
    assert!(
        story.now_ms() - asked_ms < 5_000,
        "sooner than any session ends: {}",
        story.now_ms() - asked_ms
    );
    assert!(!started(&story, owner));
}

/// `finally { commitSync(); close(); }` waits for an answer where the loop did not.
#[test]
fn a_stop_commits_what_the_loop_only_sent() {
    let mut story = Shop::new(AsyncThenSync).open();
    story.until(effect(1));
    story.make(Choice::Stop(C1));
    let end = story.until(stopped);
    let synchronous = end.iter().filter(|event| {
        matches!(
            event,
            Event::CommitAcknowledged {
                trigger: CommitTrigger::CommitSync,
                ..
            }
        )
    });
    assert!(
        synchronous.count() >= 2,
        "in finally, and in onPartitionsRevoked"
    );
    check(&story, "log 0..4, committed 4: 1111");
}

/// `close` with auto-commit commits what `poll` returned, and the workers' queue goes with the
/// process (`pool.shutdownNow()`).
#[test]
fn auto_commit_on_close_loses_what_workers_have_not_done() {
    stop_when(HandOffAutoCommit, effect(0), "log 0..4, committed 4: 11LL");
}

/// The next `poll` takes what the last one returned for done.
#[test]
fn auto_commit_loses_what_workers_have_not_done() {
    let mut shop = Shop::new(HandOffAutoCommit);
    shop.client.auto_commit_interval_ms = 100;
    shop.client.max_poll_records = 2;
    shop.processing_ms = 3_000;
    let mut story = shop.open();
    story.until(committed);
    story.crash(C1);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: LLLL");
}

/// Waiting for the workers before the last commit keeps all of it.
#[test]
fn a_stop_that_waits_for_its_workers_loses_nothing() {
    stop_when(HandOffCompleted, effect(0), "log 0..4, committed 4: 1111");
}

/// `ExecutorService.awaitTermination` before `commitSync`.
#[test]
fn who_stops_waits_for_its_workers_before_it_commits() {
    let mut story = Shop::new(HandOffCompleted).open();
    story.until(effect(0));
    story.make(Choice::Stop(C1));
    let (mut waited, mut was_about_to_commit) = (false, false);
    while started(&story, C1) {
        story.forward();
        let consumer = story.world().consumer(C1);
        let is_idle = consumer.application.workers.is_idle();
        match consumer.activity() {
            Activity::AwaitingWorkers => {
                assert!(!is_idle);
                waited = true;
            }
            Activity::AboutToCommit => {
                assert!(is_idle);
                was_about_to_commit = true;
            }
            _ => {}
        }
    }
    assert!(waited && was_about_to_commit);
}

/// The positions are committed while the workers are still at it.
#[test]
fn committing_positions_loses_what_workers_had() {
    let mut story = Shop::new(HandOffPositions).open();
    story.until(acknowledged);
    story.crash(C1);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: LLLL");
}

/// What is committed is what lies before the first record that is not completed.
#[test]
fn committing_what_is_completed_repeats_some_and_loses_none() {
    let mut story = Shop::new(HandOffCompleted).open();
    story.until(effect(1));
    story.crash(C1);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 2211");
}

/// In `onPartitionsRevoked` what is completed is committed; what no worker has begun goes with the
/// partition to its next owner.
#[test]
fn a_rebalance_takes_queued_records_away() {
    let mut shop = Shop::new(HandOffCompleted);
    shop.records_at_ms = (1..=8).collect();
    shop.processing_ms = 4_000;
    shop.client.heartbeat_interval_ms = 500;
    let mut story = shop.with_a_second_member_to_come();
    story.until(effect(0));
    story.restart(C2);
    let taken = story.until(program(|it| {
        matches!(it, ProgramEvent::WorkCancelled { .. })
    }));
    assert!(taken.iter().any(commit_sent), "it committed first");
    story.for_ms(LONG_MS);
    let world = story.world();
    let ends = (0..8).map(|offset| world.outside().effect(GROUP, ORDERS, offset));
    assert!(
        ends.into_iter().all(|effect| effect.times >= 1),
        "none is lost"
    );
    assert_eq!(story.committed(), Some(8));
}

/// The effect and the offset are one transaction: wherever it crashes, each record takes effect
/// once. Kafka is told nothing.
#[test]
fn offsets_in_the_database_make_a_crash_harmless() {
    for of in 0..4 {
        for strategy in [DatabaseGuarded, DatabaseUnguarded] {
            let mut story = Shop::new(strategy).open();
            story.until(effect(of));
            story.crash(C1);
            story.restart(C1);
            story.for_ms(LONG_MS);
            check(&story, "log 0..4, committed none: 1111");
        }
    }
}

/// A member that was thrown out and does not know it goes on with its batch, while the new owner
/// begins. Only a guard keeps the two apart.
#[test]
fn only_a_guarded_transaction_stops_a_zombie() {
    assert_eq!(effects_with_a_zombie(DatabaseGuarded), [1, 1, 1, 1]);
    let unguarded = effects_with_a_zombie(DatabaseUnguarded);
    assert!(unguarded.contains(&2), "{unguarded:?}");
}

/// The owner's session ends while it works; the other member takes over; both go on.
fn effects_with_a_zombie(strategy: Strategy) -> [u8; 4] {
    let mut shop = Shop::new(strategy);
    shop.members = 2;
    shop.processing_ms = 3_000;
    let mut story = shop.open();
    story.until(effect(0));
    let owner = if story.position(C1).is_some() { C1 } else { C2 };
    story.expire_session_of(owner);
    story.for_ms(LONG_MS);
    let outside = story.world().outside();
    [0, 1, 2, 3].map(|offset| outside.effect(GROUP, ORDERS, offset).times)
}

/// The third of four orders cannot be processed.
fn poisoned(strategy: Strategy, on_failure: OnFailure) -> Story {
    let mut shop = Shop::new(strategy);
    shop.poison = vec![3];
    shop.on_failure = on_failure;
    shop.open()
}

/// Nobody catches the exception. Whoever starts the process again meets the same record again, and
/// what was done before it once more.
#[test]
fn an_exception_that_nobody_catches_makes_a_crash_loop() {
    let mut story = poisoned(AfterBatch, OnFailure::EndProcess);
    for _ in 0..2 {
        story.until(|event| matches!(event, Event::ConsumerFailed { .. }));
        story.until(stopped);
        story.restart(C1);
    }
    check(&story, "log 0..4, committed none: 22..");
}

/// `finally` runs after an exception, too: `close` auto-commits what `poll` has returned (`[exp]`:
/// committed 8 although 4 to 7 were never processed), and so does a `commitSync` that stands there.
#[test]
fn what_finally_commits_after_an_exception_is_lost() {
    for strategy in [AutoCommit, AsyncThenSync] {
        let mut story = poisoned(strategy, OnFailure::EndProcess);
        story.until(stopped);
        story.restart(C1);
        story.for_ms(LONG_MS);
        check(&story, "log 0..4, committed 4: 11LL");
    }
}

/// What is committed record by record is not.
#[test]
fn an_exception_loses_nothing_that_is_committed_after_it_is_processed() {
    let mut story = poisoned(AfterRecord, OnFailure::EndProcess);
    story.until(stopped);
    check(&story, "log 0..4, committed 2: 11..");
}

/// `b13` and `b14`: without a seek the next `poll` would go on behind the record.
#[test]
fn trying_again_blocks_the_partition() {
    let mut story = poisoned(AfterRecord, OnFailure::Retry);
    story.for_ms(LONG_MS);
    assert_eq!(story.position(C1).map(|it| it >= 2), Some(true));
    check(&story, "log 0..4, committed 2: 11..");
}

#[test]
fn a_skipped_record_is_not_called_lost() {
    for strategy in [AfterBatch, AfterRecord, AutoCommit, HandOffCompleted] {
        let mut story = poisoned(strategy, OnFailure::Skip);
        story.for_ms(LONG_MS);
        check(&story, "log 0..4, committed 4: 11S1");
    }
}

/// A worker's exception is in a `Future` that nobody asks.
#[test]
fn an_exception_in_a_worker_goes_unnoticed() {
    let mut story = poisoned(HandOffCompleted, OnFailure::EndProcess);
    story.for_ms(LONG_MS);
    assert!(started(&story, C1));
    check(&story, "log 0..4, committed 4: 11S1");
}

#[test]
fn a_dead_letter_lies_in_its_topic() {
    for strategy in [AfterBatch, AfterRecord, AutoCommit, HandOffCompleted] {
        let mut story = poisoned(strategy, OnFailure::DeadLetter(DEAD_LETTERS.topic));
        story.for_ms(LONG_MS);
        check(&story, "log 0..4, committed 4: 11D1");
        assert_eq!(dead_letters(&story), 1, "{strategy:?}");
    }
}

fn dead_letters(story: &Story) -> Offset {
    story.world().log(DEAD_LETTERS).log_end_offset()
}

/// Two logs, no transaction: a crash between the dead letter and the commit sends it again.
#[test]
fn a_crash_after_the_dead_letter_sends_it_again() {
    let mut story = poisoned(AfterBatch, OnFailure::DeadLetter(DEAD_LETTERS.topic));
    story.until(program(|it| {
        matches!(it, ProgramEvent::DeadLetterAcknowledged { .. })
    }));
    story.crash(C1);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 22D1");
    assert_eq!(dead_letters(&story), 2);
}

/// Workers finish when they finish: here the second record's is done first. Nothing can be
/// committed before the first one's is.
#[test]
fn workers_complete_out_of_order() {
    let mut story = Shop::new(HandOffCompleted).open();
    let second = WorkerId(1);
    story.until(program(
        |it| matches!(it, ProgramEvent::WorkStarted { worker, .. } if *worker == second),
    ));
    let done = story.make(Choice::Work {
        consumer: C1,
        worker: second,
    });
    assert!(done.iter().any(effect(1)), "{done:?}");
    let until_first = story.until(effect(0));
    assert!(!until_first.iter().any(commit_sent), "{until_first:?}");
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

/// Two orders of one customer are with two workers, and the later one is done first: the ledger
/// counts the earlier one as out of order, once.
#[test]
fn a_workers_head_start_puts_a_customers_orders_out_of_order() {
    let mut shop = Shop::new(HandOffCompleted);
    shop.records_at_ms = (1..=40).collect();
    let mut story = shop.open();
    let seed = story.world().setup().seed;
    let customer = |offset: Offset| {
        let order = u32::try_from(offset + 1).expect("a few");
        Order::new(seed, order).customer
    };
    // Two workers take two at a time.
    let mut later = (1..40).step_by(2);
    let later = later.find(|&it| customer(it) == customer(it - 1));
    let later = later.expect("some customer orders twice in a row");
    let begun = story.until(program(
        |it| matches!(it, ProgramEvent::WorkStarted { offset, .. } if *offset == later),
    ));
    let worker = begun.iter().rev().find_map(|event| match event {
        Event::Program {
            what: ProgramEvent::WorkStarted { worker, .. },
            ..
        } => Some(*worker),
        _ => None,
    });
    let worker = worker.expect("it was waited for");
    story.make(Choice::Work {
        consumer: C1,
        worker,
    });
    assert_eq!(story.world().tally(GROUP).out_of_order, 0);
    let earlier = story.until(effect(later - 1));
    let late = |event: &Event| matches!(event, Event::EffectDone { out_of_order: true, offset, .. } if *offset == later - 1);
    assert!(earlier.iter().any(late), "{earlier:?}");
    story.for_ms(LONG_MS);
    assert_eq!(story.world().tally(GROUP).out_of_order, 1);
}
