//! One group of a setup, alone: groups do not touch each other, so each is searched by itself.

use crate::ids::{ConsumerId, GroupId};
use crate::setup::{ConsumerSetup, Setup};

/// How large the setup is that is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// How many members the group has; as many as in the setup if not said.
    pub members: Option<u16>,
    /// How many partitions its topic has; as many as in the setup if not said.
    pub partitions: Option<u16>,
}

impl Setup {
    /// This setup with one group only, and with another number of members and partitions.
    ///
    /// # Panics
    /// If there is no such group, or nobody in it.
    #[must_use]
    pub fn only(&self, group: GroupId, size: Size) -> Self {
        let members: Vec<ConsumerId> = self.members_of(group).collect();
        let count = size.members.map_or(members.len(), usize::from);
        let member = |place: usize| {
            let like = *members.get(place).unwrap_or(&members[0]);
            let mut member: ConsumerSetup = self.consumer(like).clone();
            member.group = GroupId(0);
            if place >= members.len() {
                member.name = format!("{}-{}", self.group(group).name, place + 1);
            }
            member
        };
        let consumers = (0..count).map(member).collect();
        let mut alone = Self {
            groups: vec![self.group(group).clone()],
            consumers,
            ..self.clone()
        };
        let topic = self.group(group).topic;
        alone.producers.retain(|producer| producer.topic == topic);
        if let Some(partitions) = size.partitions {
            alone.topics[topic.index()].partitions = partitions;
        }
        alone
    }
}
