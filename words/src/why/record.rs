//! Why an order fared as it did.

use super::{Reason, Why};
use crate::names::Names;
use crate::terms::group_work;
use offsetscope_core::event::{Event, PositionSource, ProgramEvent};
use offsetscope_core::explain::{Cause, Subject, causes};
use offsetscope_core::history::History;
use offsetscope_core::ids::{ConsumerId, Offset};
use offsetscope_core::ledger::Verdict;

/// Why the order in a record fared as it did until the moment that is looked at.
pub fn why(history: &History, subject: Subject) -> Why {
    let world = &history.current().world;
    let names = Names::of(world);
    let chain = causes(world.setup(), history.past(), subject);
    let Subject {
        group,
        partition,
        offset,
    } = subject;
    if world.outside().order_at(partition, offset).is_none() {
        return Why {
            answer: format!(
                "Nothing is in {} at offset {offset} yet.",
                names.partition(partition)
            ),
            reasons: Vec::new(),
        };
    }
    let verdict = world.verdict(group, partition, offset);
    Why {
        answer: answer(names, subject, verdict, &chain),
        reasons: chain.iter().map(|it| Reason::of(it, world)).collect(),
    }
}

fn answer(names: Names<'_>, subject: Subject, verdict: Verdict, chain: &[Cause<'_>]) -> String {
    let group = names.group(subject.group);
    let mut order = names.order_at(subject.partition, subject.offset);
    if let Some(first) = order.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let work = group_work(group);
    match verdict {
        Verdict::Pending => format!("{order} is not {work} yet, and it still can be."),
        Verdict::Once => format!("{order} was {work} once{}.", by(names, chain)),
        Verdict::Duplicated => format!("{order} was {work} {}.", again(names, chain)),
        Verdict::Lost => format!(
            "{order} was never {work}, and nobody will read it again: {}.",
            passed(names, subject, chain)
        ),
        Verdict::Expired => format!(
            "{order} was never {work}: its segment was deleted before {group} had committed past it."
        ),
        Verdict::Compacted => format!(
            "{order} was never {work}: the cleaner took it for a later order with its key before {group} had committed past it."
        ),
        Verdict::Skipped => {
            format!("{order} could not be processed, and {group} went on without it.")
        }
        Verdict::DeadLettered => {
            format!("{order} could not be processed, and lies in the dead-letter topic.")
        }
    }
}

fn effects<'a>(chain: &'a [Cause<'_>]) -> impl Iterator<Item = (usize, ConsumerId)> + 'a {
    let of_effect = |(place, cause): (usize, &Cause<'_>)| match cause.event {
        Event::EffectDone { consumer, .. } => Some((place, *consumer)),
        _ => None,
    };
    chain.iter().enumerate().filter_map(of_effect)
}

fn by(names: Names<'_>, chain: &[Cause<'_>]) -> String {
    effects(chain).next().map_or_else(String::new, |(_, who)| {
        format!(", by {}", names.consumer(who))
    })
}

/// How often, who did it first and last, and why that one began where it did.
fn again(names: Names<'_>, chain: &[Cause<'_>]) -> String {
    let (Some((first_at, first)), Some((last_at, last))) =
        (effects(chain).next(), effects(chain).last())
    else {
        // Another copy of it took effect.
        return "more than once: the log holds it more than once".to_owned();
    };
    let (first, last) = (names.consumer(first), names.consumer(last));
    let between = &chain[first_at..last_at];
    let begun = between.iter().rev().find_map(|cause| begun(cause.event));
    let begun = begun.map_or_else(String::new, |it| format!(", which {it}"));
    let often = match effects(chain).count() {
        0..=2 => "twice".to_owned(),
        count => format!("{count} times"),
    };
    format!("{often}: by {first}, and again by {last}{begun}")
}

fn begun(event: &Event) -> Option<String> {
    let Event::PositionSet { offset, source, .. } = event else {
        return None;
    };
    Some(match source {
        PositionSource::Committed => {
            format!("began at offset {offset}, because that was committed")
        }
        PositionSource::Reset(_) => format!(
            "began at offset {offset}, by auto.offset.reset, because nothing valid was committed"
        ),
        PositionSource::Database => {
            format!("began at offset {offset}, because that was in the database")
        }
    })
}

/// What was committed past it, and what kept it from taking effect.
fn passed(names: Names<'_>, subject: Subject, chain: &[Cause<'_>]) -> String {
    let group = names.group(subject.group);
    let committed = chain.iter().rev().find_map(|cause| match cause.event {
        Event::CommitApplied { offset, .. } => Some(*offset),
        _ => None,
    });
    let ended = chain
        .iter()
        .rev()
        .find_map(|cause| ended(names, cause.event));
    let ended = ended.map_or_else(String::new, |it| format!(", and then {it}"));
    match committed {
        Some(offset) => format!("{group} committed {}{ended}", past(offset)),
        None => format!("{group} goes on behind it{ended}"),
    }
}

fn past(offset: Offset) -> String {
    format!("offset {offset}, past it, before it had taken effect")
}

/// How somebody came to drop it.
fn ended(names: Names<'_>, event: &Event) -> Option<String> {
    Some(match event {
        Event::ConsumerCrashed { consumer, .. } => {
            format!("{} crashed with it in hand", names.consumer(*consumer))
        }
        Event::ConsumerFailed { consumer, .. } => {
            format!("{} ended by an exception", names.consumer(*consumer))
        }
        Event::Program { consumer, what } => match what {
            ProgramEvent::WorkCancelled { .. } => format!(
                "{} gave its partitions up before a worker had begun with it",
                names.consumer(*consumer)
            ),
            ProgramEvent::WokenUp { .. } | ProgramEvent::Stopped { .. } => {
                format!("{} stopped with it in hand", names.consumer(*consumer))
            }
            _ => return None,
        },
        _ => return None,
    })
}
