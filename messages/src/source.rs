//! Where a setup comes from.

use crate::{decode, encode};
use offsetscope_core::scenario::Link;
use offsetscope_core::setup::Setup;
use serde::{Deserialize, Serialize};

/// Where a setup comes from. The page cannot write one down, which would be code to load, but it can
/// read one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The fragment of a link.
    Link(String),
    /// Somebody has written it: a setup, as bytes.
    Written(Vec<u8>),
    /// A proof was asked for it, of a part of somebody's world or of none: a setup, as bytes.
    Searched(Vec<u8>),
}

impl Source {
    /// Of a setup that somebody has written.
    pub fn written(setup: &Setup) -> Self {
        Self::Written(encode(setup))
    }

    /// Of a setup that was searched.
    pub fn searched(setup: &Setup) -> Self {
        Self::Searched(encode(setup))
    }

    /// Whether it is somebody's own world, and not one that was made for a proof.
    pub fn is_own(&self) -> bool {
        !matches!(self, Self::Searched(_))
    }

    /// The setup. Of what cannot be read, the page shows the default.
    pub fn setup(&self) -> Setup {
        match self {
            Self::Link(link) => of_link(link),
            Self::Written(bytes) | Self::Searched(bytes) => {
                decode(bytes).unwrap_or_else(|| of_link(""))
            }
        }
    }
}

impl Default for Source {
    fn default() -> Self {
        Self::Link(String::new())
    }
}

fn of_link(fragment: &str) -> Setup {
    let Link { scenario, seed } = Link::parse(fragment).unwrap_or_default();
    scenario.setup(seed)
}
