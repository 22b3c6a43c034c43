//! Setups worth looking at, one a file; and scenarios that somebody has written down.

pub mod file;
mod link;
mod shop;

pub use link::{Link, LinkError};

use crate::setup::Setup;
use core::fmt;
use core::str::FromStr;
use offsetscope_language::say_to;

/// A scenario of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scenario {
    /// The online shop: orders, read by fulfilment, inventory and notifications.
    Shop,
}

/// No scenario has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScenario {
    /// The name that was asked for.
    pub name: String,
}

impl Scenario {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Shop];

    /// Its name in links and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
        }
    }

    /// What it sets up, with every stream of chance drawn from `seed`.
    pub fn setup(self, seed: u64) -> Setup {
        match self {
            Self::Shop => shop::setup(seed),
        }
    }
}

impl FromStr for Scenario {
    type Err = UnknownScenario;

    fn from_str(name: &str) -> Result<Self, UnknownScenario> {
        let found = Self::ALL
            .into_iter()
            .find(|scenario| scenario.name() == name);
        found.ok_or_else(|| UnknownScenario {
            name: name.to_owned(),
        })
    }
}

impl fmt::Display for UnknownScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Scenario::ALL.map(Scenario::name).join(", ");
        say_to!(
            f,
            "there is no scenario “{0}”; there are: {names}",
            "没有场景“{0}”；现有：{names}";
            self.name
        )
    }
}

impl core::error::Error for UnknownScenario {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_scenario() {
        for scenario in Scenario::ALL {
            assert_eq!(scenario.name().parse(), Ok(scenario));
        }
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = "shoop".parse::<Scenario>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no scenario “shoop”; there are: shop"
        );
    }
}
