//! Group protocols: what the members of a group can agree on. For consumers, a protocol is an
//! assignor, and its metadata the topics wanted.

use super::classic::ClassicGroup;
use super::member::Member;
use crate::ids::{TopicId, TopicPartition};
use std::cmp::Reverse;

/// The type of a group's protocols, "consumer" or for instance Kafka Connect's. A number, so that
/// groups stay cheap to copy and to hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProtocolType(pub u16);

impl ProtocolType {
    /// "consumer"
    pub const CONSUMER: Self = Self(0);
}

/// The name of a protocol, as a number. Numbers are in the order in which Java goes through a map
/// with these names as keys: it decides a vote that is a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProtocolName(pub u16);

impl ProtocolName {
    /// The sticky assignor.
    pub const STICKY: Self = Self(0);
    /// The range assignor.
    pub const RANGE: Self = Self(1);
    /// The round robin assignor.
    pub const ROUND_ROBIN: Self = Self(2);
    /// The cooperative sticky assignor.
    pub const COOPERATIVE_STICKY: Self = Self(3);
}

/// A protocol that a member supports, and what it says to the leader along with it
/// (`ConsumerProtocolSubscription`). The coordinator only compares that and hands it on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Protocol {
    /// Its name.
    pub name: ProtocolName,
    /// The topics the member wants.
    pub subscription: Vec<TopicId>,
    /// The generation that the member was in as it joined.
    pub generation: Option<u32>,
    /// What it had.
    pub claim: Claim,
}

/// The partitions that a member says it had, for assignors that let it keep them: the owned
/// partitions of its subscription, or what the sticky assignor sends as its user data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Claim {
    /// Which.
    pub partitions: Vec<TopicPartition>,
    /// In which generation it got them.
    pub generation: Option<u32>,
}

impl Protocol {
    /// A protocol of a member that had nothing.
    pub fn new(name: ProtocolName, subscription: Vec<TopicId>) -> Self {
        Self {
            name,
            subscription,
            generation: None,
            claim: Claim::default(),
        }
    }
}

impl ClassicGroup {
    /// Whether a member with these protocols fits in (`ClassicGroup.supportsProtocols`): the first
    /// one must bring any, later ones must have one that all the others support too.
    pub(super) fn supports(
        &self,
        protocol_type: Option<ProtocolType>,
        protocols: &[Protocol],
    ) -> bool {
        if protocol_type.is_none() {
            false
        } else if self.members.is_empty() && self.is_idle() {
            !protocols.is_empty()
        } else {
            self.protocol_type == protocol_type
                && protocols.iter().any(|it| self.all_support(it.name))
        }
    }

    fn all_support(&self, name: ProtocolName) -> bool {
        let supports = |member: &Member| member.subscription(name).is_some();
        self.members.iter().all(supports)
    }

    /// The protocol of the next generation (`ClassicGroup.selectProtocol`): every member votes for
    /// the first of its own that all support.
    pub(super) fn select_protocol(&self) -> Option<ProtocolName> {
        let vote = |member: &Member| {
            let mut names = member.protocols.iter().map(|it| it.name);
            names.find(|&name| self.all_support(name))
        };
        let votes: Vec<_> = self.members.iter().filter_map(vote).collect();
        let votes_for = |name| votes.iter().filter(|&&vote| vote == name).count();
        let by_votes = |&name: &ProtocolName| (votes_for(name), Reverse(name));
        votes.iter().copied().max_by_key(by_votes)
    }
}
