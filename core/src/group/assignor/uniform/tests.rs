//! Small groups, written as `member: topics | assigned`, and what each member is to get.

use super::super::TopicPartitions;
use super::*;

type Member = TargetMember<&'static str, &'static str>;

/// Reads `a: t u | t0 u1`. What stands behind `|` may be left out.
fn member(text: &'static str) -> Member {
    let (member, rest) = text.split_once(':').expect("a member has a name");
    let (topics, assigned) = rest.split_once('|').unwrap_or((rest, ""));
    let mut by_topic: Vec<(&str, Vec<u16>)> = Vec::new();
    for partition in assigned.split_whitespace() {
        let (topic, number) = partition.split_at(1);
        let number = number.parse().expect("a partition has a number");
        match by_topic.iter_mut().find(|(other, _)| *other == topic) {
            Some((_, numbers)) => numbers.push(number),
            None => by_topic.push((topic, vec![number])),
        }
    }
    TargetMember {
        member,
        topics: topics.split_whitespace().collect(),
        assigned: by_topic,
    }
}

fn written((member, topics): (&str, TopicPartitions<&str>)) -> String {
    let partitions = topics.into_iter().flat_map(|(topic, numbers)| {
        let numbers = numbers.into_iter();
        numbers.map(move |number| format!(" {topic}{number}"))
    });
    format!("{member}:{}", partitions.collect::<String>())
}

fn assigned(
    topics: &[(&'static str, u16)],
    members: &[&'static str],
) -> Result<Vec<String>, AssignorError<&'static str>> {
    let members: Vec<Member> = members.iter().map(|text| member(text)).collect();
    let counts = topics.iter().copied().collect();
    let target = assign(&members, &counts, SubscriptionType::of(&members))?;
    Ok(target.into_iter().map(written).collect())
}

fn check(topics: &[(&'static str, u16)], members: &[&'static str], expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|&text| text.to_owned()).collect();
    assert_eq!(assigned(topics, members), Ok(expected));
}

fn check_refused(
    topics: &[(&'static str, u16)],
    members: &[&'static str],
    expected: AssignorError<&'static str>,
) {
    assert_eq!(assigned(topics, members), Err(expected));
}

#[test]
fn each_member_is_filled_before_the_next() {
    check(
        &[("t", 5)],
        &["a: t", "b: t", "c: t"],
        &["a: t0 t1", "b: t2 t3", "c: t4"],
    );
    check(&[("t", 1)], &["a: t", "b: t"], &["a: t0", "b:"]);
    check(&[("t", 1)], &[], &[]);
}

#[test]
fn members_keep_what_their_quota_allows() {
    check(
        &[("t", 4)],
        &["a: t | t0 t1 t2", "b: t | t3", "c: t"],
        &["a: t0 t1", "b: t3", "c: t2"],
    );
}

#[test]
fn a_topic_that_is_no_longer_wanted_is_given_up() {
    check(
        &[("t", 2), ("u", 2)],
        &["a: t | u0 u1 t0", "b: t | t1"],
        &["a: t0", "b: t1"],
    );
}

#[test]
fn of_different_topics_those_with_most_for_each_subscriber_come_first() {
    check(
        &[("t", 3), ("u", 6)],
        &["a: t u", "b: u"],
        &["a: t0 t1 t2 u4", "b: u0 u1 u2 u3 u5"],
    );
}

#[test]
fn partitions_move_from_who_has_most_to_who_has_fewest() {
    check(
        &[("t", 6), ("u", 1)],
        &["a: t | t0 t1 t2 t3 t4 t5", "b: t", "c: t u"],
        &["a: t0 t1 t2", "b: t4 t5", "c: t3 u0"],
    );
}

#[test]
fn who_has_none_of_a_topic_to_give_is_passed_over() {
    check(
        &[("t", 4), ("u", 6)],
        &["a: u t | u0 u1 u2 u3 u4 u5", "b: t | t0 t1 t2 t3", "c: t"],
        &["a: u0 u1 u2 u3 u4 u5", "b: t0 t1", "c: t2 t3"],
    );
}

#[test]
fn a_topic_must_exist() {
    check_refused(
        &[("t", 1)],
        &["a: t x", "b: x t"],
        AssignorError::UnknownTopic("x"),
    );
    check_refused(
        &[("t", 1)],
        &["a: t", "b: t x"],
        AssignorError::UnknownTopic("x"),
    );
}

#[test]
fn what_was_of_a_larger_topic_of_the_same_name_leaves_no_room() {
    check_refused(
        &[("t", 2)],
        &["a: t | t5", "b: t"],
        AssignorError::LeftUnassigned,
    );
    check(
        &[("t", 2), ("u", 1)],
        &["a: t | t5", "b: t u"],
        &["a: t0 t1", "b: u0"],
    );
}
