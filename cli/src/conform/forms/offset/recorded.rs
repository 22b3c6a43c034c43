//! How the steps of a trace are written down.

use crate::conform::numbers::{int32, timestamp};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct Trace {
    pub events: Vec<Event>,
}

/// A step, when it was, and what else there is to it, by its name.
#[derive(Deserialize)]
pub struct Event {
    #[serde(deserialize_with = "int32")]
    pub t: i64,
    pub op: String,
    #[serde(flatten)]
    pub rest: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitRequest {
    pub group_id: String,
    #[serde(rename = "generationIdOrMemberEpoch")]
    pub generation: i64,
    pub member_id: String,
    pub group_instance_id: Option<String>,
    #[serde(rename = "retentionTimeMs")]
    pub _retention_time_ms: Option<i64>,
    pub topics: Vec<CommitTopic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitTopic {
    pub name: String,
    pub partitions: Vec<CommitPartition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitPartition {
    pub partition_index: u16,
    pub committed_offset: u64,
    pub committed_leader_epoch: Option<i32>,
    pub committed_metadata: Option<String>,
    #[serde(rename = "commitTimestamp")]
    pub _commit_timestamp: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteRequest {
    pub group_id: String,
    pub topics: Vec<Topic<Partition>>,
}

#[derive(Deserialize)]
pub struct Topic<P> {
    pub name: String,
    pub partitions: Vec<P>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Partition {
    pub partition_index: u16,
}

#[derive(Deserialize)]
pub struct Answer {
    pub topics: Vec<Topic<PartitionAnswer>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartitionAnswer {
    pub partition_index: u16,
    pub error_code: i16,
}

/// A record of `__consumer_offsets` with a commit.
#[derive(Deserialize)]
pub struct Record {
    #[serde(rename = "type")]
    pub kind: String,
    pub key: Key,
    pub value: Option<CommitValue>,
}

#[derive(Deserialize)]
pub struct Key {
    pub group: String,
    pub topic: String,
    pub partition: u16,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitValue {
    pub offset: u64,
    /// Records of the version that holds an expiry hold no epoch.
    pub leader_epoch: Option<i32>,
    pub metadata: String,
    #[serde(deserialize_with = "timestamp")]
    pub commit_timestamp: i64,
    pub expire_timestamp: Option<i64>,
}

#[derive(Deserialize)]
pub struct Replayed {
    pub record: Record,
}

/// A lookup of offsets, and the answer as Java prints it.
#[derive(Deserialize)]
pub struct Fetch {
    pub group: String,
    /// How much of `__consumer_offsets` is to be seen.
    pub committed_log_offset: u64,
    pub topics: Option<String>,
}

#[derive(Deserialize)]
pub struct Cleanup {
    pub group: String,
    pub all_offsets_gone: bool,
    pub tombstones: Vec<Record>,
}

/// The partitions in a printed request, `[…(name='foo', partitionIndexes=[0, 1]), …]`.
pub fn printed_partitions(printed: &str) -> Option<Vec<(String, u16)>> {
    let mut partitions = Vec::new();
    for topic in printed.split("name='").skip(1) {
        let (name, rest) = topic.split_once('\'')?;
        let numbers = rest.split_once('[')?.1.split_once(']')?.0;
        for number in numbers.split(", ").filter(|it| !it.is_empty()) {
            partitions.push((name.to_owned(), number.parse().ok()?));
        }
    }
    Some(partitions)
}

/// The topics of a printed answer, each as it is printed, in the order of their names.
pub fn printed_topics(printed: &str) -> Vec<String> {
    let topics = printed.split("OffsetFetchResponseTopics(").skip(1);
    let mut topics: Vec<_> = topics
        .map(|topic| topic.trim_end_matches([' ', ',', ']', ')']).to_owned())
        .collect();
    topics.sort();
    topics
}

/// A leader epoch; -1 stands for one that is not known.
pub fn known_epoch(epoch: i32) -> Option<u32> {
    u32::try_from(epoch).ok()
}
