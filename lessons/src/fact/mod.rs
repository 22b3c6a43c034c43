//! What can be said of a moment of a run, and measured in it.

mod measure;
mod parse;
#[cfg(test)]
mod tests;

pub use measure::Measure;

use core::fmt;
use offsetscope_core::history::Entry;
use offsetscope_core::setup::Setup;
use offsetscope_core::world::World;
use offsetscope_language::say_to;

/// A moment of a run.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// How things stand.
    pub world: &'a World,
    /// What happened before.
    pub past: &'a [Entry],
    /// Since the opening, in milliseconds.
    pub since_opening_ms: i64,
}

/// Something that is so in a moment, or is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Two numbers stand so to each other.
    Compare(Number, Relation, Number),
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
}

/// A number: as it stands, or measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// As it stands.
    Plain(i64),
    /// As it is measured.
    Measured(Measure),
}

/// How two numbers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Why a text is no fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactError {
    /// Where it stops being one, in characters from 1.
    pub at: usize,
    /// What is wrong there.
    pub what: String,
}

impl fmt::Display for FactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        say_to!(f, "character {0}: {1}", "第 {0} 个字符：{1}"; self.at, self.what)
    }
}

impl core::error::Error for FactError {}

impl Fact {
    /// Reads a fact about a run of `setup`, such as
    /// `duplicated(fulfilment) = 1 and not (crashes > 1)`.
    ///
    /// # Errors
    /// Where it stops being one, and why: also for a group, consumer or partition that there is not.
    pub fn parse(text: &str, setup: &Setup) -> Result<Self, FactError> {
        parse::fact(text, setup)
    }

    /// Whether it is so.
    pub fn holds(&self, moment: Moment<'_>) -> bool {
        match self {
            Self::Compare(left, relation, right) => {
                relation.holds(left.value(moment), right.value(moment))
            }
            Self::All(facts) => facts.iter().all(|it| it.holds(moment)),
            Self::Any(facts) => facts.iter().any(|it| it.holds(moment)),
            Self::Not(fact) => !fact.holds(moment),
        }
    }
}

impl Number {
    /// Reads a number or a measure.
    ///
    /// # Errors
    /// Where it stops being one, and why.
    pub fn parse(text: &str, setup: &Setup) -> Result<Self, FactError> {
        parse::number(text, setup)
    }

    /// How much it is.
    pub fn value(self, moment: Moment<'_>) -> i64 {
        match self {
            Self::Plain(number) => number,
            Self::Measured(measure) => measure.value(moment),
        }
    }
}

impl Relation {
    fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }
}
