//! Steps that ask where a consumer stands, or move it.

use anyhow::Result;
use offsetscope_core::client::{Call, Flow, IllegalState, KafkaConsumer, Returned, SeekTo};
use offsetscope_core::ids::{Offset, TopicPartition};
use offsetscope_core::log::OffsetSpec;
use offsetscope_core::network::LogEnd;
use serde_json::{Map, Value, json};

use super::consumer::{ILLEGAL_ARGUMENT, ILLEGAL_STATE};
use super::names;
use super::outcome::{exception, ok, partitions};
use super::rig::Rig;
use super::step::{End, Offsets, Target};

impl Rig {
    pub fn position(&mut self, name: &str, wanted: &[String]) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        self.each(wanted, |rig, partition| {
            let process = rig.process(id)?;
            if process.client.assigned(partition).is_none() {
                return Ok(exception(ILLEGAL_STATE));
            }
            process.client.call = Some(Call::Position(partition));
            let returned = rig.go_on(id)?;
            rig.process(id)?.client.call = None;
            Ok(match returned {
                Some(Returned::Position(offset)) => json!(offset),
                Some(Returned::Thrown(thrown)) => exception(thrown.class()),
                _ => exception("TimeoutException"),
            })
        })
    }

    /// Of the log end that it may read, as far as it knows where it stands.
    pub fn lag(&mut self, name: &str, wanted: &[String]) -> Result<Value> {
        let id = names::consumer(&self.setup, name)?;
        self.each(wanted, |rig, partition| {
            let end = rig.broker.logs[&partition].high_watermark();
            let owned = rig.process(id)?.client.assigned(partition);
            Ok(match owned {
                None => exception(ILLEGAL_STATE),
                Some(owned) => json!(owned.offset().map(|it| i128::from(end) - i128::from(it))),
            })
        })
    }

    pub fn end_offsets(&mut self, wanted: &[String]) -> Result<Value> {
        self.each(wanted, |rig, partition| {
            Ok(json!(rig.broker.logs[&partition].high_watermark()))
        })
    }

    pub fn assignment(&mut self, name: &str) -> Result<Value> {
        let owned = self.named(name)?.client.owned_partitions();
        Ok(json!({ "partitions": partitions(&self.setup, &owned) }))
    }

    pub fn paused(&mut self, name: &str) -> Result<Value> {
        let owned = self.named(name)?.client.assignment.iter();
        let paused = owned.filter(|it| !it.is_resumed()).map(|it| it.partition);
        let paused: Vec<_> = paused.collect();
        Ok(partitions(&self.setup, &paused))
    }

    pub fn seek(&mut self, name: &str, wanted: &[String], target: Target) -> Result<Value> {
        let to = match target {
            Target::Offset(offset) => match Offset::try_from(offset) {
                Ok(offset) => SeekTo::Offset(offset),
                Err(_) => return Ok(exception(ILLEGAL_ARGUMENT)),
            },
            Target::End(End::Beginning) => SeekTo::End(LogEnd::Earliest),
            Target::End(End::End) => SeekTo::End(LogEnd::Latest),
        };
        self.for_each(name, wanted, |client, partition| client.seek(partition, to))
    }

    pub fn set_flow(&mut self, name: &str, wanted: &[String], flow: Flow) -> Result<Value> {
        self.for_each(name, wanted, |client, partition| {
            client.set_flow(partition, flow)
        })
    }

    fn for_each(
        &mut self,
        name: &str,
        wanted: &[String],
        call: impl Fn(&mut KafkaConsumer, TopicPartition) -> Result<(), IllegalState>,
    ) -> Result<Value> {
        for partition in self.known(wanted)? {
            if call(&mut self.named(name)?.client, partition).is_err() {
                return Ok(exception(ILLEGAL_STATE));
            }
        }
        Ok(ok())
    }

    pub fn offsets_for_times(&mut self, times: &Offsets) -> Result<Value> {
        let mut found = Map::new();
        for (name, &time_ms) in times {
            if time_ms < 0 {
                return Ok(exception(ILLEGAL_ARGUMENT));
            }
            let partition = self.known(std::slice::from_ref(name))?[0];
            let record = self.broker.logs[&partition].offset_for(OffsetSpec::Timestamp(time_ms));
            found.insert(name.clone(), json!(record.map(|it| it.offset)));
        }
        Ok(Value::Object(found))
    }
}
