//! Breadth first: what is found is found by a shortest way.

use super::laws::{Kafka, Laws};
use super::model::{Configuration, Model};
use super::property::{Kind, Property, observe};
use super::report::{Report, Verdict, finds_no_end};
use super::states::{StateId, States, Step, index};
use crate::choice::Choice;
use crate::effects::Effects;
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
    model: Model<L>,
    states: States,
    frontier: VecDeque<Reached>,
    graph: Graph,
    /// The first state that violates each property of kind *always*, or shows one of kind
    /// *sometimes*.
    first: [Option<StateId>; Property::ALL.len()],
    depth: u32,
    progress: Progress,
    fx: Effects,
    moves: Vec<Choice>,
}

/// A state that was found and not yet looked at.
struct Reached {
    id: StateId,
    depth: u32,
    state: Configuration,
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
        let initial = model.initial(&mut |_| {});
        let mut search = Self {
            model,
            states: States::default(),
            frontier: VecDeque::new(),
            graph: Graph::default(),
            first: [None; Property::ALL.len()],
            depth: 0,
            progress: Progress::Running,
            fx: Effects::default(),
            moves: Vec::new(),
        };
        search.take_in(initial, Step { from: 0, place: 0 }, 0);
        search
    }

    /// What is searched.
    pub fn model(&self) -> &Model<L> {
        &self.model
    }

    /// How many states were found.
    pub fn states(&self) -> u32 {
        self.states.count()
    }

    /// How many of them were not looked at yet.
    pub fn frontier(&self) -> u32 {
        u32::try_from(self.frontier.len()).unwrap_or(u32::MAX)
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
            if self.states.count() >= self.model.bounds().states {
                self.progress = Progress::Full;
            } else if let Some(next) = self.frontier.pop_front() {
                self.look_at(&next);
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

    fn look_at(&mut self, reached: &Reached) {
        self.depth = reached.depth;
        let (mut moves, mut fx) = (
            core::mem::take(&mut self.moves),
            core::mem::take(&mut self.fx),
        );
        self.model.moves(&reached.state, &mut moves);
        let start = u32::try_from(self.graph.targets.len()).expect("fewer than 2^32 moves");
        self.graph.starts.push(start);
        let is_last = reached.depth >= self.model.bounds().depth;
        self.graph.ends[index(reached.id)] |= is_last;
        if !is_last {
            for (place, &choice) in moves.iter().enumerate() {
                let step = Step {
                    from: reached.id,
                    place: u16::try_from(place).expect("fewer than 65,536 moves"),
                };
                self.follow(reached, choice, step, &mut fx);
            }
        }
        (self.moves, self.fx) = (moves, fx);
    }

    fn follow(&mut self, reached: &Reached, choice: Choice, step: Step, fx: &mut Effects) {
        match self.model.apply(&reached.state, choice, fx, &mut |_| {}) {
            Some(next) => {
                let is_free = next.faults == reached.state.faults;
                let id = self.take_in(next, step, reached.depth + 1);
                if is_free {
                    self.graph.targets.push(id);
                }
            }
            // What happens out there is not known, so it is not held against this state.
            None => {
                self.graph.ends[index(reached.id)] |= self.model.is_free(&reached.state, choice);
            }
        }
    }

    fn take_in(&mut self, state: Configuration, step: Step, depth: u32) -> StateId {
        let (id, is_new) = self.states.insert(&state, step);
        if is_new {
            let seen = observe(&state.world);
            self.graph.ends.push(seen.finished);
            for property in Property::ALL {
                let shows = match property.kind() {
                    Kind::Always => seen.violates(property),
                    Kind::Sometimes => seen.each_once,
                    Kind::Eventually => false,
                };
                let first = &mut self.first[property as usize];
                if shows && first.is_none() {
                    *first = Some(id);
                }
            }
            self.frontier.push_back(Reached { id, depth, state });
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
                (Some(id), Kind::Sometimes) => Verdict::Shown(self.run_to(id)),
                (Some(id), _) => Verdict::Violated(self.run_to(id)),
                (None, _) if !is_finished => Verdict::Unknown,
                (None, Kind::Sometimes) => Verdict::Never,
                (None, _) => Verdict::Holds,
            };
            (property, verdict)
        };
        Report {
            bounds: self.model.bounds(),
            verdicts: Property::ALL.map(verdict).to_vec(),
            states: self.states(),
            frontier: self.frontier(),
            depth: self.depth,
            progress: self.progress,
        }
    }

    /// All choices from the beginning to a state, with those that are made at once.
    fn run_to(&self, id: StateId) -> Vec<Choice> {
        let mut run = self.model.opening().to_vec();
        let mut at = self.model.initial(&mut |choice| run.push(choice));
        let (mut fx, mut moves) = (Effects::default(), Vec::new());
        for step in self.states.way_to(id) {
            self.model.moves(&at, &mut moves);
            let choice = moves[usize::from(step.place)];
            let next = self
                .model
                .apply(&at, choice, &mut fx, &mut |it| run.push(it));
            at = next.expect("it was taken before");
        }
        run
    }
}
