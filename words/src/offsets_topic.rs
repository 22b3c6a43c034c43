//! The records of `__consumer_offsets`, as one reads them.

use offsetscope_core::group::record::decode::Decoded;

/// Its name.
pub const OFFSETS_TOPIC: &str = "__consumer_offsets";

/// What it is.
pub const OFFSETS_TOPIC_NOTE: &str = "A commit is a record in this topic. The newest record of a key \
     counts; one without a value, a tombstone, deletes it. Each group has one of its 50 partitions.";

/// A record's key and value.
pub fn coordinator_record(record: &Decoded) -> (String, String) {
    match record {
        Decoded::Offset { key, commit } => (
            format!("{}, {}-{}", key.group, key.topic, key.partition),
            match commit {
                None => TOMBSTONE.to_owned(),
                Some(commit) if commit.metadata.is_empty() => format!("offset {}", commit.offset),
                Some(commit) => format!("offset {}, metadata “{}”", commit.offset, commit.metadata),
            },
        ),
        Decoded::Group { group, metadata } => (
            format!("group {group}"),
            match metadata {
                None => TOMBSTONE.to_owned(),
                Some(group) => format!(
                    "generation {}, {} {}{}",
                    group.generation,
                    group.members,
                    if group.members == 1 {
                        "member"
                    } else {
                        "members"
                    },
                    group
                        .protocol
                        .as_deref()
                        .map_or_else(String::new, |protocol| format!(", assigned by {protocol}"))
                ),
            },
        ),
    }
}

const TOMBSTONE: &str = "tombstone";
