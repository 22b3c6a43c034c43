//! The range assignor, Kafka's default: `RangeAssignor`.

use super::{Assignment, Subscriber};
use crate::ids::TopicPartition;

/// Gives every member a contiguous range of each topic it subscribes to: ⌊n/m⌋ partitions each,
/// and one more for the first n mod m. `members` are in the order of [`super::MemberOrder`], and
/// `topics`, each with how many partitions it has, in the order in which they are handed out.
pub fn assign<M: Copy, T: Copy + PartialEq>(
    members: &[Subscriber<M, T>],
    topics: &[(T, u16)],
) -> Assignment<M, T> {
    let mut assigned: Assignment<M, T> = members
        .iter()
        .map(|subscriber| (subscriber.member, Vec::new()))
        .collect();
    for &(topic, partition_count) in topics {
        let mut takers: Vec<_> = assigned
            .iter_mut()
            .zip(members)
            .filter(|(_, subscriber)| subscriber.topics.contains(&topic))
            .map(|((_, partitions), _)| partitions)
            .collect();
        let Ok(taker_count @ 1..) = u16::try_from(takers.len()) else {
            continue;
        };
        let mut next = 0;
        for (place, partitions) in (0..).zip(&mut takers) {
            let share =
                partition_count / taker_count + u16::from(place < partition_count % taker_count);
            partitions
                .extend((next..next + share).map(|partition| TopicPartition { topic, partition }));
            next += share;
        }
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TopicId;

    fn check(members: &[(u8, &[u16])], topics: &[u16], expected: &[(u8, &[(u16, u16)])]) {
        let members: Vec<_> = members
            .iter()
            .map(|&(member, topics)| Subscriber {
                member,
                topics: topics.iter().copied().map(TopicId).collect(),
            })
            .collect();
        let counts: Vec<_> = (0..).map(TopicId).zip(topics.iter().copied()).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|&(member, partitions)| {
                let partitions = partitions
                    .iter()
                    .map(|&(topic, partition)| TopicPartition {
                        topic: TopicId(topic),
                        partition,
                    })
                    .collect();
                (member, partitions)
            })
            .collect();
        assert_eq!(assign(&members, &counts), expected);
    }

    #[test]
    fn the_first_members_get_one_more() {
        check(
            &[(1, &[0]), (2, &[0])],
            &[3],
            &[(1, &[(0, 0), (0, 1)]), (2, &[(0, 2)])],
        );
    }

    #[test]
    fn every_topic_starts_again_with_the_first_member() {
        check(
            &[(1, &[0, 1]), (2, &[0, 1])],
            &[3, 3],
            &[
                (1, &[(0, 0), (0, 1), (1, 0), (1, 1)]),
                (2, &[(0, 2), (1, 2)]),
            ],
        );
    }

    #[test]
    fn more_members_than_partitions_leave_some_idle() {
        check(&[(1, &[0]), (2, &[0])], &[1], &[(1, &[(0, 0)]), (2, &[])]);
    }

    #[test]
    fn a_topic_goes_only_to_its_subscribers() {
        check(
            &[(1, &[0]), (2, &[1])],
            &[2, 1],
            &[(1, &[(0, 0), (0, 1)]), (2, &[(1, 0)])],
        );
    }
}
