//! Where a setup comes from.

use crate::{decode, encode};
use offsetscope_core::scenario::Scenario;
use offsetscope_core::setup::Setup;
use serde::{Deserialize, Serialize};

/// Where a setup comes from. The page cannot write one down, which would be code to load, but it can
/// read one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The shop, as everyone meets it first.
    #[default]
    Shop,
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

    /// The setup. Instead of what cannot be read, that of the shop.
    pub fn setup(&self) -> Setup {
        let read = match self {
            Self::Shop => None,
            Self::Written(bytes) | Self::Searched(bytes) => decode(bytes),
        };
        read.unwrap_or_else(|| Scenario::Shop.setup(FIRST_SEED))
    }
}

/// Seeds the shop's chance.
const FIRST_SEED: u64 = 1;
