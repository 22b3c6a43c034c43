//! What each verb does, and the steps that only let time pass or keep the books.

use anyhow::{Context, Result, bail};
use offsetscope_core::broker::Broker;
use offsetscope_core::client::Flow;
use serde_json::Value;

use super::names;
use super::outcome::{NOTHING, exception};
use super::polling::Ends;
use super::process::Life;
use super::rig::Rig;
use super::step::Verb;

/// What a wait lasts beyond the interval it names: some heartbeats.
const MARGIN_MS: i64 = 1_100;

impl Rig {
    /// Does a step; returns what came of it.
    pub fn take(&mut self, verb: &Verb) -> Result<Value> {
        match verb {
            Verb::Start(start) => self.start(start),
            Verb::Poll {
                consumer,
                until,
                while_,
            } => self.poll_step(consumer, *until, while_.as_deref()),
            Verb::PollBegin { consumer } => self.poll_begin(consumer),
            Verb::PollEnd { consumer } => self.poll_end(consumer),
            Verb::Rebalance {
                consumers,
                generation,
                as_,
            } => self.rebalance(consumers, *generation, *as_),
            Verb::RebalanceCallbacks { consumer } => self.rebalance_callbacks(consumer),
            Verb::Position {
                consumer,
                partitions,
            } => self.position(consumer, partitions),
            Verb::Committed {
                consumer,
                group,
                partitions,
            } => self.committed_step(consumer.as_deref(), group.as_deref(), partitions),
            Verb::Lag {
                consumer,
                partitions,
            } => self.lag(consumer, partitions),
            Verb::EndOffsets { partitions, .. } => self.end_offsets(partitions),
            Verb::Paused { consumer } => self.paused(consumer),
            Verb::Assignment { consumer } => self.assignment(consumer),
            Verb::CommitSync { consumer, offsets } => self.commit(consumer, offsets.as_ref(), None),
            Verb::CommitAsync {
                consumer,
                offsets,
                tag,
            } => self.commit(consumer, offsets.as_ref(), Some(tag)),
            Verb::AsyncCallbacks { consumer } => self.async_callbacks(consumer),
            Verb::Seek {
                consumer,
                partitions,
                offset,
            } => self.seek(consumer, partitions, *offset),
            Verb::Pause {
                consumer,
                partitions,
            } => self.set_flow(consumer, partitions, Flow::Paused),
            Verb::Resume {
                consumer,
                partitions,
            } => self.set_flow(consumer, partitions, Flow::Resumed),
            Verb::Subscribe { consumer, topics } => self.subscribe(consumer, topics),
            Verb::Unsubscribe { consumer } => self.unsubscribe(consumer),
            Verb::EnforceRebalance { consumer } => self.enforce_rebalance(consumer),
            Verb::OffsetsForTimes { times, .. } => self.offsets_for_times(times),
            Verb::Close { consumer } => self.close(consumer),
            Verb::Produce(produce) => self.produce(produce),
            Verb::ProduceEachKey { topic, keys } => self.produce_each_key(topic, keys),
            Verb::NullKeyBatch { topic, count } => self.null_key_batch(topic, *count),
            Verb::ListOffsets { partitions } => self.list_offsets(partitions),
            Verb::Segments { partition } => self.segments(partition),
            Verb::DeleteRecords { before } => self.delete_records(before),
            Verb::DescribeGroup { group, partitions } => self.describe_group(group, partitions),
            Verb::AlterOffsets { group, offsets } => self.alter_offsets(group, offsets),
            Verb::DeleteGroup { group } => self.delete_group(group),
            Verb::DeleteGroupOffsets { group, partitions } => {
                self.delete_group_offsets(group, partitions)
            }
            Verb::RemoveMember { group, instance } => self.remove_member(group, instance),
            Verb::CreateTopic { topic, partitions } => self.create_topic(topic, *partitions),
            Verb::DeleteTopic { topic } => self.delete_topic(topic),
            Verb::AddPartitions { topic, to } => self.add_partitions(topic, *to),
            Verb::Expect {} => Ok(self.expect()),
            _ => self.take_silent(verb),
        }
    }

    /// Steps that have no outcome.
    fn take_silent(&mut self, verb: &Verb) -> Result<Value> {
        match verb {
            Verb::Process { consumer, records } => {
                for (topic, partition, offsets) in records {
                    let name = format!("{topic}-{partition}");
                    let partition = self.known(&[name])?[0];
                    let records: Vec<_> = offsets.iter().map(|&it| (partition, it)).collect();
                    self.process_records(consumer, &records)?;
                }
            }
            Verb::Crash { consumer } => {
                let id = names::consumer(&self.setup, consumer)?;
                self.end(id)?;
            }
            Verb::Freeze { consumer } => self.named(consumer)?.life = Life::Frozen(Vec::new()),
            Verb::Thaw { consumer } => {
                let id = names::consumer(&self.setup, consumer)?;
                self.thaw(id)?;
                // What its background thread has missed comes first.
                self.poll(&[], Ends::At(self.now_ms))?;
            }
            Verb::Wait { why } => self.wait(why)?,
            _ => {}
        }
        Ok(NOTHING)
    }

    fn committed_step(
        &mut self,
        consumer: Option<&str>,
        group: Option<&str>,
        partitions: &[String],
    ) -> Result<Value> {
        let group = match (consumer, group) {
            (Some(consumer), None) => self.named(consumer)?.client.group,
            (None, Some(group)) => Some(names::group(&self.setup, group)?),
            _ => bail!("neither a consumer nor a group"),
        };
        match group {
            Some(group) => self.committed(group, partitions),
            None => Ok(exception("InvalidGroupIdException")),
        }
    }

    /// Lets the interval pass that a wait names, and runs the thread that it names.
    fn wait(&mut self, why: &str) -> Result<()> {
        if why.contains("retention thread") {
            self.with_broker(Broker::check_retention);
            return Ok(());
        }
        if why.contains("cleaner") {
            self.clean();
            return self.clean_again();
        }
        let ms = self.interval_ms(why)?;
        self.poll(&[], Ends::At(self.now_ms + ms))?;
        self.remove_expired();
        Ok(())
    }

    /// The coordinator's round.
    pub fn remove_expired(&mut self) {
        self.with_broker(|broker, _, now_ms, fx| broker.coordinator.remove_expired(now_ms, fx));
    }

    /// How long an interval lasts: the longest of the properties that it names.
    pub fn interval_ms(&self, text: &str) -> Result<i64> {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
        let words = words.map(|word| word.trim_matches('.'));
        let mut longest_ms = 0;
        for word in words.filter(|word| word.contains('.')) {
            longest_ms = longest_ms.max(self.property_ms(word)?);
        }
        Ok(longest_ms + MARGIN_MS)
    }

    /// The longest that any consumer has of a property; of `max.poll.interval.ms` the shortest, which
    /// is the one that somebody has set in order to wait for it.
    fn property_ms(&self, property: &str) -> Result<i64> {
        if property == "offsets.retention.minutes" {
            return Ok(self.setup.broker.offsets_retention_ms);
        }
        let of = |process: &super::process::Process| {
            let config = &process.config;
            Some(match property {
                "session.timeout.ms" => config.session_timeout_ms,
                "heartbeat.interval.ms" => config.heartbeat_interval_ms,
                "max.poll.interval.ms" => config.max_poll_interval_ms,
                "auto.commit.interval.ms" => config.auto_commit_interval_ms,
                "metadata.max.age.ms" => process.metadata.max_age_ms,
                _ => return None,
            })
        };
        let values: Option<Vec<_>> = self.processes.values().map(of).collect();
        let values = values.with_context(|| format!("the interval {property}"))?;
        let shortest = values.iter().copied().min();
        let longest = values.into_iter().max();
        let value = match property {
            "max.poll.interval.ms" => shortest,
            _ => longest,
        };
        value.context("nobody has this interval")
    }

    /// The cleaner's threads have looked at every log.
    fn clean(&mut self) {
        self.with_broker(|broker, setup, now_ms, fx| drop(broker.clean(setup, now_ms, fx)));
    }

    fn clean_again(&mut self) -> Result<()> {
        self.poll(&[], Ends::At(self.now_ms + MARGIN_MS))?;
        self.clean();
        Ok(())
    }
}
