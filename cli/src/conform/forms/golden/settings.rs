//! Settings as a trace writes them, by Kafka's property names.

use anyhow::{Result, bail};
use offsetscope_core::client::Assignor;
use offsetscope_core::log::{CleanupPolicy, LogConfig};
use offsetscope_core::setup::{AutoOffsetReset, BrokerSetup, ClientLibrary, ConsumerConfig};
use offsetscope_core::validation::{self, MOST_MS, Place};
use serde::Deserialize;

/// What the recording's consumers have where they do not say otherwise.
const METADATA_MAX_AGE_MS: i64 = 1_000;

/// A consumer's settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsumerSettings {
    #[serde(rename = "enable.auto.commit")]
    pub enable_auto_commit: Option<bool>,
    #[serde(rename = "auto.offset.reset")]
    auto_offset_reset: Option<AutoOffsetReset>,
    #[serde(rename = "session.timeout.ms")]
    session_timeout_ms: Option<i64>,
    #[serde(rename = "heartbeat.interval.ms")]
    heartbeat_interval_ms: Option<i64>,
    #[serde(rename = "auto.commit.interval.ms")]
    auto_commit_interval_ms: Option<i64>,
    #[serde(rename = "max.poll.interval.ms")]
    max_poll_interval_ms: Option<i64>,
    #[serde(rename = "max.poll.records")]
    max_poll_records: Option<u32>,
    #[serde(rename = "max.partition.fetch.bytes")]
    max_partition_fetch_bytes: Option<u32>,
    #[serde(rename = "fetch.max.bytes")]
    fetch_max_bytes: Option<u32>,
    #[serde(rename = "metadata.max.age.ms")]
    metadata_max_age_ms: Option<i64>,
    #[serde(rename = "partition.assignment.strategy")]
    partition_assignment_strategy: Option<Strategy>,
    /// A static member.
    #[serde(rename = "group.instance.id")]
    pub group_instance_id: Option<String>,
    #[serde(rename = "group.protocol")]
    _group_protocol: Option<GroupProtocol>,
}

/// Assignors, by their classes, the one that it likes best first.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
struct Strategy(Vec<Assignor>);

impl TryFrom<String> for Strategy {
    type Error = String;

    fn try_from(classes: String) -> Result<Self, String> {
        let assignor = |class: &str| {
            let name = class
                .trim()
                .strip_prefix("org.apache.kafka.clients.consumer.");
            Ok(match name {
                Some("RangeAssignor") => Assignor::RANGE,
                Some("RoundRobinAssignor") => Assignor::ROUND_ROBIN,
                Some("StickyAssignor") => Assignor::STICKY,
                Some("CooperativeStickyAssignor") => Assignor::COOPERATIVE_STICKY,
                _ => return Err(format!("the assignor {class}")),
            })
        };
        classes
            .split(',')
            .map(assignor)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GroupProtocol {
    Classic,
}

impl ConsumerSettings {
    /// The settings as the model has them.
    pub fn to_model(&self) -> ConsumerConfig {
        let default = ConsumerConfig::default();
        ConsumerConfig {
            library: ClientLibrary::Java,
            session_timeout_ms: self
                .session_timeout_ms
                .unwrap_or(default.session_timeout_ms),
            heartbeat_interval_ms: self
                .heartbeat_interval_ms
                .unwrap_or(default.heartbeat_interval_ms),
            max_poll_interval_ms: self
                .max_poll_interval_ms
                .unwrap_or(default.max_poll_interval_ms),
            max_poll_records: self.max_poll_records.unwrap_or(default.max_poll_records),
            max_partition_fetch_bytes: self
                .max_partition_fetch_bytes
                .unwrap_or(default.max_partition_fetch_bytes),
            fetch_max_bytes: self.fetch_max_bytes.unwrap_or(default.fetch_max_bytes),
            auto_commit_interval_ms: self
                .auto_commit_interval_ms
                .unwrap_or(default.auto_commit_interval_ms),
            default_api_timeout_ms: default.default_api_timeout_ms,
            request_timeout_ms: default.request_timeout_ms,
            retry_backoff_ms: default.retry_backoff_ms,
            auto_offset_reset: self.auto_offset_reset.unwrap_or(default.auto_offset_reset),
            partition_assignment_strategy: match &self.partition_assignment_strategy {
                Some(Strategy(assignors)) => assignors.clone(),
                None => default.partition_assignment_strategy,
            },
        }
    }

    /// The setting that no client would accept, if there is one.
    pub fn refused(&self) -> Option<&'static str> {
        let problems = validation::of_consumer(&self.to_model(), Place::Scenario);
        let age =
            (!(1..=MOST_MS).contains(&self.metadata_max_age_ms())).then_some("metadata.max.age.ms");
        problems.first().map(|problem| problem.property).or(age)
    }

    /// `metadata.max.age.ms`
    pub fn metadata_max_age_ms(&self) -> i64 {
        self.metadata_max_age_ms.unwrap_or(METADATA_MAX_AGE_MS)
    }
}

/// The settings that a trace was recorded with, as far as they are not the recorder's usual ones.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecorderSettings {
    #[serde(rename = "broker offsets.retention.minutes")]
    offsets_retention_minutes: Option<i64>,
}

impl RecorderSettings {
    /// The broker's settings as the model has them.
    pub fn to_model(&self) -> BrokerSetup {
        let default = BrokerSetup {
            initial_rebalance_delay_ms: 0,
            ..BrokerSetup::default()
        };
        BrokerSetup {
            offsets_retention_ms: self
                .offsets_retention_minutes
                .map_or(default.offsets_retention_ms, |minutes| {
                    minutes.saturating_mul(60_000)
                }),
            ..default
        }
    }
}

/// A producer's settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProducerSettings {
    /// How long it looks for a partition that is not there; it does not find it in the end.
    #[serde(rename = "max.block.ms")]
    _max_block_ms: Option<i64>,
    #[serde(rename = "max.request.size")]
    pub max_request_size: Option<u64>,
}

/// A topic's settings; -1 is "no limit".
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicSettings {
    #[serde(rename = "segment.bytes")]
    segment_bytes: Option<u64>,
    #[serde(rename = "segment.ms")]
    segment_ms: Option<i64>,
    #[serde(rename = "retention.ms")]
    retention_ms: Option<i64>,
    #[serde(rename = "retention.bytes")]
    retention_bytes: Option<i64>,
    #[serde(rename = "cleanup.policy")]
    cleanup_policy: Option<String>,
    #[serde(rename = "max.message.bytes")]
    max_message_bytes: Option<u64>,
    #[serde(rename = "message.timestamp.before.max.ms")]
    timestamp_before_max_ms: Option<i64>,
    #[serde(rename = "message.timestamp.after.max.ms")]
    timestamp_after_max_ms: Option<i64>,
    #[serde(rename = "delete.retention.ms")]
    delete_retention_ms: Option<i64>,
    #[serde(rename = "min.compaction.lag.ms")]
    min_compaction_lag_ms: Option<i64>,
    #[serde(rename = "max.compaction.lag.ms")]
    max_compaction_lag_ms: Option<i64>,
    #[serde(rename = "min.cleanable.dirty.ratio")]
    min_cleanable_dirty_ratio: Option<f64>,
}

impl TopicSettings {
    /// The settings as the model has them.
    pub fn to_model(&self) -> Result<LogConfig> {
        let default = LogConfig::default();
        let or = |setting: Option<i64>, default| setting.unwrap_or(default);
        Ok(LogConfig {
            segment_bytes: self.segment_bytes.unwrap_or(default.segment_bytes),
            segment_ms: or(self.segment_ms, default.segment_ms),
            retention_ms: self
                .retention_ms
                .map_or(default.retention_ms, |it| (it >= 0).then_some(it)),
            retention_bytes: self
                .retention_bytes
                .map_or(default.retention_bytes, |it| u64::try_from(it).ok()),
            cleanup_policy: match self.cleanup_policy.as_deref() {
                None | Some("delete") => CleanupPolicy::Delete,
                Some("compact") => CleanupPolicy::Compact,
                Some("compact,delete" | "delete,compact") => CleanupPolicy::CompactAndDelete,
                Some(policy) => bail!("the cleanup.policy {policy}"),
            },
            max_message_bytes: self.max_message_bytes.unwrap_or(default.max_message_bytes),
            message_timestamp_before_max_ms: or(
                self.timestamp_before_max_ms,
                default.message_timestamp_before_max_ms,
            ),
            message_timestamp_after_max_ms: or(
                self.timestamp_after_max_ms,
                default.message_timestamp_after_max_ms,
            ),
            delete_retention_ms: or(self.delete_retention_ms, default.delete_retention_ms),
            min_compaction_lag_ms: or(self.min_compaction_lag_ms, default.min_compaction_lag_ms),
            max_compaction_lag_ms: or(self.max_compaction_lag_ms, default.max_compaction_lag_ms),
            min_cleanable_dirty_percent: percent(self.min_cleanable_dirty_ratio)?
                .unwrap_or(default.min_cleanable_dirty_percent),
            ..default
        })
    }
}

/// A ratio in whole percent.
fn percent(ratio: Option<f64>) -> Result<Option<u32>> {
    let Some(ratio) = ratio else {
        return Ok(None);
    };
    let percent = (0..=100u32).find(|&percent| (f64::from(percent) / 100.0 - ratio).abs() < 1e-9);
    match percent {
        Some(percent) => Ok(Some(percent)),
        None => bail!("a min.cleanable.dirty.ratio that is not a whole percent"),
    }
}
