//! What each setting is when nobody sets it, compared where the model has the setting.

use std::collections::BTreeMap;

use anyhow::Result;
use offsetscope_core::group::GroupConfig;
use offsetscope_core::group::offset_manager::OffsetConfig;
use offsetscope_core::log::LogConfig;
use offsetscope_core::setup::{BrokerSetup, ConsumerConfig, ProducerConfig};
use serde_json::{Value, json};

use crate::conform::form::{Case, Form, Verdict};

/// The defaults of consumers, topics and brokers, by property.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["consumer", "producer", "topic_log", "group_coordinator"]),
    replay,
};

/// Kafka 4.0, which the model follows, has other defaults than the snapshot recorded (KIP-1030).
const CHANGED_BY_THE_RELEASE: [&str; 3] = [
    "linger.ms",
    "message.timestamp.after.max.ms",
    "log.message.timestamp.after.max.ms",
];

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let sections: BTreeMap<String, Value> = case.parse()?;
    let mut expected = BTreeMap::new();
    let mut got = BTreeMap::new();
    for (section, properties) in &sections {
        let ours = ours(section);
        for (property, value) in properties.as_object().into_iter().flatten() {
            let is_known = ours.iter().find(|(name, _)| name == property);
            if let Some((_, default)) = is_known
                && !CHANGED_BY_THE_RELEASE.contains(&property.as_str())
            {
                let name = format!("{section} {property}");
                expected.insert(name.clone(), value.clone());
                got.insert(name, default.clone());
            }
        }
    }
    if expected.is_empty() {
        return Ok(Verdict::skipped("nothing to compare"));
    }
    Ok(Verdict::of_each("the default of", &expected, &got))
}

type Defaults = Vec<(&'static str, Value)>;

fn ours(section: &str) -> Defaults {
    match section {
        "consumer" => consumer(&ConsumerConfig::default()),
        "producer" => producer(&ProducerConfig::default()),
        "topic_log" => topic(&LogConfig::default()),
        "group_coordinator" => groups(&GroupConfig::default()),
        "offsets" => offsets(&OffsetConfig::default()),
        "broker_selected" => {
            let broker = BrokerSetup::default();
            let checked = json!(broker.retention_check_interval_ms);
            [
                groups(&GroupConfig::default()),
                offsets(&OffsetConfig::default()),
                vec![
                    ("log.retention.check.interval.ms", checked),
                    (
                        "offsets.topic.segment.bytes",
                        json!(broker.offsets_topic_segment_bytes),
                    ),
                    (
                        "group.initial.rebalance.delay.ms",
                        json!(broker.initial_rebalance_delay_ms),
                    ),
                    (
                        "offsets.retention.check.interval.ms",
                        json!(broker.offsets_retention_check_interval_ms),
                    ),
                ],
            ]
            .concat()
        }
        _ => Vec::new(),
    }
}

fn consumer(config: &ConsumerConfig) -> Defaults {
    let reset = String::from(config.auto_offset_reset);
    vec![
        ("session.timeout.ms", json!(config.session_timeout_ms)),
        ("heartbeat.interval.ms", json!(config.heartbeat_interval_ms)),
        ("max.poll.interval.ms", json!(config.max_poll_interval_ms)),
        ("max.poll.records", json!(config.max_poll_records)),
        (
            "max.partition.fetch.bytes",
            json!(config.max_partition_fetch_bytes),
        ),
        ("fetch.max.bytes", json!(config.fetch_max_bytes)),
        (
            "default.api.timeout.ms",
            json!(config.default_api_timeout_ms),
        ),
        ("request.timeout.ms", json!(config.request_timeout_ms)),
        ("retry.backoff.ms", json!(config.retry_backoff_ms)),
        (
            "auto.commit.interval.ms",
            json!(config.auto_commit_interval_ms),
        ),
        ("auto.offset.reset", json!(reset)),
        (
            "max.partition.fetch.bytes",
            json!(config.max_partition_fetch_bytes),
        ),
        ("fetch.max.bytes", json!(config.fetch_max_bytes)),
    ]
}

fn producer(config: &ProducerConfig) -> Defaults {
    let in_flight = config.max_in_flight_requests_per_connection;
    vec![
        ("acks", json!(config.acks)),
        ("linger.ms", json!(config.linger_ms)),
        ("batch.size", json!(config.batch_size)),
        ("max.in.flight.requests.per.connection", json!(in_flight)),
        ("enable.idempotence", json!(config.enable_idempotence)),
        ("retries", json!(config.retries)),
        ("retry.backoff.ms", json!(config.retry_backoff_ms)),
        ("request.timeout.ms", json!(config.request_timeout_ms)),
        ("delivery.timeout.ms", json!(config.delivery_timeout_ms)),
    ]
}

fn topic(config: &LogConfig) -> Defaults {
    let no_limit = -1;
    let policy = match (
        config.cleanup_policy.deletes(),
        config.cleanup_policy.compacts(),
    ) {
        (true, false) => "[delete]",
        (false, true) => "[compact]",
        _ => "[compact, delete]",
    };
    let dirty_ratio = f64::from(config.min_cleanable_dirty_percent) / 100.0;
    vec![
        ("segment.bytes", json!(config.segment_bytes)),
        ("segment.ms", json!(config.segment_ms)),
        (
            "retention.ms",
            config.retention_ms.map_or(json!(no_limit), |it| json!(it)),
        ),
        (
            "retention.bytes",
            config
                .retention_bytes
                .map_or(json!(no_limit), |it| json!(it)),
        ),
        ("cleanup.policy", json!(policy)),
        ("max.message.bytes", json!(config.max_message_bytes)),
        (
            "message.timestamp.type",
            json!(format!("{:?}", config.message_timestamp_type)),
        ),
        (
            "message.timestamp.before.max.ms",
            json!(config.message_timestamp_before_max_ms),
        ),
        (
            "message.timestamp.after.max.ms",
            json!(config.message_timestamp_after_max_ms),
        ),
        ("delete.retention.ms", json!(config.delete_retention_ms)),
        ("min.compaction.lag.ms", json!(config.min_compaction_lag_ms)),
        ("max.compaction.lag.ms", json!(config.max_compaction_lag_ms)),
        ("min.cleanable.dirty.ratio", json!(dirty_ratio)),
    ]
}

fn groups(config: &GroupConfig) -> Defaults {
    vec![
        (
            "group.min.session.timeout.ms",
            json!(config.min_session_timeout_ms),
        ),
        (
            "group.max.session.timeout.ms",
            json!(config.max_session_timeout_ms),
        ),
        ("group.max.size", json!(config.max_size)),
        (
            "group.initial.rebalance.delay.ms",
            json!(config.initial_rebalance_delay_ms),
        ),
    ]
}

fn offsets(config: &OffsetConfig) -> Defaults {
    vec![
        (
            "offset.metadata.max.bytes",
            json!(config.metadata_max_length),
        ),
        (
            "offsets.retention.minutes",
            json!(config.retention_ms / 60_000),
        ),
    ]
}
