//! The round robin assignor: `RoundRobinAssignor`.

use super::{Assignment, Subscriber, partitions_of};

/// Deals the partitions of all topics, sorted by topic and number, to the members in turn, each
/// to the next that subscribes to its topic. `topics` are in order, and `members` in that of
/// [`super::MemberOrder`].
pub fn assign<M: Copy, T: Copy + PartialEq>(
    members: &[Subscriber<M, T>],
    topics: &[(T, u16)],
) -> Assignment<M, T> {
    let mut assigned: Assignment<M, T> = members
        .iter()
        .map(|subscriber| (subscriber.member, Vec::new()))
        .collect();
    let mut next = 0;
    for partition in partitions_of(topics.iter().copied()) {
        let subscribes = |place: &usize| members[*place].topics.contains(&partition.topic);
        let Some(place) = (next..members.len()).chain(0..next).find(subscribes) else {
            continue;
        };
        assigned[place].1.push(partition);
        next = (place + 1) % members.len();
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        members: &[(&'static str, &[&'static str])],
        topics: &[(&'static str, u16)],
        expected: &[&[(&str, u16)]],
    ) {
        let members: Vec<_> = members
            .iter()
            .map(|&(member, topics)| Subscriber {
                member,
                topics: topics.to_vec(),
            })
            .collect();
        let assigned: Vec<Vec<_>> = assign(&members, topics)
            .into_iter()
            .map(|(_, owned)| {
                let pairs = owned
                    .into_iter()
                    .map(|owned| (owned.topic, owned.partition));
                pairs.collect()
            })
            .collect();
        assert_eq!(assigned, expected);
    }

    #[test]
    fn the_turn_goes_on_from_topic_to_topic() {
        check(
            &[("a", &["t", "u"]), ("b", &["t", "u"])],
            &[("t", 3), ("u", 3)],
            &[
                &[("t", 0), ("t", 2), ("u", 1)],
                &[("t", 1), ("u", 0), ("u", 2)],
            ],
        );
    }

    #[test]
    fn who_does_not_subscribe_is_passed_over() {
        check(
            &[("a", &["t"]), ("b", &["t", "u"])],
            &[("t", 1), ("u", 2)],
            &[&[("t", 0)], &[("u", 0), ("u", 1)]],
        );
    }

    #[test]
    fn a_topic_that_nobody_wants_is_left() {
        check(&[("a", &["t"])], &[("t", 1), ("u", 1)], &[&[("t", 0)]]);
        check(&[], &[("t", 1)], &[]);
    }
}
