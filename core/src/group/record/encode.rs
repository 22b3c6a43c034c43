//! Records as bytes. Offsets are of version 3, groups too, as Kafka 4.0 writes them.

use super::super::append::{GroupMetadata, MemberMetadata};
use super::super::offset_manager::CommittedOffset;
use super::super::protocol::{ProtocolName, ProtocolType};
use super::CoordinatorRecord;
use super::bytes::Writer;
use crate::ids::{TopicId, TopicPartition};
use crate::log::NewRecord;
use crate::setup::Setup;
use std::sync::Arc;

pub(super) const OFFSET_KEY: i16 = 1;
pub(super) const GROUP_KEY: i16 = 2;
pub(super) const VALUE: i16 = 3;

impl CoordinatorRecord {
    /// The record as it goes into the log.
    pub fn encode(&self, setup: &Setup, now_ms: i64) -> NewRecord {
        NewRecord {
            timestamp_ms: now_ms,
            key: Some(self.key(setup)),
            value: self.value(setup, now_ms),
        }
    }

    fn key(&self, setup: &Setup) -> Arc<[u8]> {
        let mut key = Writer::default();
        match self {
            Self::Offset {
                group, partition, ..
            } => {
                key.int16(OFFSET_KEY);
                key.string(&setup.group(*group).name);
                key.string(&setup.topic(partition.topic).name);
                key.int32(partition.partition.into());
            }
            Self::Group { group, .. } => {
                key.int16(GROUP_KEY);
                key.string(&setup.group(*group).name);
            }
        }
        key.finish()
    }

    fn value(&self, setup: &Setup, now_ms: i64) -> Option<Arc<[u8]>> {
        match self {
            Self::Offset { commit, .. } => commit.as_ref().map(offset_value),
            Self::Group { metadata, .. } => {
                let metadata = metadata.as_ref()?;
                Some(group_value(metadata, setup, now_ms))
            }
        }
    }
}

fn offset_value(commit: &CommittedOffset) -> Arc<[u8]> {
    let mut value = Writer::default();
    value.int16(VALUE);
    value.int64(i64::try_from(commit.offset).unwrap_or(i64::MAX));
    let epoch = commit.leader_epoch.map(i32::try_from);
    value.int32(epoch.and_then(Result::ok).unwrap_or(-1));
    value.string(&commit.metadata);
    value.int64(commit.commit_timestamp_ms);
    value.finish()
}

fn group_value(metadata: &GroupMetadata, setup: &Setup, now_ms: i64) -> Arc<[u8]> {
    let mut value = Writer::default();
    value.int16(VALUE);
    value.string(&type_name(metadata.protocol_type));
    value.count(metadata.generation);
    let protocol = metadata.protocol.map(protocol_name);
    value.nullable_string(protocol.as_deref());
    let leader = metadata.leader.map(|leader| setup.member_name(leader));
    value.nullable_string(leader.as_deref());
    value.int64(now_ms);
    value.count(metadata.members.len());
    for member in &metadata.members {
        write_member(&mut value, member, setup);
    }
    value.finish()
}

fn write_member(value: &mut Writer, member: &MemberMetadata, setup: &Setup) {
    value.string(&setup.member_name(member.id));
    let instance = member.instance.map(|it| setup.instance_name(it));
    value.nullable_string(instance);
    value.string(&setup.consumer(member.id.consumer).name);
    value.string("/127.0.0.1");
    value.count(member.rebalance_timeout_ms);
    value.count(member.session_timeout_ms);
    value.bytes(&subscription(&member.subscription, setup));
    value.bytes(&assignment(&member.assignment, setup));
}

/// `ConsumerProtocolSubscription`, version 0: the topics wanted.
fn subscription(topics: &[TopicId], setup: &Setup) -> Writer {
    let mut bytes = Writer::default();
    bytes.int16(0);
    bytes.count(topics.len());
    for &topic in topics {
        bytes.string(&setup.topic(topic).name);
    }
    bytes.no_bytes();
    bytes
}

/// `ConsumerProtocolAssignment`, version 0: partitions, topic by topic.
fn assignment(partitions: &[TopicPartition], setup: &Setup) -> Writer {
    let by_topic = || partitions.chunk_by(|a, b| a.topic == b.topic);
    let mut bytes = Writer::default();
    bytes.int16(0);
    bytes.count(by_topic().count());
    for of_topic in by_topic() {
        bytes.string(&setup.topic(of_topic[0].topic).name);
        bytes.count(of_topic.len());
        for it in of_topic {
            bytes.int32(it.partition.into());
        }
    }
    bytes.no_bytes();
    bytes
}

fn type_name(protocol_type: Option<ProtocolType>) -> String {
    match protocol_type {
        None => String::new(),
        Some(ProtocolType::CONSUMER) => "consumer".to_owned(),
        Some(ProtocolType(other)) => format!("type-{other}"),
    }
}

fn protocol_name(protocol: ProtocolName) -> String {
    match protocol {
        ProtocolName::RANGE => "range".to_owned(),
        ProtocolName::ROUND_ROBIN => "roundrobin".to_owned(),
        ProtocolName::STICKY => "sticky".to_owned(),
        ProtocolName::COOPERATIVE_STICKY => "cooperative-sticky".to_owned(),
        ProtocolName(other) => format!("protocol-{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::InstanceId;
    use crate::ids::{ConsumerId, GroupId, MemberId};
    use crate::scenario::Scenario;

    /// `ConsumerPartitionAssignor.name`, and the instance by its own name.
    #[test]
    fn a_group_is_written_with_the_names_of_its_assignor_and_instances() {
        let mut setup = Scenario::Shop.setup(1);
        setup.instances = vec!["till".to_owned()];
        for (protocol, name) in [
            (ProtocolName::RANGE, "range"),
            (ProtocolName::ROUND_ROBIN, "roundrobin"),
            (ProtocolName::STICKY, "sticky"),
            (ProtocolName::COOPERATIVE_STICKY, "cooperative-sticky"),
        ] {
            let member = MemberMetadata {
                id: MemberId {
                    consumer: ConsumerId(0),
                    number: 1,
                },
                instance: Some(InstanceId(0)),
                rebalance_timeout_ms: 1,
                session_timeout_ms: 1,
                subscription: Vec::new(),
                assignment: Vec::new(),
            };
            let metadata = GroupMetadata {
                generation: 1,
                protocol_type: Some(ProtocolType::CONSUMER),
                protocol: Some(protocol),
                leader: None,
                members: vec![member],
            };
            let value = group_value(&metadata, &setup, 7);
            let holds = |text: &str| {
                let written = [&[0, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
                value.windows(written.len()).any(|it| it == written)
            };
            assert!(holds(name) && holds("till"), "{name}: {value:?}");
        }
    }

    /// The bytes of `OffsetCommitKey` and `OffsetCommitValue`.
    #[test]
    fn a_commit_is_written_as_kafka_writes_it() {
        let record = CoordinatorRecord::Offset {
            group: GroupId(0),
            partition: TopicPartition {
                topic: TopicId(0),
                partition: 2,
            },
            commit: Some(CommittedOffset::new(5.into(), 7)),
        };
        let record = record.encode(&Scenario::Shop.setup(1), 7);
        let key = b"\0\x01\0\x0afulfilment\0\x06orders\0\0\0\x02";
        assert_eq!(record.key.as_deref(), Some(&key[..]));
        let value = b"\0\x03\0\0\0\0\0\0\0\x05\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\x07";
        assert_eq!(record.value.as_deref(), Some(&value[..]));
    }
}
