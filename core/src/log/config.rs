//! A topic's settings, by Kafka's property names.

use serde::{Deserialize, Serialize};

/// What happens to data that is old or overtaken: `cleanup.policy`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CleanupPolicy {
    /// `delete`: whole segments go, by age and size.
    #[default]
    #[serde(rename = "delete")]
    Delete,
    /// `compact`: of each key the last record stays.
    #[serde(rename = "compact")]
    Compact,
    /// `compact,delete`: both.
    #[serde(rename = "compact,delete")]
    CompactAndDelete,
}

impl CleanupPolicy {
    /// Whether segments go by age and size.
    pub fn deletes(self) -> bool {
        self != Self::Compact
    }

    /// Whether overtaken records go; then every record needs a key.
    pub fn compacts(self) -> bool {
        self != Self::Delete
    }
}

/// Whose clock a record's timestamp is from: `message.timestamp.type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimestampType {
    /// The producer's.
    #[default]
    CreateTime,
    /// The broker's, when it appends.
    LogAppendTime,
}

/// The settings of a topic that its partitions' logs obey. `None` means "no limit", where Kafka
/// writes -1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// `segment.bytes`: an append that would make the active segment larger starts a new one.
    #[serde(rename = "segment.bytes")]
    pub segment_bytes: u64,
    /// `segment.ms`: so does one whose records are this much younger than the segment's first.
    #[serde(rename = "segment.ms")]
    pub segment_ms: i64,
    /// `retention.ms`: a segment may go once its youngest record is older than this.
    #[serde(rename = "retention.ms", with = "no_limit")]
    pub retention_ms: Option<i64>,
    /// `retention.bytes`: the oldest segments go while the partition stays at least this large.
    #[serde(rename = "retention.bytes", with = "no_limit")]
    pub retention_bytes: Option<u64>,
    /// `cleanup.policy`
    #[serde(rename = "cleanup.policy")]
    pub cleanup_policy: CleanupPolicy,
    /// `max.message.bytes`: a batch from a client may not be larger.
    #[serde(rename = "max.message.bytes")]
    pub max_message_bytes: u64,
    /// `message.timestamp.type`
    #[serde(rename = "message.timestamp.type")]
    pub message_timestamp_type: TimestampType,
    /// `message.timestamp.before.max.ms`: a client's record may not be older.
    #[serde(rename = "message.timestamp.before.max.ms")]
    pub message_timestamp_before_max_ms: i64,
    /// `message.timestamp.after.max.ms`: nor further in the future.
    #[serde(rename = "message.timestamp.after.max.ms")]
    pub message_timestamp_after_max_ms: i64,
    /// `delete.retention.ms`: a tombstone stays this long after it was first cleaned.
    #[serde(rename = "delete.retention.ms")]
    pub delete_retention_ms: i64,
    /// `min.compaction.lag.ms`: a record is not compacted before it is this old.
    #[serde(rename = "min.compaction.lag.ms")]
    pub min_compaction_lag_ms: i64,
    /// `max.compaction.lag.ms`: and it is compacted once it is this old, however little is dirty.
    #[serde(rename = "max.compaction.lag.ms")]
    pub max_compaction_lag_ms: i64,
    /// `min.cleanable.dirty.ratio`, in percent: a log is compacted once more of it is dirty.
    #[serde(rename = "min.cleanable.dirty.percent")]
    pub min_cleanable_dirty_percent: u32,
}

impl Default for LogConfig {
    /// Kafka 4.0's defaults: segments of 1 GiB or 7 days, kept for 7 days.
    fn default() -> Self {
        const HOUR_MS: i64 = 60 * 60 * 1000;
        const DAY_MS: i64 = 24 * HOUR_MS;
        Self {
            segment_bytes: 1 << 30,
            segment_ms: 7 * DAY_MS,
            retention_ms: Some(7 * DAY_MS),
            retention_bytes: None,
            cleanup_policy: CleanupPolicy::Delete,
            max_message_bytes: (1 << 20) + 12,
            message_timestamp_type: TimestampType::CreateTime,
            message_timestamp_before_max_ms: i64::MAX,
            message_timestamp_after_max_ms: HOUR_MS,
            delete_retention_ms: DAY_MS,
            min_compaction_lag_ms: 0,
            max_compaction_lag_ms: i64::MAX,
            min_cleanable_dirty_percent: 50,
        }
    }
}

/// A limit as a number, -1 where there is none.
mod no_limit {
    use offsetscope_language::say;
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[allow(
        clippy::ref_option,
        reason = "serde calls it with a reference to the field"
    )]
    pub(super) fn serialize<T: Copy, S: Serializer>(
        limit: &Option<T>,
        to: S,
    ) -> Result<S::Ok, S::Error>
    where
        i64: TryFrom<T>,
    {
        let limit = limit.map(|limit| i64::try_from(limit).unwrap_or(i64::MAX));
        to.serialize_i64(limit.unwrap_or(-1))
    }

    pub(super) fn deserialize<'de, T: TryFrom<i64>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<T>, D::Error> {
        let written = i64::deserialize(from)?;
        if written == -1 {
            return Ok(None);
        }
        let limit = T::try_from(written).map(Some);
        limit.map_err(|_| {
            de::Error::custom(say!(
                "value must be at least -1, not {written}",
                "值必须不小于 -1，而不是 {written}"
            ))
        })
    }
}
