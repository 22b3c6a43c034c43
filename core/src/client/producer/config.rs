//! How a producer is configured.

use serde::{Deserialize, Serialize};

/// A producer's settings, by Kafka's property names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProducerConfig {
    /// `acks`
    #[serde(rename = "acks")]
    pub acks: Acks,
    /// `linger.ms`
    #[serde(rename = "linger.ms")]
    pub linger_ms: i64,
    /// `batch.size`
    #[serde(rename = "batch.size")]
    pub batch_size: u64,
    /// `max.in.flight.requests.per.connection`
    #[serde(rename = "max.in.flight.requests.per.connection")]
    pub max_in_flight_requests_per_connection: u16,
    /// `enable.idempotence`: needs `acks=all`, retries, and at most 5 requests in flight.
    #[serde(rename = "enable.idempotence")]
    pub enable_idempotence: bool,
    /// `retries`
    #[serde(rename = "retries")]
    pub retries: u32,
    /// `retry.backoff.ms`
    #[serde(rename = "retry.backoff.ms")]
    pub retry_backoff_ms: i64,
    /// `request.timeout.ms`
    #[serde(rename = "request.timeout.ms")]
    pub request_timeout_ms: i64,
    /// `delivery.timeout.ms`
    #[serde(rename = "delivery.timeout.ms")]
    pub delivery_timeout_ms: i64,
    /// `partitioner.class`
    #[serde(rename = "partitioner.class")]
    pub partitioner_class: PartitionerClass,
}

impl Default for ProducerConfig {
    /// Kafka 4.0's defaults.
    fn default() -> Self {
        Self {
            acks: Acks::All,
            linger_ms: 5,
            batch_size: 16_384,
            max_in_flight_requests_per_connection: 5,
            enable_idempotence: true,
            retries: i32::MAX.cast_unsigned(),
            retry_backoff_ms: 100,
            request_timeout_ms: 30_000,
            delivery_timeout_ms: 120_000,
            partitioner_class: PartitionerClass::BuiltIn,
        }
    }
}

/// `acks`: when a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Acks {
    /// `acks=0`: never.
    #[serde(rename = "0")]
    None,
    /// `acks=1`: when the leader has the records.
    #[serde(rename = "1")]
    Leader,
    /// `acks=all`: when all replicas in sync have them. With one replica that is the same.
    #[serde(rename = "all")]
    All,
}

/// `partitioner.class`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartitionerClass {
    /// None: by key, or sticky without one.
    #[serde(rename = "built-in")]
    BuiltIn,
    /// `RoundRobinPartitioner`: in turn, whatever the key.
    #[serde(rename = "RoundRobinPartitioner")]
    RoundRobin,
    /// librdkafka's default, `partitioner=consistent_random`: by the key's CRC-32, and drawn without
    /// a key or with an empty one.
    #[serde(rename = "consistent_random")]
    ConsistentRandom,
}
