//! The coordinator's range assignor: `org.apache.kafka.coordinator.group.assignor.RangeAssignor`.

use std::collections::BTreeMap;

use super::target::all_partitions;
use super::{AssignorError, Subscriber, TargetAssignment, TargetMember, TopicPartitions, range};

/// Gives every member a contiguous range of each topic it subscribes to, as the classic protocol's
/// assignor does, whatever it had before. `members` are in the order of [`super::MemberOrder`].
///
/// # Errors
/// If a topic does not exist.
pub fn assign<M: Copy, T: Copy + Ord>(
    members: &[TargetMember<M, T>],
    partition_counts: &BTreeMap<T, u16>,
) -> Result<TargetAssignment<M, T>, AssignorError<T>> {
    let mut topics = BTreeMap::new();
    for member in members {
        topics.extend(all_partitions(&member.topics, partition_counts)?);
    }
    let topics: Vec<_> = topics.into_iter().collect();
    let subscribers: Vec<_> = members
        .iter()
        .map(|member| Subscriber {
            member: member.member,
            topics: member.topics.clone(),
        })
        .collect();
    let assigned = range::assign(&subscribers, &topics);
    Ok(assigned
        .into_iter()
        .map(|(member, partitions)| {
            let mut by_topic = TopicPartitions::new();
            for partition in partitions {
                let numbers = by_topic.entry(partition.topic).or_default();
                numbers.insert(partition.partition);
            }
            (member, by_topic)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(
        member: &'static str,
        topics: &[&'static str],
    ) -> TargetMember<&'static str, &'static str> {
        TargetMember {
            member,
            topics: topics.to_vec(),
            assigned: vec![("t", vec![2])],
        }
    }

    #[test]
    fn what_a_member_had_does_not_count() {
        let members = [member("a", &["t"]), member("b", &["t"])];
        let assigned = assign(&members, &BTreeMap::from([("t", 3)])).unwrap();
        let numbers: Vec<Vec<u16>> = assigned
            .iter()
            .map(|(_, topics)| topics["t"].iter().copied().collect())
            .collect();
        assert_eq!(numbers, [vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_topic_must_exist() {
        let refused = assign(&[member("a", &["t", "gone"])], &BTreeMap::from([("t", 3)]));
        assert_eq!(refused, Err(AssignorError::UnknownTopic("gone")));
    }
}
