//! What the page and the prover say to each other.

use crate::Source;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::GroupId;
use offsetscope_core::search::{Bounds, Cause, Faults, Preset, Property, Size};
use offsetscope_core::setup::Setup;
use serde::{Deserialize, Serialize};

/// What the page wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// What one group guarantees.
    Proof {
        /// Where the group is.
        source: Source,
        /// What is asked of it.
        asked: Asked,
    },
    /// What every way to commit guarantees.
    Presets,
}

/// What is asked of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The group.
    pub group: GroupId,
    /// How it commits.
    pub strategy: Strategy,
    /// How many members it has.
    pub members: u8,
    /// How many partitions its topic has.
    pub partitions: u8,
    /// How many orders wait in it.
    pub orders: u8,
    /// What may go wrong.
    pub faults: Faults,
}

/// A page keeps at most so many states in memory, which are about 100 MB.
const MAX_STATES: u32 = 400_000;

impl Asked {
    /// The setup that is searched.
    pub fn setup(&self, whole: &Setup) -> Setup {
        let size = Size {
            members: Some(self.members.into()),
            partitions: Some(self.partitions.into()),
        };
        let mut setup = whole.only(self.group, size);
        setup.groups[0].strategy = self.strategy;
        setup
    }

    /// How far it is searched.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            faults: self.faults,
            orders: self.orders.into(),
            states: MAX_STATES,
            ..Bounds::default()
        }
    }
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It listens. What is asked before is not heard.
    Ready,
    /// It is still at it.
    Searching {
        /// How many states were found.
        states: u32,
        /// How many of them are still to be looked at.
        frontier: u32,
    },
    /// What was found out.
    Proof(Proof),
    /// The table of presets begins.
    Presets(Head),
    /// A row of it.
    Row(Row),
    /// It is whole.
    Whole,
}

/// What stands above the table of presets and below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The headings of the columns.
    pub columns: Vec<String>,
    /// How many rows are to come.
    pub rows: u32,
    /// What can happen to a group: a word, and what it means.
    pub causes: Vec<(String, String)>,
}

/// What one way to commit guarantees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Which.
    pub preset: Preset,
    /// The client library, in a word.
    pub library: String,
    /// The way to commit, in words.
    pub name: String,
    /// By column.
    pub cells: Vec<Cell>,
}

/// Whether one property holds for one way to commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// How it stands, whatever happens of what was tried.
    pub standing: Standing,
    /// What breaks it.
    pub broken: Vec<Broken>,
}

/// What breaks a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// What happens.
    pub cause: Cause,
    /// The same, in a word.
    pub name: String,
    /// The verdict, as a sentence.
    pub sentence: String,
    /// A shortest run that shows it.
    pub run: Vec<Choice>,
}

/// What was found out about a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What the group guarantees, in a few words.
    pub guarantee: String,
    /// Within which bounds, and how much was looked at: a sentence.
    pub searched: String,
    /// By property, in the order of [`Property::ALL`].
    pub findings: Vec<Finding>,
}

/// What was found out about one property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which.
    pub property: Property,
    /// Its name, for a heading.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// The verdict, as a sentence.
    pub sentence: String,
    /// A shortest run that shows it, every choice from the beginning on; empty if there is none.
    pub run: Vec<Choice>,
}

/// How a property stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It holds in everything that can happen.
    Proved,
    /// It does not.
    Fails,
    /// The search did not finish.
    Unknown,
}
