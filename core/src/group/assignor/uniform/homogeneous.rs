//! All members subscribe to the same topics: `UniformHomogeneousAssignmentBuilder`.

use std::collections::{BTreeMap, BTreeSet};

use crate::group::assignor::java_hash::{self, JavaHash};
use crate::group::assignor::target::all_partitions;
use crate::group::assignor::{
    AssignorError, TargetAssignment, TargetMember, TopicPartitions, partitions_of,
};
use crate::ids::TopicPartition;

/// Gives each member ⌊P/M⌋ partitions, and the first P mod M members one more. A member keeps what
/// it has up to that; the rest is dealt out in one go, member after member.
pub(super) fn assign<M: Copy, T: Copy + Ord + JavaHash>(
    members: &[TargetMember<M, T>],
    partition_counts: &BTreeMap<T, u16>,
) -> Result<TargetAssignment<M, T>, AssignorError<T>> {
    let Some(first) = members.first() else {
        return Ok(Vec::new());
    };
    // Kafka copies the topics into a set of its own.
    let topics = java_hash::order(first.topics.iter().copied());
    let topics = all_partitions(&topics, partition_counts)?;
    let (mut target, given_up) = keep(members, &topics);

    let had: BTreeSet<_> = members.iter().flat_map(had_by).collect();
    let all = partitions_of(topics.iter().copied());
    let mut unassigned = all
        .filter(|partition| !had.contains(partition))
        .chain(given_up);
    for ((_, kept), quota) in target.iter_mut().zip(quotas(members, &topics)) {
        let free = quota.saturating_sub(kept.values().map(BTreeSet::len).sum());
        for TopicPartition { topic, partition } in unassigned.by_ref().take(free) {
            kept.entry(topic).or_default().insert(partition);
        }
    }
    match unassigned.next() {
        Some(_) => Err(AssignorError::LeftUnassigned),
        None => Ok(target),
    }
}

/// How many partitions each member may have, in the order of members.
fn quotas<M, T>(
    members: &[TargetMember<M, T>],
    topics: &[(T, u16)],
) -> impl Iterator<Item = usize> {
    let partition_count: usize = topics.iter().map(|(_, count)| usize::from(*count)).sum();
    let member_count = members.len();
    (0..member_count).map(move |place| {
        partition_count / member_count + usize::from(place < partition_count % member_count)
    })
}

/// What each member keeps of what it has, and what they have to give up of these topics.
fn keep<M: Copy, T: Copy + Ord>(
    members: &[TargetMember<M, T>],
    topics: &[(T, u16)],
) -> (TargetAssignment<M, T>, Vec<TopicPartition<T>>) {
    let mut given_up = Vec::new();
    let target = members
        .iter()
        .zip(quotas(members, topics))
        .map(|(member, quota)| {
            let still_wanted = had_by(member)
                .filter(|owned| topics.iter().any(|(topic, _)| *topic == owned.topic));
            let mut kept = TopicPartitions::new();
            for (number, owned) in still_wanted.enumerate() {
                if number < quota {
                    kept.entry(owned.topic).or_default().insert(owned.partition);
                } else {
                    given_up.push(owned);
                }
            }
            (member.member, kept)
        })
        .collect();
    (target, given_up)
}

fn had_by<M, T: Copy>(member: &TargetMember<M, T>) -> impl Iterator<Item = TopicPartition<T>> {
    member.assigned.iter().flat_map(|(topic, numbers)| {
        numbers.iter().map(|&partition| TopicPartition {
            topic: *topic,
            partition,
        })
    })
}
