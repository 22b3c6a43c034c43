//! The names in a trace and the numbers of the model. Topics are numbered in the order of their
//! names, which is the order in which Kafka's assignors go through them.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::group::InstanceId;
use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
use offsetscope_core::setup::{
    ConsumerConfig, ConsumerSetup, GroupSetup, Setup, Timing, TopicSetup,
};

use super::step::{Trace, Verb};

/// The setup that a trace asks for. What belongs to a world's applications is left at something.
pub fn setup_of(trace: &Trace) -> Result<Setup> {
    let topics = trace.topics.iter().map(|(name, topic)| {
        Ok(TopicSetup {
            name: name.clone(),
            partitions: topic.partitions,
            log: topic.config.to_model()?,
        })
    });
    let (mut groups, mut consumers) = (BTreeSet::new(), BTreeSet::new());
    let mut instances = BTreeSet::new();
    for step in &trace.steps {
        match &step.verb {
            Verb::Start(start) => {
                consumers.insert(start.consumer.clone());
                groups.extend(start.group.clone());
                instances.extend(start.config.group_instance_id.clone());
            }
            Verb::Committed { group, .. } => groups.extend(group.clone()),
            Verb::DescribeGroup { group, .. }
            | Verb::AlterOffsets { group, .. }
            | Verb::DeleteGroup { group }
            | Verb::DeleteGroupOffsets { group, .. } => {
                groups.insert(group.clone());
            }
            Verb::RemoveMember { group, instance } => {
                groups.insert(group.clone());
                instances.insert(instance.clone());
            }
            _ => {}
        }
    }
    let group = |name| GroupSetup {
        name,
        topic: TopicId(0),
        strategy: Strategy::AutoCommit,
        on_failure: OnFailure::EndProcess,
        processing_ms: 0,
        client: ConsumerConfig::default(),
    };
    let consumer = |name| ConsumerSetup {
        name,
        group: GroupId(0),
        instance: None,
    };
    Ok(Setup {
        seed: 0,
        topics: topics.collect::<Result<_>>()?,
        broker: trace.settings.to_model(),
        producers: Vec::new(),
        groups: groups.into_iter().map(group).collect(),
        consumers: consumers.into_iter().map(consumer).collect(),
        instances: instances.into_iter().collect(),
        poison: Vec::new(),
        timing: Timing {
            min_latency_ms: 0,
            max_latency_ms: 0,
            client_step_ms: 0,
        },
    })
}

/// A topic by its name.
pub fn topic(setup: &Setup, name: &str) -> Option<TopicId> {
    let place = setup.topics.iter().position(|it| it.name == name)?;
    u16::try_from(place).ok().map(TopicId)
}

/// A group by its name.
pub fn group(setup: &Setup, name: &str) -> Result<GroupId> {
    let place = setup.groups.iter().position(|it| it.name == name);
    let place = place.with_context(|| format!("the group {name}"))?;
    Ok(GroupId(u16::try_from(place)?))
}

/// A consumer by its name.
pub fn consumer(setup: &Setup, name: &str) -> Result<ConsumerId> {
    let place = setup.consumers.iter().position(|it| it.name == name);
    let place = place.with_context(|| format!("the consumer {name}"))?;
    Ok(ConsumerId(u16::try_from(place)?))
}

/// A `group.instance.id`.
pub fn instance(setup: &Setup, name: &str) -> Result<InstanceId> {
    let place = setup.instances.iter().position(|it| it == name);
    let place = place.with_context(|| format!("the instance {name}"))?;
    Ok(InstanceId(u16::try_from(place)?))
}

/// A partition by its name, if it is there.
pub fn partition(setup: &Setup, name: &str) -> Option<TopicPartition> {
    let (topic_name, number) = name.rsplit_once('-')?;
    let topic = topic(setup, topic_name)?;
    let partition = number.parse().ok()?;
    (partition < setup.topic(topic).partitions).then_some(TopicPartition { topic, partition })
}

/// A partition's name.
pub fn name_of(setup: &Setup, partition: TopicPartition) -> String {
    let topic = &setup.topic(partition.topic).name;
    format!("{topic}-{}", partition.partition)
}
