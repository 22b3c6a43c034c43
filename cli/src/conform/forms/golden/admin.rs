//! Steps of an operator.

use anyhow::{Context, Result};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::group::{Committer, GroupState, MemberIdentity};
use offsetscope_core::ids::{GroupId, Offset, TopicId, TopicPartition};
use offsetscope_core::log::PartitionLog;
use offsetscope_core::network::OffsetAndMetadata;
use offsetscope_core::shared::Shared;
use serde_json::{Map, Value, json};

use super::names;
use super::outcome::{exception, ok};
use super::rig::Rig;
use super::step::Offsets;

impl Rig {
    pub fn list_offsets(&mut self, wanted: &[String]) -> Result<Value> {
        self.each(wanted, |rig, partition| {
            let log = &rig.broker.logs[&partition];
            Ok(json!({ "earliest": log.log_start_offset(), "latest": log.high_watermark() }))
        })
    }

    pub fn segments(&mut self, name: &str) -> Result<Value> {
        let partition = names::partition(&self.setup, name).context("an unknown partition")?;
        let segments = self.broker.logs[&partition].segments().iter();
        Ok(segments.map(|it| json!(it.base_offset)).collect())
    }

    pub fn delete_records(&mut self, before: &Offsets) -> Result<Value> {
        let mut outcomes = Map::new();
        for (name, &before) in before {
            let partition = names::partition(&self.setup, name).context("an unknown partition")?;
            let outcome = self.with_broker(|broker, setup, _, fx| {
                let before = Offset::try_from(before).ok();
                broker.delete_records(partition, before, setup, fx)
            });
            let outcome = match outcome {
                Ok(log_start) => json!({ "log_start": log_start }),
                Err(error) => exception(error.class()),
            };
            outcomes.insert(name.clone(), outcome);
        }
        Ok(Value::Object(outcomes))
    }

    pub fn committed(&mut self, group: GroupId, wanted: &[String]) -> Result<Value> {
        self.each(wanted, |rig, partition| {
            let commit = rig.broker.coordinator.commit_of(group, partition);
            Ok(match commit {
                Some(commit) if !commit.metadata.is_empty() => {
                    json!([commit.offset, &*commit.metadata])
                }
                commit => json!(commit.map(|it| it.offset)),
            })
        })
    }

    pub fn describe_group(&mut self, group: &str, wanted: &[String]) -> Result<Value> {
        let id = names::group(&self.setup, group)?;
        let partitions = self.each(wanted, |rig, partition| {
            let committed = rig.broker.coordinator.committed(id, partition);
            let log_end = rig.broker.logs[&partition].log_end_offset();
            let lag = committed.map(|it| i128::from(log_end) - i128::from(it));
            Ok(json!({ "committed": committed, "log_end": log_end, "lag": lag }))
        })?;
        let group = self.broker.coordinator.group(id);
        let has_offsets = self.broker.logs.keys().any(|&it| {
            let committed = self.broker.coordinator.committed(id, it);
            committed.is_some()
        });
        let state = match group.state() {
            // Until the coordinator's next round it is one, then the other; but the round that takes
            // its last offset takes the group too.
            GroupState::Empty if group.exists() && !has_offsets => "Empty or Dead",
            _ if !group.exists() && self.removed.contains(&id) && !self.expired.contains(&id) => {
                "Empty or Dead"
            }
            _ if !group.exists() => "Dead",
            GroupState::Empty => "Empty",
            GroupState::PreparingRebalance => "PreparingRebalance",
            GroupState::CompletingRebalance => "CompletingRebalance",
            GroupState::Stable => "Stable",
            GroupState::Dead => "Dead",
        };
        let members = group.members().len();
        Ok(json!({ "state": state, "members": members, "partitions": partitions }))
    }

    pub fn alter_offsets(&mut self, group: &str, offsets: &Offsets) -> Result<Value> {
        let group = names::group(&self.setup, group)?;
        let mut altered: Vec<(TopicPartition, OffsetAndMetadata)> = Vec::new();
        for (name, &offset) in offsets {
            let Some(partition) = names::partition(&self.setup, name) else {
                return Ok(exception("UnknownTopicOrPartitionException"));
            };
            let Ok(offset) = Offset::try_from(offset) else {
                return Ok(exception("IllegalArgumentException"));
            };
            altered.push((partition, offset.into()));
        }
        let result = self.with_broker(|broker, _, now_ms, fx| {
            let coordinator = &mut broker.coordinator;
            coordinator.store_commit(group, Committer::OUTSIDE, altered, now_ms, fx)
        });
        Ok(self::result(result))
    }

    pub fn delete_group(&mut self, group: &str) -> Result<Value> {
        let group = names::group(&self.setup, group)?;
        let deleted =
            self.with_broker(|broker, _, _, fx| broker.coordinator.delete_group(group, fx));
        Ok(result(deleted))
    }

    pub fn delete_group_offsets(&mut self, group: &str, wanted: &[String]) -> Result<Value> {
        let group = names::group(&self.setup, group)?;
        let mut first_error = Ok(());
        for partition in wanted {
            let partition =
                names::partition(&self.setup, partition).context("an unknown partition")?;
            let deleted = self.with_broker(|broker, _, _, fx| {
                broker.coordinator.delete_offset(group, partition, fx)
            });
            first_error = first_error.and(deleted);
        }
        Ok(result(first_error))
    }

    /// `removeMembersFromConsumerGroup`, by the instance alone.
    pub fn remove_member(&mut self, group: &str, instance: &str) -> Result<Value> {
        let group = names::group(&self.setup, group)?;
        let who = MemberIdentity {
            member: None,
            instance: Some(names::instance(&self.setup, instance)?),
        };
        let removed = self.with_broker(|broker, _, _, fx| {
            let removed = broker.coordinator.group_mut(group).leave(&[who], fx)?;
            removed.into_iter().collect()
        });
        Ok(result(removed))
    }

    pub fn create_topic(&mut self, topic: &str, partitions: u16) -> Result<Value> {
        let topic = names::topic(&self.setup, topic).context("a topic without a number")?;
        if self.setup.topic(topic).partitions > 0 {
            return Ok(exception("TopicExistsException"));
        }
        self.grow(topic, partitions);
        Ok(ok())
    }

    /// Its number stays, for when it is created again.
    pub fn delete_topic(&mut self, topic: &str) -> Result<Value> {
        let topic = names::topic(&self.setup, topic).context("a topic without a number")?;
        for partition in 0..self.setup.topic(topic).partitions {
            let partition = TopicPartition { topic, partition };
            self.broker.logs.remove(&partition);
            self.with_broker(|broker, _, _, fx| {
                broker.coordinator.partition_deleted(partition, fx);
            });
        }
        self.setup.topics[topic.index()].partitions = 0;
        Ok(ok())
    }

    fn grow(&mut self, topic: TopicId, to: u16) {
        for partition in self.setup.topic(topic).partitions..to {
            let partition = TopicPartition { topic, partition };
            let log = PartitionLog::new(self.now_ms);
            self.broker.logs.insert(partition, Shared::new(log));
        }
        self.setup.topics[topic.index()].partitions = to;
    }

    pub fn add_partitions(&mut self, topic: &str, to: u16) -> Result<Value> {
        let topic = names::topic(&self.setup, topic).context("an unknown topic")?;
        let from = self.setup.topic(topic).partitions;
        if to <= from {
            return Ok(exception("InvalidPartitionsException"));
        }
        self.grow(topic, to);
        Ok(ok())
    }

    /// Of everything written, what was never processed, and what more than once.
    pub fn expect(&self) -> Value {
        let those = |is_so: fn(u32) -> bool| {
            let mut offsets: std::collections::BTreeMap<TopicPartition, Vec<u64>> =
                std::collections::BTreeMap::new();
            for (&(partition, offset), &times) in &self.processed {
                if is_so(times) {
                    offsets.entry(partition).or_default().push(offset);
                }
            }
            super::outcome::spans(&self.setup, offsets)
        };
        json!({
            "never_processed": those(|times| times == 0),
            "processed_more_than_once": those(|times| times > 1),
        })
    }
}

fn result(result: Result<(), GroupError>) -> Value {
    result.map_or_else(|error| exception(error.class()), |()| ok())
}
