//! A deterministic model of Kafka's logs, consumer groups and offsets.
