//! The network between a client and its broker fails for a while. Neither is told: the broker hears
//! nothing from the member, the client nothing from the broker (`NetworkClient.handleTimedOutRequests`).

use crate::story::{C1, C2, GROUP, LONG_MS, Shop, acknowledged, check, committed, effect};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{CommitException, CommitTrigger, Event};
use offsetscope_core::ids::ProducerId;
use offsetscope_core::network::{Client, Connection, Direction, Link};

const MEMBER: Client = Client::Consumer(C1);

fn commit_sent(event: &Event) -> bool {
    matches!(event, Event::CommitSent { .. })
}

fn gave_up(event: &Event) -> bool {
    matches!(event, Event::Disconnected { .. })
}

/// A short one is only slow: what TCP has to send arrives, once.
#[test]
fn a_short_cut_delays_and_nothing_else() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(commit_sent);
    story.make(Choice::Cut(MEMBER));
    let meanwhile = story.for_ms(5_000);
    assert!(!meanwhile.iter().any(committed));
    story.make(Choice::Heal(MEMBER));
    let after = story.for_ms(LONG_MS);
    assert_eq!(after.iter().filter(|it| committed(it)).count(), 1);
    assert!(!after.iter().any(gave_up));
    check(&story, "log 0..4, committed 4: 1111");
    assert_eq!(story.world().coordinator().group(GROUP).generation(), 1);
}

/// Longer than the session: the others do its work, and what it has done was done for nothing.
#[test]
fn who_is_cut_off_for_longer_than_its_session_works_on_in_vain() {
    let mut story = Shop::new(Strategy::AfterRecord).with_a_second_member_to_come();
    story.until(|event| matches!(event, Event::ProcessingStarted { .. }));
    story.make(Choice::Cut(MEMBER));
    story.restart(C2);
    let meanwhile = story.for_ms(20_000);
    assert!(meanwhile.iter().any(effect(0)), "it does not know");
    check(&story, "log 0..4, committed 4: 2111");
    story.make(Choice::Heal(MEMBER));
    let refused = Event::CommitFailed {
        consumer: C1,
        trigger: CommitTrigger::CommitSync,
        exception: CommitException::CommitFailed,
    };
    story.until(|event| *event == refused);
    story.for_ms(LONG_MS);
    let group = story.world().coordinator().group(GROUP);
    assert_eq!(group.members().len(), 2, "it is a member again");
}

/// `request.timeout.ms`: the connection is given up, and what was asked is asked again.
#[test]
fn an_answer_that_does_not_come_is_given_up_after_the_request_timeout() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.client.request_timeout_ms = 3_000;
    let mut story = shop.open();
    story.until(committed);
    story.make(Choice::Cut(MEMBER));
    let began_ms = story.now_ms();
    let coordinator = |event: &Event| {
        let connection = Connection::Coordinator;
        matches!(event, Event::Disconnected { connection: it, answers_lost: 1, .. } if *it == connection)
    };
    story.until(coordinator);
    assert_eq!(story.now_ms() - began_ms, 3_000);
    story.until(commit_sent);
    story.make(Choice::Heal(MEMBER));
    let again = story.until(acknowledged);
    assert!(again.iter().any(committed), "it is stored once more");
    check(&story, "log 0..4, committed 4: 1111");
}

/// A Java member of whose heartbeats none is answered for a session takes its coordinator for lost
/// (`AbstractCoordinator.HeartbeatThread`), long before `request.timeout.ms`.
#[test]
fn a_member_that_hears_nothing_for_a_session_gives_its_coordinator_up() {
    let session_ms = 10_000;
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.client.session_timeout_ms = session_ms;
    assert!(shop.client.request_timeout_ms > 2 * session_ms);
    let mut story = shop.open();
    story.until(acknowledged);
    story.make(Choice::Cut(MEMBER));
    let began_ms = story.now_ms();
    let coordinator = |event: &Event| {
        let connection = Connection::Coordinator;
        matches!(event, Event::Disconnected { connection: it, .. } if *it == connection)
    };
    story.until(coordinator);
    let waited_ms = story.now_ms() - began_ms;
    assert!(waited_ms >= session_ms, "{waited_ms}");
    assert!(waited_ms < 2 * session_ms, "{waited_ms}");
}

/// A commit that is stored, and an answer that does not come: the next owner begins behind it,
/// although the one that has sent it does not know.
#[test]
fn a_commit_can_be_stored_whose_sender_never_hears_of_it() {
    let mut story = Shop::new(Strategy::AfterBatch).with_a_second_member_to_come();
    story.until(committed);
    story.make(Choice::Cut(MEMBER));
    story.restart(C2);
    let after = story.for_ms(LONG_MS);
    assert!(!after.iter().any(acknowledged));
    check(&story, "log 0..4, committed 4: 1111");
}

/// A producer that is cut off keeps its records and sends them when it can; idempotence keeps them
/// single, whatever had arrived.
#[test]
fn a_producer_sends_again_when_the_network_is_back() {
    let producer = Client::Producer(ProducerId(3));
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.producer.request_timeout_ms = 2_000;
    let mut story = shop.open();
    story.until(|event| {
        matches!(
            event,
            Event::RecordsSent {
                producer: ProducerId(3),
                ..
            }
        )
    });
    story.make(Choice::Cut(producer));
    story.for_ms(10_000);
    check(&story, "log 0..3, committed 3: 111");
    story.make(Choice::Heal(producer));
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

/// A delay keeps the order on its link, and moves nothing but time.
#[test]
fn what_is_delayed_arrives_later_and_in_order() {
    let link = Link {
        client: MEMBER,
        connection: Connection::Coordinator,
        direction: Direction::ToBroker,
    };
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(commit_sent);
    let sent_ms = story.now_ms();
    let before = story.world().clone();
    story.make(Choice::Delay { link, by_ms: 700 });
    assert!(before == *story.world());
    story.until(committed);
    assert_eq!(story.now_ms(), sent_ms + 10 + 700);
    check(&story, "log 0..4, committed 4: 1111");
}

/// There is nothing to delay on an empty link, and no delay without a length.
#[test]
fn what_is_not_on_its_way_cannot_be_delayed() {
    let story = Shop::new(Strategy::AfterBatch).open();
    let link = Link {
        client: MEMBER,
        connection: Connection::Coordinator,
        direction: Direction::ToBroker,
    };
    for by_ms in [1, 0, -5, i64::MAX] {
        let mut world = story.world().clone();
        let choice = Choice::Delay { link, by_ms };
        let refused = world.apply(
            choice,
            0,
            &mut offsetscope_core::effects::Effects::default(),
        );
        assert!(refused.is_err(), "{by_ms}");
    }
}
