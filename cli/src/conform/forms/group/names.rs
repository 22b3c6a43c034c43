//! The recording's names as the model's numbers, and back.

use offsetscope_core::group::assignor::java_hash;
use offsetscope_core::group::{InstanceId, Protocol, ProtocolName, ProtocolType};
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId, TopicId, TopicPartition};

/// Names of one kind, numbered as they come.
#[derive(Default)]
struct Numbered(Vec<String>);

impl Numbered {
    fn number(&mut self, name: &str) -> u16 {
        let place = self.0.iter().position(|known| known == name);
        let place = place.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        u16::try_from(place).expect("a recording has fewer names than that")
    }

    fn name(&self, number: u16) -> String {
        self.0[usize::from(number)].clone()
    }
}

/// All names of a trace.
pub struct Names {
    groups: Numbered,
    instances: Numbered,
    protocol_types: Numbered,
    /// In Java's order: it decides a vote that is a draw.
    protocols: Numbered,
    /// What members want and what they get is bytes to a coordinator: each is a topic to the model.
    blobs: Numbered,
    /// The recording names an id after the model has drawn it.
    members: Vec<(MemberId, String)>,
    drawn: u16,
}

impl Names {
    /// Names of a trace in which these protocols are supported.
    pub fn new<'a>(protocols: impl Iterator<Item = &'a str>) -> Self {
        let protocols = java_hash::order(protocols);
        Self {
            groups: Numbered::default(),
            instances: Numbered::default(),
            protocol_types: Numbered::default(),
            protocols: Numbered(protocols.into_iter().map(str::to_owned).collect()),
            blobs: Numbered::default(),
            members: Vec::new(),
            drawn: 0,
        }
    }

    pub fn group(&mut self, name: &str) -> GroupId {
        GroupId(self.groups.number(name))
    }

    pub fn instance(&mut self, name: Option<&str>) -> Option<InstanceId> {
        name.map(|name| InstanceId(self.instances.number(name)))
    }

    pub fn instance_name(&self, instance: Option<InstanceId>) -> Option<String> {
        instance.map(|it| self.instances.name(it.0))
    }

    /// An empty name is none.
    pub fn protocol_type(&mut self, name: &str) -> Option<ProtocolType> {
        (!name.is_empty()).then(|| ProtocolType(self.protocol_types.number(name)))
    }

    pub fn protocol_type_name(&self, protocol_type: Option<ProtocolType>) -> Option<String> {
        protocol_type.map(|it| self.protocol_types.name(it.0))
    }

    pub fn protocol_name(&mut self, name: &str) -> ProtocolName {
        ProtocolName(self.protocols.number(name))
    }

    pub fn name_of_protocol(&self, protocol: Option<ProtocolName>) -> Option<String> {
        protocol.map(|it| self.protocols.name(it.0))
    }

    pub fn protocol(&mut self, name: &str, metadata: &str) -> Protocol {
        Protocol::new(self.protocol_name(name), self.topics(metadata))
    }

    pub fn topics(&mut self, bytes: &str) -> Vec<TopicId> {
        if bytes.is_empty() {
            return Vec::new();
        }
        vec![TopicId(self.blobs.number(bytes))]
    }

    /// The bytes that stand behind a subscription.
    pub fn metadata(&self, topics: &[TopicId]) -> String {
        topics
            .iter()
            .map(|topic| self.blobs.name(topic.0))
            .collect()
    }

    pub fn partitions(&mut self, bytes: &str) -> Vec<TopicPartition> {
        let topics = self.topics(bytes).into_iter();
        let partition = |topic| TopicPartition {
            topic,
            partition: 0,
        };
        topics.map(partition).collect()
    }

    /// The bytes that stand behind an assignment.
    pub fn assignment(&self, partitions: &[TopicPartition]) -> String {
        let topics: Vec<_> = partitions.iter().map(|it| it.topic).collect();
        self.metadata(&topics)
    }

    /// An id that nobody has yet.
    pub fn draw_member(&mut self) -> MemberId {
        self.drawn += 1;
        MemberId {
            consumer: ConsumerId(0),
            number: self.drawn,
        }
    }

    /// The member of this name; an empty one is none. A name that the model has not given stands
    /// for an id that no coordinator has given.
    pub fn member(&mut self, name: &str) -> Option<MemberId> {
        if name.is_empty() {
            return None;
        }
        let known = self.members.iter().find(|(_, known)| known == name);
        if let Some(&(id, _)) = known {
            return Some(id);
        }
        let id = self.draw_member();
        self.members.push((id, name.to_owned()));
        Some(id)
    }

    /// The member of this name that a record tells of: from now on its id is one that was given.
    pub fn loaded_member(&mut self, name: &str) -> MemberId {
        self.member(name).unwrap_or_else(|| self.draw_member())
    }

    /// From now on the recording calls this member so.
    pub fn call_member(&mut self, id: MemberId, name: &str) {
        if self.member_name(id).is_none() {
            self.members.push((id, name.to_owned()));
        }
    }

    pub fn knows_member(&self, name: &str) -> bool {
        self.members.iter().any(|(_, known)| known == name)
    }

    fn member_name(&self, id: MemberId) -> Option<&str> {
        let known = self.members.iter().find(|(known, _)| *known == id);
        known.map(|(_, name)| name.as_str())
    }

    /// What the recording calls a member.
    pub fn name_of_member(&self, id: MemberId) -> String {
        let name = self.member_name(id);
        name.map_or_else(|| format!("unnamed {}", id.number), str::to_owned)
    }
}
