//! How to spoil a real step so that a property must notice: one way for every property.

use crate::seen::{Seen, SeenGroup, SeenLog, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::workers::Stage;
use offsetscope_core::client::{Call, Consumer, Library, Phase, Position};
use offsetscope_core::effects::TimerCommand;
use offsetscope_core::event::Event;
use offsetscope_core::group::GroupState;
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::{ConsumerId, TopicPartition};
use offsetscope_core::log::Segment;
use offsetscope_core::network::{
    Body, Client, Connection, Direction, Link, LogEnd, Message, Network, Request, Response,
};
use offsetscope_core::timer::Timer;
use std::sync::Arc;

/// Spoils a step. None where the step has nothing to spoil.
pub type Doctoring = fn(&mut Step) -> Option<()>;

/// What is done to a step, by the property that must notice it.
pub const DOCTORINGS: &[(&str, Doctoring)] = &[
    ("log bounds", |step| {
        let log = step.after.logs.values_mut().next()?;
        log.high_watermark += 1;
        Some(())
    }),
    ("log ends only grow", |step| {
        let before = &step.before.logs;
        let mut logs = step.after.logs.iter_mut();
        logs.find(|(partition, log)| log.end > 0 && before[partition].end == log.end)?
            .1
            .end -= 1;
        Some(())
    }),
    ("offsets are dense", |step| {
        let setup = &step.setup;
        let is_dense = |partition: &TopicPartition| {
            let config = &setup.topic(partition.topic).log;
            !config.cleanup_policy.compacts()
        };
        let mut logs = step.after.logs.iter_mut();
        let (_, log) =
            logs.find(|(partition, log)| is_dense(partition) && log.segments.len() > 1)?;
        log.segments.remove(log.segments.len() / 2);
        Some(())
    }),
    ("compaction keeps the last of each key", |step| {
        let compacted = |event: &&mut Event| matches!(event, Event::LogCompacted { removed, .. } if !removed.is_empty());
        let event = step.effects.events.iter_mut().find(compacted)?;
        let Event::LogCompacted { removed, .. } = event else {
            return None;
        };
        removed.pop()?;
        Some(())
    }),
    ("records are immutable", |step| {
        let before = &step.before.logs;
        let mut logs = step.after.logs.iter_mut();
        let unchanged = |it: &(&_, &mut SeenLog)| it.1.end > it.1.start && before[it.0] == *it.1;
        let oldest = logs.find(unchanged)?.1.segments.first_mut()?;
        *oldest = Arc::new(Segment::new(oldest.base_offset, 0));
        Some(())
    }),
    ("records come from produce", |step| {
        let appended = |event: &Event| matches!(event, Event::RecordAppended { .. });
        let place = step.effects.events.iter().position(appended)?;
        step.effects.events.remove(place);
        Some(())
    }),
    ("only retention deletes", |step| {
        let deleted = |event: &Event| matches!(event, Event::SegmentsDeleted { .. });
        step.events().iter().find(|event| deleted(event))?;
        step.choice = Choice::Run(ConsumerId(0));
        Some(())
    }),
    ("retention takes what may go", |step| {
        step.events()
            .iter()
            .find(|event| matches!(event, Event::SegmentsDeleted { .. }))?;
        step.after.logs.clone_from(&step.before.logs);
        Some(())
    }),
    ("no position beyond the log end", |step| {
        let (consumer, place) = positioned(&mut step.after)?;
        consumer.client.assignment[place].position = Position::At(1_000_000);
        Some(())
    }),
    ("poll returns from the position on", |step| {
        step.events()
            .iter()
            .find(|event| matches!(event, Event::PollReturned { .. }))?;
        step.before.consumers.clone_from(&step.after.consumers);
        Some(())
    }),
    ("buffers continue the position", |step| {
        let (consumer, place) = positioned(&mut step.after)?;
        let owned = &mut consumer.client.assignment[place];
        owned.buffered().nth(1)?;
        let first = owned.buffer.first()?.clone();
        owned.buffer.push(first);
        Some(())
    }),
    ("a reset needs a missing position", |step| {
        let (consumer, place) = positioned(&mut step.after)?;
        consumer.client.assignment[place].position = Position::NeedsReset(LogEnd::Earliest);
        Some(())
    }),
    ("a reset leads to an end of the log", |step| {
        let set = step
            .effects
            .events
            .iter_mut()
            .find_map(|event| match event {
                Event::PositionSet { offset, .. } => Some(offset),
                _ => None,
            })?;
        *set += 1_000;
        Some(())
    }),
    ("out of range is below the log start", |step| {
        step.events()
            .iter()
            .find(|event| matches!(event, Event::PositionOutOfRange { .. }))?;
        step.after.logs.values_mut().for_each(|log| log.start = 0);
        Some(())
    }),
    ("generations count up", |step| {
        step.after.groups[0].generation += 1;
        Some(())
    }),
    ("states follow one another as in Kafka", |step| {
        let stable = |group: &&mut SeenGroup| group.state == GroupState::Stable;
        step.after.groups.iter_mut().find(stable)?.state = GroupState::Empty;
        Some(())
    }),
    ("members are consistent", |step| {
        let group = step
            .after
            .groups
            .iter_mut()
            .find(|group| !group.members.is_empty())?;
        group.members.push(group.members[0].clone());
        Some(())
    }),
    ("a stable group owns every partition once", |step| {
        let stable = |group: &&mut SeenGroup| group.state == GroupState::Stable;
        let group = step.after.groups.iter_mut().find(stable)?;
        // Given twice: in a cooperative group, one that is left out may be changing hands.
        let assignment = &mut group.members[0].assignment;
        let first = *assignment.first()?;
        assignment.push(first);
        Some(())
    }),
    (
        "a cooperative rebalance takes nothing that is kept",
        |step| {
            let assigned = step.events().iter().find_map(|event| match event {
                Event::PartitionsAssigned { consumer, .. } => Some(*consumer),
                _ => None,
            })?;
            let before = &step.before.consumers[assigned.index()].client;
            let client = &mut step.after.consumers[assigned.index()].client;
            let mut kept = client.assignment.iter_mut();
            kept.find(|it| before.assigned(it.partition).is_some())?
                .position = Position::Unknown;
            Some(())
        },
    ),
    ("one owner in a generation", |step| {
        let mut other = positioned(&mut step.after)?.0.clone();
        // Two that the coordinator takes for one may own the same for a while.
        let member = other.client.membership.member?;
        step.after.group(other.group).member(member)?;
        other.client.instance.is_none().then_some(())?;
        other.id = ConsumerId(99);
        step.after.consumers.push(other);
        Some(())
    }),
    ("who is fenced may do nothing", |step| {
        let fenced = |event: &Event| {
            matches!(
                event,
                Event::RequestRefused {
                    error: GroupError::FencedInstanceId,
                    ..
                }
            )
        };
        // Joins are refused for other reasons too, and judged elsewhere.
        let is_judged = !matches!(step.request()?, Request::JoinGroup { .. });
        is_judged.then_some(())?;
        step.events().iter().find(|event| fenced(event))?;
        step.effects.events.clear();
        Some(())
    }),
    ("members know their assignment", |step| {
        let consumers = step.after.consumers.iter_mut();
        let mut owners = consumers.filter(|it| {
            let group = &step.after.groups[it.group.index()];
            let closes = matches!(it.client.call, Some(Call::Close(_)));
            let member = it.client.membership.member;
            !closes
                && member.is_some_and(|member| group.member(member).is_some())
                && it.client.membership.phase == Phase::Stable
                && group.state == GroupState::Stable
                && it.client.membership.generation == Some(group.generation)
        });
        owners
            .find(|it| !it.client.assignment.is_empty())?
            .client
            .assignment
            .pop()?;
        Some(())
    }),
    ("without a member id there is no generation", |step| {
        let (consumer, _) = positioned(&mut step.after)?;
        (consumer.client.library == Library::Java).then_some(())?;
        consumer.client.membership.member = None;
        Some(())
    }),
    ("only the broker changes the broker", |step| {
        let Choice::Run(_) = step.choice else {
            return None;
        };
        step.after.groups[0].generation += 1;
        Some(())
    }),
    ("timers are armed as reported", |step| {
        let new = step
            .after
            .timers
            .difference(&step.before.timers)
            .next()
            .copied()?;
        let arms_it =
            |it: &TimerCommand| matches!(it, TimerCommand::Arm { timer, .. } if *timer == new);
        step.effects.timers.retain(|command| !arms_it(command));
        Some(())
    }),
    ("every member is watched", |step| {
        let session = |timer: &&Timer| matches!(timer, Timer::Session { .. });
        let timer = *step.after.timers.iter().find(session)?;
        let alone = |group: &SeenGroup| group.state == GroupState::Stable;
        step.after.groups.iter().all(alone).then_some(())?;
        step.after.timers.remove(&timer).then_some(())
    }),
    ("every rebalance ends", |step| {
        let ends =
            |timer: &&Timer| matches!(timer, Timer::JoinDeadline(_) | Timer::SyncDeadline(_));
        let timer = *step.after.timers.iter().find(ends)?;
        step.after.timers.remove(&timer).then_some(())
    }),
    ("the dead have no timers", |step| {
        let dead = step
            .after
            .consumers
            .iter()
            .find(|consumer| !consumer.is_running())?;
        step.after
            .timers
            .insert(Timer::Heartbeat(dead.id))
            .then_some(())
    }),
    ("who joins will be answered", |step| {
        lose_answer(step, |it| matches!(it, Response::JoinGroup(_)))
    }),
    ("who syncs will be answered", |step| {
        lose_answer(step, |it| matches!(it, Response::SyncGroup(_)))
    }),
    ("commits will be answered", |step| {
        lose_answer(step, |it| matches!(it, Response::OffsetCommit(_)))
    }),
    ("questions for positions will be answered", |step| {
        lose_answer(step, |it| matches!(it, Response::OffsetFetch(_)))
    }),
    ("a fetch will be answered", |step| {
        let id = *step.after.held_fetches.first()?;
        step.after.consumer(id).client.fetch_in_flight.as_ref()?;
        step.after.held_fetches.remove(&id).then_some(())
    }),
    ("nobody is stuck", |step| {
        let processing =
            |it: &&Consumer| it.is_running() && it.application.stage == Some(Stage::Processing);
        let id = step.after.consumers.iter().find(processing)?.id;
        step.after.next_actions[id.index()] = None;
        Some(())
    }),
    ("links keep order", |step| {
        let was = &step.before.network;
        let waiting = |link: Link| was.on_link(link).zip(was.on_link(link).skip(1)).next();
        let is_long = |link: &Link| waiting(*link).is_some_and(|(first, second)| first != second);
        let untouched = |link: &Link| was.on_link(*link).eq(step.after.network.on_link(*link));
        let link = was
            .busy_links()
            .find(|link| is_long(link) && untouched(link))?;
        let head = step.after.network.receive(link)?;
        step.after.network.send(link, head);
        Some(())
    }),
    ("nothing is sent to the dead", |step| {
        answers(&step.after).next()?;
        step.after
            .consumers
            .iter_mut()
            .for_each(|consumer| consumer.client.process_number += 1);
        Some(())
    }),
    ("answers keep to their socket", |step| {
        let (link, message, _) = answers(&step.after).next()?;
        let mut answer = message.clone();
        answer.socket += 1;
        step.after.network.send(link, answer);
        Some(())
    }),
    ("a broken connection is silent", |step| {
        let Choice::Disconnect(_) = step.choice else {
            return None;
        };
        step.effects.events.clear();
        Some(())
    }),
    ("nothing gets through to who is cut off", |step| {
        let cut_off = step.before.network.cut_off().all().next()?;
        step.choice = Choice::Deliver(Link {
            client: cut_off,
            connection: Connection::Leader,
            direction: Direction::ToBroker,
        });
        Some(())
    }),
    ("a cut touches nothing", |step| {
        let (Choice::Cut(_) | Choice::Heal(_)) = step.choice else {
            return None;
        };
        step.after.consumers[0].client.process_number += 1;
        Some(())
    }),
    ("who is cut off does not wait for ever", |step| {
        let watches = |it: &&Timer| matches!(it, Timer::Unanswered { .. });
        let timer = *step.after.timers.iter().find(watches)?;
        let Timer::Unanswered { consumer, .. } = timer else {
            return None;
        };
        let client = &step.after.consumer(consumer).client;
        let asks = client.fetch_in_flight.is_some() && client.heartbeat_in_flight;
        asks.then(|| step.after.timers.remove(&timer)).map(|_| ())
    }),
    ("who can be reached waits without a deadline", |step| {
        let id = step.after.consumers.iter().find(|it| it.is_running())?.id;
        let reached = !step.after.network.is_cut_off(Client::Consumer(id));
        let timer = Timer::Unanswered {
            consumer: id,
            connection: Connection::Leader,
        };
        reached.then(|| step.after.timers.insert(timer)).map(|_| ())
    }),
    ("a pause touches nothing", |step| {
        let (Choice::Pause(id) | Choice::Resume(id)) = step.choice else {
            return None;
        };
        step.after.consumers[id.index()].client.process_number += 1;
        Some(())
    }),
    ("who stands still does nothing", |step| {
        let paused = step.before.consumers.iter().find(|it| it.is_paused())?.id;
        let after = &mut step.after.consumers[paused.index()];
        after.is_paused().then_some(())?;
        after.client.heartbeat_in_flight = !after.client.heartbeat_in_flight;
        Some(())
    }),
    ("a crash forgets everything", |step| {
        let Choice::Crash(id) = step.choice else {
            return None;
        };
        let before = step.before.consumer(id).clone();
        (!before.client.assignment.is_empty()).then_some(())?;
        step.after.consumers[id.index()].client.assignment = before.client.assignment;
        Some(())
    }),
    ("a program changes at poll", |step| {
        step.events()
            .iter()
            .find(|event| matches!(event, Event::StrategyAdopted { .. }))?;
        step.effects.events.clear();
        Some(())
    }),
];

/// A consumer that has a position, and for which of its partitions.
fn positioned(seen: &mut Seen) -> Option<(&mut Consumer, usize)> {
    seen.consumers.iter_mut().find_map(|consumer| {
        let generation = consumer.client.membership.generation;
        let place = consumer
            .client
            .assignment
            .iter()
            .position(|owned| owned.offset().is_some())?;
        generation.map(|_| (consumer, place))
    })
}

/// The answers on their way to consumers.
fn answers(seen: &Seen) -> impl Iterator<Item = (Link, &Message, &Response)> {
    seen.messages()
        .filter_map(|(link, message)| match (&message.body, link.client) {
            (Body::Response(response), Client::Consumer(_)) => Some((link, message, response)),
            _ => None,
        })
}

/// Loses the answers of a kind that are on their way to one consumer.
fn lose_answer(step: &mut Step, is_kind: fn(&Response) -> bool) -> Option<()> {
    let (link, ..) = answers(&step.after).find(|(_, _, response)| is_kind(response))?;
    let mut network = Network::default();
    for (other, message) in step.after.messages() {
        let lost = matches!(&message.body, Body::Response(response) if is_kind(response));
        if other != link || !lost {
            network.send(other, message.clone());
        }
    }
    step.after.network = network;
    Some(())
}
