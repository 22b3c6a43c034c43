//! Assignments of the classic protocol, made by the leader: Kafka's tests of `RangeAssignor`,
//! `RoundRobinAssignor`, `StickyAssignor` and `CooperativeStickyAssignor`.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Deserialize;

use super::classic_assignors::{Assigned, ClassicAssignor, ClassicMember};
use crate::conform::form::{Case, Form, Verdict};

/// Members with their subscriptions in the order of a map, and what each got.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["topics", "members_in_map_order", "expected"]),
    replay,
};

#[derive(Deserialize)]
struct Recorded {
    #[serde(default)]
    rack_aware: bool,
    topics: BTreeMap<String, Topic>,
    members_in_map_order: Vec<Member>,
    expected: Assigned,
}

#[derive(Deserialize)]
struct Topic {
    partitions: u16,
}

#[derive(Deserialize)]
struct Member {
    id: String,
    topics: Vec<String>,
    group_instance_id: Option<String>,
    owned: Option<Vec<String>>,
    generation: Option<i32>,
    /// What a sticky assignor reads from the member's user data: its real input.
    prev: Option<Vec<String>>,
    prev_generation: Option<i32>,
}

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let Some(assignor) = case.text("assignor").and_then(ClassicAssignor::named) else {
        return Ok(Verdict::skipped("an assignor that is not known"));
    };
    let recorded: Recorded = case.parse()?;
    if recorded.rack_aware {
        return Ok(Verdict::skipped("racks"));
    }
    let topics = recorded
        .topics
        .into_iter()
        .map(|(name, topic)| (name, topic.partitions))
        .collect();
    let members: Vec<_> = recorded
        .members_in_map_order
        .into_iter()
        .map(member)
        .collect();
    let got = assignor.assign(&members, &topics)?;
    Ok(Verdict::of_each("assign to", &recorded.expected, &got))
}

fn member(recorded: Member) -> ClassicMember {
    let (owned, generation) = match recorded.prev {
        Some(previous) => (previous, recorded.prev_generation),
        None => (recorded.owned.unwrap_or_default(), recorded.generation),
    };
    ClassicMember {
        id: recorded.id,
        instance: recorded.group_instance_id,
        topics: recorded.topics,
        owned,
        generation,
        subscription_generation: recorded.generation,
    }
}
