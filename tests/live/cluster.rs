//! What the real client talks to.

use std::env;

/// What the real client talks to.
pub enum Cluster {
    /// For each script one of its own, which librdkafka brings along.
    Mock,
    /// The bootstrap servers of a real one.
    Kafka(String),
}

impl Cluster {
    /// As the environment says.
    pub fn find() -> Self {
        env::var("KAFKA_BOOTSTRAP").map_or(Self::Mock, Self::Kafka)
    }

    pub fn is_mock(&self) -> bool {
        matches!(self, Self::Mock)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Mock => "librdkafka's mock cluster",
            Self::Kafka(servers) => servers,
        }
    }
}
