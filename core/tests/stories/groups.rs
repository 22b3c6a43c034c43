//! Joining, crashing, coming back, and zombies. Section 6 of the semantics.

use crate::story::{C1, C2, GROUP, LONG_MS, Shop, Story, check, committed, effect, polled};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{CommitException, Event, JoinReason};
use offsetscope_core::group::GroupState;
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::MemberId;
use offsetscope_core::timer::Timer;

const FIRST: MemberId = MemberId {
    consumer: C1,
    number: 1,
};

fn state(story: &Story) -> GroupState {
    story.world().coordinator().group(GROUP).state()
}

fn generation_started(event: &Event) -> bool {
    matches!(event, Event::GenerationStarted { .. })
}

fn session_expired(event: &Event) -> bool {
    matches!(event, Event::SessionExpired { .. })
}

/// KIP-394: a process without an id is given one and must ask again (`MEMBER_ID_REQUIRED`). The id
/// alone makes it no member and starts no rebalance.
#[test]
fn a_member_id_is_given_before_one_may_join() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(|event| matches!(event, Event::MemberIdGiven { .. }));
    let group = story.world().coordinator().group(GROUP);
    assert_eq!(group.pending_members(), [FIRST]);
    assert_eq!(
        (group.state(), group.members().len()),
        (GroupState::Empty, 0)
    );
    story.until(generation_started);
    let group = story.world().coordinator().group(GROUP);
    assert_eq!(group.pending_members(), []);
    assert_eq!((group.generation(), group.leader()), (1, Some(FIRST)));
}

/// `g09`: after a crash nobody reads the partition until `session.timeout.ms`. A newcomer's join
/// waits for the dead member.
#[test]
fn a_crash_blocks_partitions_until_the_session_timeout() {
    let mut story = Shop::new(Strategy::AfterRecord).with_a_second_member_to_come();
    story.until(effect(2));
    story.crash(C1);
    let crashed_at_ms = story.now_ms();
    assert_eq!(
        state(&story),
        GroupState::Stable,
        "the coordinator is not told"
    );
    story.restart(C2);
    let waiting = story.until(session_expired);
    assert!(
        !waiting.iter().any(polled(C2)),
        "the newcomer reads too early"
    );
    let started = waiting.iter().position(generation_started);
    assert!(
        started > waiting.iter().position(session_expired),
        "it waits for the dead one"
    );
    let silent_ms = story.now_ms() - crashed_at_ms;
    assert!(
        (7_000..=10_000).contains(&silent_ms),
        "expired after {silent_ms} ms"
    );
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1121");
}

/// A process that comes back at once is a new member. Its old id is still in the group, which
/// waits for it: a quick restart is as slow as a slow one.
#[test]
fn a_quick_restart_waits_for_its_own_old_id() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(committed);
    story.crash(C1);
    story.restart(C1);
    story.until(|event| matches!(event, Event::MemberJoined { .. }));
    let ids = |story: &Story| {
        let members = story.world().coordinator().group(GROUP).members();
        members
            .iter()
            .map(|member| member.id.number)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&story), [1, 2]);
    let waiting = story.until(generation_started);
    assert!(
        waiting.iter().any(session_expired),
        "the generation began before the dead one was out"
    );
    assert_eq!(ids(&story), [2]);
}

/// Nobody is left: the group is empty, and keeps its offsets.
#[test]
fn a_group_without_members_keeps_its_offsets() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(committed);
    story.crash(C1);
    story.until(session_expired);
    assert_eq!(state(&story), GroupState::Empty);
    check(&story, "log 0..4, committed 4: 1111");
}

/// A zombie: its session has expired without its knowing. Its late commit is refused and thrown as
/// `CommitFailedException`; it loses its partitions, joins anew and repeats the batch.
#[test]
fn a_zombies_commit_is_refused() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(effect(1));
    assert!(!story.world().is_fenced(C1));
    story.make(Choice::Fire(Timer::Session {
        group: GROUP,
        member: FIRST,
    }));
    assert!(story.world().is_fenced(C1), "and it does not know");
    let late = story.until(|event| matches!(event, Event::CommitFailed { .. }));
    assert!(!story.world().is_fenced(C1), "now it does");
    let refused = |event: &Event| {
        matches!(
            event,
            Event::RequestRefused {
                error: GroupError::UnknownMemberId,
                ..
            }
        )
    };
    assert!(late.iter().any(refused));
    let failed = |event: &Event| {
        matches!(
            event,
            Event::CommitFailed {
                exception: CommitException::CommitFailed,
                ..
            }
        )
    };
    assert!(late.iter().any(failed));
    check(&story, "log 0..4, committed none: 1111");
    let lost = story.until(|event| matches!(event, Event::JoinSent { .. }));
    assert!(
        lost.iter()
            .any(|event| matches!(event, Event::PartitionsLost { .. }))
    );
    let reason = JoinReason::LostMembership;
    assert!(lost.contains(&Event::JoinSent {
        consumer: C1,
        reason
    }));
    let heard = |event: &Event| matches!(event, Event::HeartbeatAnswered { .. });
    assert!(!lost.iter().any(heard), "the refusal itself has told it");
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 2222");
}

/// Semantics 0, number 13: the broker fences a zombie's commit, not its effects. Two owners work
/// on the same records for a while.
#[test]
fn a_zombies_effects_are_not_fenced() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.processing_ms = 2_000;
    let mut story = shop.with_a_second_member_to_come();
    story.until(effect(0));
    story.make(Choice::Fire(Timer::Session {
        group: GROUP,
        member: FIRST,
    }));
    story.restart(C2);
    story.until(polled(C2));
    let meanwhile = story.until(committed);
    let effect_of = |by| move |event: &Event| matches!(event, Event::EffectDone { consumer, .. } if *consumer == by);
    assert!(meanwhile.iter().any(effect_of(C1)), "the zombie goes on");
    assert!(
        meanwhile.iter().any(effect_of(C2)),
        "and so does the new owner"
    );
}

/// `h06`: while the group waits for joins, a member of the current generation may still commit.
#[test]
fn a_commit_while_the_group_waits_for_joins_is_taken() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.processing_ms = 2_000;
    let mut story = shop.with_a_second_member_to_come();
    story.until(effect(0));
    story.restart(C2);
    story.until(|event| matches!(event, Event::RebalanceStarted { .. }));
    story.until(committed);
    assert_eq!(state(&story), GroupState::PreparingRebalance);
    check(&story, "log 0..4, committed 4: 1111");
}

/// `h08`, first half: who has not rejoined when the rebalance timeout (`max.poll.interval.ms`) is
/// over is out of the group. A client that lives would have left by itself before that.
#[test]
fn who_does_not_rejoin_in_time_is_out() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.processing_ms = 5_000;
    let mut story = shop.with_a_second_member_to_come();
    story.until(effect(0));
    story.restart(C2);
    story.until(|event| matches!(event, Event::RebalanceStarted { .. }));
    let deadline = story.make(Choice::Fire(Timer::JoinDeadline(GROUP)));
    let removed = |event: &Event| matches!(event, Event::MemberRemoved { .. });
    assert!(deadline.iter().any(removed));
    let failed = story.until(|event| matches!(event, Event::CommitFailed { .. }));
    assert!(failed.iter().any(effect(3)), "it had gone on working");
    assert!(
        failed.iter().any(polled(C2)),
        "while another owns what it works on"
    );
    assert_eq!(story.committed(), None);
}

/// `j10`: with more members than partitions, some have nothing to do.
#[test]
fn more_members_than_partitions_leave_one_idle() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.members = 2;
    let mut story = shop.open();
    story.for_ms(LONG_MS);
    let members = story.world().coordinator().group(GROUP).members();
    let mut shares: Vec<_> = members
        .iter()
        .map(|member| member.assignment.len())
        .collect();
    shares.sort_unstable();
    assert_eq!(shares, [0, 1]);
    check(&story, "log 0..4, committed 4: 1111");
}

/// `AbstractCoordinator.handlePollTimeoutExpiry`: four records take longer than the program may stay
/// away from `poll`. Heartbeats go on all the while, and do not help.
#[test]
fn who_polls_too_seldom_is_out() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.processing_ms = 6_000;
    shop.client.max_poll_interval_ms = 20_000;
    let mut story = shop.open();
    story.until(polled(C1));
    let returned_ms = story.now_ms();
    let events = story.until(|event| matches!(event, Event::PollTimeoutExpired(_)));
    assert_eq!(story.now_ms() - returned_ms, 20_000);
    let expired = |event: &Event| matches!(event, Event::SessionExpired { .. });
    assert!(!events.iter().any(expired), "heartbeats were heard");
    let events = story.until(|event| matches!(event, Event::PartitionsLost { .. }));
    let failed = |event: &Event| {
        matches!(
            event,
            Event::CommitFailed {
                exception: CommitException::CommitFailed,
                ..
            }
        )
    };
    assert!(
        events.iter().any(failed),
        "the batch is done, and not committed"
    );
    story.until(effect(0));
    check(&story, "log 0..4, committed none: 2111");
}
