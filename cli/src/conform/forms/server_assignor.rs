//! Assignments made by the coordinator: Kafka's tests of its `UniformAssignor`, `RangeAssignor` and
//! `SimpleAssignor`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use offsetscope_core::group::assignor::SubscriptionType;
use serde::Deserialize;

use super::server_assignors::{ServerAssignor, ServerMember, ServerTopics, Target, Targets};
use crate::conform::form::{Case, Form, Verdict};
use crate::conform::in_order::InOrder;
use crate::conform::uuid::Uuid;

/// Members with what they had, and what each is to get, or why that could not be told.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["subscription_type", "topics", "members"]),
    replay,
};

#[derive(Deserialize)]
struct Recorded {
    subscription_type: RecordedType,
    topics: BTreeMap<String, Topic>,
    members: InOrder<Member>,
    /// Kafka leaves out members that get nothing, or gives them an empty map: it is the same.
    expected: Option<BTreeMap<String, Option<Target>>>,
    expected_error: Option<String>,
}

#[derive(Deserialize)]
enum RecordedType {
    Homogeneous,
    Heterogeneous,
}

#[derive(Deserialize)]
struct Topic {
    id: String,
    partitions: u16,
}

#[derive(Deserialize)]
struct Member {
    topics_iteration_order: Vec<String>,
    current_assignment: InOrder<Vec<u16>>,
    instance_id: Option<String>,
    rack: Option<String>,
}

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let Some(assignor) = case.text("assignor").and_then(ServerAssignor::named) else {
        return Ok(Verdict::skipped("an assignor that is not known"));
    };
    let recorded: Recorded = case.parse()?;
    if recorded
        .members
        .0
        .iter()
        .any(|(_, member)| member.rack.is_some())
    {
        return Ok(Verdict::skipped("racks"));
    }
    let mut topics = ServerTopics::default();
    for (name, topic) in &recorded.topics {
        topics.add(name, Uuid::parse(&topic.id)?, topic.partitions);
    }
    let members = recorded.members.0.iter();
    let members: Vec<_> = members
        .map(|(id, member)| server_member(id, member, &topics))
        .collect::<Result<_>>()?;
    let subscription_type = match recorded.subscription_type {
        RecordedType::Homogeneous => SubscriptionType::Homogeneous,
        RecordedType::Heterogeneous => SubscriptionType::Heterogeneous,
    };
    let got = assignor.assign(&members, &topics, subscription_type);
    match (expected(recorded)?, got) {
        (Ok(expected), Ok(got)) => Ok(Verdict::of_each("assign to", &expected, &got)),
        (expected, got) => Ok(Verdict::of("assign", &expected, &got)),
    }
}

fn server_member(id: &str, member: &Member, topics: &ServerTopics) -> Result<ServerMember> {
    let wanted = member.topics_iteration_order.iter();
    let assigned = member.current_assignment.0.iter();
    Ok(ServerMember {
        id: id.to_owned(),
        instance: member.instance_id.clone(),
        topics: wanted
            .map(|topic| topics.id(topic))
            .collect::<Result<_>>()?,
        // What it had of a topic that has gone does not matter any more, whatever its id was.
        assigned: assigned
            .filter_map(|(topic, numbers)| Some((topics.id(topic).ok()?, numbers.clone())))
            .collect(),
    })
}

fn expected(recorded: Recorded) -> Result<Result<Targets, String>> {
    if let Some(message) = recorded.expected_error {
        return Ok(Err(message));
    }
    let expected = recorded
        .expected
        .context("missing field `expected` or `expected_error`")?;
    let mut targets: Targets = recorded
        .members
        .0
        .into_iter()
        .map(|(member, _)| (member, BTreeMap::new()))
        .collect();
    for (member, target) in expected {
        targets.insert(member, target.unwrap_or_default());
    }
    Ok(Ok(targets))
}
