//! A scenario as it is written down: what somebody can edit, share, and play again. Things have
//! names here, and settings those of Kafka. `docs/scenario-files.md` describes it.
//!
//! # Layout
//!
//! - this file: what a scenario file holds, and the setup that it means;
//! - `happening`: what somebody makes happen, or all that happened.
//!
//! Reading and writing JSON is left to who has files.

mod happening;

pub use happening::{Deed, Happening, Planned, Run, Unknown};

use crate::client::program::OnFailure;
use crate::client::strategy::Strategy;
use crate::group::InstanceId;
use crate::ids::{GroupId, OrderNumber, TopicId};
use crate::log::LogConfig;
use crate::setup::{
    BrokerSetup, ConsumerConfig, ConsumerSetup, GroupSetup, Placement, ProducerConfig,
    ProducerSetup, Setup, Timing, TopicSetup,
};
use crate::validation::{self, Place, Problem, Reason};
use offsetscope_language::text;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A scenario, written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// What it shows, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Seeds every stream of chance.
    #[serde(default = "first_seed")]
    pub seed: u64,
    /// The broker's settings.
    #[serde(default)]
    pub broker: BrokerSetup,
    /// The topics.
    pub topics: Vec<Topic>,
    /// The producers.
    #[serde(default)]
    pub producers: Vec<Producer>,
    /// The groups, with their members.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Orders that cannot be processed, by their numbers from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub poison: Vec<OrderNumber>,
    /// How long things take.
    #[serde(default = "slow_enough_to_watch")]
    pub timing: Timing,
    /// What happens besides what the clock does, or instead of it.
    #[serde(default)]
    pub run: Run,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    name: String,
    partitions: u16,
    #[serde(default)]
    config: LogConfig,
}

/// A producer, and when its orders come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Producer {
    #[serde(rename = "client.id")]
    name: String,
    topic: String,
    #[serde(default)]
    first_order_ms: i64,
    order_interval_ms: i64,
    #[serde(default)]
    placement: Placement,
    #[serde(default)]
    config: ProducerConfig,
}

/// A group, its program, and its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    #[serde(rename = "group.id")]
    name: String,
    topic: String,
    strategy: Strategy,
    #[serde(default)]
    on_failure: Failure,
    processing_ms: i64,
    #[serde(default)]
    config: ConsumerConfig,
    /// The `client.id` of each.
    members: Vec<String>,
    /// The `group.instance.id` of each that is static, by its `client.id`.
    #[serde(
        rename = "group.instance.id",
        default,
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    instances: BTreeMap<String, String>,
}

/// What a program does about a record that it cannot process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Failure {
    /// [`OnFailure::EndProcess`]
    #[default]
    End,
    /// [`OnFailure::Retry`]
    Retry,
    /// [`OnFailure::Skip`]
    Skip,
    /// [`OnFailure::DeadLetter`], to the topic of this name.
    #[serde(rename = "dead letter")]
    DeadLetter(String),
}

fn first_seed() -> u64 {
    1
}

/// The shop's times.
fn slow_enough_to_watch() -> Timing {
    Timing {
        min_latency_ms: 250,
        max_latency_ms: 550,
        client_step_ms: 120,
    }
}

impl ScenarioFile {
    /// Writes a setup down, and a run of it.
    pub fn of(setup: &Setup, run: Run) -> Self {
        let topic_name = |id: TopicId| setup.topic(id).name.clone();
        let topics = setup.topics.iter().map(|topic| {
            let TopicSetup {
                name,
                partitions,
                log,
            } = topic.clone();
            Topic {
                name,
                partitions,
                config: log,
            }
        });
        let producers = setup.producers.iter().map(|producer| {
            let ProducerSetup {
                name,
                topic,
                first_order_ms,
                order_interval_ms,
                placement,
                client,
            } = producer.clone();
            Producer {
                name,
                topic: topic_name(topic),
                first_order_ms,
                order_interval_ms,
                placement,
                config: client,
            }
        });
        let groups = setup.group_ids().zip(&setup.groups).map(|(id, group)| {
            let GroupSetup {
                name,
                topic,
                strategy,
                on_failure,
                processing_ms,
                client,
            } = group.clone();
            let members: Vec<_> = setup.members_of(id).map(|id| setup.consumer(id)).collect();
            let instance = |member: &&ConsumerSetup| {
                let instance = setup.instance_name(member.instance?);
                Some((member.name.clone(), instance.to_owned()))
            };
            Group {
                name,
                topic: topic_name(topic),
                strategy,
                on_failure: match on_failure {
                    OnFailure::EndProcess => Failure::End,
                    OnFailure::Retry => Failure::Retry,
                    OnFailure::Skip => Failure::Skip,
                    OnFailure::DeadLetter(topic) => Failure::DeadLetter(topic_name(topic)),
                },
                processing_ms,
                config: client,
                members: members.iter().map(|it| it.name.clone()).collect(),
                instances: members.iter().filter_map(instance).collect(),
            }
        });
        Self {
            about: String::new(),
            seed: setup.seed,
            broker: setup.broker.clone(),
            topics: topics.collect(),
            producers: producers.collect(),
            groups: groups.collect(),
            poison: setup.poison.clone(),
            timing: setup.timing.clone(),
            run,
        }
    }

    /// The setup that it means.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn setup(&self) -> Result<Setup, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut topic_of = |place: Place, name: &str| self.topic(place, name, &mut problems);
        let producers = self.producers.iter().map(|producer| ProducerSetup {
            name: producer.name.clone(),
            topic: topic_of(Place::Producer(producer.name.clone()), &producer.topic),
            first_order_ms: producer.first_order_ms,
            order_interval_ms: producer.order_interval_ms,
            placement: producer.placement,
            client: producer.config.clone(),
        });
        let producers = producers.collect();
        let groups = self.groups.iter().map(|group| GroupSetup {
            name: group.name.clone(),
            topic: topic_of(Place::Group(group.name.clone()), &group.topic),
            strategy: group.strategy,
            on_failure: match &group.on_failure {
                Failure::End => OnFailure::EndProcess,
                Failure::Retry => OnFailure::Retry,
                Failure::Skip => OnFailure::Skip,
                Failure::DeadLetter(topic) => {
                    OnFailure::DeadLetter(topic_of(Place::Group(group.name.clone()), topic))
                }
            },
            processing_ms: group.processing_ms,
            client: group.config.clone(),
        });
        let groups = groups.collect();
        let setup = Setup {
            seed: self.seed,
            topics: self.topics.iter().map(Topic::setup).collect(),
            broker: self.broker.clone(),
            producers,
            groups,
            consumers: self.consumers(),
            instances: self.instances(),
            poison: self.poison.clone(),
            timing: self.timing.clone(),
        };
        problems.extend(validation::problems(&setup));
        problems.extend(self.run.problems(&setup));
        if problems.is_empty() {
            Ok(setup)
        } else {
            Err(problems)
        }
    }

    /// Every `group.instance.id` once, in the order of their names.
    fn instances(&self) -> Vec<String> {
        let instances = self
            .groups
            .iter()
            .flat_map(|group| group.instances.values());
        let instances: BTreeSet<_> = instances.cloned().collect();
        instances.into_iter().collect()
    }

    fn consumers(&self) -> Vec<ConsumerSetup> {
        let instances = self.instances();
        let instance_of = |group: &Group, name: &String| {
            let instance = group.instances.get(name)?;
            let place = instances.iter().position(|it| it == instance)?;
            u16::try_from(place).ok().map(InstanceId)
        };
        let groups = (0..u16::MAX).map(GroupId).zip(&self.groups);
        let consumers = groups.flat_map(|(id, group)| {
            let member = move |name: &String| ConsumerSetup {
                name: name.clone(),
                group: id,
                instance: instance_of(group, name),
            };
            group.members.iter().map(member)
        });
        consumers.collect()
    }

    /// The topic of this name. While one is missing, the first stands in for it, so that the rest
    /// can be looked at too.
    fn topic(&self, place: Place, name: &str, problems: &mut Vec<Problem>) -> TopicId {
        let mut topics = (0..u16::MAX).zip(&self.topics);
        let found = topics.find(|(_, topic)| topic.name == name);
        found.map_or_else(
            || {
                problems.push(Problem {
                    place,
                    property: "topic",
                    value: format!("“{name}”"),
                    reason: Reason::Unknown(text!("topic", "主题")),
                });
                TopicId(0)
            },
            |(id, _)| TopicId(id),
        )
    }
}

impl Topic {
    fn setup(&self) -> TopicSetup {
        TopicSetup {
            name: self.name.clone(),
            partitions: self.partitions,
            log: self.config.clone(),
        }
    }
}
