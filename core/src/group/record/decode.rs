//! Records as one reads them: what `kafka-console-consumer` prints with Kafka's
//! `OffsetsMessageFormatter` and `GroupMetadataMessageFormatter`.

use super::bytes::Reader;
use super::encode::{GROUP_KEY, OFFSET_KEY, VALUE};
use crate::log::Record;

/// What a record of `__consumer_offsets` says. Names are names: nothing else is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// A commit; none is a tombstone.
    Offset {
        /// The key: group, topic, partition.
        key: OffsetKey,
        /// What was committed.
        commit: Option<DecodedCommit>,
    },
    /// How a group stands; none is a tombstone.
    Group {
        /// The group.
        group: String,
        /// How it stands.
        metadata: Option<DecodedGroup>,
    },
}

/// `OffsetCommitKey`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OffsetKey {
    /// The group.
    pub group: String,
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
}

/// `OffsetCommitValue`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedCommit {
    /// The next offset to read.
    pub offset: i64,
    /// -1 if it was not said.
    pub leader_epoch: i32,
    /// What the application wants to remember with it.
    pub metadata: String,
    /// When it was committed.
    pub commit_timestamp_ms: i64,
}

/// The beginning of a `GroupMetadataValue`; its members follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedGroup {
    /// The type of its protocols; empty if it never had a member.
    pub protocol_type: String,
    /// The generation.
    pub generation: i32,
    /// The protocol chosen.
    pub protocol: Option<String>,
    /// The member that assigns.
    pub leader: Option<String>,
    /// When it came into its state.
    pub current_state_timestamp_ms: i64,
    /// How many members it has.
    pub members: i32,
}

impl Decoded {
    /// Reads a record; nothing if a coordinator of this version has not written it.
    pub fn of(record: &Record) -> Option<Self> {
        let mut key = Reader(record.key.as_deref()?);
        let value = record.value.as_deref().map(Reader);
        match key.int16()? {
            OFFSET_KEY => Some(Self::Offset {
                key: OffsetKey {
                    group: key.string()?,
                    topic: key.string()?,
                    partition: key.int32()?,
                },
                commit: match value {
                    Some(value) => Some(commit(value)?),
                    None => None,
                },
            }),
            GROUP_KEY => Some(Self::Group {
                group: key.string()?,
                metadata: match value {
                    Some(value) => Some(group(value)?),
                    None => None,
                },
            }),
            _ => None,
        }
    }
}

fn commit(mut value: Reader<'_>) -> Option<DecodedCommit> {
    (value.int16()? == VALUE).then_some(())?;
    Some(DecodedCommit {
        offset: value.int64()?,
        leader_epoch: value.int32()?,
        metadata: value.string()?,
        commit_timestamp_ms: value.int64()?,
    })
}

fn group(mut value: Reader<'_>) -> Option<DecodedGroup> {
    (value.int16()? == VALUE).then_some(())?;
    Some(DecodedGroup {
        protocol_type: value.string()?,
        generation: value.int32()?,
        protocol: value.string(),
        leader: value.string(),
        current_state_timestamp_ms: value.int64()?,
        members: value.int32()?,
    })
}
