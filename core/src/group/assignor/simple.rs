//! The assignor of share groups: `SimpleAssignor`.

use std::collections::BTreeMap;

use super::target::all_partitions;
use super::{AssignorError, TargetAssignment, TargetMember};

/// Gives every member every partition of the topics it subscribes to: members of a share group
/// share partitions.
///
/// # Errors
/// If a topic does not exist.
pub fn assign<M: Copy, T: Copy + Ord>(
    members: &[TargetMember<M, T>],
    partition_counts: &BTreeMap<T, u16>,
) -> Result<TargetAssignment<M, T>, AssignorError<T>> {
    members
        .iter()
        .map(|member| {
            let topics = all_partitions(&member.topics, partition_counts)?;
            let all = topics
                .into_iter()
                .map(|(topic, count)| (topic, (0..count).collect()));
            Ok((member.member, all.collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(topics: &[&'static str], expected: Result<&[(&'static str, &[u16])], &'static str>) {
        let member = TargetMember {
            member: "a",
            topics: topics.to_vec(),
            assigned: vec![("gone", vec![0])],
        };
        let got = assign(
            &[member.clone(), member],
            &BTreeMap::from([("t", 2), ("u", 1)]),
        );
        let expected = expected.map_err(AssignorError::UnknownTopic).map(|topics| {
            let all: BTreeMap<_, _> = topics
                .iter()
                .map(|&(topic, numbers)| (topic, numbers.iter().copied().collect()))
                .collect();
            vec![("a", all.clone()), ("a", all)]
        });
        assert_eq!(got, expected);
    }

    #[test]
    fn everybody_gets_all_of_its_topics() {
        check(&["u", "t"], Ok(&[("t", &[0, 1]), ("u", &[0])]));
        check(&[], Ok(&[]));
    }

    #[test]
    fn a_topic_must_exist() {
        check(&["t", "gone"], Err("gone"));
    }
}
