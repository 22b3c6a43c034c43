//! Members, rebalances and what the coordinator answers.

use crate::names::Names;
use offsetscope_core::event::{JoinReason, RebalanceReason};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId, TopicPartition};
pub fn join(consumer: ConsumerId, reason: JoinReason, names: Names<'_>) -> String {
    let why = match reason {
        JoinReason::Started => "it has just started",
        JoinReason::Changed => "it has seen a change",
        JoinReason::Revoked => "it has given up partitions that others are to get now",
        JoinReason::RebalanceInProgress => "a rebalance is on",
        JoinReason::Disconnected => "the connection broke before it was answered",
        JoinReason::LostMembership => "it has learned that it is no longer a member",
    };
    let (who, group) = (names.consumer(consumer), names.group_of(consumer));
    format!("{who} asks to join {group}: {why}.")
}

pub fn rebalance(group: GroupId, reason: RebalanceReason, names: Names<'_>) -> String {
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
        RebalanceReason::LoadedTooLarge => "it has more members than the broker allows".to_owned(),
    };
    format!("{} begins to rebalance, because {why}.", names.group(group))
}

pub fn generation(
    group: GroupId,
    (generation, members): (u32, u16),
    leader: Option<MemberId>,
    names: Names<'_>,
) -> String {
    match leader {
        Some(leader) => format!(
            "Generation {generation} of {} begins with {members} {}. {} leads it and will assign the partitions.",
            names.group(group),
            if members == 1 { "member" } else { "members" },
            names.member(leader)
        ),
        None => format!("{} has no members left: it is empty.", names.group(group)),
    }
}

pub fn shares(
    consumer: ConsumerId,
    assignments: &[(MemberId, Vec<TopicPartition>)],
    names: Names<'_>,
) -> String {
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
        names.consumer(consumer),
        shares.join("; ")
    )
}

pub fn error_words(error: GroupError) -> &'static str {
    match error {
        GroupError::IllegalGeneration => "the group has moved on to another generation",
        GroupError::UnknownMemberId => "it is not a member any more",
        GroupError::RebalanceInProgress => "a rebalance is on, it must join again",
        GroupError::FencedInstanceId => {
            "another process with the same group.instance.id has taken its place"
        }
        // Nothing on the page provokes another one.
        _ => "the request does not fit the group",
    }
}
