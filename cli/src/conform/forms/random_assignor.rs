//! Assignments of random groups, made by Kafka's real assignors, of the classic protocol and of the
//! coordinator.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use offsetscope_core::group::assignor::java_hash;
use serde::Deserialize;

use super::classic_assignors::{Assigned, ClassicAssignor, ClassicMember, parse_partition};
use super::server_assignors::{
    ServerAssignor, ServerMember, ServerTopics, Targets, subscription_type,
};
use crate::conform::form::{Case, Form, Mismatch, Verdict};
use crate::conform::uuid::Uuid;

/// Members with their subscriptions in the order in which they came, and what each got.
pub const FORM: Form = Form {
    recognises: |case| {
        case.has(&["assignor", "topics", "members", "expected"]) && case.json["members"].is_array()
    },
    replay,
};

#[derive(Deserialize)]
struct Recorded {
    assignor: String,
    topics: BTreeMap<String, u16>,
    members: Vec<Member>,
    expected: Assigned,
    java_hashmap_order: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Member {
    id: String,
    topics: Vec<String>,
    owned: Option<Vec<String>>,
    generation: Option<i32>,
}

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let mut recorded: Recorded = case.parse()?;
    let members = recorded.members.iter();
    let wanted: BTreeSet<&String> = members.flat_map(|member| &member.topics).collect();
    recorded.topics.retain(|topic, _| wanted.contains(topic));
    if let Some(name) = recorded.assignor.strip_prefix("server-") {
        return match ServerAssignor::named(name) {
            Some(assignor) => replay_server(assignor, &recorded),
            None => Ok(Verdict::skipped("an assignor that is not known")),
        };
    }
    match ClassicAssignor::named(&recorded.assignor) {
        Some(assignor) => replay_classic(assignor, &recorded),
        None => Ok(Verdict::skipped("an assignor that is not known")),
    }
}

fn replay_classic(assignor: ClassicAssignor, recorded: &Recorded) -> Result<Verdict> {
    let order = java_hash::order(recorded.members.iter().map(|member| member.id.as_str()));
    if let Some(java_order) = &recorded.java_hashmap_order {
        let java_order: Vec<&str> = java_order.iter().map(String::as_str).collect();
        if let Some(mismatch) = Mismatch::between("order of members", &java_order, &order) {
            return Ok(Verdict::Failed(mismatch));
        }
    }
    let members: Vec<_> = order
        .into_iter()
        .filter_map(|id| recorded.members.iter().find(|member| member.id == id))
        .map(|member| ClassicMember {
            id: member.id.clone(),
            instance: None,
            topics: member.topics.clone(),
            owned: member.owned.clone().unwrap_or_default(),
            generation: member.generation,
            subscription_generation: member.generation,
        })
        .collect();
    let got = assignor.assign(&members, &recorded.topics)?;
    Ok(Verdict::of_each("assign to", &recorded.expected, &got))
}

fn replay_server(assignor: ServerAssignor, recorded: &Recorded) -> Result<Verdict> {
    let mut topics = ServerTopics::default();
    for (number, (name, &partition_count)) in (0..).zip(&recorded.topics) {
        topics.add(name, Uuid::from_number(number), partition_count);
    }
    let members: Vec<_> = recorded
        .members
        .iter()
        .map(|member| server_member(member, &topics))
        .collect::<Result<_>>()?;
    let expected: Targets = recorded
        .expected
        .iter()
        .map(|(member, partitions)| Ok((member.clone(), by_topic(partitions)?)))
        .collect::<Result<_>>()?;
    match assignor.assign(&members, &topics, subscription_type(&members)) {
        Ok(got) => Ok(Verdict::of_each("assign to", &expected, &got)),
        got => Ok(Verdict::of("assign", &Ok(expected), &got)),
    }
}

fn server_member(member: &Member, topics: &ServerTopics) -> Result<ServerMember> {
    let wanted = member.topics.iter().map(|topic| topics.id(topic));
    let mut assigned: Vec<(Uuid, Vec<u16>)> = Vec::new();
    for owned in member.owned.iter().flatten() {
        let owned = parse_partition(owned)?;
        let topic = topics.id(owned.topic)?;
        match assigned.iter_mut().find(|(other, _)| *other == topic) {
            Some((_, numbers)) => numbers.push(owned.partition),
            None => assigned.push((topic, vec![owned.partition])),
        }
    }
    Ok(ServerMember {
        id: member.id.clone(),
        instance: None,
        topics: wanted.collect::<Result<_>>()?,
        assigned,
    })
}

fn by_topic(partitions: &[String]) -> Result<BTreeMap<String, BTreeSet<u16>>> {
    let mut by_topic: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for partition in partitions {
        let partition = parse_partition(partition)?;
        let numbers = by_topic.entry(partition.topic.to_owned()).or_default();
        numbers.insert(partition.partition);
    }
    Ok(by_topic)
}
