//! What the recordings of the classic protocol's assignors share: Kafka's names of assignors, and
//! how partitions and assignments are written.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use offsetscope_core::group::assignor::{
    Assignment, MemberOrder, Subscriber, cooperative_sticky, java_hash, range, round_robin,
    sticky::{self, StickyMember},
};
use offsetscope_core::ids::TopicPartition;

/// An assignor of the classic protocol.
#[derive(Clone, Copy)]
pub enum ClassicAssignor {
    Range,
    RoundRobin,
    Sticky,
    CooperativeSticky,
}

impl ClassicAssignor {
    /// The one with this `ConsumerPartitionAssignor.name()`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "range" => Some(Self::Range),
            "roundrobin" => Some(Self::RoundRobin),
            "sticky" => Some(Self::Sticky),
            "cooperative-sticky" => Some(Self::CooperativeSticky),
            _ => None,
        }
    }

    /// What it assigns. `members` are in the order of Kafka's map of subscriptions. Its map of
    /// topics is a `HashMap` too, and range goes through it.
    pub fn assign(
        self,
        members: &[ClassicMember],
        topics: &BTreeMap<String, u16>,
    ) -> Result<Assigned> {
        let topics: BTreeMap<_, _> = topics
            .iter()
            .map(|(topic, count)| (topic.as_str(), *count))
            .collect();
        let assigned = match self {
            Self::Range => {
                let in_order = java_hash::order(topics.keys().copied());
                let in_order: Vec<_> = in_order
                    .into_iter()
                    .map(|topic| (topic, topics[topic]))
                    .collect();
                range::assign(&subscribers(members), &in_order)
            }
            Self::RoundRobin => {
                let topics: Vec<_> = topics.into_iter().collect();
                round_robin::assign(&subscribers(members), &topics)
            }
            Self::Sticky => sticky::assign(&sticky_members(members)?, &topics),
            Self::CooperativeSticky => {
                cooperative_sticky::assign(&sticky_members(members)?, &topics)
            }
        };
        Ok(written(assigned))
    }
}

/// A member of a recorded group.
pub struct ClassicMember {
    pub id: String,
    pub instance: Option<String>,
    pub topics: Vec<String>,
    /// Written as `topic-partition`.
    pub owned: Vec<String>,
    /// In which generation, as it says along with them.
    pub generation: Option<i32>,
    /// In which generation, as its subscription says.
    pub subscription_generation: Option<i32>,
}

impl ClassicMember {
    fn topics(&self) -> Vec<&str> {
        self.topics.iter().map(String::as_str).collect()
    }
}

fn subscribers(members: &[ClassicMember]) -> Vec<Subscriber<&str, &str>> {
    let mut members: Vec<&ClassicMember> = members.iter().collect();
    members.sort_by_key(|member| MemberOrder::of(member.instance.as_ref(), &member.id));
    members
        .into_iter()
        .map(|member| Subscriber {
            member: member.id.as_str(),
            topics: member.topics(),
        })
        .collect()
}

fn sticky_members(members: &[ClassicMember]) -> Result<Vec<StickyMember<&str, &str>>> {
    members
        .iter()
        .map(|member| {
            let owned = member.owned.iter().map(|owned| parse_partition(owned));
            Ok(StickyMember {
                member: member.id.as_str(),
                topics: member.topics(),
                owned: owned.collect::<Result<_>>()?,
                generation: member.generation,
                subscription_generation: member.subscription_generation,
            })
        })
        .collect()
}

/// Reads `topic-partition`.
pub fn parse_partition(text: &str) -> Result<TopicPartition<&str>> {
    let (topic, partition) = text
        .rsplit_once('-')
        .with_context(|| format!("`{text}` is no partition"))?;
    let partition = partition
        .parse()
        .with_context(|| format!("`{text}` is no partition"))?;
    Ok(TopicPartition { topic, partition })
}

/// What each member got: partitions, written as `topic-partition`.
pub type Assigned = BTreeMap<String, Vec<String>>;

fn written(assigned: Assignment<&str, &str>) -> Assigned {
    let write =
        |TopicPartition { topic, partition }: TopicPartition<&str>| format!("{topic}-{partition}");
    assigned
        .into_iter()
        .map(|(member, owned)| (member.to_owned(), owned.into_iter().map(write).collect()))
        .collect()
}
