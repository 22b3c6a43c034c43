//! What a cluster consists of: topics, producers and groups, each of which can be added and removed.

use super::clients::{GROUP, PRODUCER};
use super::field::{Field, TOPIC, small};
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::{GroupId, TopicId};
use offsetscope_core::log::LogConfig;
use offsetscope_core::setup::{
    ConsumerConfig, ConsumerSetup, GroupSetup, Placement, ProducerConfig, ProducerSetup, Setup,
    TopicSetup,
};
use offsetscope_language::{say, text};

/// A kind of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A topic.
    Topic,
    /// A producer.
    Producer,
    /// A group with its members.
    Group,
}

impl Kind {
    /// All of them, as data flows.
    pub const ALL: [Self; 3] = [Self::Producer, Self::Topic, Self::Group];

    /// What presses call it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Producer => "producer",
            Self::Group => "group",
        }
    }

    /// That of a press.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What one is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Topic => text!("Topic", "主题"),
            Self::Producer => text!("Producer", "生产者"),
            Self::Group => text!("Group", "消费者组"),
        }
    }

    /// Kafka's own name of what names it.
    pub fn name_of_name(self) -> &'static str {
        match self {
            Self::Topic => text!("Name", "名称"),
            Self::Producer => "client.id",
            Self::Group => "group.id",
        }
    }

    /// What the button says that adds one.
    pub fn to_add(self) -> &'static str {
        match self {
            Self::Topic => text!("Add a topic", "添加主题"),
            Self::Producer => text!("Add a producer", "添加生产者"),
            Self::Group => text!("Add a group", "添加消费者组"),
        }
    }

    /// What is set for each.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Topic => TOPIC,
            Self::Producer => PRODUCER,
            Self::Group => GROUP,
        }
    }

    /// The names of all there are, by place.
    pub fn names(self, setup: &Setup) -> Vec<&str> {
        match self {
            Self::Topic => setup.topics.iter().map(|it| it.name.as_str()).collect(),
            Self::Producer => setup.producers.iter().map(|it| it.name.as_str()).collect(),
            Self::Group => setup.groups.iter().map(|it| it.name.as_str()).collect(),
        }
    }

    /// Adds one like the first that is there, and says its name.
    pub fn add(self, setup: &mut Setup) -> String {
        let name = self.free_name(setup);
        match self {
            Self::Topic => setup.topics.push(TopicSetup {
                name: name.clone(),
                partitions: 3,
                log: setup
                    .topics
                    .first()
                    .map_or_else(LogConfig::default, |it| it.log.clone()),
            }),
            Self::Producer => {
                let like = setup.producers.first().cloned();
                setup.producers.push(ProducerSetup {
                    name: name.clone(),
                    ..like.unwrap_or_else(|| producer(&name))
                });
            }
            Self::Group => {
                let like = setup.groups.first().cloned();
                setup.groups.push(GroupSetup {
                    name: name.clone(),
                    ..like.unwrap_or_else(|| group(&name))
                });
                let place = setup.groups.len() - 1;
                set_members(setup, group_id(place), 1);
            }
        }
        name
    }

    /// `group-2`, or the first number that is free.
    fn free_name(self, setup: &Setup) -> String {
        let names = self.names(setup);
        let numbers = names.len() + 1..;
        let mut free = numbers.map(|number| format!("{}-{number}", self.key()));
        free.find(|name| !names.contains(&name.as_str()))
            .unwrap_or_default()
    }

    /// Removes one. Nothing may need it: see [`Kind::why_it_stays`].
    pub fn remove(self, setup: &mut Setup, place: usize) {
        match self {
            Self::Topic => {
                setup.topics.remove(place);
                for topic in topics_named(setup) {
                    if topic.index() > place {
                        topic.0 -= 1;
                    }
                }
            }
            Self::Producer => drop(setup.producers.remove(place)),
            Self::Group => {
                setup.groups.remove(place);
                let removed = group_id(place);
                setup.consumers.retain(|it| it.group != removed);
                for consumer in &mut setup.consumers {
                    if consumer.group > removed {
                        consumer.group.0 -= 1;
                    }
                }
            }
        }
    }

    /// Why this one cannot be removed, if something needs it.
    pub fn why_it_stays(self, setup: &Setup, place: usize) -> Option<String> {
        if self != Self::Topic {
            return None;
        }
        let producers = setup.producers.iter();
        let writers = producers.filter(|it| it.topic.index() == place);
        let groups = setup.groups.iter();
        let readers = groups.filter(|it| {
            let dead_letters =
                matches!(it.on_failure, OnFailure::DeadLetter(topic) if topic.index() == place);
            it.topic.index() == place || dead_letters
        });
        let users: Vec<_> = writers
            .map(|it| it.name.as_str())
            .chain(readers.map(|it| it.name.as_str()))
            .collect();
        (!users.is_empty())
            .then(|| say!("It is used by {}", "正被使用：{}"; users.join(text!(", ", "、"))))
    }

    /// Gives one another name. The members of a group are named after it, if they were.
    pub fn rename(self, setup: &mut Setup, place: usize, name: &str) -> Option<()> {
        let old = match self {
            Self::Topic => &mut setup.topics.get_mut(place)?.name,
            Self::Producer => &mut setup.producers.get_mut(place)?.name,
            Self::Group => &mut setup.groups.get_mut(place)?.name,
        };
        let old = std::mem::replace(old, name.to_owned());
        if self == Self::Group {
            let members = setup.consumers.iter_mut();
            for member in members.filter(|it| it.group == group_id(place)) {
                let number = member.name.strip_prefix(&old);
                if let Some(number) = number.filter(|it| it.starts_with('-')) {
                    member.name = format!("{name}{number}");
                }
            }
        }
        Some(())
    }

    /// The topic that a producer writes to or a group reads, to be changed.
    pub fn topic_of(self, setup: &mut Setup, place: usize) -> Option<&mut TopicId> {
        match self {
            Self::Topic => None,
            Self::Producer => setup.producers.get_mut(place).map(|it| &mut it.topic),
            Self::Group => setup.groups.get_mut(place).map(|it| &mut it.topic),
        }
    }
}

/// Wherever a setup names a topic.
fn topics_named(setup: &mut Setup) -> impl Iterator<Item = &mut TopicId> {
    let written = setup.producers.iter_mut().map(|it| &mut it.topic);
    let read = setup.groups.iter_mut().flat_map(|group| {
        let dead_letters = match &mut group.on_failure {
            OnFailure::DeadLetter(topic) => Some(topic),
            _ => None,
        };
        dead_letters.into_iter().chain([&mut group.topic])
    });
    written.chain(read)
}

fn producer(name: &str) -> ProducerSetup {
    ProducerSetup {
        name: name.to_owned(),
        topic: TopicId(0),
        first_order_ms: 14_000,
        order_interval_ms: 1_200,
        placement: Placement::ByCustomer,
        client: ProducerConfig::default(),
    }
}

fn group(name: &str) -> GroupSetup {
    GroupSetup {
        name: name.to_owned(),
        topic: TopicId(0),
        strategy: Strategy::AutoCommit,
        on_failure: OnFailure::EndProcess,
        processing_ms: 400,
        client: ConsumerConfig::default(),
    }
}

/// The group at this place.
pub fn group_id(place: usize) -> GroupId {
    GroupId(u16::try_from(place).unwrap_or(u16::MAX))
}

/// Members are listed group by group; those that come are not static.
pub fn set_members(setup: &mut Setup, group: GroupId, count: usize) {
    let name = setup.group(group).name.clone();
    let consumers = std::mem::take(&mut setup.consumers);
    let (mut members, others): (Vec<_>, Vec<_>) =
        consumers.into_iter().partition(|it| it.group == group);
    members.truncate(count);
    for number in members.len() + 1..=count {
        members.push(ConsumerSetup {
            name: format!("{name}-{number}"),
            group,
            instance: None,
        });
    }
    members.extend(others);
    members.sort_by_key(|it| it.group);
    setup.consumers = members;
}

/// A topic by its place.
pub fn topic_id(place: usize) -> TopicId {
    TopicId(small(i64::try_from(place).unwrap_or(i64::MAX)))
}
