//! Links and processes: what TCP and the operating system promise, and nothing more.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{Seen, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::Library;
use offsetscope_core::effects::Sent;
use offsetscope_core::event::Event;
use offsetscope_core::network::{Client, Connection, Direction, Link, Message};
use std::collections::BTreeSet;

pub const RULES: &[(&str, Rule)] = &[
    ("links keep order", links_keep_order),
    ("nothing is sent to the dead", nothing_is_sent_to_the_dead),
    ("answers keep to their socket", answers_keep_to_their_socket),
    (
        "a broken connection is silent",
        a_broken_connection_is_silent,
    ),
    ("a crash forgets everything", a_crash_forgets_everything),
    ("a program changes at poll", a_program_changes_at_poll),
];

fn on_link(seen: &Seen, link: Link) -> Vec<&Message> {
    seen.network.on_link(link).collect()
}

/// A link is one direction of a TCP connection: what is on it stays in order, only its head can
/// arrive, what is new goes behind, and nothing gets lost unless the link is reported as cut.
pub fn links_keep_order(step: &Step) -> Verdict {
    let links = step
        .before
        .network
        .busy_links()
        .chain(step.after.network.busy_links());
    for link in links.collect::<BTreeSet<_>>() {
        let mut expected = on_link(&step.before, link);
        if step.choice == Choice::Deliver(link) {
            expected.remove(0);
        }
        if step.effects.cut.contains(&link) {
            expected.clear();
        }
        let now = on_link(&step.after, link);
        ensure!(
            now.starts_with(&expected),
            "{link:?}: {expected:?} became {now:?}"
        );
        let new: Vec<_> = now[expected.len()..]
            .iter()
            .map(|message| message.kind())
            .collect();
        let on_this_link = |sent: &&Sent| sent.link == link;
        let reported = step
            .effects
            .sent
            .iter()
            .filter(on_this_link)
            .map(|sent| sent.kind);
        ensure!(
            reported.eq(new.iter().copied()),
            "{link:?}: {new:?} are new"
        );
    }
    Ok(())
}

/// When a process dies, its connections close: what was on its way to it is gone, and an answer
/// to it finds nobody. What it had sent still arrives.
pub fn nothing_is_sent_to_the_dead(step: &Step) -> Verdict {
    for (link, message) in step.after.messages() {
        let Client::Consumer(id) = link.client else {
            continue;
        };
        let consumer = step.after.consumer(id);
        let answers = link.direction == Direction::ToClient;
        let lives = consumer.is_running() && consumer.client.process_number == message.process;
        ensure!(
            lives || !answers,
            "{:?} for process {}",
            message.kind(),
            message.process
        );
        ensure!(
            message.process <= consumer.client.process_number,
            "a message from the future"
        );
    }
    Ok(())
}

/// An answer goes through the socket that was asked through. Once that has broken, it finds nobody:
/// the client has given up what it asked, or asks again (`NetworkClient.processDisconnection`).
pub fn answers_keep_to_their_socket(step: &Step) -> Verdict {
    for (link, message) in step.after.messages() {
        let open = step.after.network.socket(link.client, link.connection);
        ensure!(
            message.socket == open || link.direction == Direction::ToBroker,
            "{:?} through socket {}, but {open} is open",
            message.kind(),
            message.socket
        );
    }
    Ok(())
}

/// When a connection breaks, the client has no answer to hope for: what it still wants to know, it
/// asks again. What is lost is reported.
pub fn a_broken_connection_is_silent(step: &Step) -> Verdict {
    let Choice::Disconnect(link) = step.choice else {
        return Ok(());
    };
    let on = |direction| on_link(&step.before, Link { direction, ..link }).len();
    let requests = match link.direction {
        Direction::ToBroker => on(Direction::ToBroker),
        Direction::ToClient => 0,
    };
    let lost = (requests, on(Direction::ToClient));
    let reported = step.events().iter().find_map(|event| match *event {
        Event::Disconnected {
            requests_lost,
            answers_lost,
            ..
        } => Some((usize::from(requests_lost), usize::from(answers_lost))),
        _ => None,
    });
    ensure!(reported == Some(lost), "{reported:?} of {lost:?}");
    let Client::Consumer(id) = link.client else {
        return Ok(());
    };
    let client = &step.after.consumer(id).client;
    // librdkafka's thread asks again at once.
    let asks_later = client.library == Library::Java;
    let waits = match link.connection {
        Connection::Leader => client.fetch_in_flight.is_some(),
        Connection::Coordinator => !client.commits_in_flight.is_empty(),
    };
    ensure!(!waits || !asks_later, "{id:?} still waits");
    Ok(())
}

/// A process that has just crashed, or been started, remembers nothing: no partitions, no
/// positions, no member id, no records in hand.
pub fn a_crash_forgets_everything(step: &Step) -> Verdict {
    let (Choice::Crash(id) | Choice::Restart(id)) = step.choice else {
        return Ok(());
    };
    let (before, after) = (step.before.consumer(id), step.after.consumer(id));
    let restarted = step.choice == Choice::Restart(id);
    ensure!(
        after.is_running() == restarted,
        "{id:?} runs: {}",
        after.is_running()
    );
    ensure!(
        before.is_running() != restarted,
        "{id:?} ran: {}",
        before.is_running()
    );
    let empty = after.client.assignment.is_empty() && after.application.batch.is_empty();
    ensure!(
        empty,
        "{id:?} still has {:?} and {:?}",
        after.client.assignment,
        after.application.batch
    );
    let alone =
        after.client.membership.member.is_none() && after.client.membership.generation.is_none();
    ensure!(alone, "{id:?} still is {:?}", after.client.membership);
    ensure!(
        after.client.commits_in_flight.is_empty(),
        "{:?}",
        after.client.commits_in_flight
    );
    ensure!(
        after.client.process_number == before.client.process_number + u16::from(restarted),
        "life {} after {}",
        after.client.process_number,
        before.client.process_number
    );
    Ok(())
}

/// A changed strategy is taken over at `poll`, never in the middle of a batch; a new process has it
/// from the start.
pub fn a_program_changes_at_poll(step: &Step) -> Verdict {
    for (before, after) in step.before.consumers.iter().zip(&step.after.consumers) {
        let restarted = step.choice == Choice::Restart(after.id);
        if restarted || before.application.strategy == after.application.strategy {
            continue;
        }
        let adopted = Event::StrategyAdopted {
            consumer: after.id,
            strategy: after.application.strategy,
        };
        ensure!(
            step.events().contains(&adopted),
            "{:?}: no {adopted:?}",
            after.id
        );
        ensure!(
            before.application.counter == after.application.counter
                && before.application.counter.line == 0,
            "{:?}",
            after.id
        );
    }
    Ok(())
}
