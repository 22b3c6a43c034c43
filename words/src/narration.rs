//! What just happened and why, in a sentence or two.

use super::names::{Names, euros};
use super::terms::strategy_name;
use offsetscope_core::event::{
    CommitTrigger, Event, FatalException, JoinReason, PositionSource, RebalanceReason,
};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::history::Entry;
use offsetscope_core::ids::{GroupId, Offset, TopicPartition};
use offsetscope_core::log::{DeletedSegments, DeletionReason};
use offsetscope_core::network::LogEnd;
use offsetscope_core::world::World;

/// Tells a step. `world` is the world after it, or any later one of the same run.
pub fn narrate(entry: &Entry, world: &World) -> String {
    let names = Names::of(world);
    let mut sentences: Vec<String> = Vec::new();
    sentences.extend(applied_commits(&entry.events, names));
    let others = entry
        .events
        .iter()
        .filter(|event| !matches!(event, Event::CommitApplied { .. }));
    let worth_telling = others.filter(|event| !event.is_routine());
    sentences.extend(worth_telling.map(|event| sentence(event, names)));
    sentences.join(" ")
}

/// Says what there is to see before anything has happened.
pub fn opening(world: &World) -> String {
    let order = Names::of(world).order(1);
    format!(
        "The shop opens. {}’s order for {} × {} is on its way to the topic; three groups wait for it. Press Step.",
        order.customer, order.quantity, order.item
    )
}

/// One request commits many partitions: only those that moved are worth telling.
fn applied_commits(events: &[Event], names: Names<'_>) -> Option<String> {
    let mut moved: Vec<(TopicPartition, Offset)> = Vec::new();
    let mut whose: Option<GroupId> = None;
    for event in events {
        if let Event::CommitApplied {
            group,
            partition,
            previous,
            offset,
        } = event
            && *previous != Some(*offset)
        {
            whose = Some(*group);
            moved.push((*partition, *offset));
        }
    }
    Some(format!(
        "The coordinator stores the commit: {} will go on with {}.",
        names.group(whose?),
        names.offsets(&moved)
    ))
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
        } => {
            let placed = names.order(*order);
            format!(
                "{} places order {order}: {} × {} for {}. Its key, “{}”, belongs to {}, so that is where {} sends it.",
                placed.customer,
                placed.quantity,
                placed.item,
                euros(placed.amount_cents),
                placed.customer,
                names.partition(*partition),
                names.producer(*producer),
            )
        }
        Event::RecordAppended {
            order,
            partition,
            offset,
        } => format!(
            "Order {order} is now in {} at offset {offset}. That number is its own for ever.",
            names.partition(*partition)
        ),
        Event::ProduceAcknowledged {
            producer,
            partition,
            offset,
        } => format!(
            "{} hears that its record is in {} at offset {offset}.",
            names.producer(*producer),
            names.partition(*partition)
        ),
        Event::SegmentRolled {
            partition,
            base_offset,
        } => format!(
            "The active segment of {} was full or too old, so a new one begins at offset {base_offset}.",
            names.partition(*partition)
        ),
        Event::SegmentsDeleted { partition, deleted } => deletion(*partition, *deleted, names),
        Event::RetentionFoundNothing => "Retention finds nothing old enough to delete.".to_owned(),
        Event::JoinSent { consumer, reason } => {
            let why = match reason {
                JoinReason::Started => "it has just started",
                JoinReason::Changed => "it has seen a change",
                JoinReason::RebalanceInProgress => "a rebalance is on",
                JoinReason::LostMembership => "it has learned that it is no longer a member",
            };
            let (who, group) = (names.consumer(*consumer), names.group_of(*consumer));
            format!("{who} asks to join {group}: {why}.")
        }
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
        Event::RebalanceStarted { group, reason } => rebalance(*group, *reason, names),
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
        } => match leader {
            Some(leader) => format!(
                "Generation {generation} of {} begins with {members} {}. {} leads it and will assign the partitions.",
                names.group(*group),
                if *members == 1 { "member" } else { "members" },
                names.member(*leader)
            ),
            None => format!("{} has no members left: it is empty.", names.group(*group)),
        },
        Event::PartitionsAssignedByLeader {
            consumer,
            assignments,
        } => {
            let share = |(member, partitions): &(_, Vec<_>)| {
                format!(
                    "{} gets {}",
                    names.member(*member),
                    names.partitions(partitions)
                )
            };
            let shares: Vec<_> = assignments.iter().map(share).collect();
            format!(
                "{}, the leader, assigns: {}.",
                names.consumer(*consumer),
                shares.join("; ")
            )
        }
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
            format!("{who} learns from its heartbeat: {}.", error_words(*error))
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
            error_words(*error)
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
        Event::CommittedOffsetsAsked(consumer) => {
            let (who, group) = (names.consumer(*consumer), names.group_of(*consumer));
            format!("{who} asks how far {group} has committed.")
        }
        Event::LogEndsAsked { consumer, end } => format!(
            "{} has no valid position, so auto.offset.reset decides: it asks where the log {}.",
            names.consumer(*consumer),
            match end {
                LogEnd::Earliest => "begins",
                LogEnd::Latest => "ends",
            }
        ),
        Event::PositionSet {
            consumer,
            partition,
            offset,
            source,
        } => {
            let why = match source {
                PositionSource::Committed => "the committed offset",
                PositionSource::Reset(LogEnd::Earliest) => "the log start, by auto.offset.reset",
                PositionSource::Reset(LogEnd::Latest) => "the log end, by auto.offset.reset",
            };
            let (who, partition) = (names.consumer(*consumer), names.partition(*partition));
            format!("{who} begins {partition} at offset {offset}: {why}.")
        }
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
        } => effect(
            names,
            names.consumer(*consumer),
            (*partition, *offset),
            *times,
            *out_of_order,
        ),
        Event::AutoCommitDue(consumer) => format!(
            "auto.commit.interval.ms has passed for {}. Nothing is sent before its next poll.",
            names.consumer(*consumer)
        ),
        Event::CommitSent {
            consumer,
            trigger,
            offsets,
        } => {
            let (who, offsets) = (names.consumer(*consumer), names.offsets(offsets));
            match trigger {
                CommitTrigger::CommitSync => {
                    format!("{who} commits {offsets} and waits for the answer.")
                }
                CommitTrigger::CommitAsync => {
                    format!("{who} commits {offsets} and does not wait for the answer.")
                }
                CommitTrigger::AutoCommit => format!(
                    "Inside poll, {who} auto-commits {offsets}: what earlier polls returned."
                ),
                CommitTrigger::BeforeRebalance => {
                    format!("Before it gives its partitions up, {who} auto-commits {offsets}.")
                }
            }
        }
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
        } => {
            let name = exception.class();
            let who = names.consumer(*consumer);
            match trigger {
                CommitTrigger::CommitSync | CommitTrigger::CommitAsync => format!(
                    "The commit of {who} fails with {name}. No record is lost by that: what was not committed is read again."
                ),
                CommitTrigger::AutoCommit | CommitTrigger::BeforeRebalance => {
                    format!("The auto-commit of {who} fails with {name}, which is only logged.")
                }
            }
        }
        Event::ConsumerCrashed { consumer, in_hand } => {
            let who = names.consumer(*consumer);
            let hands = if in_hand.is_empty() {
                "It had nothing in hand.".to_owned()
            } else {
                format!("In its hands, not yet processed: {}.", names.spans(in_hand))
            };
            format!(
                "{who} crashes. {hands} The coordinator does not know yet: it waits for a heartbeat until the session times out."
            )
        }
        Event::ConsumerFailed {
            consumer,
            exception,
        } => {
            let (name, partition) = match exception {
                FatalException::NoOffsetForPartition(it) => ("NoOffsetForPartitionException", it),
                FatalException::OffsetOutOfRange(it) => ("OffsetOutOfRangeException", it),
            };
            format!(
                "{} ends with {name} for {}, because auto.offset.reset is none.",
                names.consumer(*consumer),
                names.partition(*partition)
            )
        }
        Event::ConsumerRestarted(consumer) => format!(
            "{} is started again, with an empty memory. It must join the group like anybody new.",
            names.consumer(*consumer)
        ),
        Event::AnswerLost(consumer) => {
            format!(
                "An answer for {} finds nobody: the process is gone.",
                names.consumer(*consumer)
            )
        }
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

fn deletion(partition: TopicPartition, deleted: DeletedSegments, names: Names<'_>) -> String {
    let DeletedSegments {
        reason,
        old_log_start,
        new_log_start,
        ..
    } = deleted;
    let partition = names.partition(partition);
    let why = match reason {
        DeletionReason::LogStart => "it lies below the log start",
        DeletionReason::RetentionBytes => "the partition is larger than retention.bytes",
        DeletionReason::RetentionMs => "its youngest record is older than retention.ms",
    };
    format!(
        "Retention deletes offsets {old_log_start} to {} of {partition}: {why}. Nobody asks whether they were read or committed.",
        new_log_start.saturating_sub(1),
    )
}

fn rebalance(group: GroupId, reason: RebalanceReason, names: Names<'_>) -> String {
    let why = match reason {
        RebalanceReason::MemberJoined(member) => format!("{} is new", names.member(member)),
        RebalanceReason::MemberRejoined(member) => {
            format!("{} has joined again", names.member(member))
        }
        RebalanceReason::SessionExpired(member) | RebalanceReason::MemberLeft(member) => {
            format!("{} is gone", names.member(member))
        }
        RebalanceReason::SyncMissed(member) => {
            format!("{} did not fetch its assignment", names.member(member))
        }
    };
    format!("{} begins to rebalance, because {why}.", names.group(group))
}

fn error_words(error: GroupError) -> &'static str {
    match error {
        GroupError::IllegalGeneration => "the group has moved on to another generation",
        GroupError::UnknownMemberId => "it is not a member any more",
        GroupError::RebalanceInProgress => "a rebalance is on, it must join again",
        // Nothing on the page provokes another one.
        _ => "the request does not fit the group",
    }
}

fn effect(
    names: Names<'_>,
    who: &str,
    (partition, offset): (TopicPartition, Offset),
    times: u8,
    out_of_order: bool,
) -> String {
    let order = names.order_at(partition, offset);
    let late = if out_of_order {
        " A later order of the same customer came first."
    } else {
        ""
    };
    match times {
        0 | 1 => format!("{who} has processed {order}: it took effect.{late}"),
        2 => format!(
            "{who} has processed {order} again: it took effect twice. Offset {offset} had not been committed when it was first done."
        ),
        _ => format!("{who} has processed {order} again: it took effect {times} times."),
    }
}
