//! Members, rebalances and what the coordinator answers.

use crate::names::Names;
use offsetscope_core::event::{JoinReason, RebalanceReason};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId, TopicPartition};
use offsetscope_language::{say, text};
pub fn join(consumer: ConsumerId, reason: JoinReason, names: Names<'_>) -> String {
    let why = match reason {
        JoinReason::Started => text!("it has just started", "它刚刚启动"),
        JoinReason::Changed => text!("it has seen a change", "它看到了变化"),
        JoinReason::Revoked => text!(
            "it has given up partitions that others are to get now",
            "它已交出要分给别人的分区"
        ),
        JoinReason::RebalanceInProgress => text!("a rebalance is on", "正在再均衡"),
        JoinReason::Disconnected => text!(
            "the connection broke before it was answered",
            "连接在得到应答之前断开了"
        ),
        JoinReason::LostMembership => text!(
            "it has learned that it is no longer a member",
            "它得知自己不再是成员"
        ),
    };
    let (who, group) = (names.consumer(consumer), names.group_of(consumer));
    say!(
        "{who} asks to join {group}: {why}.",
        "{who} 请求加入 {group}：{why}。"
    )
}

pub fn rebalance(group: GroupId, reason: RebalanceReason, names: Names<'_>) -> String {
    let why = match reason {
        RebalanceReason::MemberJoined(member) => say!(
            "{0} is new",
            "{0} 是新成员";
            names.member(member)
        ),
        RebalanceReason::MemberRejoined(member) => {
            say!("{0} has joined again", "{0} 重新加入"; names.member(member))
        }
        RebalanceReason::SessionExpired(member) | RebalanceReason::MemberLeft(member) => {
            say!("{0} is gone", "{0} 已不在组中"; names.member(member))
        }
        RebalanceReason::SyncMissed(member) => {
            say!(
                "{0} did not fetch its assignment",
                "{0} 没有取走它的分配结果";
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
        "{0} begins to rebalance, because {why}.",
        "{0} 开始再均衡，原因：{why}。";
        names.group(group)
    )
}

pub fn generation(
    group: GroupId,
    (generation, members): (u32, u16),
    leader: Option<MemberId>,
    names: Names<'_>,
) -> String {
    match leader {
        Some(leader) => say!(
            "Generation {generation} of {0} begins with {1}. {2} leads it and will assign the partitions.",
            "{0} 的第 {generation} 代开始，有 {1}。{2} 是领导者，将分配分区。";
            names.group(group),
            crate::names::members(members.into()),
            names.member(leader)
        ),
        None => say!(
            "{0} has no members left: it is empty.",
            "{0} 没有成员了：组是空的。";
            names.group(group)
        ),
    }
}

pub fn shares(
    consumer: ConsumerId,
    assignments: &[(MemberId, Vec<TopicPartition>)],
    names: Names<'_>,
) -> String {
    let share = |(member, partitions): &(_, Vec<_>)| say!("{0} gets {1}", "{0} 得到 {1}"; names.member(*member), names.partitions(partitions));
    let shares: Vec<_> = assignments.iter().map(share).collect();
    say!(
        "{0}, the leader, assigns: {1}.",
        "领导者 {0} 分配：{1}。";
        names.consumer(consumer), shares.join(text!("; ", "；"))
    )
}

pub fn error_words(error: GroupError) -> &'static str {
    match error {
        GroupError::IllegalGeneration => text!(
            "the group has moved on to another generation",
            "组已进入另一代"
        ),
        GroupError::UnknownMemberId => text!("it is not a member any more", "它不再是成员"),
        GroupError::RebalanceInProgress => text!(
            "a rebalance is on, it must join again",
            "正在再均衡，它必须重新加入"
        ),
        GroupError::FencedInstanceId => {
            text!(
                "another process with the same group.instance.id has taken its place",
                "另一个 group.instance.id 相同的进程取代了它"
            )
        }
        // Nothing on the page provokes another one.
        _ => text!("the request does not fit the group", "该请求与组的状态不符"),
    }
}
