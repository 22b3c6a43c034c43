//! The coordinator's default assignor: `UniformAssignor`.

mod balancer;
mod heterogeneous;
mod homogeneous;

use std::collections::BTreeMap;

use super::java_hash::JavaHash;
use super::{AssignorError, SubscriptionType, TargetAssignment, TargetMember};

/// Spreads partitions evenly over the members, and lets a member keep what it has as far as that
/// allows. Members are taken in the order given, which in Kafka is that of a map.
///
/// # Errors
/// If a topic does not exist, or if what the members have is inconsistent.
pub fn assign<M: Copy, T: Copy + Ord + JavaHash>(
    members: &[TargetMember<M, T>],
    partition_counts: &BTreeMap<T, u16>,
    subscription_type: SubscriptionType,
) -> Result<TargetAssignment<M, T>, AssignorError<T>> {
    match subscription_type {
        SubscriptionType::Homogeneous => homogeneous::assign(members, partition_counts),
        SubscriptionType::Heterogeneous => heterogeneous::assign(members, partition_counts),
    }
}

#[cfg(test)]
mod tests;
