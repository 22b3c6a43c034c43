//! Steps of a consumer's application.

use anyhow::{Context, Result, bail};
use offsetscope_core::client::{
    Call, FarewellCommit, IllegalState, KafkaConsumer, RebalanceProtocol, Subscription,
};
use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use offsetscope_core::network::OffsetAndMetadata;
use offsetscope_core::setup::ClientLibrary;
use serde_json::{Map, Value, json};

use super::names::{self, name_of};
use super::outcome::{exception, ok, partitions, records};
use super::polling::Ends;
use super::process::{Life, Metadata, Polled, Process};
use super::rig::Rig;
use super::step::{Commit, Commits, Sizes, Start, Until};

pub const ILLEGAL_STATE: &str = "IllegalStateException";
pub const ILLEGAL_ARGUMENT: &str = "IllegalArgumentException";
const INVALID_GROUP: &str = "InvalidGroupIdException";

impl Rig {
    /// `new KafkaConsumer(…)`, then `subscribe` or `assign`.
    pub fn start(&mut self, start: &Start) -> Result<Value> {
        let id = names::consumer(&self.setup, &start.consumer)?;
        let group = match &start.group {
            Some(group) => Some(names::group(&self.setup, group)?),
            None => None,
        };
        let auto_commits = start.config.enable_auto_commit.unwrap_or(group.is_some());
        if auto_commits && group.is_none() {
            return Ok(exception("InvalidConfigurationException"));
        }
        let instance = match &start.config.group_instance_id {
            Some(instance) => Some(names::instance(&self.setup, instance)?),
            None => None,
        };
        self.setup.consumers[id.index()].instance = instance;
        let config = start.config.to_model();
        let rebalance_protocol = RebalanceProtocol::of(&config.partition_assignment_strategy);
        let client = match self.processes.remove(&id) {
            Some(old) => KafkaConsumer {
                group,
                instance,
                rebalance_protocol,
                ..old.client.forgotten(old.client.process_number + 1)
            },
            None => KafkaConsumer {
                instance,
                rebalance_protocol,
                ..KafkaConsumer::new(id, group, ClientLibrary::Java)
            },
        };
        let process = Process {
            client,
            config,
            life: Life::Running,
            returned: None,
            polled_ms: self.now_ms,
            metadata: Metadata {
                partitions: self.setup.topics.iter().map(|it| it.partitions).collect(),
                since_ms: self.now_ms,
                max_age_ms: start.config.metadata_max_age_ms(),
            },
            listener_calls: Vec::new(),
            on_revoked: start.on_revoked,
            on_lost: start.on_lost,
            tags: std::collections::VecDeque::new(),
            async_callbacks: Vec::new(),
            processed: std::collections::BTreeMap::new(),
            polled: Polled::default(),
            in_background: false,
        };
        self.processes.insert(id, process);
        if auto_commits {
            self.with_client(id, |client, context, fx| {
                client.enable_auto_commit(context.config, fx);
            })?;
        }
        match (&start.subscribe, &start.assign) {
            (Some(topics), None) => self.subscribe(&start.consumer, topics),
            (None, Some(assigned)) => {
                let assigned = self.known(assigned)?;
                let result = self.process(id)?.client.assign(assigned);
                Ok(done(result))
            }
            _ => bail!("a consumer must subscribe or be assigned"),
        }
    }

    pub fn subscribe(&mut self, name: &str, topics: &[String]) -> Result<Value> {
        let mut ids = Vec::new();
        for topic in topics {
            match names::topic(&self.setup, topic) {
                Some(id) => ids.push(id),
                None => bail!("the topic {topic}"),
            }
        }
        ids.sort();
        let process = self.named(name)?;
        if process.client.group.is_none() {
            return Ok(exception(INVALID_GROUP));
        }
        Ok(done(process.client.subscribe(ids)))
    }

    pub fn poll_step(
        &mut self,
        name: &str,
        until: Option<Until>,
        elapses: Option<&str>,
    ) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        let ends = match (until, elapses) {
            (_, Some(interval)) => Ends::At(self.now_ms + self.interval_ms(interval)?),
            (None | Some(Until::Batch), None) => Ends::WithRecords,
            (Some(Until::Quiet), None) => Ends::WhenQuiet,
            (Some(Until::OneCall), None) => Ends::AfterOneCall,
        };
        self.poll(&[id], ends)?;
        if elapses.is_some() {
            self.remove_expired();
        }
        self.polled(id)
    }

    fn polled(&mut self, id: ConsumerId) -> Result<Value> {
        let polled = std::mem::take(&mut self.process(id)?.polled);
        let records = records(&self.setup, &polled.records);
        Ok(match polled.exception {
            Some(class) => json!({ "exception": class, "records_before": records }),
            None => records,
        })
    }

    pub fn poll_begin(&mut self, name: &str) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        let process = self.process(id)?;
        process.polled = Polled::default();
        process.in_background = true;
        self.poll(&[], Ends::AfterOneCall)?;
        Ok(json!("polling in background"))
    }

    pub fn poll_end(&mut self, name: &str) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        self.poll(&[], Ends::WhenQuiet)?;
        let process = self.process(id)?;
        process.in_background = false;
        if process.client.call == Some(Call::Poll) {
            process.client.call = None;
        }
        self.polled(id)
    }

    pub fn rebalance(
        &mut self,
        names: &[String],
        generation: bool,
        sizes: Option<Sizes>,
    ) -> Result<Value> {
        let mut ids = Vec::new();
        for name in names {
            ids.push(names::consumer(&self.setup, name)?);
        }
        self.poll(&ids, Ends::WhenStable)?;
        if let Some(Sizes::Sizes) = sizes {
            let mut sizes = Vec::new();
            for &id in &ids {
                sizes.push(self.process(id)?.client.assignment.len());
            }
            sizes.sort_unstable();
            return Ok(json!(sizes));
        }
        let mut outcome = Map::new();
        for (name, &id) in names.iter().zip(&ids) {
            let setup = self.setup.clone();
            let process = self.process(id)?;
            let polled = std::mem::take(&mut process.polled);
            let mut seen = Map::new();
            let calls = std::mem::take(&mut process.listener_calls);
            seen.insert("callbacks".into(), Value::Array(calls));
            let owned = process.client.owned_partitions();
            seen.insert("assignment".into(), partitions(&setup, &owned));
            if generation {
                seen.insert(
                    "generation".into(),
                    json!(process.client.membership.generation),
                );
            }
            if !polled.records.is_empty() {
                seen.insert("records".into(), records(&setup, &polled.records));
            }
            if let Some(class) = polled.exception {
                seen.insert("exception".into(), json!(class));
            }
            outcome.insert(name.clone(), Value::Object(seen));
        }
        Ok(Value::Object(outcome))
    }

    pub fn commit(
        &mut self,
        name: &str,
        offsets: Option<&Commits>,
        tag: Option<&str>,
    ) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        let process = self.process(id)?;
        if process.client.group.is_none() {
            return Ok(exception(INVALID_GROUP));
        }
        let offsets = match offsets {
            None => with_metadata(process.client.positions()),
            Some(offsets) => match self.offsets(offsets) {
                Ok(offsets) => offsets,
                Err(class) => return Ok(exception(class)),
            },
        };
        if let Some(tag) = tag {
            let process = self.process(id)?;
            process.tags.push_back(tag.to_owned());
            self.with_client(id, |client, _, fx| client.commit_async(offsets, fx))?;
            return Ok(json!("returned"));
        }
        Ok(match self.commit_sync(id, offsets)? {
            "ok" => ok(),
            class => exception(class),
        })
    }

    /// Offsets as a client takes them: a negative one is refused, and for a partition that is not
    /// there it tries until its time is over.
    fn offsets(
        &self,
        offsets: &Commits,
    ) -> Result<Vec<(TopicPartition, OffsetAndMetadata)>, &'static str> {
        let read = |(name, commit): (&String, &Commit)| {
            let offset = Offset::try_from(commit.offset()).map_err(|_| ILLEGAL_ARGUMENT)?;
            let partition = names::partition(&self.setup, name).ok_or("TimeoutException")?;
            let commit = OffsetAndMetadata {
                metadata: commit.metadata().into(),
                ..offset.into()
            };
            Ok((partition, commit))
        };
        offsets.iter().map(read).collect()
    }

    pub fn async_callbacks(&mut self, name: &str) -> Result<Value> {
        Ok(Value::Array(std::mem::take(
            &mut self.named(name)?.async_callbacks,
        )))
    }

    pub fn rebalance_callbacks(&mut self, name: &str) -> Result<Value> {
        Ok(Value::Array(std::mem::take(
            &mut self.named(name)?.listener_calls,
        )))
    }

    pub fn unsubscribe(&mut self, name: &str) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        self.with_client(id, |client, _, fx| client.unsubscribe(fx))?;
        Ok(ok())
    }

    pub fn enforce_rebalance(&mut self, name: &str) -> Result<Value> {
        let client = &mut self.named(name)?.client;
        if client.group.is_none() || client.subscription == Subscription::Assigned {
            return Ok(exception(ILLEGAL_STATE));
        }
        client.rejoin(offsetscope_core::event::JoinReason::Changed);
        Ok(ok())
    }

    pub fn close(&mut self, name: &str) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        self.process(id)?.client.call = Some(Call::Close(FarewellCommit::Due));
        let _closed = self.go_on(id)?;
        self.end(id)?;
        Ok(
            match std::mem::take(&mut self.process(id)?.async_callbacks) {
                none if none.is_empty() => ok(),
                callbacks => Value::Array(callbacks),
            },
        )
    }

    pub fn process_records(
        &mut self,
        name: &str,
        given: &[(TopicPartition, Offset)],
    ) -> Result<()> {
        for &(partition, offset) in given {
            *self.processed.entry((partition, offset)).or_default() += 1;
            let next = self.named(name)?.processed.entry(partition).or_default();
            let after = offset.checked_add(1);
            *next = (*next).max(after.context("an offset that no record can have")?);
        }
        Ok(())
    }

    /// A process by its name.
    pub fn named(&mut self, name: &str) -> Result<&mut Process> {
        let id = names::consumer(&self.setup, name)?;
        self.process(id)
    }

    /// Partitions that are there.
    pub fn known(&self, names: &[String]) -> Result<Vec<TopicPartition>> {
        let known = names.iter().map(|name| names::partition(&self.setup, name));
        let known: Option<Vec<_>> = known.collect();
        known.ok_or_else(|| anyhow::anyhow!("a partition that is not there"))
    }

    /// An outcome for each partition.
    pub fn each(
        &mut self,
        wanted: &[String],
        mut outcome: impl FnMut(&mut Self, TopicPartition) -> Result<Value>,
    ) -> Result<Value> {
        let mut outcomes = Map::new();
        for partition in self.known(wanted)? {
            let value = outcome(self, partition)?;
            outcomes.insert(name_of(&self.setup, partition), value);
        }
        Ok(Value::Object(outcomes))
    }
}

/// Positions as `commitSync()` commits them.
pub fn with_metadata(
    offsets: Vec<(TopicPartition, Offset)>,
) -> Vec<(TopicPartition, OffsetAndMetadata)> {
    let with_metadata = |(partition, offset): (_, Offset)| (partition, offset.into());
    offsets.into_iter().map(with_metadata).collect()
}

fn done(result: Result<(), IllegalState>) -> Value {
    result.map_or_else(|_| exception(ILLEGAL_STATE), |()| ok())
}
