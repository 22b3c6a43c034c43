//! The verdicts, and the runs that show them.

use super::bounds::Bounds;
use super::explore::{Graph, Progress};
use super::property::Property;
use super::states::{StateId, index};
use crate::choice::Choice;

/// What was found out about one property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds in everything that can happen within the bounds.
    Holds,
    /// It does not: a shortest run that shows it, every choice from the beginning on.
    Violated(Vec<Choice>),
    /// What is asked for can happen: a shortest run that shows it.
    Shown(Vec<Choice>),
    /// What is asked for never happens within the bounds.
    Never,
    /// The search did not finish, and has not seen it so far.
    Unknown,
}

/// What a search found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Within which bounds.
    pub bounds: Bounds,
    /// By property, in the order of [`Property::ALL`].
    pub verdicts: Vec<(Property, Verdict)>,
    /// How many states there are, or were found until it stopped.
    pub states: u32,
    /// How many of them were not looked at.
    pub frontier: u32,
    /// How many moves away the last states are that were looked at.
    pub depth: u32,
    /// Whether it came to an end.
    pub progress: Progress,
}

impl Report {
    /// What was found out about a property.
    ///
    /// # Panics
    /// Never: all properties are in it.
    pub fn verdict(&self, property: Property) -> &Verdict {
        let mut verdicts = self.verdicts.iter();
        let found = verdicts.find(|it| it.0 == property);
        &found.expect("all properties are asked about").1
    }

    /// Whether a property is known to hold.
    pub fn proves(&self, property: Property) -> bool {
        matches!(self.verdict(property), Verdict::Holds | Verdict::Shown(_))
    }
}

/// The first state from which no end can be come to without a fault. With fair choices, that is the
/// same as not coming to an end at last: in a finite graph, what can always be reached will be.
pub(super) fn finds_no_end(graph: &Graph) -> Option<StateId> {
    let mut comes_to_end = graph.ends.clone();
    let moves_of = |id: usize| {
        let start = index(graph.starts[id]);
        let end = graph
            .starts
            .get(id + 1)
            .map_or(graph.targets.len(), |&it| index(it));
        &graph.targets[start..end]
    };
    // Most moves lead to later states, so going backwards a few rounds are enough.
    loop {
        let mut has_changed = false;
        for id in (0..graph.starts.len()).rev() {
            if !comes_to_end[id] && moves_of(id).iter().any(|&it| comes_to_end[index(it)]) {
                comes_to_end[id] = true;
                has_changed = true;
            }
        }
        if !has_changed {
            break;
        }
    }
    let first = comes_to_end.iter().position(|&it| !it)?;
    StateId::try_from(first).ok()
}
