//! Members subscribe to different topics: `UniformHeterogeneousAssignmentBuilder`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::balancer::{Balancer, Loads};
use crate::group::assignor::target::all_partitions;
use crate::group::assignor::{
    AssignorError, TargetAssignment, TargetMember, TopicPartitions, count,
};

/// Kafka stops here if it has not found a balance.
const MOST_ROUNDS: u32 = 16;

/// Members keep what they have of the topics they still want; what is left goes to the least
/// loaded subscribers; then partitions move until each topic's subscribers are balanced.
pub(super) fn assign<M: Copy, T: Copy + Ord>(
    members: &[TargetMember<M, T>],
    partition_counts: &BTreeMap<T, u16>,
) -> Result<TargetAssignment<M, T>, AssignorError<T>> {
    let mut builder = Builder::new(members, partition_counts)?;
    builder.keep(members);
    builder.assign_remaining();
    builder.balance();
    Ok(builder.target(members))
}

struct Builder<T> {
    topics: BTreeMap<T, Topic>,
    loads: Loads,
}

struct Topic {
    /// Places of the members that want it.
    subscribers: Vec<u32>,
    /// The place of each partition's owner.
    owners: Vec<Option<u32>>,
}

impl<T: Copy + Ord> Builder<T> {
    fn new<M>(
        members: &[TargetMember<M, T>],
        partition_counts: &BTreeMap<T, u16>,
    ) -> Result<Self, AssignorError<T>> {
        let mut topics = BTreeMap::new();
        for (place, member) in (0..).zip(members) {
            for (topic, partition_count) in all_partitions(&member.topics, partition_counts)? {
                let topic = topics.entry(topic).or_insert_with(|| Topic {
                    subscribers: Vec::new(),
                    owners: vec![None; usize::from(partition_count)],
                });
                topic.subscribers.push(place);
            }
        }
        Ok(Self {
            topics,
            loads: Loads::none(members.len()),
        })
    }

    fn keep<M>(&mut self, members: &[TargetMember<M, T>]) {
        for (place, member) in (0..).zip(members) {
            for (topic, numbers) in &member.assigned {
                if !member.topics.contains(topic) {
                    continue;
                }
                for &number in numbers {
                    self.give(*topic, number, place);
                }
            }
        }
    }

    fn assign_remaining(&mut self) {
        for topic in self.sorted_topics() {
            let topic_now = &self.topics[&topic];
            let mut balancer = Balancer::new(&topic_now.subscribers, &self.loads);
            let is_free = |(number, owner): (u16, &Option<u32>)| owner.is_none().then_some(number);
            let free: Vec<u16> = (0..).zip(&topic_now.owners).filter_map(is_free).collect();
            for number in free {
                let member = balancer.next_least_loaded(&self.loads);
                self.give(topic, number, member);
            }
        }
    }

    /// Balances topic after topic, until a whole round has moved nothing.
    fn balance(&mut self) {
        let mut topics = self.sorted_topics();
        topics.retain(|topic| self.topics[topic].subscribers.len() >= 2);
        let mut last_changed = None;
        for _ in 0..MOST_ROUNDS {
            for &topic in &topics {
                if last_changed == Some(topic) {
                    return;
                }
                if self.balance_topic(topic) > 0 || last_changed.is_none() {
                    last_changed = Some(topic);
                }
            }
        }
    }

    /// Moves partitions of the topic from those who have most to those who have least. Tells how
    /// many it moved.
    fn balance_topic(&mut self, topic: T) -> u32 {
        let subscribers = &self.topics[&topic].subscribers;
        let subscriber_loads = subscribers.iter().map(|&member| self.loads.of(member));
        let least = subscriber_loads.clone().min().unwrap_or_default();
        if subscriber_loads.max().unwrap_or_default() - least <= 1 {
            return 0;
        }
        let mut balancer = Balancer::new(subscribers, &self.loads);
        let mut held = self.held(topic);
        let mut moved = 0;
        while !balancer.is_balanced() {
            let Some(number) = next_to_move(&mut balancer, &mut held, &self.loads) else {
                break;
            };
            let member = balancer.next_least_loaded(&self.loads);
            if balancer.is_balanced() {
                break;
            }
            self.give(topic, number, member);
            moved += 1;
        }
        moved
    }

    /// The topic's partitions by owner, in the order of their numbers.
    fn held(&self, topic: T) -> BTreeMap<u32, Vec<u16>> {
        let mut held: BTreeMap<u32, Vec<u16>> = BTreeMap::new();
        for (number, owner) in (0..).zip(&self.topics[&topic].owners) {
            if let Some(owner) = owner {
                held.entry(*owner).or_default().push(number);
            }
        }
        held
    }

    /// The topics with most partitions for each subscriber first, then those with fewest
    /// subscribers.
    fn sorted_topics(&self) -> Vec<T> {
        let mut topics: Vec<T> = self.topics.keys().copied().collect();
        topics.sort_by(|one, other| {
            let partitions = |topic| u64::from(count(&self.topics[topic].owners));
            let subscribers = |topic| u64::from(count(&self.topics[topic].subscribers));
            // One's share against the other's, each multiplied by both numbers of subscribers.
            let of_one = partitions(one) * subscribers(other);
            let of_other = partitions(other) * subscribers(one);
            Reverse(of_one)
                .cmp(&Reverse(of_other))
                .then(subscribers(one).cmp(&subscribers(other)))
                .then(one.cmp(other))
        });
        topics
    }

    fn give(&mut self, topic: T, number: u16, member: u32) {
        let owner = self
            .topics
            .get_mut(&topic)
            .and_then(|topic| topic.owners.get_mut(usize::from(number)));
        // A topic that was made anew may have fewer partitions than a member was to get of it.
        if let Some(owner) = owner {
            if let Some(before) = owner.replace(member) {
                self.loads.take(before);
            }
            self.loads.add(member);
        }
    }

    fn target<M: Copy>(self, members: &[TargetMember<M, T>]) -> TargetAssignment<M, T> {
        let mut targets = vec![TopicPartitions::new(); members.len()];
        for (topic, Topic { owners, .. }) in self.topics {
            for (number, owner) in (0..).zip(owners) {
                if let Some(owner) = owner {
                    let target = &mut targets[owner as usize];
                    target.entry(topic).or_default().insert(number);
                }
            }
        }
        let names = members.iter().map(|member| member.member);
        names.zip(targets).collect()
    }
}

/// The last partition of a most loaded member that has one to give.
fn next_to_move(
    balancer: &mut Balancer,
    held: &mut BTreeMap<u32, Vec<u16>>,
    loads: &Loads,
) -> Option<u16> {
    loop {
        let member = balancer.next_most_loaded(loads)?;
        if let Some(number) = held.get_mut(&member).and_then(Vec::pop) {
            return Some(number);
        }
        balancer.exclude_most_loaded();
    }
}
