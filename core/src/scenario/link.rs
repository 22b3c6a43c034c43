//! What a link's fragment says: `#scenario=shop&seed=7`.

use super::{Scenario, UnknownScenario};
use core::fmt;
use offsetscope_language::say_to;

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which scenario.
    pub scenario: Scenario,
    /// The seed of every stream of chance.
    pub seed: u64,
}

/// Why a link could not be read. `at` counts characters of the fragment, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// A part has no `=`.
    NoValue {
        /// The part.
        part: String,
        /// Where it begins.
        at: usize,
    },
    /// A part's name is none of those known.
    UnknownPart {
        /// The name.
        name: String,
        /// Where it begins.
        at: usize,
    },
    /// The same part twice.
    Repeated {
        /// Its name.
        name: String,
        /// Where it begins the second time.
        at: usize,
    },
    /// There is no such scenario.
    Scenario(UnknownScenario),
    /// The seed is not a whole number from 0 to 18,446,744,073,709,551,615.
    Seed {
        /// What stands there.
        value: String,
    },
}

/// A message shows at most this much of what a link holds.
const MAX_QUOTED: usize = 40;

impl Default for Link {
    /// The shop, as everyone meets it first.
    fn default() -> Self {
        Self {
            scenario: Scenario::Shop,
            seed: 1,
        }
    }
}

impl Link {
    /// Reads a fragment, with or without its `#`. What it does not say is as in the default.
    ///
    /// # Errors
    /// The first thing that could not be read.
    pub fn parse(fragment: &str) -> Result<Self, LinkError> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (mut scenario, mut seed) = (None, None);
        let mut at = 1;
        for part in fragment.split('&').filter(|_| !fragment.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| LinkError::NoValue {
                part: quoted(part),
                at,
            })?;
            let repeated = || LinkError::Repeated {
                name: quoted(name),
                at,
            };
            match name {
                "scenario" if scenario.is_some() => return Err(repeated()),
                "seed" if seed.is_some() => return Err(repeated()),
                "scenario" => scenario = Some(parse_scenario(value)?),
                "seed" => seed = Some(parse_seed(value)?),
                _ => {
                    return Err(LinkError::UnknownPart {
                        name: quoted(name),
                        at,
                    });
                }
            }
            at += part.chars().count() + 1;
        }
        let default = Self::default();
        Ok(Self {
            scenario: scenario.unwrap_or(default.scenario),
            seed: seed.unwrap_or(default.seed),
        })
    }
}

fn parse_scenario(value: &str) -> Result<Scenario, LinkError> {
    let unknown = |_| {
        LinkError::Scenario(UnknownScenario {
            name: quoted(value),
        })
    };
    value.parse().map_err(unknown)
}

/// Digits only: `parse` alone would also take a plus sign.
fn parse_seed(value: &str) -> Result<u64, LinkError> {
    let all_digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let seed = value.parse().ok().filter(|_| all_digits);
    seed.ok_or_else(|| LinkError::Seed {
        value: quoted(value),
    })
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValue { part, at } => {
                say_to!(
                    f,
                    "“{part}” at character {at} has no value: write name=value",
                    "第 {at} 个字符处的“{part}”没有值：应写成“名称=值”"
                )
            }
            Self::UnknownPart { name, at } => {
                say_to!(
                    f,
                    "“{name}” at character {at} is not known; known are scenario and seed",
                    "第 {at} 个字符处的“{name}”未知；已知的有 scenario 和 seed"
                )
            }
            Self::Repeated { name, at } => {
                say_to!(
                    f,
                    "“{name}” stands a second time at character {at}",
                    "第 {at} 个字符处的“{name}”是第二次出现"
                )
            }
            Self::Scenario(unknown) => write!(f, "{unknown}"),
            Self::Seed { value } => {
                say_to!(
                    f,
                    "the seed “{value}” is not a whole number from 0 to {0}",
                    "种子“{value}”不是 0 到 {0} 的整数";
                    u64::MAX
                )
            }
        }
    }
}

impl core::error::Error for LinkError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_it_leads() {
        for fragment in ["", "#", "#scenario=shop", "scenario=shop&seed=1"] {
            assert_eq!(Link::parse(fragment), Ok(Link::default()), "{fragment:?}");
        }
        assert_eq!(Link::parse("#seed=42").map(|link| link.seed), Ok(42));
    }

    #[test]
    fn names_the_place_and_the_cause() {
        let cases = [
            (
                "#shop",
                "“shop” at character 1 has no value: write name=value",
            ),
            (
                "#seed=1&",
                "“” at character 8 has no value: write name=value",
            ),
            (
                "#scenario=shop&sede=1",
                "“sede” at character 15 is not known; known are scenario and seed",
            ),
            (
                "#seed=1&seed=2",
                "“seed” stands a second time at character 8",
            ),
            (
                "#scenario=shoop",
                "there is no scenario “shoop”; there are: shop",
            ),
            (
                "#seed=+1",
                "the seed “+1” is not a whole number from 0 to 18446744073709551615",
            ),
            (
                "#seed=99999999999999999999",
                "the seed “99999999999999999999” is not a whole number from 0 to 18446744073709551615",
            ),
        ];
        for (fragment, message) in cases {
            assert_eq!(Link::parse(fragment).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_message_quotes_only_so_much() {
        let long = "é".repeat(10_000);
        assert!(Link::parse(&long).unwrap_err().to_string().chars().count() < 120);
    }
}
