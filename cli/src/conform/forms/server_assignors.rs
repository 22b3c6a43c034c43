//! What the recordings of the coordinator's assignors share: Kafka's names of assignors, topics
//! with ids, and what an assignor says when it gives up.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use offsetscope_core::group::assignor::{
    AssignorError, MemberOrder, SubscriptionType, TargetMember, server_range, simple, uniform,
};

use crate::conform::uuid::Uuid;

/// An assignor of the coordinator.
#[derive(Clone, Copy)]
pub enum ServerAssignor {
    Range,
    Uniform,
    Simple,
}

/// Partitions by topic.
pub type Target = BTreeMap<String, BTreeSet<u16>>;

/// What each member is to get.
pub type Targets = BTreeMap<String, Target>;

impl ServerAssignor {
    /// The one with this `PartitionAssignor.name()`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "range" => Some(Self::Range),
            "uniform" => Some(Self::Uniform),
            "simple" => Some(Self::Simple),
            _ => None,
        }
    }

    /// What it assigns to these members, who are in the order of the group's map of them; or what
    /// Kafka says when it cannot.
    pub fn assign(
        self,
        members: &[ServerMember],
        topics: &ServerTopics,
        subscription_type: SubscriptionType,
    ) -> Result<Targets, String> {
        let mut members: Vec<&ServerMember> = members.iter().collect();
        if let Self::Range = self {
            members.sort_by_key(|member| MemberOrder::of(member.instance.as_ref(), &member.id));
        }
        let members: Vec<_> = members.into_iter().map(ServerMember::as_target).collect();
        let counts = &topics.partition_counts;
        let assigned = match self {
            Self::Range => server_range::assign(&members, counts),
            Self::Uniform => uniform::assign(&members, counts, subscription_type),
            Self::Simple => simple::assign(&members, counts),
        };
        let named = |(member, target): (&str, BTreeMap<Uuid, BTreeSet<u16>>)| {
            let target = target.into_iter();
            let target = target.map(|(topic, numbers)| (topics.name(topic), numbers));
            (member.to_owned(), target.collect())
        };
        assigned
            .map(|assigned| assigned.into_iter().map(named).collect())
            .map_err(|problem| self.message(problem))
    }

    fn message(self, problem: AssignorError<Uuid>) -> String {
        let message = match (problem, self) {
            (AssignorError::UnknownTopic(_), Self::Range) => {
                "Member is subscribed to a non-existent topic".to_owned()
            }
            (AssignorError::UnknownTopic(topic), Self::Uniform | Self::Simple) => format!(
                "Members are subscribed to topic {topic} which doesn't exist in the topic metadata."
            ),
            (AssignorError::LeftUnassigned, _) => "Partitions were left unassigned".to_owned(),
        };
        format!("PartitionAssignorException: {message}")
    }
}

/// A member of a recorded group.
pub struct ServerMember {
    pub id: String,
    pub instance: Option<String>,
    /// In the order in which the coordinator goes through them.
    pub topics: Vec<Uuid>,
    /// Likewise.
    pub assigned: Vec<(Uuid, Vec<u16>)>,
}

impl ServerMember {
    fn as_target(&self) -> TargetMember<&str, Uuid> {
        TargetMember {
            member: self.id.as_str(),
            topics: self.topics.clone(),
            assigned: self.assigned.clone(),
        }
    }
}

/// Whether these members all want the same topics.
pub fn subscription_type(members: &[ServerMember]) -> SubscriptionType {
    let members: Vec<_> = members.iter().map(ServerMember::as_target).collect();
    SubscriptionType::of(&members)
}

/// The topics that exist.
#[derive(Default)]
pub struct ServerTopics {
    ids: BTreeMap<String, Uuid>,
    names: BTreeMap<Uuid, String>,
    partition_counts: BTreeMap<Uuid, u16>,
}

impl ServerTopics {
    /// Adds a topic.
    pub fn add(&mut self, name: &str, id: Uuid, partition_count: u16) {
        self.ids.insert(name.to_owned(), id);
        self.names.insert(id, name.to_owned());
        self.partition_counts.insert(id, partition_count);
    }

    /// The id of the topic with this name. One that does not exist has no name: recordings give
    /// its id instead.
    pub fn id(&self, name: &str) -> Result<Uuid> {
        match self.ids.get(name) {
            Some(&id) => Ok(id),
            None => Uuid::parse(name).with_context(|| format!("there is no topic `{name}`")),
        }
    }

    fn name(&self, id: Uuid) -> String {
        self.names
            .get(&id)
            .map_or_else(|| id.to_string(), String::clone)
    }
}
