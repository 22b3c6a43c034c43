//! Breadth first: what is found is found by a shortest way.

use super::laws::{Kafka, Laws};
use super::model::{Configuration, Model};
use super::property::{Kind, Property};
use super::recall::{Move, Recall};
use super::report::{Report, Verdict, finds_no_end};
use super::states::{StateId, States, Step, index};
use super::witness;
use crate::choice::Choice;
use std::collections::VecDeque;

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There is more to look at.
    Running,
    /// Everything within the bounds was looked at.
    Finished,
    /// There is more, and no room for it.
    Full,
}

/// A search, which goes on as far as it is told to.
pub struct Search<L = Kafka> {
    recall: Recall<L>,
    states: States,
    frontier: Frontier,
    graph: Graph,
    /// The first state that violates each property of kind *always*, or shows one of kind
    /// *sometimes*.
    first: [Option<StateId>; Property::ALL.len()],
    depth: u32,
    progress: Progress,
    /// The state that is looked at, one that follows it, and what may happen.
    at: Vec<u32>,
    next: Vec<u32>,
    moves: Vec<Move>,
}

/// The states that were found and not yet looked at, one behind the other: their lists are all of
/// one length.
#[derive(Default)]
struct Frontier {
    numbers: VecDeque<u32>,
    /// How many moves away each is.
    depths: VecDeque<u32>,
}

impl Frontier {
    fn push(&mut self, state: &[u32], depth: u32) {
        self.numbers.extend(state);
        self.depths.push_back(depth);
    }

    /// Takes the first. Tells how many moves away it is.
    fn pop(&mut self, state: &mut [u32]) -> Option<u32> {
        let depth = self.depths.pop_front()?;
        for number in state {
            *number = self.numbers.pop_front().expect("all are of one length");
        }
        Some(depth)
    }
}

/// What is kept of every state that was looked at, to tell which can come to an end.
#[derive(Default)]
pub(super) struct Graph {
    /// Where the moves of each state begin in `targets`.
    pub starts: Vec<u32>,
    /// Where the moves that are no faults lead.
    pub targets: Vec<StateId>,
    /// Which states need nothing more, or lead out of the bounds, so that nothing can be said.
    pub ends: Vec<bool>,
}

impl<L: Laws> Search<L> {
    /// A search that has found nothing but where it begins.
    pub fn new(model: Model<L>) -> Self {
        let mut recall = Recall::new(model);
        let initial = recall.initial();
        let mut search = Self {
            recall,
            states: States::default(),
            frontier: Frontier::default(),
            graph: Graph::default(),
            first: [None; Property::ALL.len()],
            depth: 0,
            progress: Progress::Running,
            at: initial.clone(),
            next: Vec::new(),
            moves: Vec::new(),
        };
        search.take_in(&initial, Step { from: 0, place: 0 }, 0);
        search
    }

    /// What is searched.
    pub fn model(&self) -> &Model<L> {
        self.recall.model()
    }

    /// How many states were found.
    pub fn states(&self) -> u32 {
        self.states.count()
    }

    /// Whether a state was found, for whoever comes to one by another way.
    pub fn has_found(&mut self, at: &Configuration) -> bool {
        let state = self.recall.state_of(at);
        self.states.contains(&state)
    }

    /// How many of them were not looked at yet.
    pub fn frontier(&self) -> u32 {
        u32::try_from(self.frontier.depths.len()).unwrap_or(u32::MAX)
    }

    /// How many moves away the states are that are looked at now.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Looks at up to `most` states more.
    pub fn advance(&mut self, most: u32) -> Progress {
        for _ in 0..most {
            if self.progress != Progress::Running {
                break;
            }
            if self.states.count() >= self.model().bounds().states {
                self.progress = Progress::Full;
            } else if let Some(depth) = self.frontier.pop(&mut self.at) {
                self.look_at_next(depth);
            } else {
                self.progress = Progress::Finished;
            }
        }
        self.progress
    }

    /// Goes on to the end. Returns what was found out.
    pub fn run(&mut self) -> Report {
        self.advance(u32::MAX);
        self.report()
    }

    /// Looks at the state that is the next, which is at the front no more.
    fn look_at_next(&mut self, depth: u32) {
        self.depth = depth;
        let id = StateId::try_from(self.graph.starts.len()).expect("as many as states");
        let start = u32::try_from(self.graph.targets.len()).expect("fewer than 2^32 moves");
        self.graph.starts.push(start);
        if depth >= self.model().bounds().depth {
            self.graph.ends[index(id)] = true;
            return;
        }
        let (at, mut next) = (
            core::mem::take(&mut self.at),
            core::mem::take(&mut self.next),
        );
        let mut moves = core::mem::take(&mut self.moves);
        self.recall.moves(&at, &mut moves);
        for (place, &what) in (0..).zip(&moves) {
            let is_free = what.fault.is_none();
            if self.recall.apply(&at, what, &mut next) {
                let step = Step { from: id, place };
                let to = self.take_in(&next, step, depth + 1);
                self.graph.targets.extend(is_free.then_some(to));
            } else {
                // What happens out there is not known, so it is not held against this state.
                self.graph.ends[index(id)] |= is_free;
            }
        }
        (self.at, self.next, self.moves) = (at, next, moves);
    }

    fn take_in(&mut self, state: &[u32], step: Step, depth: u32) -> StateId {
        let (id, is_new) = self.states.insert(state, step);
        if is_new {
            let seen = self.recall.observe(state);
            self.graph.ends.push(seen.finished);
            for property in Property::ALL {
                let first = &mut self.first[property as usize];
                if seen.shows(property) && first.is_none() {
                    *first = Some(id);
                }
            }
            self.frontier.push(state, depth);
        }
        id
    }

    /// What was found out so far.
    pub fn report(&self) -> Report {
        let is_finished = self.progress == Progress::Finished;
        let verdict = |property: Property| {
            let first = match property.kind() {
                Kind::Always | Kind::Sometimes => self.first[property as usize],
                Kind::Eventually if is_finished => finds_no_end(&self.graph),
                Kind::Eventually => None,
            };
            let verdict = match (first, property.kind()) {
                (Some(id), Kind::Sometimes) => Verdict::Shown(self.run_to(id, property)),
                (Some(id), _) => Verdict::Violated(self.run_to(id, property)),
                (None, _) if !is_finished => Verdict::Unknown,
                (None, Kind::Sometimes) => Verdict::Never,
                (None, _) => Verdict::Holds,
            };
            (property, verdict)
        };
        Report {
            bounds: self.model().bounds(),
            verdicts: Property::ALL.map(verdict).to_vec(),
            states: self.states(),
            frontier: self.frontier(),
            depth: self.depth,
            progress: self.progress,
        }
    }

    fn run_to(&self, id: StateId, property: Property) -> Vec<Choice> {
        witness::run(self.model(), &self.states.way_to(id), property)
    }
}
