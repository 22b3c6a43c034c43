//! Connections that break under a consumer. `NetworkClient.processDisconnection`, and what
//! `ConsumerCoordinator` and `AbstractCoordinator` make of a `DisconnectException`.

use crate::story::{
    C1, C2, GROUP, LONG_MS, Shop, Story, acknowledged, check, committed, effect, polled,
};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{CommitException, CommitTrigger, Event, JoinReason};
use offsetscope_core::network::{Client, Connection, Direction, Link, LogEnd, MessageKind};

fn link(connection: Connection, direction: Direction) -> Link {
    Link {
        client: Client::Consumer(C1),
        connection,
        direction,
    }
}

/// The connection to the coordinator breaks; what is under way in this direction is lost.
fn break_coordinator(story: &mut Story, direction: Direction) -> Vec<Event> {
    story.make(Choice::Disconnect(link(Connection::Coordinator, direction)))
}

fn commit_sent(event: &Event) -> bool {
    matches!(event, Event::CommitSent { .. })
}

fn lost_commit(by: CommitTrigger) -> Event {
    Event::CommitFailed {
        consumer: C1,
        trigger: by,
        exception: CommitException::RetriableCommitFailed,
    }
}

/// The request never arrived: nothing was stored. `commitSync` does not return; it asks again.
#[test]
fn commit_sync_asks_again_when_its_request_is_lost() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(commit_sent);
    break_coordinator(&mut story, Direction::ToBroker);
    assert_eq!(story.committed(), None);
    let again = story.until(acknowledged);
    assert_eq!(again.iter().filter(|it| commit_sent(it)).count(), 1);
    check(&story, "log 0..4, committed 4: 1111");
}

/// The commit was stored and nobody heard: it is sent and stored again, which changes nothing.
#[test]
fn commit_sync_asks_again_when_its_answer_is_lost() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(committed);
    break_coordinator(&mut story, Direction::ToClient);
    let again = story.until(acknowledged);
    let stored = |event: &Event| {
        matches!(
            event,
            Event::CommitApplied {
                previous: Some(4),
                offset: 4,
                ..
            }
        )
    };
    assert!(again.iter().any(stored));
    check(&story, "log 0..4, committed 4: 1111");
}

/// A commit that is under way arrives although its connection breaks, and is stored. Its answer
/// finds nobody, so it is sent again.
#[test]
fn an_answer_to_a_broken_connection_finds_nobody() {
    let mut shop = Shop::new(Strategy::AfterRecord);
    shop.records_at_ms = (1..=200).collect();
    shop.processing_ms = 90;
    shop.client.heartbeat_interval_ms = 311;
    let mut story = shop.open();
    let carries = |story: &Story, direction, kind| {
        let link = link(Connection::Coordinator, direction);
        let mut messages = story.world().network().on_link(link);
        messages.any(|message| message.kind() == kind)
    };
    while !(carries(&story, Direction::ToBroker, MessageKind::Commit)
        && carries(&story, Direction::ToClient, MessageKind::Heartbeat))
    {
        story.forward();
    }
    break_coordinator(&mut story, Direction::ToClient);
    let after = story.until(acknowledged);
    assert_eq!(after.iter().filter(|it| committed(it)).count(), 2);
    assert!(after.contains(&Event::AnswerLost(C1)));
}

/// `default.api.timeout.ms`: `commitSync` gives up, and the program goes on.
#[test]
fn commit_sync_gives_up_in_the_end() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.client.default_api_timeout_ms = 200;
    let mut story = shop.open();
    let timed_out = Event::CommitFailed {
        consumer: C1,
        trigger: CommitTrigger::CommitSync,
        exception: CommitException::Timeout,
    };
    story.until(commit_sent);
    let began_ms = story.now_ms();
    loop {
        break_coordinator(&mut story, Direction::ToBroker);
        let next = story.until(|event| commit_sent(event) || *event == timed_out);
        if next.contains(&timed_out) {
            break;
        }
    }
    assert_eq!(story.now_ms(), began_ms + 200);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed none: 1111");
}

/// An auto-commit that is lost is only logged; a `poll` tries again after `retry.backoff.ms`, not
/// after the interval.
#[test]
fn a_lost_auto_commit_is_tried_again_soon() {
    let mut story = Shop::new(Strategy::AutoCommit).open();
    story.until(commit_sent);
    let lost = break_coordinator(&mut story, Direction::ToBroker);
    assert!(lost.contains(&lost_commit(CommitTrigger::AutoCommit)));
    let began_ms = story.now_ms();
    story.until(commit_sent);
    let waited_ms = story.now_ms() - began_ms;
    assert!((100..200).contains(&waited_ms), "after {waited_ms} ms");
    story.until(committed);
    check(&story, "log 0..4, committed 4: 1111");
}

/// `onJoinPrepare` waits until the commit is stored, so the newcomer repeats nothing.
#[test]
fn a_lost_farewell_is_said_again() {
    let mut shop = Shop::new(Strategy::AutoCommit);
    shop.client.auto_commit_interval_ms = 600_000;
    let mut story = shop.with_a_second_member_to_come();
    story.until(effect(3));
    story.restart(C2);
    story.until(commit_sent);
    let lost = break_coordinator(&mut story, Direction::ToBroker);
    assert!(lost.contains(&lost_commit(CommitTrigger::BeforeRebalance)));
    let again = story.until(|event| matches!(event, Event::PartitionsRevoked { .. }));
    assert!(
        again.iter().any(acknowledged),
        "revoked before it was stored"
    );
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

/// A process that never heard its first member id asks for another. The first stays with the
/// coordinator until it expires (KIP-394).
#[test]
fn a_member_id_that_was_never_heard_is_left_behind() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(|event| matches!(event, Event::MemberIdGiven { .. }));
    break_coordinator(&mut story, Direction::ToClient);
    let joined = story.until(|event| matches!(event, Event::MemberIdGiven { .. }));
    let again = Event::JoinSent {
        consumer: C1,
        reason: JoinReason::Disconnected,
    };
    assert!(joined.contains(&again));
    let pending = story.world().coordinator().group(GROUP).pending_members();
    assert_eq!(pending.len(), 2);
    story.until(|event| matches!(event, Event::MemberIdExpired { .. }));
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

/// A member whose join was answered unheard is known by its id: the group goes on with it, in the
/// same generation.
#[test]
fn a_join_whose_answer_is_lost_is_answered_again() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    let began = |event: &Event| matches!(event, Event::GenerationStarted { .. });
    story.until(began);
    break_coordinator(&mut story, Direction::ToClient);
    let after = story.for_ms(LONG_MS);
    assert!(!after.iter().any(began), "one generation is enough");
    assert_eq!(story.world().coordinator().group(GROUP).generation(), 1);
    check(&story, "log 0..4, committed 4: 1111");
}

/// What was fetched and lost is fetched again, from the same position.
#[test]
fn lost_records_are_fetched_again() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(|event| matches!(event, Event::FetchServed(_)));
    story.make(Choice::Disconnect(link(
        Connection::Leader,
        Direction::ToClient,
    )));
    let after = story.for_ms(LONG_MS);
    assert!(after.contains(&Event::FetchServed(C1)));
    check(&story, "log 0..4, committed 4: 1111");
}

/// `OffsetFetch` and `ListOffsets`: without an answer there is no position, so the question is asked
/// again.
#[test]
fn a_lost_question_for_a_position_is_asked_again() {
    let asked_committed = Event::CommittedOffsetsAsked(C1);
    let asked_ends = Event::LogEndsAsked {
        consumer: C1,
        end: LogEnd::Earliest,
    };
    for (asked, connection) in [
        (asked_committed, Connection::Coordinator),
        (asked_ends, Connection::Leader),
    ] {
        for direction in [Direction::ToBroker, Direction::ToClient] {
            let mut story = Shop::new(Strategy::AfterBatch).open();
            story.until(|event| *event == asked);
            if direction == Direction::ToClient {
                story.make(Choice::Deliver(link(connection, Direction::ToBroker)));
            }
            story.make(Choice::Disconnect(link(connection, direction)));
            let again = story.until(polled(C1));
            assert!(again.contains(&asked), "{asked:?} {direction:?}");
        }
    }
}
