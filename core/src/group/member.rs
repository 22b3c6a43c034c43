//! A member of a classic group, as the coordinator knows it.

use crate::effects::ReplyTo;
use crate::ids::{MemberId, TopicId, TopicPartition};

/// A member: Kafka's `ClassicGroupMember`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// How long it may be silent.
    pub session_timeout_ms: i64,
    /// How long a rebalance waits for it.
    pub rebalance_timeout_ms: i64,
    /// The topics it wants.
    pub subscription: Vec<TopicId>,
    /// What it owns in this generation.
    pub assignment: Vec<TopicPartition>,
    /// Its join waits to be answered.
    pub awaiting_join: Option<ReplyTo>,
    /// Its sync waits to be answered.
    pub awaiting_sync: Option<ReplyTo>,
    /// It has not yet asked for its assignment in this generation.
    pub pending_sync: bool,
}
