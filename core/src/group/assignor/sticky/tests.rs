//! Small groups, written as `member: topics | owned @generation`, and what each member gets.

use super::super::{Assignment, cooperative_sticky};
use super::*;

/// Reads `a: t u | t0 u1 @3`. What stands behind `|` may be left out.
fn member(text: &'static str) -> StickyMember<&'static str, &'static str> {
    let (member, rest) = text.split_once(':').expect("a member has a name");
    let (topics, rest) = rest.split_once('|').unwrap_or((rest, ""));
    let (owned, generation) = rest.split_once('@').unwrap_or((rest, ""));
    let generation = generation.parse().ok();
    StickyMember {
        member,
        topics: topics.split_whitespace().collect(),
        owned: owned.split_whitespace().map(partition).collect(),
        generation,
        subscription_generation: generation,
    }
}

fn partition(text: &'static str) -> TopicPartition<&'static str> {
    let (topic, number) = text.split_at(1);
    TopicPartition {
        topic,
        partition: number.parse().expect("a partition has a number"),
    }
}

type Assign = fn(
    &[StickyMember<&'static str, &'static str>],
    &BTreeMap<&'static str, u16>,
) -> Assignment<&'static str, &'static str>;

fn check_with(
    assign: Assign,
    topics: &[(&'static str, u16)],
    members: &[&'static str],
    expected: &[&'static str],
) {
    let members: Vec<_> = members.iter().map(|text| member(text)).collect();
    let written: Vec<String> = assign(&members, &topics.iter().copied().collect())
        .into_iter()
        .map(|(member, assigned)| {
            let partitions = assigned.into_iter();
            let partitions = partitions.map(|it| format!(" {}{}", it.topic, it.partition));
            format!("{member}:{}", partitions.collect::<String>())
        })
        .collect();
    assert_eq!(written, expected);
}

fn check(topics: &[(&'static str, u16)], members: &[&'static str], expected: &[&'static str]) {
    check_with(assign, topics, members, expected);
}

#[test]
fn partitions_are_dealt_out_in_turn() {
    check(
        &[("t", 3), ("u", 2)],
        &["a: t u", "b: t u"],
        &["a: t0 t2 u1", "b: t1 u0"],
    );
    check(&[("t", 1)], &["a: t", "b: t"], &["a: t0", "b:"]);
}

#[test]
fn members_keep_what_they_have_and_a_newcomer_gets_the_rest() {
    check(
        &[("t", 6)],
        &["a: t | t0 t2 t4 @1", "b: t | t1 t3 t5 @1", "c: t"],
        &["a: t0 t2", "b: t1 t3", "c: t4 t5"],
    );
}

#[test]
fn only_as_many_as_needed_keep_one_more() {
    check(
        &[("t", 4)],
        &["a: t | t0 t1 @1", "b: t | t2 t3 @1", "c: t"],
        &["a: t0 t1", "b: t2", "c: t3"],
    );
}

#[test]
fn a_claim_of_a_later_generation_wins() {
    check(
        &[("t", 2)],
        &["a: t | t0 t1 @1", "b: t | t0 @2"],
        &["a: t1", "b: t0"],
    );
    check(
        &[("t", 2)],
        &["a: t | t0 @2", "b: t | t0 t1 @1"],
        &["a: t0", "b: t1"],
    );
}

#[test]
fn two_claims_of_one_generation_void_each_other() {
    check(
        &[("t", 3)],
        &["a: t | t2 t0 @1", "b: t | t2 t1 @1"],
        &["a: t0 t2", "b: t1"],
    );
}

#[test]
fn a_topic_that_has_gone_is_forgotten() {
    check(&[("t", 1)], &["a: t u | u0 t0 @1"], &["a: t0"]);
    check(&[], &["a: t | t0 @1"], &["a:"]);
    check(&[("t", 1)], &[], &[]);
}

#[test]
fn different_subscriptions_are_balanced_as_far_as_they_allow() {
    check(
        &[("t", 2), ("u", 2)],
        &["a: t", "b: t u"],
        &["a: t0 t1", "b: u0 u1"],
    );
    check(
        &[("t", 4), ("u", 1)],
        &["a: t | t0 t1 t2 t3 @1", "b: t u"],
        &["a: t1 t2 t3", "b: u0 t0"],
    );
}

#[test]
fn members_that_can_neither_give_nor_get_are_left_alone() {
    check(
        &[("t", 1), ("u", 4)],
        &["a: t | t0 @1", "b: u | u0 u1 u2 u3 @1", "c: u"],
        &["a: t0", "b: u2 u3", "c: u0 u1"],
    );
}

#[test]
fn who_had_a_partition_before_comes_before_who_has_fewest() {
    check(
        &[("t", 5), ("u", 1)],
        &["a: t | t0 t1 t2 t3 t4 @2", "b: t", "c: t u | t0 @1"],
        &["a: t3 t4", "b: t1 t2", "c: u0 t0"],
    );
}

#[test]
fn a_cooperative_assignment_waits_for_what_others_have() {
    let check = |topics: &[_], members: &[_], expected: &[_]| {
        check_with(cooperative_sticky::assign, topics, members, expected);
    };
    check(
        &[("t", 4)],
        &["a: t | t0 t1 t2 t3 @1", "b: t"],
        &["a: t0 t1", "b:"],
    );
    check(
        &[("t", 4)],
        &["a: t | t0 t1 @2", "b: t | @2"],
        &["a: t0 t1", "b: t2 t3"],
    );
    // The same when subscriptions differ.
    check(
        &[("t", 4), ("u", 1)],
        &["a: t | t0 t1 t2 t3 @1", "b: t u"],
        &["a: t1 t2 t3", "b: u0"],
    );
}
