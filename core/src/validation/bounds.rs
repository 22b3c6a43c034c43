//! The model's own bounds. Kafka would take more; a person could not look at it.

use super::problem::{Check, Place, Problem, Reason};
use crate::setup::Setup;

/// The most topics of a setup.
pub const MOST_TOPICS: u16 = 16;
/// The most partitions of a topic.
pub const MOST_PARTITIONS: u16 = 64;
/// The most producers of a setup.
pub const MOST_PRODUCERS: u16 = 16;
/// The most groups of a setup.
pub const MOST_GROUPS: u16 = 16;
/// The most members of a group.
pub const MOST_MEMBERS: u16 = 32;
/// The longest that anything takes: a hundred years.
pub const MOST_MS: i64 = 100 * 365 * 24 * 60 * 60 * 1000;

pub(super) fn check(setup: &Setup, found: &mut Vec<Problem>) {
    let mut whole = Check::new(Place::Scenario, found);
    whole.at_least("topics", length(&setup.topics), 1);
    bound(&mut whole, "topics", length(&setup.topics), MOST_TOPICS);
    bound(
        &mut whole,
        "producers",
        length(&setup.producers),
        MOST_PRODUCERS,
    );
    bound(&mut whole, "groups", length(&setup.groups), MOST_GROUPS);
    for topic in &setup.topics {
        let mut check = Check::new(Place::Topic(topic.name.clone()), found);
        bound(
            &mut check,
            "partitions",
            topic.partitions.into(),
            MOST_PARTITIONS,
        );
    }
    for (id, group) in (0..).zip(&setup.groups) {
        let members = setup.consumers.iter().filter(|it| it.group.0 == id).count();
        let members = i64::try_from(members).unwrap_or(i64::MAX);
        let mut check = Check::new(Place::Group(group.name.clone()), found);
        bound(&mut check, "members", members, MOST_MEMBERS);
    }
    let timing = &setup.timing;
    let mut check = Check::new(Place::Timing, found);
    check.within("min_latency_ms", timing.min_latency_ms, 0, MOST_MS);
    check.within("max_latency_ms", timing.max_latency_ms, 0, MOST_MS);
    check.within("client_step_ms", timing.client_step_ms, 0, MOST_MS);
    if timing.min_latency_ms > timing.max_latency_ms {
        let reason = Reason::NoMoreThan("max_latency_ms", timing.max_latency_ms);
        check.refuse("min_latency_ms", timing.min_latency_ms, reason);
    }
}

fn bound(check: &mut Check<'_>, property: &'static str, value: i64, most: u16) {
    if value > most.into() {
        check.refuse(property, value, Reason::Bound(most.into()));
    }
}

fn length<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}
