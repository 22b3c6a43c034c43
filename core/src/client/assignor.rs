//! The leader's part of a rebalance: with an assignor of `partition.assignment.strategy`.

use super::kafka_consumer::ClientContext;
use crate::group::ProtocolName;
use crate::group::assignor::{Assignment, MemberOrder, Subscriber, range, round_robin};
#[cfg(feature = "sticky")]
use crate::group::assignor::{
    cooperative_sticky, java_hash,
    sticky::{self, StickyMember},
};
#[cfg(feature = "sticky")]
use crate::ids::TopicPartition;
use crate::ids::{MemberId, TopicId};
use crate::in_order::insert_in_order;
use crate::network::{Joined, JoinedMember};
use crate::setup::Setup;
use offsetscope_language::{say, text};
use serde::de::{self, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
#[cfg(feature = "sticky")]
use std::collections::BTreeMap;

/// An assignor: Kafka's `ConsumerPartitionAssignor`.
///
/// It carries its function, so that a program that configures only some holds only those.
#[derive(Clone, Copy, Debug)]
pub struct Assignor {
    protocol: ProtocolName,
    rebalance: RebalanceProtocol,
    assign: Assign,
}

type Assign = fn(&Subscriptions<'_>) -> Assignment<MemberId, TopicId>;

/// How a rebalance goes about the partitions that members have
/// (`ConsumerPartitionAssignor.RebalanceProtocol`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RebalanceProtocol {
    /// Everybody gives up everything first.
    Eager,
    /// A member gives up what it is not assigned any more, and then all join once more (KIP-429).
    Cooperative,
}

impl RebalanceProtocol {
    /// What a member with these assignors follows: the best that all of them can do, whichever the
    /// group agrees on (`ConsumerCoordinator`).
    pub fn of(assignors: &[Assignor]) -> Self {
        let cooperates = |it: &Assignor| it.rebalance == Self::Cooperative;
        if assignors.iter().all(cooperates) {
            Self::Cooperative
        } else {
            Self::Eager
        }
    }
}

impl Assignor {
    /// `RangeAssignor`
    pub const RANGE: Self = Self {
        protocol: ProtocolName::RANGE,
        rebalance: RebalanceProtocol::Eager,
        assign: |them| range::assign(&them.subscribers(), &them.topics()),
    };
    /// `RoundRobinAssignor`. It goes through topics in the order of their names; the setup must list
    /// them so.
    pub const ROUND_ROBIN: Self = Self {
        protocol: ProtocolName::ROUND_ROBIN,
        rebalance: RebalanceProtocol::Eager,
        assign: |them| round_robin::assign(&them.subscribers(), &them.topics()),
    };
    /// `StickyAssignor`
    #[cfg(feature = "sticky")]
    pub const STICKY: Self = Self {
        protocol: ProtocolName::STICKY,
        rebalance: RebalanceProtocol::Eager,
        assign: |them| {
            let names = them.member_names();
            let members = them.in_map_order(&names);
            them.by_number(&names, sticky::assign(&members, &them.topics_by_name()))
        },
    };
    /// `CooperativeStickyAssignor`
    #[cfg(feature = "sticky")]
    pub const COOPERATIVE_STICKY: Self = Self {
        protocol: ProtocolName::COOPERATIVE_STICKY,
        rebalance: RebalanceProtocol::Cooperative,
        assign: |them| {
            let names = them.member_names();
            let members = them.in_map_order(&names);
            let assigned = cooperative_sticky::assign(&members, &them.topics_by_name());
            them.by_number(&names, assigned)
        },
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
const BY_NAME: &[(&str, Assignor)] = &[
    ("range", Assignor::RANGE),
    ("roundrobin", Assignor::ROUND_ROBIN),
    #[cfg(feature = "sticky")]
    ("sticky", Assignor::STICKY),
    #[cfg(feature = "sticky")]
    ("cooperative-sticky", Assignor::COOPERATIVE_STICKY),
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
            let known: Vec<_> = BY_NAME.iter().map(|(known, _)| *known).collect();
            let known = known.join(text!(", ", "、"));
            de::Error::custom(say!(
                "no assignor “{name}”; there are: {known}",
                "没有分配器“{name}”；可用：{known}"
            ))
        })
    }
}

/// `partition.assignment.strategy`. What stands behind its first is never agreed on, since all members
/// of a group have the same list; so a build without the sticky assignors can pass over them there.
///
/// # Errors
/// An assignor that this build does not know, where it would be agreed on.
pub fn read_preferences<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Assignor>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    let is_left_out = |name: &str| {
        cfg!(not(feature = "sticky")) && matches!(name, "sticky" | "cooperative-sticky")
    };
    let read = names.into_iter().enumerate();
    let read = read.filter(|(place, name)| *place == 0 || !is_left_out(name));
    read.map(|(_, name)| Assignor::deserialize(name.into_deserializer()))
        .collect()
}

/// What the leader assigns, by the assignor that the group has agreed on; nothing from members that
/// do not lead, or from a static one that came back and goes on with what there is.
pub(super) fn assign_as_leader(
    joined: &Joined,
    context: ClientContext<'_>,
) -> Assignment<MemberId, TopicId> {
    if joined.skip_assignment {
        return Vec::new();
    }
    let mut assignors = context.config.partition_assignment_strategy.iter();
    let agreed = assignors.find(|it| Some(it.protocol) == joined.protocol);
    let subscriptions = Subscriptions {
        members: &joined.members,
        setup: context.setup,
    };
    agreed.map_or_else(Vec::new, |it| (it.assign)(&subscriptions))
}

/// What a leader knows: everybody's subscription, and how many partitions there are
/// (`GroupSubscription`, `Cluster`).
struct Subscriptions<'a> {
    members: &'a [JoinedMember],
    setup: &'a Setup,
}

impl Subscriptions<'_> {
    /// The members in the order of [`MemberOrder`].
    fn subscribers(&self) -> Vec<Subscriber<MemberId>> {
        let order = |joined: &JoinedMember| {
            let instance = joined.instance.map(|it| self.setup.instance_name(it));
            MemberOrder::of(instance, self.setup.member_name(joined.member))
        };
        let mut members = Vec::new();
        for joined in self.members {
            let subscriber = Subscriber {
                member: joined.member,
                topics: joined.subscription.clone(),
            };
            let member = (order(joined), subscriber);
            insert_in_order(&mut members, member, |one, other| one.0 < other.0);
        }
        members.into_iter().map(|(_, it)| it).collect()
    }

    /// The topics that somebody wants and that have partitions.
    fn topics(&self) -> Vec<(TopicId, u16)> {
        let wanted = |topic: &TopicId| {
            self.members
                .iter()
                .any(|it| it.subscription.contains(topic))
        };
        self.setup
            .topic_ids()
            .filter(wanted)
            .map(|topic| (topic, self.setup.topic(topic).partitions))
            .filter(|&(_, partitions)| partitions > 0)
            .collect()
    }
}

/// For the sticky assignors, which go by names.
#[cfg(feature = "sticky")]
impl Subscriptions<'_> {
    /// Member ids as they are written, for assignors that go by them: Java's hash of a name can be
    /// seen in what they assign.
    fn member_names(&self) -> Vec<String> {
        let ids = self.members.iter().map(|joined| joined.member);
        ids.map(|id| self.setup.member_name(id)).collect()
    }

    /// The members in the order of Java's map of them.
    fn in_map_order<'n>(&'n self, names: &'n [String]) -> Vec<StickyMember<&'n str, &'n str>> {
        let joined: BTreeMap<&str, &JoinedMember> =
            names.iter().map(String::as_str).zip(self.members).collect();
        java_hash::order(names.iter().map(String::as_str))
            .into_iter()
            .map(|name| sticky_member(name, joined[name], self.setup))
            .collect()
    }

    fn topics_by_name(&self) -> BTreeMap<&str, u16> {
        let topics = self.topics().into_iter();
        topics
            .map(|(topic, count)| (self.setup.topic(topic).name.as_str(), count))
            .collect()
    }

    fn by_number(
        &self,
        names: &[String],
        assigned: Assignment<&str, &str>,
    ) -> Assignment<MemberId, TopicId> {
        let members: BTreeMap<&str, MemberId> = names
            .iter()
            .map(String::as_str)
            .zip(self.members.iter().map(|joined| joined.member))
            .collect();
        let topics: BTreeMap<&str, TopicId> = self
            .topics()
            .into_iter()
            .map(|(topic, _)| (self.setup.topic(topic).name.as_str(), topic))
            .collect();
        let partition = |it: TopicPartition<&str>| TopicPartition {
            topic: topics[it.topic],
            partition: it.partition,
        };
        assigned
            .into_iter()
            .map(|(name, owned)| (members[name], owned.into_iter().map(partition).collect()))
            .collect()
    }
}

#[cfg(feature = "sticky")]
fn sticky_member<'n>(
    name: &'n str,
    joined: &JoinedMember,
    setup: &'n Setup,
) -> StickyMember<&'n str, &'n str> {
    let topic_name = |topic: TopicId| setup.topic(topic).name.as_str();
    let by_name = |it: &TopicPartition| TopicPartition {
        topic: topic_name(it.topic),
        partition: it.partition,
    };
    let number = |generation: Option<u32>| generation.and_then(|it| i32::try_from(it).ok());
    StickyMember {
        member: name,
        topics: joined
            .subscription
            .iter()
            .copied()
            .map(topic_name)
            .collect(),
        owned: joined.claim.partitions.iter().map(by_name).collect(),
        generation: number(joined.claim.generation),
        subscription_generation: number(joined.generation),
    }
}
