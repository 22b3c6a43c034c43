//! Numbers as wide as Kafka has them, and no larger than what a replay can bear.

use offsetscope_core::validation::MOST_PARTITIONS;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A number that is an `int32` in Kafka's protocol, or a time of a trace: none lasts for weeks.
///
/// # Errors
/// If it is larger, or smaller.
pub fn int32<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    i32::deserialize(from).map(i64::from)
}

/// A time in a record; -1 where it is not known.
///
/// # Errors
/// If it is farther from today than one can count with.
pub fn timestamp<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    let time_ms = i64::deserialize(from)?;
    if !(-1..=i64::MAX / 2).contains(&time_ms) {
        return Err(D::Error::custom(format_args!("{time_ms} is no timestamp")));
    }
    Ok(time_ms)
}

/// How many of something, of which there is one in the model for each; none if it does not say.
///
/// # Errors
/// If there are more than that.
pub fn at_most<'de, const MOST: u32, T, D>(from: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Copy + Into<Option<u32>>,
    D: Deserializer<'de>,
{
    let count = T::deserialize(from)?;
    match count.into() {
        Some(many) if many > MOST => {
            Err(D::Error::custom(format_args!("{many} is more than {MOST}")))
        }
        _ => Ok(count),
    }
}

/// How many partitions a topic has.
///
/// # Errors
/// If the model is not made for so many.
pub fn partitions<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    let count = u16::deserialize(from)?;
    if count > MOST_PARTITIONS {
        let message = format_args!("{count} partitions are more than {MOST_PARTITIONS}");
        return Err(D::Error::custom(message));
    }
    Ok(count)
}
