//! What just happened and why, in a sentence or two.

mod admin;
mod commits;
mod connections;
mod consumers;
pub(crate) mod groups;
mod logs;
mod producers;
mod programs;
mod shop;

use super::names::Names;
use super::terms::strategy_name;
use offsetscope_core::event::Event;
use offsetscope_core::history::Entry;
use offsetscope_core::network::LogEnd;
use offsetscope_core::world::World;

/// Tells a step. `world` is the world after it, or any later one of the same run.
pub fn narrate(entry: &Entry, world: &World) -> String {
    let names = Names::of(world);
    let mut sentences: Vec<String> = Vec::new();
    let mut applied = commits::applied(&entry.events, names);
    for event in &entry.events {
        if let Event::CommitApplied { .. } = event {
            sentences.extend(applied.take());
        } else if !event.is_routine() {
            sentences.push(sentence(event, names));
        }
    }
    sentences.join(" ")
}

/// Tells a step, also one of which nobody needs to hear: a heartbeat, an acknowledgement.
pub fn narrate_fully(entry: &Entry, world: &World) -> String {
    let told = narrate(entry, world);
    if !told.is_empty() {
        return told;
    }
    let names = Names::of(world);
    let routine: Vec<_> = entry.events.iter().map(|it| sentence(it, names)).collect();
    if routine.is_empty() {
        return "Nothing that one can see changes.".to_owned();
    }
    routine.join(" ")
}

/// Tells one event. `world` is the world after it, or any later one of the same run.
pub fn tell(event: &Event, world: &World) -> String {
    sentence(event, Names::of(world))
}

/// Says what there is to see before anything has happened.
pub fn opening(world: &World) -> String {
    let order = Names::of(world).order(1);
    let groups = world.setup().groups.len();
    let wait = match groups {
        1 => "one group waits",
        2 => "two groups wait",
        3 => "three groups wait",
        _ => "its groups wait",
    };
    format!(
        "The shop opens. {}’s order for {} × {} is on its way to the topic; {wait} for it. Press Step.",
        order.customer, order.quantity, order.item
    )
}

/// One sentence an event.
#[expect(
    clippy::too_many_lines,
    reason = "one match over all events, so that none is forgotten"
)]
fn sentence(event: &Event, names: Names<'_>) -> String {
    match event {
        Event::OrderPlaced {
            producer,
            order,
            partition,
        } => shop::placed(*producer, *order, *partition, names),
        Event::RecordAppended {
            order,
            partition,
            offset,
        } => format!(
            "Order {order} is now in {} at offset {offset}. That number is its own for ever.",
            names.partition(*partition)
        ),
        Event::RecordsSent {
            producer,
            partition,
            orders,
            attempt,
        } => producers::sent(*producer, *partition, orders, *attempt, names),
        Event::DuplicateBatch {
            producer,
            partition,
            offset,
        } => producers::duplicate(*producer, (*partition, *offset), names),
        Event::ProduceAcknowledged {
            producer,
            partition,
            offset,
            orders,
        } => producers::acknowledged(*producer, (*partition, *offset), orders, names),
        Event::ProduceFailed {
            producer,
            partition,
            orders,
            exception,
        } => producers::failed(*producer, *partition, orders, *exception, names),
        Event::SegmentRolled {
            partition,
            base_offset,
        } => format!(
            "The active segment of {} was full or too old, so a new one begins at offset {base_offset}.",
            names.partition(*partition)
        ),
        Event::SegmentsDeleted { partition, deleted } => {
            logs::deletion(*partition, *deleted, names)
        }
        Event::RetentionFoundNothing => "Retention finds nothing old enough to delete.".to_owned(),
        Event::LogCompacted {
            partition, removed, ..
        } => logs::compaction(*partition, removed, names),
        Event::CleanerFoundNothing => {
            "The log cleaner finds no compacted log that is due.".to_owned()
        }
        Event::JoinSent { consumer, reason } => groups::join(*consumer, *reason, names),
        Event::MemberIdGiven { group, member } => format!(
            "The coordinator of {} gives {} a member id and asks it to join again with it.",
            names.group(*group),
            names.member(*member)
        ),
        Event::MemberIdExpired { group, member } => format!(
            "{} was given a member id of {} and never came back with it: the id is void.",
            names.member(*member),
            names.group(*group)
        ),
        Event::RebalanceStarted { group, reason } => groups::rebalance(*group, *reason, names),
        Event::MemberJoined { group, member } => format!(
            "{} has joined {} and waits until all the others have.",
            names.member(*member),
            names.group(*group)
        ),
        Event::MemberRemoved { group, member } => format!(
            "{} has not answered in time and is no longer a member of {}.",
            names.member(*member),
            names.group(*group)
        ),
        Event::GenerationStarted {
            group,
            generation,
            leader,
            members,
        } => groups::generation(*group, (*generation, *members), *leader, names),
        Event::PartitionsAssignedByLeader {
            consumer,
            assignments,
        } => groups::shares(*consumer, assignments, names),
        Event::GroupStable { group, generation } => format!(
            "The assignment has reached the coordinator: {} is stable in generation {generation}.",
            names.group(*group)
        ),
        Event::SessionExpired { group, member } => format!(
            "The coordinator has not heard from {} for session.timeout.ms and removes it from {}.",
            names.member(*member),
            names.group(*group)
        ),
        Event::HeartbeatSent(consumer) => {
            format!("{} sends a heartbeat.", names.consumer(*consumer))
        }
        Event::HeartbeatHeard { member, .. } => {
            format!(
                "The coordinator hears the heartbeat of {}.",
                names.member(*member)
            )
        }
        Event::HeartbeatAnswered {
            consumer,
            error: None,
        } => {
            format!("{} hears that all is well.", names.consumer(*consumer))
        }
        Event::HeartbeatAnswered {
            consumer,
            error: Some(error),
        } => {
            let who = names.consumer(*consumer);
            format!(
                "{who} learns from its heartbeat: {}.",
                groups::error_words(*error)
            )
        }
        Event::RequestRefused {
            group,
            member,
            error,
        } => format!(
            "The coordinator of {} turns {} away with {}: {}.",
            names.group(*group),
            names.member(*member),
            error.name(),
            groups::error_words(*error)
        ),
        Event::PartitionsAssigned {
            consumer,
            partitions,
        } => {
            format!(
                "{} now owns {}.",
                names.consumer(*consumer),
                names.partitions(partitions)
            )
        }
        Event::PartitionsRevoked {
            consumer,
            partitions,
        } => format!(
            "{} gives up {} for the rebalance. Its positions go with them.",
            names.consumer(*consumer),
            names.partitions(partitions)
        ),
        Event::PartitionsLost {
            consumer,
            partitions,
        } => format!(
            "{} finds out that {} is no longer its own.",
            names.consumer(*consumer),
            names.partitions(partitions)
        ),
        Event::PollTimeoutExpired(consumer) => consumers::poll_timeout(*consumer, names),
        Event::CommittedOffsetsAsked(consumer) => {
            let (who, group) = (names.consumer(*consumer), names.group_of(*consumer));
            format!("{who} asks how far {group} has committed.")
        }
        Event::LogEndsAsked { consumer, end } => format!(
            "{} has no valid position, so auto.offset.reset decides: it asks where {}.",
            names.consumer(*consumer),
            match end {
                LogEnd::Earliest => "the log begins",
                LogEnd::Latest => "the log ends",
                LogEnd::Since(_) => "records begin that are young enough",
            }
        ),
        Event::PositionSet {
            consumer,
            partition,
            offset,
            source,
        } => consumers::position(*consumer, (*partition, *offset), *source, names),
        Event::PositionOutOfRange {
            consumer,
            partition,
            offset,
        } => format!(
            "Offset {offset} of {} no longer exists: {} is out of range.",
            names.partition(*partition),
            names.consumer(*consumer)
        ),
        Event::FetchSent(consumer) => format!("{} asks for records.", names.consumer(*consumer)),
        Event::FetchHeld(consumer) => {
            format!(
                "There is nothing new for {}: its fetch waits.",
                names.consumer(*consumer)
            )
        }
        Event::FetchServed(consumer) => {
            format!("The broker sends records to {}.", names.consumer(*consumer))
        }
        Event::FetchDiscarded(consumer) => {
            format!(
                "{} discards records it no longer asked for.",
                names.consumer(*consumer)
            )
        }
        Event::RecordsFetched { consumer, records } => format!(
            "{} has fetched {}. What was fetched waits in its buffer until poll returns it.",
            names.consumer(*consumer),
            names.spans(records)
        ),
        Event::PollReturned { consumer, records } if records.is_empty() => {
            format!(
                "poll of {} times out and returns nothing.",
                names.consumer(*consumer)
            )
        }
        Event::PollReturned { consumer, records } => format!(
            "poll returns {} to {}. Its position moves past that at once, processed or not.",
            names.spans(records),
            names.consumer(*consumer)
        ),
        Event::ProcessingStarted {
            consumer,
            partition,
            offset,
        } => format!(
            "{} begins to process {}.",
            names.consumer(*consumer),
            names.order_at(*partition, *offset)
        ),
        Event::EffectDone {
            consumer,
            partition,
            offset,
            times,
            out_of_order,
        } => shop::effect(
            *consumer,
            (*partition, *offset),
            *times,
            *out_of_order,
            names,
        ),
        Event::AutoCommitDue(consumer) => format!(
            "auto.commit.interval.ms has passed for {}. Nothing is sent before its next poll.",
            names.consumer(*consumer)
        ),
        Event::CommitSent {
            consumer,
            trigger,
            offsets,
        } => commits::sent(*consumer, *trigger, offsets, names),
        Event::CommitApplied {
            group,
            partition,
            offset,
            ..
        } => format!(
            "The coordinator stores the commit: {} will go on with {} at {offset}.",
            names.group(*group),
            names.partition(*partition)
        ),
        Event::GapSkipped {
            consumer,
            partition,
            offset,
        } => format!(
            "What comes next in {} was compacted away: {} goes on at offset {offset}.",
            names.partition(*partition),
            names.consumer(*consumer)
        ),
        Event::OffsetsExpired { group, partitions } => commits::expired(*group, partitions, names),
        Event::NoOffsetExpired => {
            "The coordinator finds no committed offset that is old enough to expire.".to_owned()
        }
        Event::GroupRemoved(group) => format!(
            "{} has neither members nor offsets: the coordinator forgets it.",
            names.group(*group)
        ),
        Event::CommitAcknowledged { consumer, .. } => {
            format!(
                "{} hears that its commit is stored.",
                names.consumer(*consumer)
            )
        }
        Event::CommitFailed {
            consumer,
            trigger,
            exception,
        } => commits::failed(*consumer, *trigger, *exception, names),
        Event::CommitCallbackRan {
            consumer,
            exception,
        } => commits::callback(*consumer, *exception, names),
        Event::Program { consumer, what } => programs::told(*consumer, what, names),
        Event::ConsumerCrashed { consumer, in_hand } => {
            consumers::crashed(*consumer, in_hand, names)
        }
        Event::ConsumerFailed {
            consumer,
            exception,
            dropped,
        } => consumers::failed(*consumer, *exception, dropped, names),
        Event::ErrorReturned { consumer, error } => consumers::error(*consumer, *error, names),
        Event::ConsumerRestarted(consumer) => format!(
            "{} is started again, with an empty memory. It must join the group like anybody new.",
            names.consumer(*consumer)
        ),
        Event::ConsumerPaused(consumer) => consumers::paused(*consumer, names),
        Event::ConsumerResumed(consumer) => consumers::resumed(*consumer, names),
        Event::AnswerLost(consumer) => {
            format!(
                "An answer for {} finds nobody: the process is gone, or its connection.",
                names.consumer(*consumer)
            )
        }
        Event::Disconnected {
            client,
            connection,
            requests_lost,
            answers_lost,
        } => connections::broken(*client, *connection, (*requests_lost, *answers_lost), names),
        Event::AdminAsked(request) => admin::asked(*request, names),
        Event::AdminRefused(error) => admin::refused(*error),
        Event::RecordsDeleted {
            partition,
            new_log_start,
            ..
        } => admin::records_deleted(*partition, *new_log_start, names),
        Event::OffsetDeleted { group, partition } => format!(
            "Nothing is committed for {} any more: auto.offset.reset will decide where {} begins.",
            names.partition(*partition),
            names.group(*group)
        ),
        Event::GroupDeleted(group) => format!(
            "The coordinator forgets {} and all that it has committed.",
            names.group(*group)
        ),
        Event::StrategyChosen { group, strategy } => format!(
            "{} shall use {}. Its members take that up at their next poll.",
            names.group(*group),
            strategy_name(*strategy)
        ),
        Event::StrategyAdopted { consumer, strategy } => {
            format!(
                "{} now uses {}.",
                names.consumer(*consumer),
                strategy_name(*strategy)
            )
        }
    }
}
