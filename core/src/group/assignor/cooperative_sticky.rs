//! The cooperative sticky assignor: `CooperativeStickyAssignor`.

use std::collections::{BTreeMap, BTreeSet};

use super::Assignment;
use super::java_hash::JavaHash;
use super::sticky::{StickyMember, in_order, place};
use crate::ids::TopicPartition;

/// Assigns as the sticky assignor does, and then leaves out every partition that another member
/// still has: that one must revoke it first, and the next rebalance hands it out.
pub fn assign<M: Copy + Ord + JavaHash, T: Copy + Ord + JavaHash>(
    members: &[StickyMember<M, T>],
    topics: &BTreeMap<T, u16>,
) -> Assignment<M, T> {
    let mut placement = place(members, topics);
    let changing_hands = placement
        .changing_hands
        .unwrap_or_else(|| changing_hands(members, &placement.assigned));
    for assigned in placement.assigned.values_mut() {
        assigned.retain(|partition| !changing_hands.contains(partition));
    }
    in_order(members, placement.assigned)
}

/// What one member is to give up and another is to get.
fn changing_hands<M: Ord, T: Copy + Ord>(
    members: &[StickyMember<M, T>],
    assigned: &BTreeMap<M, Vec<TopicPartition<T>>>,
) -> BTreeSet<TopicPartition<T>> {
    let (mut added, mut revoked) = (BTreeSet::new(), BTreeSet::new());
    for member in members {
        let owned: BTreeSet<_> = member.owned.iter().copied().collect();
        let assigned = assigned.get(&member.member).into_iter().flatten().copied();
        let assigned: BTreeSet<_> = assigned.collect();
        added.extend(assigned.difference(&owned).copied());
        revoked.extend(owned.difference(&assigned).copied());
    }
    added.intersection(&revoked).copied().collect()
}
