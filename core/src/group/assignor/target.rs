//! What the coordinator's assignors are given and give back: `GroupSpec`, `GroupAssignment`.

use std::collections::{BTreeMap, BTreeSet};

/// Partitions by topic.
pub type TopicPartitions<T> = BTreeMap<T, BTreeSet<u16>>;

/// What each member is to get, in the order in which the members were given.
pub type TargetAssignment<M, T> = Vec<(M, TopicPartitions<T>)>;

/// A member as an assignor of the coordinator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetMember<M, T> {
    /// Who.
    pub member: M,
    /// The topics it subscribes to, in the order in which the coordinator goes through them.
    pub topics: Vec<T>,
    /// What it was to get until now, in the order in which the coordinator goes through it.
    pub assigned: Vec<(T, Vec<u16>)>,
}

/// Whether all members of a group subscribe to the same topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionType {
    /// They do.
    Homogeneous,
    /// They do not.
    Heterogeneous,
}

impl SubscriptionType {
    /// Which it is, of these members.
    pub fn of<M, T: Ord>(members: &[TargetMember<M, T>]) -> Self {
        let mut all = members
            .iter()
            .map(|member| member.topics.iter().collect::<BTreeSet<_>>());
        let first = all.next();
        if all.all(|topics| Some(&topics) == first.as_ref()) {
            Self::Homogeneous
        } else {
            Self::Heterogeneous
        }
    }
}

/// Why an assignor gives up: `PartitionAssignorException`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignorError<T> {
    /// A member subscribes to a topic that does not exist.
    UnknownTopic(T),
    /// The members have no room for all partitions. Kafka says so when what they were to get until
    /// now is inconsistent.
    LeftUnassigned,
}

/// Everything that a member can get: all partitions of these topics.
pub(super) fn all_partitions<T: Copy + Ord>(
    topics: &[T],
    partition_counts: &BTreeMap<T, u16>,
) -> Result<Vec<(T, u16)>, AssignorError<T>> {
    topics
        .iter()
        .map(|topic| match partition_counts.get(topic) {
            Some(&count) => Ok((*topic, count)),
            None => Err(AssignorError::UnknownTopic(*topic)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subscriptions: &[&[u8]], expected: SubscriptionType) {
        let members: Vec<_> = (0..)
            .zip(subscriptions)
            .map(|(member, topics): (u8, _)| TargetMember {
                member,
                topics: topics.to_vec(),
                assigned: Vec::new(),
            })
            .collect();
        assert_eq!(
            SubscriptionType::of(&members),
            expected,
            "{subscriptions:?}"
        );
    }

    #[test]
    fn the_order_of_topics_does_not_matter() {
        check(&[&[1, 2], &[2, 1]], SubscriptionType::Homogeneous);
        check(&[&[1, 2], &[1]], SubscriptionType::Heterogeneous);
        check(&[], SubscriptionType::Homogeneous);
    }
}
