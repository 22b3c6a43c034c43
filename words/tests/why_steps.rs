//! Why a commit or a rebalance went as it did: whole chains, read and checked by hand against the list of
//! events.

use offsetscope_core::choice::Choice;
use offsetscope_core::client::Assignor;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::Event;
use offsetscope_core::explain::{Asked, question};
use offsetscope_core::history::History;
use offsetscope_core::history::causality::Causality;
use offsetscope_core::ids::{ConsumerId, GroupId};
use offsetscope_core::network::{Client, Connection, Direction, Link};
use offsetscope_core::scenario::Scenario;
use offsetscope_core::search::Size;
use offsetscope_core::setup::Setup;
use offsetscope_core::timer::Timer;
use offsetscope_core::world::World;
use offsetscope_words::{Why, why_of_step};
use std::sync::Arc;

const GROUP: GroupId = GroupId(0);
const C1: ConsumerId = ConsumerId(0);
const C2: ConsumerId = ConsumerId(1);

/// A run, and what is known of its messages.
struct Told {
    run: History,
    opening: World,
}

fn shop(strategy: Strategy) -> Told {
    let size = Size {
        members: Some(2),
        partitions: Some(2),
    };
    let mut setup = Scenario::Shop.setup(1).only(GROUP, size);
    setup.groups[0].strategy = strategy;
    Told::of(setup)
}

impl Told {
    fn of(setup: Setup) -> Self {
        let run = History::new(Arc::new(setup));
        Self {
            opening: run.current().world.clone(),
            run,
        }
    }

    /// Goes on until something happens.
    fn until(&mut self, is_so: impl Fn(&Event) -> bool) -> usize {
        for _ in 0..5_000 {
            assert!(self.run.forward(), "a shop does not end");
            let last = self.run.last_entry().expect("it has gone on");
            if last.events.iter().any(&is_so) {
                return self.run.cursor();
            }
        }
        panic!("it does not happen");
    }

    fn make(&mut self, choice: Choice) -> usize {
        let now_ms = self.run.current().clock.now_ms();
        self.run.inject(choice, now_ms).expect("it can happen");
        self.run.cursor()
    }

    /// Everything that can be asked about a step.
    fn whys(&self, step: usize) -> Vec<Why> {
        let mut again = self.run.clone();
        again.seek(0);
        let mut causality = Causality::beginning_at(again.current());
        while again.cursor() < self.run.cursor() && again.forward() {
            let entry = again.last_entry().expect("it has gone on");
            causality.take_in(entry.choice, again.last_effects());
        }
        let world = &self.run.current().world;
        why_of_step(&self.opening, self.run.past(), &causality, step, world)
    }

    /// The answer and its reasons, a line each.
    fn told(&self, step: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for why in self.whys(step) {
            lines.push(why.answer);
            lines.extend(
                why.reasons
                    .iter()
                    .map(|it| format!("{}: {}", it.step, it.said)),
            );
        }
        lines
    }
}

fn sent_by(who: ConsumerId) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::CommitSent { consumer, .. } if *consumer == who)
}

fn is_stable(event: &Event) -> bool {
    matches!(event, Event::GroupStable { .. })
}

fn has_position(who: ConsumerId) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::PositionSet { consumer, .. } if *consumer == who)
}

fn link(who: ConsumerId, direction: Direction) -> Link {
    Link {
        client: Client::Consumer(who),
        connection: Connection::Coordinator,
        direction,
    }
}

impl Told {
    /// The last step of its kind.
    fn last(&self, is_so: impl Fn(&Event) -> bool) -> usize {
        let place = self
            .run
            .past()
            .iter()
            .rposition(|it| it.events.iter().any(&is_so));
        place.expect("it has happened") + 1
    }

    fn go_on(&mut self, steps: usize) {
        for _ in 0..steps {
            assert!(self.run.forward(), "a shop does not end");
        }
    }
}

fn is_start(event: &Event) -> bool {
    matches!(event, Event::RebalanceStarted { .. })
}

#[test]
fn a_commit_that_went_well() {
    let mut told = shop(Strategy::AfterBatch);
    let sent = told.until(sent_by(C1));
    assert_eq!(
        told.told(sent),
        [
            "The commitSync of fulfilment-1, orders-0 at 1, is on its way to the coordinator.",
            "15: poll returns orders-0 offset 0 to fulfilment-1. Its position moves past that at once, processed or not.",
            "34: fulfilment-1 commits orders-0 at 1 and waits for the answer.",
        ]
    );
    let stored = told.until(|it| matches!(it, Event::CommitApplied { .. }));
    let heard = told.until(|it| matches!(it, Event::CommitAcknowledged { .. }));
    assert_eq!(
        told.told(sent),
        [
            "The commitSync of fulfilment-1, orders-0 at 1, was stored, and fulfilment-1 has heard so. Of what it went past, all that poll had returned to anybody was done.",
            "15: poll returns orders-0 offset 0 to fulfilment-1. Its position moves past that at once, processed or not.",
            "34: fulfilment-1 commits orders-0 at 1 and waits for the answer.",
            "36: The coordinator stores the commit: fulfilment will go on with orders-0 at 1.",
            "39: fulfilment-1 hears that its commit is stored.",
        ]
    );
    for step in [stored, heard] {
        assert_eq!(
            told.told(step),
            told.told(sent),
            "whichever step is asked about"
        );
    }
}

#[test]
fn a_commit_that_went_past_what_was_not_done() {
    let mut told = shop(Strategy::BeforeProcessing);
    let sent = told.until(sent_by(C1));
    told.until(|it| matches!(it, Event::CommitAcknowledged { .. }));
    assert_eq!(
        told.told(sent),
        [
            "The commitSync of fulfilment-1, orders-0 at 1, was stored, and fulfilment-1 has heard so. It went past order 2, which poll had returned and which had not taken effect. From then on only fulfilment-1 itself could still see to that: whoever begins there does not read it.",
            "18: poll returns orders-0 offset 0 to fulfilment-1. Its position moves past that at once, processed or not.",
            "19: fulfilment-1 commits orders-0 at 1 and waits for the answer.",
            "22: The coordinator stores the commit: fulfilment will go on with orders-0 at 1.",
            "26: fulfilment-1 hears that its commit is stored.",
        ]
    );
}

#[test]
fn a_commit_that_was_lost_on_its_way() {
    let mut told = shop(Strategy::AfterBatch);
    let sent = told.until(sent_by(C1));
    let broken = told.make(Choice::Disconnect(link(C1, Direction::ToBroker)));
    assert_eq!(
        told.told(sent),
        [
            "The commitSync of fulfilment-1, orders-0 at 1, never arrived: the connection to the coordinator broke while it was on its way. The group still stands in orders-0 with nothing committed.",
            "15: poll returns orders-0 offset 0 to fulfilment-1. Its position moves past that at once, processed or not.",
            "34: fulfilment-1 commits orders-0 at 1 and waits for the answer.",
            "35: The connection of fulfilment-1 to its group coordinator breaks. Lost on the way: 1 request. The broker never hears of it.",
        ]
    );
    assert_eq!(told.told(broken), told.told(sent));
}

#[test]
fn a_commit_whose_sender_was_thrown_out_meanwhile() {
    let mut told = shop(Strategy::AfterBatch);
    let sent = told.until(sent_by(C1));
    let choices = told.run.current().world.choices();
    let is_session = |it: &Choice| matches!(it, Choice::Fire(Timer::Session { member, .. }) if member.consumer == C1);
    told.make(
        choices
            .into_iter()
            .find(is_session)
            .expect("it is a member"),
    );
    told.go_on(80);
    assert_eq!(
        told.told(sent),
        [
            "The commitSync of fulfilment-1, orders-0 at 1, was refused with UNKNOWN_MEMBER_ID: fulfilment-1 took itself for a member of fulfilment, and was none any more. The group still stands in orders-0 with nothing committed.",
            "15: poll returns orders-0 offset 0 to fulfilment-1. Its position moves past that at once, processed or not.",
            "34: fulfilment-1 commits orders-0 at 1 and waits for the answer.",
            "35: The coordinator has not heard from fulfilment-1 for session.timeout.ms and removes it from fulfilment.",
            "35: fulfilment begins to rebalance, because fulfilment-1 is gone.",
            "37: The coordinator of fulfilment turns fulfilment-1 away with UNKNOWN_MEMBER_ID: it is not a member any more.",
            "40: The commit of fulfilment-1 fails with CommitFailedException. No record is lost by that: what was not committed is read again.",
            "107: poll returns orders-0 offsets 0 to 4 to fulfilment-1. Its position moves past that at once, processed or not.",
        ]
    );
    let started = told.last(is_start);
    assert_eq!(
        told.told(started),
        [
            "fulfilment rebalanced because the coordinator heard nothing of fulfilment-1 until session.timeout.ms was over. fulfilment-1 gave up or lost orders-0, and got the same again. It makes the group read 1 record again; all of it had been charged before, and is once more unless something prevents it.",
            "25: The coordinator hears the heartbeat of fulfilment-1.",
            "35: The coordinator has not heard from fulfilment-1 for session.timeout.ms and removes it from fulfilment.",
            "35: fulfilment begins to rebalance, because fulfilment-1 is gone.",
            "40: The commit of fulfilment-1 fails with CommitFailedException. No record is lost by that: what was not committed is read again.",
            "43: fulfilment-1 finds out that it no longer owns orders-0.",
            "57: The coordinator stores the commit: fulfilment will go on with orders-1 at 2.",
            "59: fulfilment-2 gives up orders-1. Its positions go with them.",
            "62: Generation 2 of fulfilment begins with 2 members. fulfilment-2 leads it and will assign the partitions.",
            "64: fulfilment-2, the leader, assigns: fulfilment-1 gets orders-0; fulfilment-2 gets orders-1.",
            "91: fulfilment-1 begins orders-0 at offset 0: nothing valid was committed, so auto.offset.reset decides. poll had returned 1 record from there on to somebody already.",
        ]
    );
}

#[test]
fn a_crash_with_a_commit_on_its_way_and_the_rebalance_after_it() {
    let mut told = shop(Strategy::AfterBatch);
    let sent = told.until(sent_by(C1));
    told.make(Choice::Crash(C1));
    let started = told.until(is_start);
    assert_eq!(
        told.told(sent),
        [
            "The commitSync of fulfilment-1, orders-0 at 1, was stored, but the answer never reached fulfilment-1: it cannot know. Of what it went past, all that poll had returned to anybody was done.",
            "15: poll returns orders-0 offset 0 to fulfilment-1. Its position moves past that at once, processed or not.",
            "34: fulfilment-1 commits orders-0 at 1 and waits for the answer.",
            "35: fulfilment-1 crashes. It had nothing in hand. The coordinator does not know yet: it waits for a heartbeat until the session times out.",
            "37: The coordinator stores the commit: fulfilment will go on with orders-0 at 1.",
            "37: An answer for fulfilment-1 finds nobody: the process is gone, or its connection.",
        ]
    );
    told.until(is_stable);
    told.until(has_position(C2));
    assert_eq!(
        told.told(started),
        [
            "fulfilment rebalanced because fulfilment-1 had crashed, and the coordinator heard nothing of it until session.timeout.ms was over. orders-0 went from fulfilment-1 to fulfilment-2. Nothing is read again by it.",
            "25: The coordinator hears the heartbeat of fulfilment-1.",
            "35: fulfilment-1 crashes. It had nothing in hand. The coordinator does not know yet: it waits for a heartbeat until the session times out.",
            "93: The coordinator has not heard from fulfilment-1 for session.timeout.ms and removes it from fulfilment.",
            "93: fulfilment begins to rebalance, because fulfilment-1 is gone.",
            "114: The coordinator stores the commit: fulfilment will go on with orders-1 at 5.",
            "118: fulfilment-2 gives up orders-1. Its positions go with them.",
            "123: Generation 2 of fulfilment begins with 1 member. fulfilment-2 leads it and will assign the partitions.",
            "126: fulfilment-2, the leader, assigns: fulfilment-2 gets orders-0 and orders-1.",
            "135: fulfilment-2 begins orders-0 at offset 1: that is what was committed.",
        ]
    );
}

#[test]
fn a_crash_before_the_commit_and_what_is_read_again() {
    let mut told = shop(Strategy::AfterBatch);
    told.until(|it| matches!(it, Event::EffectDone { consumer: C1, .. }));
    told.make(Choice::Crash(C1));
    let started = told.until(is_start);
    assert_eq!(
        told.told(started),
        [
            "fulfilment rebalanced because fulfilment-1 had crashed, and the coordinator heard nothing of it until session.timeout.ms was over. It is not over: no partition has changed hands yet.",
            "25: The coordinator hears the heartbeat of fulfilment-1.",
            "33: fulfilment-1 crashes. It had nothing in hand. The coordinator does not know yet: it waits for a heartbeat until the session times out.",
            "86: The coordinator has not heard from fulfilment-1 for session.timeout.ms and removes it from fulfilment.",
            "86: fulfilment begins to rebalance, because fulfilment-1 is gone.",
        ]
    );
    told.until(is_stable);
    told.until(has_position(C2));
    told.until(has_position(C2));
    assert_eq!(
        told.told(started),
        [
            "fulfilment rebalanced because fulfilment-1 had crashed, and the coordinator heard nothing of it until session.timeout.ms was over. orders-0 went from fulfilment-1 to fulfilment-2. It makes the group read 1 record again; all of it had been charged before, and is once more unless something prevents it.",
            "25: The coordinator hears the heartbeat of fulfilment-1.",
            "33: fulfilment-1 crashes. It had nothing in hand. The coordinator does not know yet: it waits for a heartbeat until the session times out.",
            "86: The coordinator has not heard from fulfilment-1 for session.timeout.ms and removes it from fulfilment.",
            "86: fulfilment begins to rebalance, because fulfilment-1 is gone.",
            "91: The coordinator stores the commit: fulfilment will go on with orders-1 at 4.",
            "112: The coordinator stores the commit: fulfilment will go on with orders-1 at 5.",
            "116: fulfilment-2 gives up orders-1. Its positions go with them.",
            "121: Generation 2 of fulfilment begins with 1 member. fulfilment-2 leads it and will assign the partitions.",
            "124: fulfilment-2, the leader, assigns: fulfilment-2 gets orders-0 and orders-1.",
            "138: fulfilment-2 begins orders-0 at offset 0: nothing valid was committed, so auto.offset.reset decides. poll had returned 1 record from there on to somebody already.",
        ]
    );
}

#[test]
fn a_member_that_stops_gives_its_partitions_up_first() {
    let mut told = shop(Strategy::AfterBatch);
    told.go_on(30);
    told.make(Choice::Stop(C2));
    let revoked = told.until(|it| matches!(it, Event::PartitionsRevoked { consumer: C2, .. }));
    let started = told.until(is_start);
    told.until(is_stable);
    told.until(has_position(C1));
    assert_eq!(
        told.told(started),
        [
            "fulfilment rebalanced because fulfilment-2 was asked to stop and left. fulfilment-1 got orders-1, which fulfilment-2 had given up. Nothing is read again by it.",
            "31: fulfilment-2 is asked to stop: the next call that waits will throw WakeupException.",
            "34: fulfilment-2 gives up orders-1. Its positions go with them.",
            "38: fulfilment begins to rebalance, because fulfilment-2 is gone.",
            "40: The coordinator stores the commit: fulfilment will go on with orders-0 at 1.",
            "55: The coordinator stores the commit: fulfilment will go on with orders-0 at 2.",
            "58: fulfilment-1 gives up orders-0. Its positions go with them.",
            "60: Generation 2 of fulfilment begins with 1 member. fulfilment-1 leads it and will assign the partitions.",
            "63: fulfilment-1, the leader, assigns: fulfilment-1 gets orders-0 and orders-1.",
            "74: fulfilment-1 begins orders-1 at offset 1: that is what was committed.",
        ]
    );
    assert_eq!(told.told(revoked), told.told(started));
}

#[test]
fn a_cooperative_group_takes_two_rounds() {
    let size = Size {
        members: Some(2),
        partitions: Some(2),
    };
    let mut setup = Scenario::Shop.setup(1).only(GROUP, size);
    setup.groups[0].client.partition_assignment_strategy = vec![Assignor::COOPERATIVE_STICKY];
    let mut told = Told::of(setup);
    told.make(Choice::Crash(C2));
    told.until(is_stable);
    told.go_on(20);
    told.make(Choice::Restart(C2));
    let first = told.until(is_start);
    let second = told.until(is_start);
    told.until(has_position(C2));
    assert_eq!(
        told.told(first),
        [
            "fulfilment rebalanced because fulfilment-2 came as a new member. fulfilment-1 gave orders-1 up, and nobody got it yet.",
            "111: fulfilment-2 is started again, with an empty memory. It must join the group again.",
            "112: fulfilment-2 asks to join fulfilment: it has just started.",
            "124: fulfilment begins to rebalance, because fulfilment-2 is new.",
            "138: The coordinator stores the commit: fulfilment will go on with orders-0 at 6.",
            "138: The coordinator stores the commit: fulfilment will go on with orders-1 at 0.",
            "145: Generation 3 of fulfilment begins with 2 members. fulfilment-1 leads it and will assign the partitions.",
            "148: fulfilment-1, the leader, assigns: fulfilment-1 gets orders-0; fulfilment-2 gets no partition.",
            "208: fulfilment-1 gives up orders-1. Its positions go with them.",
        ]
    );
    assert_eq!(
        told.told(second),
        [
            "fulfilment rebalanced because fulfilment-1 had given up partitions that others were to get, and joined again for that. fulfilment-2 got orders-1, which fulfilment-1 had given up. Nothing is read again by it.",
            "208: fulfilment-1 gives up orders-1. Its positions go with them.",
            "212: fulfilment-1 asks to join fulfilment: it has given up partitions that others are to get now.",
            "219: fulfilment begins to rebalance, because fulfilment-1 has joined again.",
            "237: Generation 4 of fulfilment begins with 2 members. fulfilment-1 leads it and will assign the partitions.",
            "241: fulfilment-1, the leader, assigns: fulfilment-1 gets orders-0; fulfilment-2 gets orders-1.",
            "255: fulfilment-2 begins orders-1 at offset 3: that is what was committed.",
        ]
    );
}

#[test]
fn whatever_can_be_asked_about_is_answered() {
    let mut told = shop(Strategy::AfterBatch);
    told.go_on(300);
    told.make(Choice::Crash(C1));
    told.go_on(300);
    told.make(Choice::Restart(C1));
    told.go_on(300);
    let setup = told.run.current().world.setup().clone();
    for (entry, step) in told.run.past().iter().zip(1..) {
        if matches!(question(&setup, entry, step), Some(Asked::Step(_))) {
            assert!(!told.whys(step).is_empty(), "{step}: {:?}", entry.events);
        }
    }
}
