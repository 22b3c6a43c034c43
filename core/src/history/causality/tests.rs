//! Drawn by hand, a column a step, and beside it what follows from what:
//!
//! ```text
//! step          1   2   3   4   5   6   7
//! producer      p               p
//!                \
//! logs            ─ ─ a   ─ ─ ─ ─ ─ a2
//!                        \
//! consumer 0          b   ─ ─ c
//! consumer 1                          d
//! ```
//!
//! The producer sends at 1; the logs take that in at 2 and answer consumer 0, which hears it at 4;
//! at 3 it has done something by itself. At 5 the producer sends again, at 6 that arrives, and at 7
//! consumer 1 does something that has to do with none of it.

use super::*;
use crate::effects::Sent;

const PRODUCER: Client = Client::Producer(ProducerId(0));
const READER: Client = Client::Consumer(ConsumerId(0));

fn link(client: Client, direction: Direction) -> Link {
    Link {
        client,
        connection: Connection::Leader,
        direction,
    }
}

fn orders() -> Link {
    link(PRODUCER, Direction::ToBroker)
}

fn records() -> Link {
    link(READER, Direction::ToClient)
}

fn sends(link: Link) -> Effects {
    let kind = MessageKind::Fetch;
    Effects {
        sent: vec![Sent { link, kind }],
        ..Effects::default()
    }
}

fn nothing() -> Effects {
    Effects::default()
}

fn drawn() -> Causality {
    let mut run = Causality::default();
    let order_due = Choice::Fire(Timer::OrderDue(ProducerId(0)));
    run.take_in(order_due, &sends(orders()));
    run.take_in(Choice::Deliver(orders()), &sends(records()));
    run.take_in(Choice::Run(ConsumerId(0)), &nothing());
    run.take_in(Choice::Deliver(records()), &nothing());
    run.take_in(order_due, &sends(orders()));
    run.take_in(Choice::Deliver(orders()), &nothing());
    run.take_in(Choice::Run(ConsumerId(1)), &nothing());
    run
}

fn connected(run: &Causality, step: usize) -> Vec<usize> {
    let flags = run.connected_with(step, 1..8);
    (1..8).filter(|it| flags[it - 1]).collect()
}

#[test]
fn a_step_is_connected_with_its_past_and_its_future() {
    let run = drawn();
    let all: Vec<_> = (1..8).map(|step| connected(&run, step)).collect();
    assert_eq!(
        all,
        [
            vec![1, 2, 4, 5, 6],
            vec![1, 2, 4, 6],
            vec![3, 4],
            vec![1, 2, 3, 4],
            vec![1, 5, 6],
            vec![1, 2, 5, 6],
            vec![7],
        ]
    );
}

#[test]
fn a_window_cuts_off_what_lies_outside() {
    let run = drawn();
    assert_eq!(run.connected_with(4, 3..6), [true, true, false]);
    assert_eq!(run.connected_with(4, 5..8), [false; 3]);
    assert_eq!(run.connected_with(0, 1..4), [false; 3], "the opening");
}

#[test]
fn a_message_of_before_the_run_was_sent_by_no_step() {
    let mut run = Causality::default();
    run.set_out(orders(), MessageKind::Produce, None);
    run.take_in(Choice::Deliver(orders()), &nothing());
    assert_eq!(run.voyages()[0].end, End::Arrived(1));
    assert_eq!(run.connected_with(1, 1..2), [true]);
}

#[test]
fn what_a_crash_cuts_is_lost_and_what_was_sent_before_is_not() {
    let mut run = drawn();
    run.take_in(Choice::Run(ConsumerId(0)), &sends(records()));
    let crash = Effects {
        cut: vec![records()],
        ..Effects::default()
    };
    run.take_in(Choice::Crash(ConsumerId(0)), &crash);
    let ends: Vec<End> = run.voyages().iter().map(|it| it.end).collect();
    assert_eq!(
        ends,
        [
            End::Arrived(2),
            End::Arrived(4),
            End::Arrived(6),
            End::Lost(9)
        ]
    );
}

#[test]
fn what_is_forgotten_can_go_on_otherwise() {
    let mut run = drawn();
    run.truncate(3);
    let ends: Vec<End> = run.voyages().iter().map(|it| it.end).collect();
    assert_eq!(ends, [End::Arrived(2), End::UnderWay]);
    assert_eq!(run.steps(), 3);
    run.take_in(Choice::Deliver(records()), &nothing());
    assert_eq!(connected(&run, 4), [1, 2, 3, 4]);
}

#[test]
fn changes_from_outside_happen_at_no_process() {
    let group = crate::ids::GroupId(0);
    let strategy = crate::client::strategy::Strategy::AfterBatch;
    let change = Choice::SetStrategy { group, strategy };
    let mut run = drawn();
    run.take_in(change, &nothing());
    assert_eq!(run.site(8), None);
    assert_eq!(run.site(2), Some(Site::Logs));
    assert_eq!(run.connected_with(8, 7..9), [false, true]);
}
