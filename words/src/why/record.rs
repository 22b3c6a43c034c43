//! Why an order fared as it did.

use super::{Reason, Why};
use crate::names::Names;
use crate::terms::group_work;
use offsetscope_core::event::{Event, PositionSource, ProgramEvent};
use offsetscope_core::explain::{Cause, Subject, causes};
use offsetscope_core::history::History;
use offsetscope_core::ids::{ConsumerId, Offset};
use offsetscope_core::ledger::Verdict;
use offsetscope_language::{say, text};

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
            answer: say!(
                "Nothing is in {0} at offset {offset} yet.",
                "{0} 的偏移量 {offset} 还没有记录。";
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
        Verdict::Pending => say!(
            "{order} is not {work} yet, and it still can be.",
            "{order} 还没有{work}，但仍有可能。"
        ),
        Verdict::Once => say!(
            "{order} was {work} once{0}.",
            "{order} 已{work}一次{0}。";
            by(names, chain)
        ),
        Verdict::Duplicated => say!(
            "{order} was {work} {0}.",
            "{order} 已{work}{0}。";
            again(names, chain)
        ),
        Verdict::Lost => say!(
            "{order} was never {work}, and nobody will read it again: {0}.",
            "{order} 从未{work}，也不会再有人读它：{0}。";
            passed(names, subject, chain)
        ),
        Verdict::Expired => say!(
            "{order} was never {work}: its segment was deleted before {group} had committed past it.",
            "{order} 从未{work}：{group} 的提交还没有越过它，它的日志段就被删除了。"
        ),
        Verdict::Compacted => say!(
            "{order} was never {work}: the cleaner took it for a later order with its key before {group} had committed past it.",
            "{order} 从未{work}：{group} 的提交还没有越过它，清理器就因后面有同一个键的订单而移除了它。"
        ),
        Verdict::Skipped => {
            say!(
                "{order} could not be processed, and {group} went on without it.",
                "{order} 无法处理，{group} 跳过它继续。"
            )
        }
        Verdict::DeadLettered => {
            say!(
                "{order} could not be processed, and lies in the dead-letter topic.",
                "{order} 无法处理，已放入死信主题。"
            )
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
    effects(chain).next().map_or_else(
        String::new,
        |(_, who)| say!(", by {0}", "，由 {0} 处理"; names.consumer(who)),
    )
}

/// How often, who did it first and last, and why that one began where it did.
fn again(names: Names<'_>, chain: &[Cause<'_>]) -> String {
    let (Some((first_at, first)), Some((last_at, last))) =
        (effects(chain).next(), effects(chain).last())
    else {
        // Another copy of it took effect.
        return text!(
            "more than once: the log holds it more than once",
            "不止一次：日志中有不止一份"
        )
        .to_owned();
    };
    let (first, last) = (names.consumer(first), names.consumer(last));
    let between = &chain[first_at..last_at];
    let begun = between.iter().rev().find_map(|cause| begun(cause.event));
    let begun = begun.map_or_else(String::new, |it| say!(", which {it}", "，{it}"));
    let often = match effects(chain).count() {
        0..=2 => text!("twice", "两次").to_owned(),
        count => say!("{count} times", " {count} 次"),
    };
    say!(
        "{often}: by {first}, and again by {last}{begun}",
        "{often}：先由 {first} 处理，后又由 {last} 处理{begun}"
    )
}

fn begun(event: &Event) -> Option<String> {
    let Event::PositionSet { offset, source, .. } = event else {
        return None;
    };
    Some(match source {
        PositionSource::Committed => {
            say!(
                "began at offset {offset}, because that was committed",
                "因为它从已提交的偏移量 {offset} 开始读"
            )
        }
        PositionSource::Reset(_) => say!(
            "began at offset {offset}, by auto.offset.reset, because nothing valid was committed",
            "因为没有有效的提交，它按 auto.offset.reset 从偏移量 {offset} 开始读"
        ),
        PositionSource::Database => {
            say!(
                "began at offset {offset}, because that was in the database",
                "因为它从数据库所存的偏移量 {offset} 开始读"
            )
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
    let ended = ended.map_or_else(String::new, |it| say!(", and then {it}", "，然后 {it}"));
    match committed {
        Some(offset) => say!("{group} committed {0}{ended}", "{group} {0}{ended}"; past(offset)),
        None => say!(
            "{group} goes on behind it{ended}",
            "{group} 从它之后继续{ended}"
        ),
    }
}

fn past(offset: Offset) -> String {
    say!(
        "offset {offset}, past it, before it had taken effect",
        "在它生效之前就提交了越过它的偏移量 {offset}"
    )
}

/// How somebody came to drop it.
fn ended(names: Names<'_>, event: &Event) -> Option<String> {
    Some(match event {
        Event::ConsumerCrashed { consumer, .. } => {
            say!(
                "{0} crashed with it in hand",
                "{0} 崩溃，当时它还在手头";
                names.consumer(*consumer)
            )
        }
        Event::ConsumerFailed { consumer, .. } => {
            say!("{0} ended by an exception", "{0} 因异常结束"; names.consumer(*consumer))
        }
        Event::Program { consumer, what } => match what {
            ProgramEvent::WorkCancelled { .. } => say!(
                "{0} gave its partitions up before a worker had begun with it",
                "{0} 交出了分区，工作线程还没有开始处理它";
                names.consumer(*consumer)
            ),
            ProgramEvent::WokenUp { .. } | ProgramEvent::Stopped { .. } => {
                say!(
                    "{0} stopped with it in hand",
                    "{0} 停止，当时它还在手头";
                    names.consumer(*consumer)
                )
            }
            _ => return None,
        },
        _ => return None,
    })
}
