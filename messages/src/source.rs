//! Where a setup comes from.

use crate::prover::Asked;
use crate::{decode, encode};
use offsetscope_core::scenario::Link;
use offsetscope_core::search::{Cause, Preset};
use offsetscope_core::setup::Setup;
use serde::{Deserialize, Serialize};

/// Where a setup comes from. Both sides make the setup of that, which is less to load than to send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The fragment of a link.
    Link(String),
    /// A group alone, as a proof was asked for it.
    Group {
        /// Where that is.
        whole: Box<Self>,
        /// What was asked.
        asked: Asked,
    },
    /// Somebody has written it: a setup, as bytes.
    Written(Vec<u8>),
    /// A row of the table of presets.
    Preset(Preset, Cause),
}

impl Source {
    /// Of a setup that somebody has written.
    pub fn written(setup: &Setup) -> Self {
        Self::Written(encode(setup))
    }

    /// Whether it is somebody's own world, and not one that was made smaller for a proof.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Link(_) | Self::Written(_))
    }

    /// The setup. Of what cannot be read, the page shows the default.
    pub fn setup(&self) -> Setup {
        match self {
            Self::Link(link) => of_link(link),
            Self::Group { whole, asked } => asked.setup(&whole.setup()),
            Self::Written(bytes) => decode(bytes).unwrap_or_else(|| of_link("")),
            Self::Preset(preset, cause) => preset.setup(*cause),
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
