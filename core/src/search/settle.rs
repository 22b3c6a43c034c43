//! The reduction: what nobody can tell apart is not told apart.
//!
//! Most states of an unreduced search differ only in how far some question or answer has travelled.
//! Five rules do what can be done at once, at once. Each is an argument of Lipton's kind ("movers"):
//! whatever could happen in between, could as well have happened before or after, with the same
//! outcome for every property.
//!
//! 1. **A question that its asker waits for is asked when it arrives.** Between sending `JoinGroup`,
//!    `SyncGroup`, `OffsetFetch`, or the commit of a `commitSync`, and its arrival, the process takes
//!    no step, so it could as well have sent it later. Likewise a heartbeat. A commit that is *not*
//!    waited for does travel: the process goes on meanwhile, and may crash. So does the last word of a
//!    program that has not polled for too long, which leaves the group and goes on.
//! 2. **An answer is heard when it is given.** Until it comes, the process that waits for it takes no
//!    step. An answer that is not waited for changes only what the next `poll` does, as if the
//!    question had arrived later. This does not hold for a process that is asked to stop: it need not
//!    wait. To be asked while it waits for `commitSync` is no more than to be asked before the call,
//!    because only a call that blocks looks at the flag.
//! 3. **A step that touches nothing but its own process is taken at once**: beginning to process (it
//!    takes effect only when it ends), handing a record to a worker, storing an offset for the next
//!    commit, running callbacks, and fetching from a log that nobody writes to. Records that arrive
//!    while others are ready do travel: `poll` would return more of them at a time. A worker begins
//!    with the next record at once, too, unless the program cancels what is not begun: then it makes
//!    a difference which records a rebalance still finds in the queue. Workers are alike, so the first
//!    that is free takes it. That they *finish* in any order is the point of them, and stays.
//! 4. **The auto-commit interval passes when `poll` looks**, and when there is something to commit: only
//!    `poll` asks whether it has passed, and to store again what is stored changes nothing.
//! 5. **A heartbeat is sent when its answer is news.** If all is well, nobody is the wiser for it.
//!
//! A crash falls between any two of the steps that are left. It makes no difference whether a process
//! dies before or after a step that only its own memory knows of.
//!
//! `tests/search` compares verdicts with and without it.

use super::laws::Laws;
use crate::choice::Choice;
use crate::client::program::CommitScope;
use crate::client::{
    Action, Call, ClientAction, Consumer, Library, Phase, Position, WorkerAction, WorkerId,
};
use crate::effects::Effects;
use crate::ids::ConsumerId;
use crate::network::{Body, Client, Connection, Direction, Link, Message, Request};
use crate::timer::Timer;
use crate::world::World;

/// What becomes of messages to and from the coordinator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Travel {
    /// They arrive.
    Arrives,
    /// They may yet be lost, so rules 1 and 2 do not hold for them.
    MayBeLost,
}

/// Does all that is done at once; tells each choice.
pub fn settle(
    world: &mut World,
    laws: &impl Laws,
    travel: Travel,
    fx: &mut Effects,
    tell: &mut dyn FnMut(Choice),
) {
    while let Some(choice) = next(world, travel) {
        if laws.apply(world, choice, fx).is_err() {
            break;
        }
        tell(choice);
    }
}

fn next(world: &World, travel: Travel) -> Option<Choice> {
    let ids = || world.setup().consumer_ids();
    let arrival = ids().find_map(|id| arrives_next(world, id, travel));
    arrival.or_else(|| ids().find_map(|id| runs_next(world, id)))
}

/// What arrives at once from or at a consumer. Nothing else does: by now, the orders are written.
pub fn arrives_next(world: &World, id: ConsumerId, travel: Travel) -> Option<Choice> {
    let mut links = world.network().busy_links();
    let arrival = links.find(|&link| {
        link.client == Client::Consumer(id) && arrives_at_once(world, id, link, travel)
    });
    arrival.map(Choice::Deliver)
}

/// What a consumer does at once.
pub fn runs_next(world: &World, id: ConsumerId) -> Option<Choice> {
    if runs_at_once(world, id) {
        return Some(Choice::Run(id));
    }
    let worker = idle_worker(world, id).filter(|_| begins_at_once(world, id))?;
    let consumer = id;
    Some(Choice::Work { consumer, worker })
}

/// The worker that takes the next record up: they are all alike, so the first that is free.
pub fn idle_worker(world: &World, id: ConsumerId) -> Option<WorkerId> {
    let mut workers = WorkerId::ALL.into_iter();
    workers.find(|&worker| world.next_work(id, worker) == Some(WorkerAction::Start))
}

/// Whether it makes no difference when a worker begins: nobody cancels what is not begun.
fn begins_at_once(world: &World, id: ConsumerId) -> bool {
    let handlers = world.consumer(id).application.program.handlers;
    handlers.on_revoked != Some(CommitScope::Completed)
}

fn arrives_at_once(world: &World, id: ConsumerId, link: Link, travel: Travel) -> bool {
    let consumer = world.consumer(id);
    let is_running = consumer.is_running();
    match (link.connection, link.direction) {
        (Connection::Coordinator, _) if travel == Travel::MayBeLost => false,
        (Connection::Leader, Direction::ToClient) => !has_records_ready(consumer),
        (Connection::Coordinator, Direction::ToClient) => !may_wake_up(world, id),
        (Connection::Leader, Direction::ToBroker) => is_running,
        // What is before a question that is waited for comes with it: a link keeps order.
        (Connection::Coordinator, Direction::ToBroker) => {
            let mut queue = world.network().on_link(link);
            is_running && queue.any(|message| is_waited_for(message, consumer))
        }
    }
}

/// Whether the process does nothing until this is answered. Commits may be not waited for, and nobody
/// waits until the coordinator hears that one leaves.
fn is_waited_for(message: &Message, consumer: &Consumer) -> bool {
    let client = &consumer.client;
    match message.body {
        Body::Request(Request::OffsetCommit { .. }) => {
            matches!(client.call, Some(Call::CommitSync | Call::Close(_)))
                || matches!(client.membership.phase, Phase::MustJoin { .. })
        }
        Body::Request(Request::LeaveGroup { .. }) => false,
        _ => true,
    }
}

/// Whether its call may end before the answer comes, as somebody has asked the process to stop.
fn may_wake_up(world: &World, id: ConsumerId) -> bool {
    world.next_action(id) == Some(Action::WakeUp)
}

fn has_records_ready(consumer: &Consumer) -> bool {
    let mut assignment = consumer.client.assignment.iter();
    assignment.any(|owned| owned.buffered().next().is_some())
}

fn runs_at_once(world: &World, id: ConsumerId) -> bool {
    match world.next_action(id) {
        Some(
            Action::StartProcessing | Action::HandOff | Action::StoreOffset | Action::RunCallbacks,
        ) => true,
        Some(Action::InCall(ClientAction::Fetch | ClientAction::ResetPositions)) => {
            let mut assignment = world.consumer(id).client.assignment.iter();
            assignment.all(|owned| owned.position != Position::Unknown)
        }
        _ => false,
    }
}

/// Whether it makes a difference if a timer fires now: see rules 4 and 5.
pub fn is_worth_firing(world: &World, timer: Timer, travel: Travel) -> bool {
    match timer {
        Timer::AutoCommit(id) => is_worth_auto_committing(world, id),
        Timer::Heartbeat(id) => travel == Travel::MayBeLost || tells_news(world, id),
        _ => true,
    }
}

fn tells_news(world: &World, id: ConsumerId) -> bool {
    let consumer = world.consumer(id);
    let group = world.coordinator().group(consumer.group);
    let identity = consumer
        .client
        .membership
        .identity(consumer.client.instance);
    identity.is_some_and(|(who, generation)| group.answer_to_heartbeat(who, generation).is_err())
}

fn is_worth_auto_committing(world: &World, id: ConsumerId) -> bool {
    let consumer = world.consumer(id);
    if consumer.client.library != Library::Java {
        // librdkafka commits whatever its program is at.
        return true;
    }
    let committed = |partition| world.coordinator().committed(consumer.group, partition);
    let positions = consumer.client.positions();
    let mut positions = positions.iter();
    consumer.client.call == Some(Call::Poll)
        && positions.any(|&(partition, position)| committed(partition) != Some(position))
}
