//! Why a group rebalanced, and what came of it.

use super::{Reason, Why, records};
use crate::names::Names;
use offsetscope_core::event::{Event, JoinReason, PositionSource, ProgramEvent, RebalanceReason};
use offsetscope_core::explain::Cause;
use offsetscope_core::explain::rebalance::{Beginning, Handover, Holder, Rebalance, Stage};
use offsetscope_core::ids::{ConsumerId, TopicPartition};
use offsetscope_core::world::World;

pub fn answer(rebalance: &Rebalance<'_>, world: &World) -> Why {
    let names = Names::of(world);
    let mut sentences = vec![why(rebalance, names)];
    sentences.extend(moved(rebalance, names));
    sentences.extend(again(rebalance, names));
    let mut reasons: Vec<Reason> = rebalance
        .causes
        .iter()
        .map(|it| Reason::of(it, world))
        .collect();
    let begun = rebalance.handovers.iter();
    reasons.extend(begun.filter_map(|it| started(it, names)));
    // What happens in the same step stays in its order.
    reasons.sort_by_key(|it| it.step);
    Why {
        answer: sentences.join(" "),
        reasons,
    }
}

/// Who caused it.
fn why(rebalance: &Rebalance<'_>, names: Names<'_>) -> String {
    let group = names.group(rebalance.group);
    let root = rebalance.root;
    let why = match rebalance.reason {
        RebalanceReason::MemberJoined(member) => {
            let who = names.member(member);
            match root.map(|it| it.event) {
                Some(Event::JoinSent {
                    reason: JoinReason::LostMembership,
                    ..
                }) => format!("{who}, which had dropped out, came back as a new member"),
                _ => format!("{who} came as a new member"),
            }
        }
        RebalanceReason::MemberRejoined(member) => {
            let who = names.member(member);
            match root.map(|it| it.event) {
                Some(Event::JoinSent {
                    reason: JoinReason::Revoked,
                    ..
                }) => format!(
                    "{who} had given up partitions that others were to get, and joined again for that"
                ),
                _ => format!("{who} joined again"),
            }
        }
        RebalanceReason::SessionExpired(member) => silent(names.member(member), root, names),
        RebalanceReason::MemberLeft(member) => left(names.member(member), root),
        RebalanceReason::SyncMissed(member) => {
            format!(
                "{} did not fetch its assignment in time",
                names.member(member)
            )
        }
        RebalanceReason::LoadedTooLarge => "it has more members than the broker allows".to_owned(),
    };
    format!("{group} rebalanced because {why}.")
}

fn silent(who: &str, root: Option<Cause<'_>>, names: Names<'_>) -> String {
    const UNTIL: &str = "the coordinator heard nothing of it until session.timeout.ms was over";
    match root.map(|it| it.event) {
        Some(Event::ConsumerCrashed { .. }) => format!("{who} had crashed, and {UNTIL}"),
        Some(Event::ConsumerFailed { .. }) => {
            format!("{who} had ended by an exception, and {UNTIL}")
        }
        Some(Event::Disconnected { client, .. }) => {
            format!(
                "the connection of {} had broken, and {UNTIL}",
                names.client(*client)
            )
        }
        _ => format!("the coordinator heard nothing of {who} until session.timeout.ms was over"),
    }
}

fn left(who: &str, root: Option<Cause<'_>>) -> String {
    match root.map(|it| it.event) {
        Some(Event::PollTimeoutExpired(_)) => format!(
            "{who} did not call poll for max.poll.interval.ms, so its library left in its name"
        ),
        Some(Event::ConsumerFailed { .. }) => format!("{who} ended by an exception and left"),
        Some(Event::Program {
            what: ProgramEvent::StopAsked,
            ..
        }) => format!("{who} was asked to stop and left"),
        _ => format!("{who} left"),
    }
}

/// What it took from whom, and who has it now.
fn moved(rebalance: &Rebalance<'_>, names: Names<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut told: Vec<(Holder, Option<ConsumerId>)> = Vec::new();
    for it in &rebalance.handovers {
        let way = (it.from, it.to);
        if told.contains(&way) {
            continue;
        }
        told.push(way);
        let alike = rebalance.handovers.iter();
        let alike = alike.filter(|other| (other.from, other.to) == way);
        let partitions: Vec<TopicPartition> = alike.map(|other| other.partition).collect();
        sentences.extend(way_of(way, &names.partitions(&partitions), names));
    }
    if sentences.is_empty() {
        sentences.push(
            match rebalance.stage {
                Stage::Stable => "Every partition ended where it had been.",
                Stage::Empty => "Nobody is left in the group.",
                Stage::UnderWay => "It is not over: no partition has changed hands yet.",
                Stage::Overtaken => "The next rebalance began before this one was over.",
            }
            .to_owned(),
        );
    }
    sentences
}

fn way_of(
    (from, to): (Holder, Option<ConsumerId>),
    partitions: &str,
    names: Names<'_>,
) -> Option<String> {
    Some(match (from, to) {
        (Holder::Held(from), Some(to)) if from == to => {
            format!(
                "{} gave up or lost {partitions}, and got the same again.",
                names.consumer(to)
            )
        }
        (Holder::Held(from), Some(to)) => format!(
            "{partitions} went from {} to {}.",
            names.consumer(from),
            names.consumer(to)
        ),
        (Holder::GaveUp(from), Some(to)) if from == to => {
            format!("{} got {partitions} back.", names.consumer(to))
        }
        (Holder::GaveUp(from), Some(to)) => format!(
            "{} got {partitions}, which {} had given up.",
            names.consumer(to),
            names.consumer(from)
        ),
        (Holder::Nobody, Some(to)) => format!(
            "{} got {partitions}, which nobody had had.",
            names.consumer(to)
        ),
        (Holder::Held(from), None) => format!(
            "{} gave {partitions} up, and nobody got it yet.",
            names.consumer(from)
        ),
        (Holder::GaveUp(_) | Holder::Nobody, None) => return None,
    })
}

/// What is read again by it.
fn again(rebalance: &Rebalance<'_>, names: Names<'_>) -> Option<String> {
    let mut starts = rebalance.handovers.iter().filter_map(|it| it.start);
    let again: u32 = starts.clone().map(|it| it.again).sum();
    let done_before: u32 = starts.clone().map(|it| it.done_before).sum();
    let waits = rebalance
        .handovers
        .iter()
        .any(|it| it.to.is_some() && it.start.is_none());
    if again == 0 {
        return match (starts.next(), waits) {
            (_, true) => Some("Where reading goes on is not known yet.".to_owned()),
            (Some(_), false) => Some("Nothing is read again by it.".to_owned()),
            (None, false) => None,
        };
    }
    let rest = if waits { " so far" } else { "" };
    let work = crate::terms::group_work(names.group(rebalance.group));
    let done = match done_before {
        0 => format!("; none of it had been {work} before"),
        _ if done_before == again => format!(
            "; all of it had been {work} before, and is once more unless something prevents it"
        ),
        _ => format!(
            "; {done_before} of it had been {work} before, and is once more unless something prevents it"
        ),
    };
    Some(format!(
        "It makes the group read {} again{rest}{done}.",
        records(again)
    ))
}

/// Where a new owner begins, and what it reads again.
fn started(handover: &Handover, names: Names<'_>) -> Option<Reason> {
    let Beginning {
        step,
        at_ms,
        offset,
        source,
        again,
        ..
    } = handover.start?;
    let who = names.consumer(handover.to?);
    let partition = names.partition(handover.partition);
    let why = match source {
        PositionSource::Committed => "that is what was committed",
        PositionSource::Reset(_) => "nothing valid was committed, so auto.offset.reset decides",
        PositionSource::Database => "that is what its database says",
    };
    let again = match again {
        0 => String::new(),
        _ => format!(
            " poll had returned {} from there on to somebody already.",
            records(again)
        ),
    };
    Some(Reason {
        step,
        at_ms,
        said: format!("{who} begins {partition} at offset {offset}: {why}.{again}"),
    })
}
