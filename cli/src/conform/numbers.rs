//! Numbers as wide as Kafka has them.

use serde::{Deserialize, Deserializer};

/// A number that is an `int32` in Kafka's protocol, or a time of a trace: none lasts for weeks.
///
/// # Errors
/// If it is larger, or smaller.
pub fn int32<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    i32::deserialize(from).map(i64::from)
}
