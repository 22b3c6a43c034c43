//! Processes that stand still: a long garbage collection, `SIGSTOP`. Nothing of them runs, not even
//! the thread that sends heartbeats, so the coordinator takes them for dead (section 6).

use crate::story::{C1, C2, GROUP, LONG_MS, Shop, Story, check, committed, effect};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{CommitException, Event};
use offsetscope_core::timer::Timer;

/// Longer than `session.timeout.ms`.
const TOO_LONG_MS: i64 = 11_000;

fn commit_refused(event: &Event) -> bool {
    matches!(
        event,
        Event::CommitFailed {
            consumer: C1,
            exception: CommitException::CommitFailed,
            ..
        }
    )
}

/// The first member stands still with the first record in hand, for so long; the second, if there is
/// one, goes on.
fn paused_with_the_first_record(story: &mut Story, for_ms: i64) {
    story.until(|event| matches!(event, Event::ProcessingStarted { consumer: C1, .. }));
    story.make(Choice::Pause(C1));
    let meanwhile = story.for_ms(for_ms);
    let is_its_own = |event: &&Event| {
        matches!(
            event,
            Event::EffectDone { consumer: C1, .. }
                | Event::HeartbeatSent(C1)
                | Event::CommitSent { consumer: C1, .. }
        )
    };
    assert_eq!(meanwhile.iter().find(is_its_own), None);
    story.make(Choice::Resume(C1));
}

/// A pause shorter than the session changes nothing but the time.
#[test]
fn a_short_pause_goes_unnoticed() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    paused_with_the_first_record(&mut story, 5_000);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
    assert_eq!(story.world().coordinator().group(GROUP).generation(), 1);
}

/// The zombie: another member has done its work; it wakes up, finishes the record that it has in
/// hand, and only its commit is refused. What it did is done.
#[test]
fn a_long_pause_makes_a_zombie_whose_commit_is_refused() {
    let mut story = Shop::new(Strategy::AfterRecord).with_a_second_member_to_come();
    story.restart(C2);
    paused_with_the_first_record(&mut story, TOO_LONG_MS + LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
    let woken = story.until(commit_refused);
    assert!(woken.iter().any(effect(0)), "{woken:?}");
    check(&story, "log 0..4, committed 4: 2111");
    story.for_ms(LONG_MS);
    let group = story.world().coordinator().group(GROUP);
    assert_eq!(group.members().len(), 2, "it is a member again");
}

/// Alone in its group it is out as well: nobody has done its work, its commit is refused, and it
/// joins again and repeats.
#[test]
fn a_long_pause_of_the_only_member_repeats_the_batch() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    paused_with_the_first_record(&mut story, TOO_LONG_MS);
    assert!(story.world().is_fenced(C1));
    story.until(commit_refused);
    check(&story, "log 0..4, committed none: 1111");
    story.until(committed);
    check(&story, "log 0..4, committed 4: 2222");
}

/// A timer that came due meanwhile fires when the process goes on, and a record that was half
/// processed takes the other half.
#[test]
fn what_was_overdue_comes_at_once_and_work_takes_its_time() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.processing_ms = 1_000;
    let mut story = shop.open();
    story.until(|event| matches!(event, Event::ProcessingStarted { .. }));
    let began_ms = story.now_ms();
    story.for_ms(400);
    story.make(Choice::Pause(C1));
    story.for_ms(5_000);
    let overdue = Choice::Fire(Timer::Heartbeat(C1));
    assert!(!story.world().choices().contains(&overdue));
    story.make(Choice::Resume(C1));
    let resumed_ms = story.now_ms();
    story.until(|event| *event == Event::HeartbeatSent(C1));
    assert_eq!(story.now_ms(), resumed_ms);
    story.until(effect(0));
    assert_eq!(story.now_ms(), began_ms + 1_000 + 5_000);
}

/// What was on its way to it waits in its socket; a connection does not break under who cannot notice.
#[test]
fn an_answer_waits_in_the_socket() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(committed);
    story.make(Choice::Pause(C1));
    let heard = |event: &Event| matches!(event, Event::CommitAcknowledged { .. });
    assert!(!story.for_ms(5_000).iter().any(heard));
    let choices = story.world().choices();
    assert!(!choices.iter().any(|it| matches!(it, Choice::Disconnect(_))));
    story.make(Choice::Resume(C1));
    assert!(story.for_ms(0).iter().any(heard), "it is there already");
}

/// `kill -9` kills it all the same, and the next process is a new one.
#[test]
fn who_stands_still_can_be_killed() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(effect(0));
    story.make(Choice::Pause(C1));
    story.for_ms(1_000);
    story.crash(C1);
    story.for_ms(1_000);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 2111");
}
