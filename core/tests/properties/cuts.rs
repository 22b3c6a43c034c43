//! Clients that the network has cut off: nothing gets through, nobody is told, and nobody waits for
//! ever.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::Step;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::{Consumer, Phase};
use offsetscope_core::event::Event;
use offsetscope_core::network::{Client, Connection};
use offsetscope_core::timer::Timer;

pub const RULES: &[(&str, Rule)] = &[
    (
        "nothing gets through to who is cut off",
        nothing_gets_through,
    ),
    ("a cut touches nothing", a_cut_touches_nothing),
    (
        "who is cut off does not wait for ever",
        who_is_cut_off_does_not_wait_for_ever,
    ),
    (
        "who can be reached waits without a deadline",
        who_can_be_reached_has_no_deadline,
    ),
];

/// No message arrives at a client that is cut off, nor from it.
pub fn nothing_gets_through(step: &Step) -> Verdict {
    if let Choice::Deliver(link) = step.choice {
        let is_cut_off = step.before.network.is_cut_off(link.client);
        ensure!(!is_cut_off, "{link:?}");
    }
    Ok(())
}

/// That the network fails or comes back changes nothing for clients, broker and messages at that
/// moment, but for how long somebody waits.
pub fn a_cut_touches_nothing(step: &Step) -> Verdict {
    let (client, was, event) = match step.choice {
        Choice::Cut(client) => (client, false, Event::NetworkCut(client)),
        Choice::Heal(client) => (client, true, Event::NetworkHealed(client)),
        _ => return Ok(()),
    };
    ensure!(step.before.network.is_cut_off(client) == was, "it was so");
    ensure!(
        step.after.network.is_cut_off(client) != was,
        "it is still so"
    );
    ensure!(step.events() == [event], "{:?}", step.events());
    let (before, after) = (&step.before, &step.after);
    ensure!(
        before.consumers == after.consumers,
        "a consumer has changed"
    );
    ensure!(before.groups == after.groups, "a group has changed");
    ensure!(before.messages().eq(after.messages()), "a message is lost");
    Ok(())
}

/// A living consumer that is cut off and has asked gives its connection up after
/// `request.timeout.ms`.
pub fn who_is_cut_off_does_not_wait_for_ever(step: &Step) -> Verdict {
    for consumer in step.after.consumers.iter().filter(|it| it.is_running()) {
        let client = Client::Consumer(consumer.id);
        for &connection in client.connections() {
            let timer = Timer::Unanswered {
                consumer: consumer.id,
                connection,
            };
            let must = step.after.network.is_cut_off(client) && has_asked(consumer, connection);
            let has = step.after.timers.contains(&timer);
            ensure!(has || !must, "{timer:?} is missing");
        }
    }
    Ok(())
}

fn has_asked(consumer: &Consumer, connection: Connection) -> bool {
    let client = &consumer.client;
    match connection {
        Connection::Leader => client.fetch_in_flight.is_some(),
        Connection::Coordinator => {
            client.heartbeat_in_flight
                || !client.commits_in_flight.is_empty()
                || matches!(client.membership.phase, Phase::Joining | Phase::Syncing)
        }
    }
}

/// A broker that can be reached answers, if only after a rebalance, so nobody has to watch.
pub fn who_can_be_reached_has_no_deadline(step: &Step) -> Verdict {
    for timer in &step.after.timers {
        if let Timer::Unanswered { consumer, .. } = *timer {
            let is_cut_off = step.after.network.is_cut_off(Client::Consumer(consumer));
            ensure!(is_cut_off, "{timer:?}");
        }
    }
    Ok(())
}
