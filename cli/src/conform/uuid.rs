//! Kafka's ids of topics: `org.apache.kafka.common.Uuid`.

use std::fmt::{self, Display, Formatter};

use anyhow::{Context, Result, ensure};
use offsetscope_core::group::assignor::java_hash::JavaHash;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// An id of 128 bits, in two halves as in Java, which compares them as signed numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Uuid {
    most_significant: i64,
    least_significant: i64,
}

impl Uuid {
    /// The id with this number.
    pub fn from_number(number: u128) -> Self {
        let half = |bits: u128| (bits & u128::from(u64::MAX)).try_into().unwrap_or(u64::MAX);
        Self {
            most_significant: half(number >> 64).cast_signed(),
            least_significant: half(number).cast_signed(),
        }
    }

    /// Reads an id as Kafka prints it: 22 digits of base 64, of which the last has four bits too
    /// many.
    ///
    /// # Errors
    /// If it is not that.
    pub fn parse(text: &str) -> Result<Self> {
        ensure!(text.len() == 22, "`{text}` is no id of a topic");
        let mut number: u128 = 0;
        for (place, digit) in text.bytes().enumerate() {
            let value = DIGITS.iter().position(|other| *other == digit);
            let value = value.with_context(|| format!("`{text}` is no id of a topic"))? as u128;
            number = match place {
                21 => number << 2 | value >> 4,
                _ => number << 6 | value,
            };
        }
        Ok(Self::from_number(number))
    }
}

impl Display for Uuid {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let halves = [self.most_significant, self.least_significant];
        let [most, least] = halves.map(|half| u128::from(half.cast_unsigned()));
        let number = most << 64 | least;
        for place in 0..22 {
            let value = match place {
                21 => number << 4,
                _ => number >> (122 - 6 * place),
            };
            write!(f, "{}", char::from(DIGITS[(value & 63) as usize]))?;
        }
        Ok(())
    }
}

impl JavaHash for Uuid {
    fn java_hash(&self) -> i32 {
        let mixed = (self.most_significant ^ self.least_significant).cast_unsigned();
        let half = |bits: u64| (bits & u64::from(u32::MAX)).try_into().unwrap_or(u32::MAX);
        (half(mixed >> 32) ^ half(mixed)).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_and_written_as_in_kafka() {
        let check = |text: &str, number: u128| {
            assert_eq!(
                Uuid::parse(text).unwrap(),
                Uuid::from_number(number),
                "{text}"
            );
        };
        check("AAAAAAAAAAAAAAAAAAAAAA", 0);
        // `Uuid.METADATA_TOPIC_ID`.
        check("AAAAAAAAAAAAAAAAAAAAAQ", 1);
        check("_____________________w", u128::MAX);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "topic",
            "AAAAAAAAAAAAAAAAAAAAA!",
            "ÄAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(Uuid::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn halves_are_signed() {
        assert!(Uuid::from_number(u128::MAX) < Uuid::from_number(0));
    }
}
