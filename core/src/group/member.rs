//! A member of a classic group, as the coordinator knows it.

use super::protocol::{Protocol, ProtocolName};
use crate::effects::ReplyTo;
use crate::ids::{MemberId, TopicId, TopicPartition};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A static member's name (`group.instance.id`), as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InstanceId(pub u16);

/// How a request names a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MemberIdentity {
    /// Its member id, if it has one.
    pub member: Option<MemberId>,
    /// Its `group.instance.id`, if it is static.
    pub instance: Option<InstanceId>,
}

impl From<MemberId> for MemberIdentity {
    fn from(member: MemberId) -> Self {
        Self {
            member: Some(member),
            instance: None,
        }
    }
}

/// A member: Kafka's `ClassicGroupMember`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// Its `group.instance.id`, if it is static.
    pub instance: Option<InstanceId>,
    /// How long it may be silent.
    pub session_timeout_ms: i64,
    /// How long a rebalance waits for it.
    pub rebalance_timeout_ms: i64,
    /// The protocols it supports, with the topics it wants; the one it likes best first. They seldom
    /// change, and worlds are cloned often.
    pub protocols: Arc<[Protocol]>,
    /// What it owns in this generation.
    pub assignment: Vec<TopicPartition>,
    /// Its join waits to be answered.
    pub awaiting_join: Option<ReplyTo>,
    /// Its sync waits to be answered.
    pub awaiting_sync: Option<ReplyTo>,
    /// It has not yet asked for its assignment in this generation.
    pub pending_sync: bool,
    /// Its first join was not answered yet: it does not know that it is a member.
    pub is_new: bool,
}

impl Member {
    /// The topics it wants under a protocol, if it supports that.
    pub fn subscription(&self, protocol: ProtocolName) -> Option<&[TopicId]> {
        Some(&self.protocol(protocol)?.subscription)
    }

    /// What it says along with a protocol, if it supports that.
    pub(super) fn protocol(&self, name: ProtocolName) -> Option<&Protocol> {
        self.protocols.iter().find(|it| it.name == name)
    }
}
