//! All members want the same topics: `AbstractStickyAssignor.ConstrainedAssignmentBuilder`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Placement;
use super::ownership::Ownership;
use crate::group::assignor::{count, partitions_of};
use crate::ids::TopicPartition;

/// Every member keeps up to its quota; what is left is dealt out in turn.
pub fn place<M: Copy + Ord, T: Copy + Ord>(
    ownership: &Ownership<M, T>,
    topics: &BTreeMap<T, u16>,
) -> Placement<M, T> {
    let partition_count: u32 = topics.values().map(|&count| u32::from(count)).sum();
    let Some(mut builder) = Builder::new(count(&ownership.owned), partition_count) else {
        return Placement {
            assigned: BTreeMap::new(),
            changing_hands: None,
        };
    };
    for (member, owned) in &ownership.owned {
        let owned = owned.iter().copied();
        let undisputed = owned.filter(|owned| !ownership.doubly_claimed.contains(owned));
        builder.keep(*member, undisputed.collect());
    }
    let unassigned = builder.unassigned(topics);
    builder.deal_out(&unassigned);

    let released = builder.revoked.union(&ownership.doubly_claimed);
    let unassigned: BTreeSet<_> = unassigned.into_iter().collect();
    Placement {
        changing_hands: Some(
            released
                .copied()
                .filter(|it| unassigned.contains(it))
                .collect(),
        ),
        assigned: builder.assigned,
    }
}

struct Builder<M, T> {
    /// What each member gets at least.
    min_quota: u32,
    /// What each member gets at most.
    max_quota: u32,
    /// How many members may still have more than the least.
    places_above_min: u32,
    below_min: Vec<M>,
    at_min: VecDeque<M>,
    assigned: BTreeMap<M, Vec<TopicPartition<T>>>,
    revoked: BTreeSet<TopicPartition<T>>,
}

impl<M: Copy + Ord, T: Copy + Ord> Builder<M, T> {
    fn new(member_count: u32, partition_count: u32) -> Option<Self> {
        Some(Self {
            min_quota: partition_count.checked_div(member_count)?,
            max_quota: partition_count.div_ceil(member_count),
            places_above_min: partition_count % member_count,
            below_min: Vec::new(),
            at_min: VecDeque::new(),
            assigned: BTreeMap::new(),
            revoked: BTreeSet::new(),
        })
    }

    /// Lets a member keep what its quota allows, partitions with low numbers first.
    fn keep(&mut self, member: M, mut owned: Vec<TopicPartition<T>>) {
        owned.sort_by_key(|owned| (owned.partition, owned.topic));
        let owned_count = count(&owned);
        let kept_count = if owned_count < self.min_quota {
            self.below_min.push(member);
            owned_count
        } else if owned_count >= self.max_quota && self.places_above_min > 0 {
            self.places_above_min -= 1;
            if self.places_above_min == 0 {
                self.at_min.clear();
            }
            self.max_quota
        } else {
            if self.places_above_min > 0 {
                self.at_min.push_back(member);
            }
            self.min_quota
        };
        self.revoked.extend(owned.drain(kept_count as usize..));
        self.assigned.insert(member, owned);
    }

    /// What nobody kept, by topic and number.
    fn unassigned(&self, topics: &BTreeMap<T, u16>) -> Vec<TopicPartition<T>> {
        let mut kept: Vec<_> = self.assigned.values().flatten().copied().collect();
        kept.sort();
        let mut kept = kept.into_iter().peekable();
        partitions_of(topics.iter().map(|(&topic, &count)| (topic, count)))
            .filter(|partition| kept.next_if_eq(partition).is_none())
            .collect()
    }

    /// Deals out to those below the least in turn until they have it, then one each to those who
    /// have just that.
    fn deal_out(&mut self, unassigned: &[TopicPartition<T>]) {
        self.below_min.sort();
        self.at_min.make_contiguous().sort();
        let mut turn = 0;
        for &partition in unassigned {
            let member = match self.below_min.get(turn) {
                Some(&member) => member,
                None => match self.at_min.pop_front() {
                    Some(member) => member,
                    None => break,
                },
            };
            let assigned = self.assigned.entry(member).or_default();
            assigned.push(partition);
            if self.below_min.is_empty() {
                continue;
            }
            if count(assigned) == self.min_quota {
                self.below_min.remove(turn);
                self.at_min.push_back(member);
            } else {
                turn += 1;
            }
            if turn == self.below_min.len() {
                turn = 0;
            }
        }
    }
}
