//! The records of `__consumer_offsets`, as one reads them.

use offsetscope_core::group::record::decode::Decoded;
use offsetscope_language::{say, text};

/// Its name.
pub const OFFSETS_TOPIC: &str = "__consumer_offsets";

/// What it is.
pub const OFFSETS_TOPIC_NOTE: &str = text!(
    "A commit is a record in this topic. The newest record of a key \
     counts; one without a value, a tombstone, deletes it. Each group has one of its 50 partitions.",
    "一次提交就是这个主题中的一条记录。同一个键以最新的记录为准；没有值的记录，即墓碑记录，会删除该键。每个组对应它 50 个分区中的一个。"
);

/// A record's key and value.
pub fn coordinator_record(record: &Decoded) -> (String, String) {
    match record {
        Decoded::Offset { key, commit } => (
            say!("{0}, {1}-{2}", "{0}，{1}-{2}"; key.group, key.topic, key.partition),
            match commit {
                None => TOMBSTONE.to_owned(),
                Some(commit) if commit.metadata.is_empty() => say!(
                    "offset {0}",
                    "偏移量 {0}";
                    commit.offset
                ),
                Some(commit) => say!(
                    "offset {0}, metadata “{1}”",
                    "偏移量 {0}，元数据“{1}”";
                    commit.offset, commit.metadata
                ),
            },
        ),
        Decoded::Group { group, metadata } => (
            say!("group {group}", "组 {group}"),
            match metadata {
                None => TOMBSTONE.to_owned(),
                Some(group) => {
                    let assigned = group.protocol.as_deref();
                    let assigned = assigned.map_or_else(String::new, |protocol| {
                        say!(", assigned by {protocol}", "，由 {protocol} 分配")
                    });
                    say!(
                        "generation {0}, {1}{assigned}",
                        "第 {0} 代，{1}{assigned}";
                        group.generation,
                        members(group.members)
                    )
                }
            },
        ),
    }
}

/// `1 member`, `3 members`
fn members(count: i32) -> String {
    match count {
        1 => text!("1 member", "1 个成员").to_owned(),
        _ => say!("{count} members", "{count} 个成员"),
    }
}

const TOMBSTONE: &str = text!("tombstone", "墓碑记录");
