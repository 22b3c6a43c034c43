//! Why a group rebalanced, and what came of it.

use super::{Reason, Why, records};
use crate::names::Names;
use offsetscope_core::event::{Event, JoinReason, PositionSource, ProgramEvent, RebalanceReason};
use offsetscope_core::explain::Cause;
use offsetscope_core::explain::rebalance::{Beginning, Handover, Holder, Rebalance, Stage};
use offsetscope_core::ids::{ConsumerId, TopicPartition};
use offsetscope_core::world::World;
use offsetscope_language::{say, text};

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
        answer: sentences.join(text!(" ", "")),
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
                }) => say!(
                    "{who}, which had dropped out, came back as a new member",
                    "曾经掉队的 {who} 作为新成员回来了"
                ),
                _ => say!("{who} came as a new member", "{who} 作为新成员加入"),
            }
        }
        RebalanceReason::MemberRejoined(member) => {
            let who = names.member(member);
            match root.map(|it| it.event) {
                Some(Event::JoinSent {
                    reason: JoinReason::Revoked,
                    ..
                }) => say!(
                    "{who} had given up partitions that others were to get, and joined again for that",
                    "{who} 交出了要分给别人的分区，并为此重新加入"
                ),
                _ => say!("{who} joined again", "{who} 重新加入"),
            }
        }
        RebalanceReason::SessionExpired(member) => silent(names.member(member), root, names),
        RebalanceReason::MemberLeft(member) => left(names.member(member), root),
        RebalanceReason::SyncMissed(member) => {
            say!(
                "{0} did not fetch its assignment in time",
                "{0} 没有及时取走它的分配结果";
                names.member(member)
            )
        }
        RebalanceReason::LoadedTooLarge => text!(
            "it has more members than the broker allows",
            "它的成员数超过 broker 允许的上限"
        )
        .to_owned(),
    };
    say!(
        "{group} rebalanced because {why}.",
        "{group} 发生再均衡，原因：{why}。"
    )
}

fn silent(who: &str, root: Option<Cause<'_>>, names: Names<'_>) -> String {
    const UNTIL: &str = text!(
        "the coordinator heard nothing of it until session.timeout.ms was over",
        "直到 session.timeout.ms 结束，协调者都没有收到它的消息"
    );
    match root.map(|it| it.event) {
        Some(Event::ConsumerCrashed { .. }) => {
            say!("{who} had crashed, and {UNTIL}", "{who} 崩溃了，{UNTIL}")
        }
        Some(Event::ConsumerFailed { .. }) => {
            say!(
                "{who} had ended by an exception, and {UNTIL}",
                "{who} 因异常结束，{UNTIL}"
            )
        }
        Some(Event::Disconnected { client, .. }) => {
            say!(
                "the connection of {0} had broken, and {UNTIL}",
                "{0} 的连接断开了，{UNTIL}";
                names.client(*client)
            )
        }
        _ => say!(
            "the coordinator heard nothing of {who} until session.timeout.ms was over",
            "直到 session.timeout.ms 结束，协调者都没有收到 {who} 的消息"
        ),
    }
}

fn left(who: &str, root: Option<Cause<'_>>) -> String {
    match root.map(|it| it.event) {
        Some(Event::PollTimeoutExpired(_)) => say!(
            "{who} did not call poll for max.poll.interval.ms, so its library left in its name",
            "{who} 超过 max.poll.interval.ms 没有调用 poll，客户端库替它离开了组"
        ),
        Some(Event::ConsumerFailed { .. }) => say!(
            "{who} ended by an exception and left",
            "{who} 因异常结束并离开"
        ),
        Some(Event::Program {
            what: ProgramEvent::StopAsked,
            ..
        }) => say!("{who} was asked to stop and left", "{who} 被要求停止并离开"),
        _ => say!("{who} left", "{who} 离开了"),
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
                Stage::Stable => text!(
                    "Every partition ended where it had been.",
                    "每个分区最后都留在原处。"
                ),
                Stage::Empty => text!("Nobody is left in the group.", "组里没有成员了。"),
                Stage::UnderWay => text!(
                    "It is not over: no partition has changed hands yet.",
                    "它还没有结束：还没有分区易主。"
                ),
                Stage::Overtaken => text!(
                    "The next rebalance began before this one was over.",
                    "它还没有结束，下一次再均衡就开始了。"
                ),
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
            say!(
                "{0} gave up or lost {partitions}, and got the same again.",
                "{0} 交出或失去了 {partitions}，又重新得到。";
                names.consumer(to)
            )
        }
        (Holder::Held(from), Some(to)) => say!(
            "{partitions} went from {0} to {1}.",
            "{partitions} 从 {0} 转到 {1}。";
            names.consumer(from), names.consumer(to)
        ),
        (Holder::GaveUp(from), Some(to)) if from == to => {
            say!("{0} got {partitions} back.", "{0} 重新得到 {partitions}。"; names.consumer(to))
        }
        (Holder::GaveUp(from), Some(to)) => say!(
            "{0} got {partitions}, which {1} had given up.",
            "{0} 得到 {1} 交出的 {partitions}。";
            names.consumer(to), names.consumer(from)
        ),
        (Holder::Nobody, Some(to)) => say!(
            "{0} got {partitions}, which nobody had had.",
            "{0} 得到之前无人拥有的 {partitions}。";
            names.consumer(to)
        ),
        (Holder::Held(from), None) => say!(
            "{0} gave {partitions} up, and nobody got it yet.",
            "{0} 交出了 {partitions}，还没有人得到。";
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
            (_, true) => Some(
                text!(
                    "Where reading goes on is not known yet.",
                    "将从哪里继续读还不知道。"
                )
                .to_owned(),
            ),
            (Some(_), false) => {
                Some(text!("Nothing is read again by it.", "没有因此重读任何记录。").to_owned())
            }
            (None, false) => None,
        };
    }
    let rest = if waits {
        text!(" so far", "到目前为止，")
    } else {
        ""
    };
    let work = crate::terms::group_work(names.group(rebalance.group));
    let done = match done_before {
        0 => say!(
            "; none of it had been {work} before",
            "；其中没有一条之前已{work}"
        ),
        _ if done_before == again => say!(
            "; all of it had been {work} before, and is once more unless something prevents it",
            "；它们之前都已{work}，除非有什么阻止，会再{work}一次"
        ),
        _ => say!(
            "; {done_before} of it had been {work} before, and is once more unless something prevents it",
            "；其中 {done_before} 条之前已{work}，除非有什么阻止，会再{work}一次"
        ),
    };
    Some(say!(
        "It makes the group read {0} again{rest}{done}.",
        "{rest}它使组重读 {0}{done}。";
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
        PositionSource::Committed => text!("that is what was committed", "这是已提交偏移量"),
        PositionSource::Reset(_) => text!(
            "nothing valid was committed, so auto.offset.reset decides",
            "没有有效的提交，由 auto.offset.reset 决定"
        ),
        PositionSource::Database => text!("that is what its database says", "它的数据库这样记录"),
    };
    let again = match again {
        0 => String::new(),
        _ => say!(
            " poll had returned {0} from there on to somebody already.",
            "从那里起，poll 已向某个消费者返回过 {0}。";
            records(again)
        ),
    };
    Some(Reason {
        step,
        at_ms,
        said: say!(
            "{who} begins {partition} at offset {offset}: {why}.{again}",
            "{who} 从偏移量 {offset} 开始读 {partition}：{why}。{again}"
        ),
    })
}
