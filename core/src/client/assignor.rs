//! The leader's part of a rebalance: with an assignor of `partition.assignment.strategy`.

use super::kafka_consumer::ClientContext;
use crate::group::ProtocolName;
use crate::group::assignor::{Assignment, MemberOrder, Subscriber, range, round_robin};
use crate::ids::{MemberId, TopicId};
use crate::network::Joined;
use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An assignor: Kafka's `ConsumerPartitionAssignor`. Kafka's default is range and cooperative
/// sticky, which comes to range as long as all have it.
///
/// It carries its function, so that a program that configures only some holds only those.
#[derive(Clone, Copy, Debug)]
pub struct Assignor {
    protocol: ProtocolName,
    assign: Assign,
}

/// Given the members in their order, and topics with how many partitions they have.
type Assign = fn(&[Subscriber<MemberId>], &[(TopicId, u16)]) -> Assignment<MemberId, TopicId>;

impl Assignor {
    /// `RangeAssignor`
    pub const RANGE: Self = Self {
        protocol: ProtocolName::RANGE,
        assign: range::assign,
    };
    /// `RoundRobinAssignor`. It goes through topics in the order of their names; the setup must list
    /// them so.
    pub const ROUND_ROBIN: Self = Self {
        protocol: ProtocolName::ROUND_ROBIN,
        assign: |members, topics| round_robin::assign(members, &topics.iter().copied().collect()),
    };

    /// The protocol that a member with this assignor supports.
    pub fn protocol(&self) -> ProtocolName {
        self.protocol
    }
}

impl PartialEq for Assignor {
    fn eq(&self, other: &Self) -> bool {
        self.protocol == other.protocol
    }
}

impl Eq for Assignor {}

/// Every assignor, by the name of its protocol.
const BY_NAME: [(&str, Assignor); 2] = [
    ("range", Assignor::RANGE),
    ("roundrobin", Assignor::ROUND_ROBIN),
];

impl Serialize for Assignor {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let named = BY_NAME.iter().find(|(_, assignor)| assignor == self);
        to.serialize_str(named.map_or("", |(name, _)| name))
    }
}

impl<'de> Deserialize<'de> for Assignor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let named = BY_NAME.iter().find(|(known, _)| *known == name);
        named.map(|(_, assignor)| *assignor).ok_or_else(|| {
            let known = BY_NAME.map(|(known, _)| known).join(", ");
            de::Error::custom(format_args!("no assignor “{name}”; there are: {known}"))
        })
    }
}

/// What the leader assigns, by the assignor that the group has agreed on; nothing from members that
/// do not lead.
pub(super) fn assign_as_leader(
    joined: &Joined,
    context: ClientContext<'_>,
) -> Assignment<MemberId, TopicId> {
    let setup = context.setup;
    if joined.skip_assignment {
        return Vec::new();
    }
    let by_name: LiteMap<MemberOrder<&str, String>, Subscriber<MemberId>> = joined
        .members
        .iter()
        .map(|joined| {
            let subscriber = Subscriber {
                member: joined.member,
                topics: joined.subscription.clone(),
            };
            let instance = joined.instance.map(|it| setup.instance_name(it));
            let order = MemberOrder::of(instance, setup.member_name(joined.member));
            (order, subscriber)
        })
        .collect();
    let subscribers: Vec<_> = by_name
        .into_iter()
        .map(|(_, subscriber)| subscriber)
        .collect();
    let counts: Vec<_> = setup
        .topic_ids()
        .map(|topic| (topic, setup.topic(topic).partitions))
        .collect();
    let mut assignors = context.config.partition_assignment_strategy.iter();
    let agreed = assignors.find(|it| Some(it.protocol) == joined.protocol);
    agreed.map_or_else(Vec::new, |it| (it.assign)(&subscribers, &counts))
}
