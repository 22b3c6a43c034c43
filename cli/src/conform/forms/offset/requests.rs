//! Each kind of request: what the model answers to it, against what Kafka did.

use std::sync::Arc;

use offsetscope_core::effects::Effects;
use offsetscope_core::group::error::GroupError;
use offsetscope_core::group::offset_manager::{CommittedOffset, OffsetManager};
use offsetscope_core::group::{ClassicGroup, Committer, InstanceId, MemberIdentity};
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId, TopicId, TopicPartition};
use serde::Deserialize;
use serde_json::Value;

use super::groups;
use super::recorded::{
    Answer, Cleanup, CommitRequest, DeleteRequest, Event, Fetch, Record, known_epoch,
    printed_partitions, printed_topics,
};
use super::trace::{EPOCH_MS, Replay};
use crate::conform::forms::group::expected::{Step, Stop, code_of, error_of};

/// A partition by the name of its topic.
type Name = (String, u16);

/// What came of a commit or a deletion: the error of each partition, and where records were
/// written; or the error of the whole.
type Outcome<R> = Result<(Vec<(Name, i16)>, Vec<R>), i16>;

/// A commit's record as far as the request tells what must be in it. The epoch is there only if
/// both request and record have one.
type Written = (Name, u64, String, Option<u32>);

impl Replay {
    pub(super) fn commit(&mut self, step: &str, version: i16, event: &Event) -> Step {
        let request = CommitRequest::deserialize(&event.rest["request"])?;
        let id = GroupId(self.number(&request.group_id));
        let committer = self.committer(&request);
        let mut commits = Vec::new();
        for topic in &request.topics {
            for it in &topic.partitions {
                let commit = CommittedOffset {
                    offset: it.committed_offset,
                    leader_epoch: it.committed_leader_epoch.and_then(known_epoch),
                    metadata: Arc::from(it.committed_metadata.as_deref().unwrap_or_default()),
                    commit_timestamp_ms: EPOCH_MS + event.t,
                    expire_timestamp_ms: None,
                };
                commits.push((self.partition(&topic.name, it.partition_index), commit));
            }
        }
        let knows_epoch = commits_with_epoch(&event.rest, &request)?;
        let expected: Outcome<Written> = outcome(&event.rest, |record| {
            let value = record.value?;
            let epoch = value.leader_epoch.filter(|_| knows_epoch);
            let epoch = epoch.and_then(known_epoch);
            let name = (record.key.topic, record.key.partition);
            Some((name, value.offset, value.metadata, epoch))
        })?;
        let act = |this: &Self, manager: &mut OffsetManager, mut group: ClassicGroup| {
            let fx = &mut Effects::default();
            let results = manager.commit(&mut group, committer, commits.clone(), fx);
            let results = results.map_err(|error| error.in_offset_commit(version).code())?;
            let stored = commits.iter().zip(&results).filter(|(_, it)| it.1.is_ok());
            let written = stored.map(|((at, it), _)| {
                let epoch = it.leader_epoch.filter(|_| knows_epoch);
                (this.name(*at), it.offset, it.metadata.to_string(), epoch)
            });
            let mut written: Vec<Written> = written.collect();
            written.sort();
            let results = results
                .iter()
                .map(|(at, it)| (this.name(*at), code_of(*it)));
            Ok((results.collect(), written))
        };
        if committer.generation > Some(groups::MOST_GENERATIONS) {
            return Err(Stop::Skip("a generation that takes too long to get to"));
        }
        self.choose(step, groups::met_by_commit(id, &committer), &expected, act)
    }

    /// Names of members and of instances are numbered as all others are.
    fn committer(&mut self, request: &CommitRequest) -> Committer {
        let member = (!request.member_id.is_empty()).then(|| MemberId {
            consumer: ConsumerId(0),
            number: self.number(&request.member_id),
        });
        let instance = request.group_instance_id.as_ref();
        Committer {
            who: MemberIdentity {
                member,
                instance: instance.map(|it| InstanceId(self.number(it))),
            },
            generation: u32::try_from(request.generation).ok(),
        }
    }

    pub(super) fn fetch(&mut self, step: &str, rest: &Value) -> Step {
        let fetch = Fetch::deserialize(rest)?;
        let id = GroupId(self.number(&fetch.group));
        let wanted = match fetch.topics.as_deref().map(printed_partitions) {
            Some(None) => return Err(Stop::Skip("a request that is printed in another way")),
            Some(Some(names)) => Some(names),
            None => None,
        };
        let wanted: Option<Vec<_>> = wanted.map(|names| {
            let names = names.into_iter();
            names
                .map(|(topic, partition)| self.partition(&topic, partition))
                .collect()
        });
        let mut seen = OffsetManager::new(self.config);
        let visible = usize::try_from(fetch.committed_log_offset).unwrap_or(usize::MAX);
        for (group, partition, commit) in self.log.iter().take(visible) {
            seen.replay(*group, *partition, commit.clone());
        }
        let expected = match (rest.get("error"), rest.get("response")) {
            (Some(error), _) => Err(error_of(error.as_str().unwrap_or_default())?.code()),
            (None, answer) => {
                let printed = answer.and_then(Value::as_str);
                let printed = printed.ok_or(Stop::Skip("an answer that is not printed"))?;
                Ok(printed_topics(printed))
            }
        };
        let act = |this: &Self, _: &mut OffsetManager, group: ClassicGroup| {
            let found = if let Some(partitions) = &wanted {
                seen.fetch(&group, partitions)
            } else {
                let all = seen.fetch_all(&group).into_iter();
                all.map(|(at, committed)| (at, Some(committed))).collect()
            };
            Ok(this.print(&found))
        };
        self.choose(step, groups::without_members(id), &expected, act)
    }

    /// The topics of an answer as Java prints them.
    fn print(&self, found: &[(TopicPartition, Option<CommittedOffset>)]) -> Vec<String> {
        let mut topics: Vec<_> = found.iter().map(|(at, _)| at.topic).collect();
        topics.dedup();
        let print_topic = |topic: TopicId| {
            let own = found.iter().filter(|(at, _)| at.topic == topic);
            let partitions: Vec<_> = own
                .map(|(at, it)| print_partition(*at, it.as_ref()))
                .collect();
            let name = &self.names[topic.index()];
            format!("name='{name}', partitions=[{}", partitions.join(", "))
        };
        let mut topics: Vec<_> = topics.into_iter().map(print_topic).collect();
        for topic in &mut topics {
            *topic = topic.trim_end_matches(')').to_owned();
        }
        topics.sort();
        topics
    }

    pub(super) fn delete(&mut self, step: &str, rest: &Value) -> Step {
        let request = DeleteRequest::deserialize(&rest["request"])?;
        let id = GroupId(self.number(&request.group_id));
        let mut partitions = Vec::new();
        for topic in &request.topics {
            for it in &topic.partitions {
                partitions.push(self.partition(&topic.name, it.partition_index));
            }
        }
        let expected: Outcome<Name> = outcome(rest, |record| {
            let name = (record.key.topic, record.key.partition);
            record.value.is_none().then_some(name)
        })?;
        let act = |this: &Self, manager: &mut OffsetManager, group: ClassicGroup| {
            let deleted = manager.delete(&group, &partitions);
            let (results, tombstones) = deleted.map_err(GroupError::code)?;
            let results = results
                .iter()
                .map(|(at, it)| (this.name(*at), code_of(*it)));
            Ok((results.collect(), this.names_of(&tombstones)))
        };
        let topics = topics_of(partitions.iter().copied());
        self.choose(step, groups::met_by_removal(id, &topics), &expected, act)
    }

    pub(super) fn clean_up(&mut self, step: &str, t: i64, rest: &Value) -> Step {
        let cleanup = Cleanup::deserialize(rest)?;
        let id = GroupId(self.number(&cleanup.group));
        let now_ms = EPOCH_MS + t;
        let tombstones = cleanup.tombstones.into_iter();
        let mut tombstones: Vec<Name> = tombstones
            .map(|record| (record.key.topic, record.key.partition))
            .collect();
        tombstones.sort();
        let act = |this: &Self, manager: &mut OffsetManager, mut group: ClassicGroup| {
            group.note_time(now_ms);
            let expired = manager.remove_expired(&group, now_ms);
            (expired.all_gone, this.names_of(&expired.tombstones))
        };
        let committed = self.manager.offsets().of_group(id);
        let topics = topics_of(committed.map(|it| it.0));
        let met = groups::met_by_removal(id, &topics);
        self.choose(step, met, &(cleanup.all_offsets_gone, tombstones), act)
    }
}

fn topics_of(partitions: impl Iterator<Item = TopicPartition>) -> Vec<TopicId> {
    let mut topics: Vec<_> = partitions.map(|it| it.topic).collect();
    topics.sort_unstable();
    topics.dedup();
    topics
}

fn print_partition(at: TopicPartition, committed: Option<&CommittedOffset>) -> String {
    let minus_one = |number: Option<u64>| number.map_or(-1, i128::from);
    let offset = minus_one(committed.map(|it| it.offset));
    let epoch = minus_one(committed.and_then(|it| it.leader_epoch).map(u64::from));
    let metadata = committed.map_or("", |it| &it.metadata);
    format!(
        "OffsetFetchResponsePartitions(partitionIndex={}, committedOffset={offset}, \
         committedLeaderEpoch={epoch}, metadata='{metadata}', errorCode=0)",
        at.partition
    )
}

/// Whether every partition of the request, and every record, has an epoch to be compared.
fn commits_with_epoch(rest: &Value, request: &CommitRequest) -> Result<bool, Stop> {
    let mut partitions = request.topics.iter().flat_map(|it| &it.partitions);
    let mut records = records(rest)?.into_iter();
    let in_records = records.all(|it| it.value.is_some_and(|it| it.leader_epoch.is_some()));
    Ok(in_records && partitions.all(|it| it.committed_leader_epoch.is_some()))
}

fn records(rest: &Value) -> Result<Vec<Record>, Stop> {
    match rest.get("records") {
        Some(records) => Ok(Vec::deserialize(records)?),
        None => Ok(Vec::new()),
    }
}

/// What came of a request, with what is to be compared of each record.
fn outcome<R: Ord>(
    rest: &Value,
    of_record: impl Fn(Record) -> Option<R>,
) -> Result<Outcome<R>, Stop> {
    if let Some(error) = rest.get("error") {
        return Ok(Err(error_of(error.as_str().unwrap_or_default())?.code()));
    }
    let answer = Answer::deserialize(&rest["response"])?;
    let results = answer.topics.into_iter().flat_map(|topic| {
        let name = topic.name;
        let partitions = topic.partitions.into_iter();
        partitions.map(move |it| ((name.clone(), it.partition_index), it.error_code))
    });
    let mut written = Vec::new();
    for record in records(rest)? {
        written.push(of_record(record).ok_or(Stop::Skip("a record that is not expected"))?);
    }
    written.sort();
    Ok(Ok((results.collect(), written)))
}
