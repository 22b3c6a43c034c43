//! Whose claims to partitions count: `AbstractStickyAssignor.allSubscriptionsEqual`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::{StickyMember, remove_first};
use crate::group::assignor::java_hash::{self, JavaHash};
use crate::ids::TopicPartition;

/// The generation of a member that says none: `AbstractStickyAssignor.DEFAULT_GENERATION`.
pub const NO_GENERATION: i32 = -1;

/// What members had before.
pub struct Ownership<M, T> {
    /// What each has a right to, in the order of Kafka's map of them.
    pub owned: Vec<(M, Vec<TopicPartition<T>>)>,
    /// What several claimed in the same generation: nobody has a right to these.
    pub doubly_claimed: BTreeSet<TopicPartition<T>>,
    /// The highest generation that anybody said.
    pub max_generation: i32,
}

/// Settles the claims. Of two members that claim a partition, the one of the later generation has
/// it; if both are of the same one, nobody has.
pub fn settle<M: Copy + Ord + JavaHash, T: Copy + Ord>(
    members: &[StickyMember<M, T>],
    topics: &BTreeMap<T, u16>,
) -> Ownership<M, T> {
    let mut owned: BTreeMap<M, Vec<TopicPartition<T>>> = BTreeMap::new();
    let mut owners: BTreeMap<TopicPartition<T>, &StickyMember<M, T>> = BTreeMap::new();
    let mut doubly_claimed = BTreeSet::new();
    let mut max_generation = NO_GENERATION;
    for member in members {
        let generation = member.generation.unwrap_or(NO_GENERATION);
        max_generation = max_generation.max(generation);
        owned.insert(member.member, Vec::new());
        for &claimed in &member.owned {
            if !topics.contains_key(&claimed.topic) {
                continue;
            }
            let against = owners.get(&claimed).map(|other| {
                let other_generation = other.subscription_generation.unwrap_or(NO_GENERATION);
                (other.member, generation.cmp(&other_generation))
            });
            match against {
                None => {}
                Some((_, Ordering::Less)) => continue,
                Some((other, _)) => remove_first(owned.entry(other).or_default(), &claimed),
            }
            owners.insert(claimed, member);
            if let Some((_, Ordering::Equal)) = against {
                doubly_claimed.insert(claimed);
            } else {
                owned.entry(member.member).or_default().push(claimed);
            }
        }
    }
    let order = java_hash::order(members.iter().map(|member| member.member));
    let owned = order
        .into_iter()
        .filter_map(|member| Some((member, owned.remove(&member)?)))
        .collect();
    Ownership {
        owned,
        doubly_claimed,
        max_generation,
    }
}
