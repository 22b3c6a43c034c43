//! Who gets what: `RangeAssignor`.

use crate::cases::{Outcome, compare};
use offsetscope_core::group::assignor::{Subscriber, range};
use offsetscope_core::ids::{TopicId, TopicPartition};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Case {
    id: String,
    rack_aware: bool,
    topics: BTreeMap<String, Topic>,
    members_in_map_order: Vec<Member>,
    expected: Shares,
}

/// What each member gets, in the order it is assigned.
type Shares = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
struct Topic {
    partitions: u16,
}

#[derive(Deserialize)]
struct Member {
    id: String,
    topics: Vec<String>,
    group_instance_id: Option<String>,
}

impl Case {
    fn outcome(&self) -> Outcome {
        if self.rack_aware {
            return Outcome::Skipped("racks");
        }
        if self
            .members_in_map_order
            .iter()
            .any(|member| member.group_instance_id.is_some())
        {
            return Outcome::Skipped("static members");
        }
        let (found, expected) = (by_topic(self.assign()), by_topic(self.expected.clone()));
        if found == expected {
            Outcome::Passed
        } else {
            Outcome::Differs(format!("{}: {found:?}, not {expected:?}", self.id))
        }
    }

    /// What the model assigns, in the words of the recording.
    fn assign(&self) -> Shares {
        let subscribed = self
            .members_in_map_order
            .iter()
            .flat_map(|member| &member.topics);
        let names: BTreeSet<&String> = subscribed.chain(self.topics.keys()).collect();
        let ids: BTreeMap<&String, TopicId> =
            names.iter().copied().zip((0..).map(TopicId)).collect();
        let counts = self
            .topics
            .iter()
            .map(|(name, topic)| (ids[name], topic.partitions));
        let mut subscribers: Vec<_> = self
            .members_in_map_order
            .iter()
            .map(|member| Subscriber {
                member: member.id.as_str(),
                topics: member.topics.iter().map(|name| ids[name]).collect(),
            })
            .collect();
        subscribers.sort_by_key(|subscriber| subscriber.member);

        let names: Vec<&String> = names.into_iter().collect();
        let in_words = |TopicPartition { topic, partition }: TopicPartition| {
            format!("{}-{partition}", names[topic.index()])
        };
        range::assign(&subscribers, &counts.collect::<Vec<_>>())
            .into_iter()
            .map(|(member, owned)| (member.to_owned(), owned.into_iter().map(in_words).collect()))
            .collect()
    }
}

/// Kafka walks the topics in the order of a Java `HashMap`, the model in theirs, and nobody can tell:
/// only the order within a topic is compared.
fn by_topic(mut shares: Shares) -> Shares {
    for owned in shares.values_mut() {
        owned.sort_by(|one, other| topic_of(one).cmp(topic_of(other)));
    }
    shares
}

fn topic_of(partition: &str) -> &str {
    partition
        .rsplit_once('-')
        .map_or(partition, |(topic, _)| topic)
}

#[test]
fn ranges_are_kafkas() {
    let json = include_str!("../../../tests/recorded/vectors/assignor_range.json");
    compare(json, 9, Case::outcome);
}
