//! Members want different topics: `AbstractStickyAssignor.GeneralAssignmentBuilder`.

use std::collections::{BTreeMap, BTreeSet};

use super::movements::Movements;
use super::ownership::{NO_GENERATION, Ownership};
use super::{StickyMember, remove_first};
use crate::group::assignor::count;
use crate::group::assignor::java_hash::JavaHash;
use crate::ids::TopicPartition;

/// Members keep what they have of the topics they still want; the rest goes to whoever has fewest;
/// then partitions move until no move would help.
pub fn assign<M: Copy + Ord, T: Copy + Ord + JavaHash>(
    members: &[StickyMember<M, T>],
    ownership: Ownership<M, T>,
    topics: &BTreeMap<T, u16>,
) -> BTreeMap<M, Vec<TopicPartition<T>>> {
    let before = previous_owners(members, ownership.max_generation);
    let mut builder = Builder::new(members, ownership, topics);
    let revocation_required = builder.drop_unwanted();
    builder.balance(&before, revocation_required);
    builder.assigned
}

/// Who had a partition in a generation before the latest, the last of them.
fn previous_owners<M: Copy, T: Copy + Ord>(
    members: &[StickyMember<M, T>],
    max_generation: i32,
) -> BTreeMap<TopicPartition<T>, M> {
    let mut owners = BTreeMap::new();
    for member in members {
        let generation = member.generation.unwrap_or(NO_GENERATION);
        if generation >= max_generation {
            continue;
        }
        for &partition in &member.owned {
            let (owner, latest) = owners
                .entry(partition)
                .or_insert((member.member, generation));
            if generation > *latest {
                (*owner, *latest) = (member.member, generation);
            }
        }
    }
    owners
        .into_iter()
        .map(|(partition, (owner, _))| (partition, owner))
        .collect()
}

struct Builder<'a, M, T> {
    topics: &'a BTreeMap<T, u16>,
    /// The topics that exist and that a member wants.
    wanted: BTreeMap<M, Vec<T>>,
    /// The members that want a topic.
    subscribers: BTreeMap<T, Vec<M>>,
    assigned: BTreeMap<M, Vec<TopicPartition<T>>>,
    owners: BTreeMap<TopicPartition<T>, M>,
    /// The members that can take part, those with the fewest partitions first.
    by_load: BTreeSet<(u32, M)>,
    movements: Movements<M, T>,
}

impl<'a, M: Copy + Ord, T: Copy + Ord + JavaHash> Builder<'a, M, T> {
    fn new(
        members: &[StickyMember<M, T>],
        ownership: Ownership<M, T>,
        topics: &'a BTreeMap<T, u16>,
    ) -> Self {
        let mut subscribers: BTreeMap<T, Vec<M>> =
            topics.keys().map(|&topic| (topic, Vec::new())).collect();
        let mut wanted = BTreeMap::new();
        for member in members {
            let existing = member
                .topics
                .iter()
                .filter(|topic| topics.contains_key(topic));
            let existing: Vec<T> = existing.copied().collect();
            for topic in &existing {
                subscribers.entry(*topic).or_default().push(member.member);
            }
            wanted.insert(member.member, existing);
        }
        Self {
            topics,
            wanted,
            subscribers,
            assigned: ownership.owned.into_iter().collect(),
            owners: BTreeMap::new(),
            by_load: BTreeSet::new(),
            movements: Movements::none(),
        }
    }

    /// Takes away what members do not want any more. Tells whether there was any.
    fn drop_unwanted(&mut self) -> bool {
        let mut dropped = false;
        for (member, assigned) in &mut self.assigned {
            let wanted = &self.wanted[member];
            let before = assigned.len();
            assigned.retain(|partition| wanted.contains(&partition.topic));
            dropped |= assigned.len() < before;
            self.owners
                .extend(assigned.iter().map(|&partition| (partition, *member)));
        }
        dropped
    }

    fn balance(&mut self, before: &BTreeMap<TopicPartition<T>, M>, revocation_required: bool) {
        self.by_load = self
            .assigned
            .iter()
            .map(|(&member, all)| (count(all), member))
            .collect();
        let is_first_assignment = self.assigned.values().all(Vec::is_empty);
        let mut all = self.sorted_partitions();
        let mut unassigned = self.unassigned(&all);
        for &partition in &unassigned {
            self.give_to_least_loaded(partition);
        }

        let can_move = |partition: &TopicPartition<T>| self.can_topic_move(partition.topic);
        all.retain(can_move);
        unassigned.retain(can_move);
        let fixed = self.set_fixed_members_aside();

        let assigned_before = self.assigned.clone();
        // Moving what is new anyway may be enough, unless something has to be revoked.
        if !revocation_required {
            self.reassign(&unassigned, before);
        }
        let reassigned = self.reassign(&all, before);
        let is_no_better = imbalance(&self.assigned) >= imbalance(&assigned_before);
        if !is_first_assignment && reassigned && is_no_better {
            self.assigned = assigned_before;
        }
        self.assigned.extend(fixed);
    }

    /// All partitions, those that the fewest members want first.
    fn sorted_partitions(&self) -> Vec<TopicPartition<T>> {
        let mut topics: Vec<(T, u16)> = self.topics.iter().map(|(&t, &n)| (t, n)).collect();
        topics.sort_by_key(|&(topic, _)| (self.subscribers[&topic].len(), topic));
        super::super::partitions_of(topics).collect()
    }

    /// Those of `all` that nobody has.
    fn unassigned(&self, all: &[TopicPartition<T>]) -> Vec<TopicPartition<T>> {
        let mut assigned: Vec<_> = self.assigned.values().flatten().copied().collect();
        assigned.sort_by_key(|partition| (self.subscribers[&partition.topic].len(), *partition));
        let mut assigned = assigned.into_iter().peekable();
        all.iter()
            .copied()
            .filter(|partition| assigned.next_if_eq(partition).is_none())
            .collect()
    }

    fn give_to_least_loaded(&mut self, partition: TopicPartition<T>) {
        if let Some(member) = self.least_loaded_subscriber(partition.topic) {
            self.change(member, |assigned| assigned.push(partition));
            self.owners.insert(partition, member);
        }
    }

    fn least_loaded_subscriber(&self, topic: T) -> Option<M> {
        self.by_load
            .iter()
            .map(|&(_, member)| member)
            .find(|member| self.wanted[member].contains(&topic))
    }

    /// Changes what a member has, and its place among the others with that.
    fn change(&mut self, member: M, change: impl FnOnce(&mut Vec<TopicPartition<T>>)) {
        let assigned = self.assigned.entry(member).or_default();
        self.by_load.remove(&(count(assigned), member));
        change(assigned);
        self.by_load.insert((count(assigned), member));
    }

    fn can_topic_move(&self, topic: T) -> bool {
        self.subscribers[&topic].len() >= 2
    }

    /// Takes out the members whose partitions can neither become more nor go to anybody else.
    fn set_fixed_members_aside(&mut self) -> BTreeMap<M, Vec<TopicPartition<T>>> {
        let is_fixed = |(member, assigned): (&M, &Vec<TopicPartition<T>>)| {
            let is_full = count(assigned) >= self.most_for(*member);
            is_full
                && !assigned
                    .iter()
                    .any(|partition| self.can_topic_move(partition.topic))
        };
        let fixed: Vec<M> = self
            .assigned
            .iter()
            .filter(|entry| is_fixed(*entry))
            .map(|(&member, _)| member)
            .collect();
        fixed
            .into_iter()
            .filter_map(|member| {
                let assigned = self.assigned.remove(&member)?;
                self.by_load.remove(&(count(&assigned), member));
                Some((member, assigned))
            })
            .collect()
    }

    /// How many partitions a member could get.
    fn most_for(&self, member: M) -> u32 {
        let wanted = &self.wanted[&member];
        wanted
            .iter()
            .map(|topic| u32::from(self.topics[topic]))
            .sum()
    }

    /// Moves these partitions to members that have fewer, as long as that helps. Tells whether it
    /// moved any.
    fn reassign(
        &mut self,
        partitions: &[TopicPartition<T>],
        before: &BTreeMap<TopicPartition<T>, M>,
    ) -> bool {
        let mut reassigned = false;
        loop {
            let mut modified = false;
            for &partition in partitions {
                if self.is_balanced() {
                    break;
                }
                if let Some(member) = self.better_owner(partition, before.get(&partition)) {
                    self.move_to(partition, member);
                    modified = true;
                }
            }
            reassigned |= modified;
            if !modified {
                return reassigned;
            }
        }
    }

    /// Whether no member could get a partition from one that has at least two more.
    fn is_balanced(&self) -> bool {
        let (Some((least, _)), Some((most, _))) = (self.by_load.first(), self.by_load.last())
        else {
            return true;
        };
        if *least + 1 >= *most {
            return true;
        }
        let mut most_of_owners: BTreeMap<T, u32> = BTreeMap::new();
        for assigned in self.assigned.values() {
            for partition in assigned {
                let most = most_of_owners.entry(partition.topic).or_default();
                *most = count(assigned).max(*most);
            }
        }
        self.by_load.iter().all(|&(load, member)| {
            load == self.most_for(member)
                || self.wanted[&member].iter().all(|topic| {
                    most_of_owners
                        .get(topic)
                        .is_none_or(|&most| load + 1 >= most)
                })
        })
    }

    /// Who should rather have the partition: the one who had it before, or whoever has fewest.
    fn better_owner(&self, partition: TopicPartition<T>, before: Option<&M>) -> Option<M> {
        let owner_load = self.load(self.owners.get(&partition)?)?;
        let has_too_few = |member: &M| self.load(member).is_some_and(|load| load + 1 < owner_load);
        if let Some(before) = before.filter(|&before| has_too_few(before)) {
            return Some(*before);
        }
        let mut subscribers = self.subscribers[&partition.topic].iter();
        subscribers.any(has_too_few).then_some(())?;
        self.least_loaded_subscriber(partition.topic)
    }

    /// How many partitions a member has that takes part.
    fn load(&self, member: &M) -> Option<u32> {
        self.assigned.get(member).map(|assigned| count(assigned))
    }

    fn move_to(&mut self, partition: TopicPartition<T>, to: M) {
        let Some(&owner) = self.owners.get(&partition) else {
            return;
        };
        let partition = self.movements.actual(partition, owner, to);
        let Some(&from) = self.owners.get(&partition) else {
            return;
        };
        self.movements.record(partition, from, to);
        self.change(from, |assigned| remove_first(assigned, &partition));
        self.change(to, |assigned| assigned.push(partition));
        self.owners.insert(partition, to);
    }
}

/// How far apart members are: the sum of the differences of all pairs.
fn imbalance<M, T>(assigned: &BTreeMap<M, Vec<T>>) -> u64 {
    let mut loads: Vec<u64> = assigned.values().map(|all| u64::from(count(all))).collect();
    loads.sort_unstable();
    // In the order of loads, each is larger than those before it.
    let mut sum_before = 0;
    (0..)
        .zip(loads)
        .map(|(before, load): (u64, u64)| {
            let differences = before * load - sum_before;
            sum_before += load;
            differences
        })
        .sum()
}
