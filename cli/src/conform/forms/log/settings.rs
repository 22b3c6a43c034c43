//! A log's settings as they are recorded.

use anyhow::{Result, bail};
use offsetscope_core::log::{CleanupPolicy, LogConfig};
use serde::Deserialize;

/// Kafka's settings; -1 is "no limit".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    segment_bytes: u64,
    segment_ms: i64,
    pub segment_jitter_ms: i64,
    retention_ms: i64,
    retention_bytes: i64,
    cleanup_policy: String,
    delete_retention_ms: i64,
    min_compaction_lag_ms: i64,
    max_compaction_lag_ms: i64,
    /// When files go that are no longer part of the log. Nobody sees them.
    #[serde(rename = "file_delete_delay_ms")]
    _file_delete_delay_ms: i64,
    /// Whether there is tiered storage.
    #[serde(default)]
    pub remote: bool,
}

/// What `update_config` changes.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangedSettings {
    segment_bytes: u64,
    segment_ms: i64,
    retention_ms: i64,
    retention_bytes: i64,
    compact: bool,
    delete: bool,
}

impl Settings {
    /// The settings as the model has them. `max.message.bytes` is not recorded.
    pub fn to_model(&self, max_message_bytes: u64) -> Result<LogConfig> {
        let listed = |policy| self.cleanup_policy.split(',').any(|it| it == policy);
        Ok(LogConfig {
            segment_bytes: self.segment_bytes,
            segment_ms: self.segment_ms,
            retention_ms: limit(self.retention_ms),
            retention_bytes: u64::try_from(self.retention_bytes).ok(),
            cleanup_policy: policy(listed("compact"), listed("delete"))?,
            max_message_bytes,
            // Recorded before release 4.0 has set a limit.
            message_timestamp_after_max_ms: i64::MAX,
            delete_retention_ms: self.delete_retention_ms,
            min_compaction_lag_ms: self.min_compaction_lag_ms,
            max_compaction_lag_ms: self.max_compaction_lag_ms,
            ..LogConfig::default()
        })
    }
}

impl ChangedSettings {
    /// The settings after the change.
    pub fn apply_to(&self, config: &LogConfig) -> Result<LogConfig> {
        Ok(LogConfig {
            segment_bytes: self.segment_bytes,
            segment_ms: self.segment_ms,
            retention_ms: limit(self.retention_ms),
            retention_bytes: u64::try_from(self.retention_bytes).ok(),
            cleanup_policy: policy(self.compact, self.delete)?,
            ..config.clone()
        })
    }
}

fn limit(recorded: i64) -> Option<i64> {
    (recorded >= 0).then_some(recorded)
}

fn policy(compact: bool, delete: bool) -> Result<CleanupPolicy> {
    Ok(match (compact, delete) {
        (false, true) => CleanupPolicy::Delete,
        (true, false) => CleanupPolicy::Compact,
        (true, true) => CleanupPolicy::CompactAndDelete,
        (false, false) => bail!("a cleanup.policy that is not known"),
    })
}
