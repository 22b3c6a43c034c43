//! Assignors: who of a group gets which partition.
//!
//! # Layout
//!
//! Of the classic protocol, where the leader assigns for all (`org.apache.kafka.clients.consumer`):
//!
//! - [`range`], [`round_robin`], [`sticky`], [`cooperative_sticky`].
//!
//! Of the newer protocols, where the coordinator assigns
//! (`org.apache.kafka.coordinator.group.assignor`):
//!
//! - [`uniform`] and [`server_range`] for consumer groups, [`simple`] for share groups.
//!
//! And what some of them need of Java:
//!
//! - [`java_hash`]: the order in which Java goes through a `HashMap`, which can be seen in the result.
//!
//! All are pure functions. They ask little of the names of members and topics, so that they work on
//! the model's as well as on recorded ones. Racks are not modelled.

pub mod cooperative_sticky;
pub mod java_hash;
pub mod range;
pub mod round_robin;
pub mod server_range;
pub mod simple;
pub mod sticky;
mod target;
pub mod uniform;

use crate::ids::{TopicId, TopicPartition};
pub use target::{
    AssignorError, SubscriptionType, TargetAssignment, TargetMember, TopicPartitions,
};

/// What each member gets, in the order in which it was assigned.
pub type Assignment<M, T> = Vec<(M, Vec<TopicPartition<T>>)>;

/// A member as an assignor of the classic protocol sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber<M, T = TopicId> {
    /// Who.
    pub member: M,
    /// The topics it wants.
    pub topics: Vec<T>,
}

/// The order in which `range` and `round_robin` take members: static ones first, by instance id,
/// then the others, by member id. Follows `AbstractPartitionAssignor.MemberInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberOrder<I, M> {
    /// A static member, by its `group.instance.id`.
    Static(I),
    /// A dynamic member, by its member id.
    Dynamic(M),
}

impl<I, M> MemberOrder<I, M> {
    /// Where a member stands.
    pub fn of(instance: Option<I>, member: M) -> Self {
        instance.map_or(Self::Dynamic(member), Self::Static)
    }
}

/// Every partition of these topics, in the order of topics.
fn partitions_of<T: Copy>(
    topics: impl IntoIterator<Item = (T, u16)>,
) -> impl Iterator<Item = TopicPartition<T>> {
    topics.into_iter().flat_map(|(topic, partition_count)| {
        (0..partition_count).map(move |partition| TopicPartition { topic, partition })
    })
}

/// How many there are, in the width that state has.
fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
