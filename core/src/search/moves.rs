//! What may happen in a search, and what of that is a fault.

use super::bounds::{Fault, Restarts};
use crate::choice::Choice;
use crate::client::Phase;
use crate::event::CommitTrigger;
use crate::group::Member;
use crate::ids::{ConsumerId, GroupId, MemberId};
use crate::network::{Client, Connection, Direction, Link, MessageKind};
use crate::timer::Timer;
use crate::world::World;

/// What a move costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Nothing: it may happen at any time.
    Free,
    /// Only a fault causes it.
    Fault(Fault),
    /// The search leaves it out.
    Never,
}

/// What a choice costs in this world.
pub fn cost(world: &World, choice: Choice, restarts: Restarts) -> Cost {
    match choice {
        Choice::Deliver(_) | Choice::Run(_) | Choice::Work { .. } => Cost::Free,
        Choice::Fire(timer) => cost_of_timer(world, timer),
        Choice::Crash(_) => Cost::Fault(Fault::Crash),
        Choice::Stop(_) => Cost::Fault(Fault::Stop),
        Choice::Restart(_) if restarts == Restarts::Always => Cost::Free,
        Choice::Restart(id) if is_last_of_group(world, id) => Cost::Free,
        Choice::Disconnect(link) if link.connection == Connection::Coordinator => {
            Cost::Fault(Fault::Drop)
        }
        // A fetch that is lost is asked again, and changes nothing.
        Choice::Disconnect(_)
        | Choice::Restart(_)
        // Time stands still in a search: who is not chosen for long has paused, and what comes of it
        // is a time-out.
        | Choice::Pause(_)
        | Choice::Resume(_)
        // The same of messages that take long.
        | Choice::Cut(_)
        | Choice::Heal(_)
        | Choice::Delay { .. }
        | Choice::SetStrategy { .. }
        | Choice::Administer(_) => Cost::Never,
    }
}

/// A timer may fire as soon as it is armed. One that waits for a process to say something is a fault
/// while that process lives: then it takes a long pause, or a slow program.
fn cost_of_timer(world: &World, timer: Timer) -> Cost {
    let is_waited_for = match timer {
        Timer::OrderDue(_)
        | Timer::RetentionCheck
        | Timer::LogCleaner
        | Timer::OffsetExpiration
        | Timer::Linger { .. }
        | Timer::RetryBackoff(_)
        | Timer::RequestTimeout { .. }
        | Timer::DeliveryTimeout { .. }
        | Timer::Unanswered { .. }
        | Timer::ApiTimeout(_) => return Cost::Never,
        Timer::MaxPollInterval(id) if !loses_membership(world, id) => return Cost::Never,
        Timer::Heartbeat(id) if has_heartbeat_in_flight(world, id) => return Cost::Never,
        // The interval is longer than any commit takes; else there would be no end of them.
        Timer::AutoCommit(id) if has_auto_commit_in_flight(world, id) => return Cost::Never,
        Timer::Heartbeat(_) | Timer::AutoCommit(_) | Timer::InitialRebalanceDelay(_) => false,
        // It is armed only while the program does something else than `poll`, and is too slow at it.
        Timer::MaxPollInterval(_) => true,
        Timer::Session { member, .. } | Timer::PendingMember { member, .. } => {
            is_alive(world, member)
        }
        Timer::JoinDeadline(group) => {
            waits_for_living(world, group, |it| it.awaiting_join.is_none())
        }
        Timer::SyncDeadline(group) => waits_for_living(world, group, |it| it.pending_sync),
    };
    if is_waited_for {
        Cost::Fault(Fault::Timeout)
    } else {
        Cost::Free
    }
}

fn waits_for_living(world: &World, group: GroupId, is_missing: fn(&Member) -> bool) -> bool {
    let members = world.coordinator().group(group).members();
    let mut missing = members.iter().filter(|it| is_missing(it));
    missing.any(|it| is_alive(world, it.id))
}

/// Whether the process that asked for this id lives, and has not forgotten it.
fn is_alive(world: &World, member: MemberId) -> bool {
    let consumer = world.consumer(member.consumer);
    let knows = match consumer.client.membership.member {
        Some(id) => id == member,
        // It has asked, and may not have heard yet.
        None => consumer.client.member_ids_asked_for == member.number,
    };
    consumer.is_running() && knows
}

fn is_last_of_group(world: &World, id: ConsumerId) -> bool {
    let group = world.consumer(id).group;
    let mut others = world.consumers().filter(|it| it.group == group);
    others.all(|it| !it.is_running())
}

/// Whether it costs a consumer its membership that it has not polled for so long: who has none, or
/// joins, has none to lose.
fn loses_membership(world: &World, id: ConsumerId) -> bool {
    let membership = &world.consumer(id).client.membership;
    let joins = matches!(
        membership.phase,
        Phase::Joining | Phase::Syncing | Phase::Failed(_)
    );
    membership.generation.is_some() && !joins
}

/// A consumer sends no heartbeat before the last one is answered (`Heartbeat.heartbeatInFlight`), or
/// its connection is broken: what then still arrives of the last one will not be answered.
fn has_heartbeat_in_flight(world: &World, id: ConsumerId) -> bool {
    let network = world.network();
    let (client, connection) = (Client::Consumer(id), Connection::Coordinator);
    let socket = network.socket(client, connection);
    let process = world.consumer(id).client.process_number;
    [Direction::ToBroker, Direction::ToClient]
        .into_iter()
        .any(|direction| {
            let link = Link {
                client,
                connection,
                direction,
            };
            let mut messages = network.on_link(link);
            messages.any(|it| {
                it.kind() == MessageKind::Heartbeat && (it.process, it.socket) == (process, socket)
            })
        })
}

fn has_auto_commit_in_flight(world: &World, id: ConsumerId) -> bool {
    let in_flight = &world.consumer(id).client.commits_in_flight;
    in_flight.contains(&CommitTrigger::AutoCommit)
}
