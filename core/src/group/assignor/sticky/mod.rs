//! The sticky assignor: `StickyAssignor`, and what it shares with `CooperativeStickyAssignor`,
//! `AbstractStickyAssignor`.
//!
//! # Layout
//!
//! - [`ownership`]: whose claims to partitions count;
//! - [`constrained`]: the assignment when all members want the same topics;
//! - [`general`]: the assignment when they do not;
//! - [`movements`]: which partitions the latter has moved.

mod constrained;
mod general;
mod movements;
mod ownership;

use std::collections::{BTreeMap, BTreeSet};

use super::Assignment;
use super::java_hash::{self, JavaHash};
use crate::ids::TopicPartition;

/// A member as a sticky assignor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StickyMember<M, T> {
    /// Who.
    pub member: M,
    /// The topics it wants.
    pub topics: Vec<T>,
    /// The partitions that it says it has.
    pub owned: Vec<TopicPartition<T>>,
    /// In which generation it got them, as it says along with them.
    pub generation: Option<i32>,
    /// In which generation its subscription says that it was. A client of today says the same in
    /// both places. Kafka compares the former of one member with the latter of another.
    pub subscription_generation: Option<i32>,
}

/// An assignment, and the partitions that may still be with somebody else.
pub(super) struct Placement<M, T> {
    pub assigned: BTreeMap<M, Vec<TopicPartition<T>>>,
    /// Known for members that want the same topics only.
    pub changing_hands: Option<BTreeSet<TopicPartition<T>>>,
}

/// Spreads partitions evenly over the members, and lets a member keep what it has as far as that
/// allows. `members` are in the order of Kafka's map of subscriptions.
pub fn assign<M: Copy + Ord + JavaHash, T: Copy + Ord + JavaHash>(
    members: &[StickyMember<M, T>],
    topics: &BTreeMap<T, u16>,
) -> Assignment<M, T> {
    let mut members = members.to_vec();
    for member in &mut members {
        as_in_user_data(&mut member.owned);
    }
    in_order(&members, place(&members, topics).assigned)
}

/// Kafka's sticky assignor sends what a member has as its user data: topic by topic, in the order
/// of a map.
fn as_in_user_data<T: Copy + Ord + JavaHash>(owned: &mut [TopicPartition<T>]) {
    let order = java_hash::order(owned.iter().map(|partition| partition.topic));
    owned.sort_by_key(|partition| order.iter().position(|topic| *topic == partition.topic));
}

pub(super) fn place<M: Copy + Ord + JavaHash, T: Copy + Ord + JavaHash>(
    members: &[StickyMember<M, T>],
    topics: &BTreeMap<T, u16>,
) -> Placement<M, T> {
    let ownership = ownership::settle(members, topics);
    if want_the_same(members) {
        constrained::place(&ownership, topics)
    } else {
        Placement {
            assigned: general::assign(members, ownership, topics),
            changing_hands: None,
        }
    }
}

pub(super) fn in_order<M: Copy + Ord, T>(
    members: &[StickyMember<M, T>],
    mut assigned: BTreeMap<M, Vec<TopicPartition<T>>>,
) -> Assignment<M, T> {
    members
        .iter()
        .map(|member| {
            let partitions = assigned.remove(&member.member).unwrap_or_default();
            (member.member, partitions)
        })
        .collect()
}

fn remove_first<T: PartialEq>(items: &mut Vec<T>, item: &T) {
    if let Some(place) = items.iter().position(|other| other == item) {
        items.remove(place);
    }
}

/// Whether all members want the same topics. Members without any do not spoil it, if they come
/// first: so it is in Kafka.
fn want_the_same<M, T: Copy + Ord>(members: &[StickyMember<M, T>]) -> bool {
    let mut wanted = BTreeSet::new();
    members.iter().all(|member| {
        if wanted.is_empty() {
            wanted.extend(member.topics.iter().copied());
            return true;
        }
        member.topics.len() == wanted.len()
            && member.topics.iter().all(|topic| wanted.contains(topic))
    })
}

#[cfg(test)]
mod tests;
