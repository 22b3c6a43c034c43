//! Whoever waits, waits for something that will come. This is what keeps a run from standing still:
//! a question that was lost, a join that nobody answers, a program that is blocked for no reason.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{Seen, Step};
use offsetscope_core::client::application::Shutdown;
use offsetscope_core::client::program::Statement;
use offsetscope_core::client::{Call, Consumer, FarewellCommit, Library, Phase, Position};
use offsetscope_core::effects::ReplyTo;
use offsetscope_core::event::CommitTrigger;
use offsetscope_core::group::Member;
use offsetscope_core::network::{Body, Connection, Link, Message, Request, Response};

pub const RULES: &[(&str, Rule)] = &[
    ("who joins will be answered", who_joins_will_be_answered),
    ("who syncs will be answered", who_syncs_will_be_answered),
    ("commits will be answered", commits_will_be_answered),
    (
        "questions for positions will be answered",
        questions_for_positions_will_be_answered,
    ),
    ("a fetch will be answered", a_fetch_will_be_answered),
    ("nobody is stuck", nobody_is_stuck),
];

/// How many messages in flight, to or from this life of a process, are of a kind. What goes through
/// a socket that has broken does not count: nobody waits for it.
fn in_flight(seen: &Seen, consumer: &Consumer, is_kind: impl Fn(&Body) -> bool) -> usize {
    let is_its_own = |link: Link, message: &Message| {
        message.sender(link) == seen.address(consumer, link.connection)
    };
    let its_own = seen
        .messages()
        .filter(|&(link, message)| is_its_own(link, message));
    its_own
        .filter(|(_, message)| is_kind(&message.body))
        .count()
}

/// How many members of its group wait for an answer that goes to this life of a process.
fn held(seen: &Seen, consumer: &Consumer, waiting: impl Fn(&Member) -> Option<ReplyTo>) -> usize {
    let address = seen.address(consumer, Connection::Coordinator);
    let members = seen.group(consumer.group).members.iter();
    members
        .filter(|member| waiting(member) == Some(address))
        .count()
}

fn living(seen: &Seen) -> impl Iterator<Item = &Consumer> {
    seen.consumers
        .iter()
        .filter(|consumer| consumer.is_running())
}

/// A joining process has exactly one question out: under way, held by the coordinator until the
/// others have joined, or on its way back. And nobody else has one.
pub fn who_joins_will_be_answered(step: &Step) -> Verdict {
    for consumer in living(&step.after) {
        let asked = in_flight(&step.after, consumer, |body| match body {
            Body::Request(request) => matches!(request, Request::JoinGroup { .. }),
            Body::Response(response) => {
                matches!(
                    response,
                    Response::JoinGroup(_) | Response::MemberIdRequired(_)
                )
            }
        });
        let held = held(&step.after, consumer, |member| member.awaiting_join);
        let expected = usize::from(consumer.client.membership.phase == Phase::Joining);
        ensure!(
            asked + held == expected,
            "{:?} is {:?}: {asked} joins under way, {held} held",
            consumer.id,
            consumer.client.membership
        );
    }
    Ok(())
}

/// The same for the second half of a rebalance.
pub fn who_syncs_will_be_answered(step: &Step) -> Verdict {
    for consumer in living(&step.after) {
        let asked = in_flight(&step.after, consumer, |body| match body {
            Body::Request(request) => matches!(request, Request::SyncGroup { .. }),
            Body::Response(response) => matches!(response, Response::SyncGroup(_)),
        });
        let held = held(&step.after, consumer, |member| member.awaiting_sync);
        let expected = usize::from(consumer.client.membership.phase == Phase::Syncing);
        ensure!(
            asked + held == expected,
            "{:?} is {:?}: {asked} syncs under way, {held} held",
            consumer.id,
            consumer.client.membership
        );
    }
    Ok(())
}

/// Every commit that a process remembers to have sent is under way, there or back: each answer
/// belongs to a commit that was sent and not given up.
pub fn commits_will_be_answered(step: &Step) -> Verdict {
    for consumer in living(&step.after) {
        let asked = in_flight(&step.after, consumer, |body| match body {
            Body::Request(request) => matches!(request, Request::OffsetCommit { .. }),
            Body::Response(response) => matches!(response, Response::OffsetCommit(_)),
        });
        let remembered = consumer.client.commits_in_flight.len();
        ensure!(
            asked == remembered,
            "{:?} remembers {remembered} of {asked}",
            consumer.id
        );
    }
    Ok(())
}

/// A partition that waits for its committed offset, or for an end of its log, has been asked for.
pub fn questions_for_positions_will_be_answered(step: &Step) -> Verdict {
    for consumer in living(&step.after) {
        for owned in &consumer.client.assignment {
            let partition = owned.partition;
            let asked = in_flight(&step.after, consumer, |body| match (owned.position, body) {
                (
                    Position::AwaitingCommitted,
                    Body::Request(Request::OffsetFetch { partitions, .. }),
                )
                | (
                    Position::AwaitingReset(_),
                    Body::Request(Request::ListOffsets { partitions, .. }),
                ) => partitions.contains(&partition),
                (Position::AwaitingCommitted, Body::Response(Response::OffsetFetch(found))) => {
                    found.iter().any(|(it, _)| *it == partition)
                }
                (
                    Position::AwaitingReset(_),
                    Body::Response(Response::ListOffsets { offsets: found, .. }),
                ) => found.iter().any(|(it, _)| *it == partition),
                _ => false,
            });
            let waits = matches!(
                owned.position,
                Position::AwaitingCommitted | Position::AwaitingReset(_)
            );
            ensure!(
                asked > 0 || !waits,
                "{:?} waits for {owned:?} in vain",
                consumer.id
            );
        }
    }
    Ok(())
}

/// A fetch is under way, held by the broker until there is something to send, or on its way back.
pub fn a_fetch_will_be_answered(step: &Step) -> Verdict {
    for consumer in living(&step.after) {
        let asked = in_flight(&step.after, consumer, |body| match body {
            Body::Request(request) => matches!(request, Request::Fetch { .. }),
            Body::Response(response) => matches!(response, Response::Fetch(_)),
        });
        let held = usize::from(step.after.held_fetches.contains(&consumer.id));
        let waits = consumer.client.fetch_in_flight.is_some();
        ensure!(
            asked + held > 0 || !waits,
            "{:?} waits for a fetch in vain",
            consumer.id
        );
    }
    for &id in &step.after.held_fetches {
        ensure!(
            step.after.consumer(id).is_running(),
            "the broker keeps a fetch of the dead {id:?}"
        );
    }
    Ok(())
}

/// A living process that has nothing to do waits for an answer, or owns nothing.
pub fn nobody_is_stuck(step: &Step) -> Verdict {
    for consumer in living(&step.after).filter(|it| !it.is_paused()) {
        let has_nothing_to_do = step.after.next_actions[consumer.id.index()].is_none();
        ensure!(
            !has_nothing_to_do || waits_for_an_answer(consumer),
            "{:?} is stuck: {consumer:?}",
            consumer.id
        );
    }
    Ok(())
}

fn waits_for_an_answer(consumer: &Consumer) -> bool {
    let client = &consumer.client;
    let awaits = |trigger| client.commits_in_flight.contains(&trigger);
    if client.call == Some(Call::CommitSync) {
        return awaits(CommitTrigger::CommitSync);
    }
    match consumer.application.shutdown {
        Shutdown::Committing => return !consumer.application.workers.is_idle(),
        Shutdown::Closing => return awaits(CommitTrigger::BeforeRebalance),
        Shutdown::NotAsked | Shutdown::Asked => {}
    }
    match consumer.application.statement() {
        Statement::Poll => match consumer.client.membership.phase {
            Phase::Joining | Phase::Syncing => true,
            Phase::MustJoin { farewell, .. } => farewell == FarewellCommit::Sent,
            Phase::Synced { .. } | Phase::Prepared { .. } | Phase::Failed(_) => false,
            Phase::Stable => {
                let asks = |position| {
                    // Where librdkafka has stopped, nothing will come any more.
                    matches!(
                        position,
                        Position::AwaitingCommitted
                            | Position::AwaitingReset(_)
                            | Position::Stopped
                    )
                };
                // librdkafka asks where to begin once its commits are answered.
                let commits = consumer.client.library != Library::Java
                    && !consumer.client.commits_in_flight.is_empty();
                commits
                    || consumer.client.assignment.is_empty()
                    || consumer.client.fetch_in_flight.is_some()
                    || consumer
                        .client
                        .assignment
                        .iter()
                        .any(|owned| asks(owned.position))
            }
        },
        Statement::Process | Statement::ProcessAndStoreOffset(_) => {
            !consumer.application.dead_letters.is_empty()
        }
        Statement::HandOff
        | Statement::StoreOffset
        | Statement::CommitSync(_)
        | Statement::ForEachRecord
        | Statement::ForEachPartition
        | Statement::CommitAsync(_) => false,
    }
}
