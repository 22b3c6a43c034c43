//! The states of a search as lists of numbers, and steps that are remembered.
//!
//! A state is a list of the parts of its world, each by its number: Holzmann's collapse compression.
//! Parts are few, their combinations are many. And what a choice changes depends on the few parts
//! that it looks at ([`views`]): the same process with the same batch takes the same step, whatever
//! the rest of the world is at. So a step is taken once and looked up from then on ([`steps`]); so is
//! what may happen next, and what a state shows.
//!
//! Nothing is decided here. What is not remembered is asked of [`Model`], in a world that is put
//! together from its parts. The tests compare every move, step and state with those of a search that
//! remembers nothing.

mod facts;
mod moves;
mod numbered;
mod places;
mod steps;
#[cfg(test)]
mod tests;
mod views;

use super::bounds::{Fault, Faults};
use super::laws::Laws;
use super::model::{Configuration, Model};
use super::moves::Cost;
use super::property::{Observed, observe};
use super::settle::{Travel, arrives_next, runs_next};
use crate::choice::Choice;
use crate::effects::Effects;
use crate::ids::ConsumerId;
use crate::network::Connection;
use crate::world::{Part, Place, World};
use core::hash::{BuildHasher, Hasher};
use facts::{Candidate, Facts, Life};
use foldhash::fast::FixedState;
use numbered::{Answers, Numbered, index};
use places::{FAULTS, Read};
use steps::{Change, Outcome, TimerChange};
use views::Views;

/// A state: what has gone wrong, and the number of each part.
pub(super) type State = [u32];

/// The number of a link with nothing on it.
const NOTHING: u32 = 0;

/// Something that may happen next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    /// What.
    pub choice: Choice,
    /// What has to go wrong for it.
    pub fault: Option<Fault>,
    hash: u64,
}

/// What is searched, with everything that is known of it so far.
pub(super) struct Recall<L> {
    model: Model<L>,
    views: Views,
    links: Vec<Busy>,
    parts: Numbered<Part>,
    /// What is asked of a part again and again, by its number.
    facts: Vec<Facts>,
    lives: Numbered<Life>,
    /// Where each step leads that was taken.
    steps: Answers<Outcome>,
    changes: Numbered<Change>,
    timer_changes: Numbered<TimerChange>,
    /// Which timers are armed after each change of those that were.
    timers: Answers<u32>,
    costs: Answers<Cost>,
    settling: Answers<Settling>,
    seen: Answers<Observed>,
    fx: Effects,
    /// The parts of the world in which every run begins: most are never changed in a state.
    start: Vec<u32>,
}

/// What may happen to a link with something on it.
#[derive(Clone, Copy)]
struct Busy {
    slot: usize,
    deliver: Candidate,
    /// Only where that is ever a move.
    disconnect: Option<Candidate>,
}

/// What a consumer does at once.
#[derive(Clone, Copy)]
struct Settling {
    arrives: Option<(Choice, u64)>,
    runs: Option<(Choice, u64)>,
}

impl<L: Laws> Recall<L> {
    pub fn new(model: Model<L>) -> Self {
        let mut parts = Numbered::default();
        let nothing = parts.number_of(Part::Link(None));
        let mut timer_changes = Numbered::default();
        let no_change = timer_changes.number_of(TimerChange::new());
        debug_assert_eq!((nothing, no_change), (NOTHING, NOTHING));
        let views = Views::new(model.start());
        let links = views.links().map(|(slot, link)| {
            let candidate = |choice| Candidate::new(choice, &model, &views);
            let is_move = link.connection == Connection::Coordinator;
            Busy {
                slot,
                deliver: candidate(Choice::Deliver(link)),
                disconnect: is_move.then(|| candidate(Choice::Disconnect(link))),
            }
        });
        let mut recall = Self {
            links: links.collect(),
            parts,
            facts: vec![Facts::default()],
            lives: Numbered::default(),
            steps: Answers::default(),
            changes: Numbered::default(),
            timer_changes,
            timers: Answers::default(),
            costs: Answers::default(),
            settling: Answers::default(),
            seen: Answers::default(),
            fx: Effects::default(),
            start: Vec::new(),
            views,
            model,
        };
        let start = recall.model.start().clone();
        recall.start = recall.state_of(&Configuration {
            world: start,
            faults: Faults::default(),
        });
        recall
    }

    /// What is searched.
    pub fn model(&self) -> &Model<L> {
        &self.model
    }

    /// Where every run begins.
    pub fn initial(&mut self) -> Vec<u32> {
        let initial = self.model.initial(&mut |_| {});
        self.state_of(&initial)
    }

    /// A world and what has gone wrong on the way to it, as a state.
    pub fn state_of(&mut self, at: &Configuration) -> Vec<u32> {
        let mut state = vec![NOTHING; self.views.places().count() + 1];
        state[FAULTS] = packed(at.faults);
        self.note_parts(&mut state, &at.world);
        state
    }

    /// Makes a move happen, and what follows from it without anybody's choice. Not if it leads out
    /// of the bounds.
    pub fn apply(&mut self, at: &State, what: Move, next: &mut Vec<u32>) -> bool {
        next.clear();
        next.extend_from_slice(at);
        if let Some(fault) = what.fault {
            let bounds = self.model.bounds();
            let Some(faults) = unpacked(at[FAULTS]).with(fault, bounds.faults) else {
                return false;
            };
            next[FAULTS] = packed(faults);
        }
        if !self.step(next, what.choice, what.hash) {
            return false;
        }
        while let Some((choice, hash)) = self.next_at_once(next) {
            if !self.step(next, choice, hash) {
                break;
            }
        }
        let most = self.model.bounds().generations;
        let mut groups = self.views.groups();
        groups.all(|slot| self.facts_of(next[slot]).generation <= most)
    }

    /// What a state shows.
    pub fn observe(&mut self, at: &State) -> Observed {
        let key = self.key(0, self.views.of_verdicts(), at);
        self.seen.get(key).unwrap_or_else(|| {
            let seen = observe(&self.world_of(at));
            self.seen.note(key, seen);
            seen
        })
    }

    /// What is done at once, and first: see `settle.rs`.
    fn next_at_once(&mut self, at: &State) -> Option<(Choice, u64)> {
        if !self.model.settles() {
            return None;
        }
        let mut runs = None;
        for id in self.consumers() {
            let settling = self.settling(at, id);
            if settling.arrives.is_some() {
                return settling.arrives;
            }
            runs = runs.or(settling.runs);
        }
        runs
    }

    fn settling(&mut self, at: &State, id: ConsumerId) -> Settling {
        let travel = self.travel(at);
        let key = self.key(travel as u64, self.views.of_settling(id), at);
        self.settling.get(key).unwrap_or_else(|| {
            let world = self.world_of(at);
            let with_hash = |choice| (choice, hash_of(choice));
            let settling = Settling {
                arrives: arrives_next(&world, id, travel).map(with_hash),
                runs: runs_next(&world, id).map(with_hash),
            };
            self.settling.note(key, settling);
            settling
        })
    }

    fn travel(&self, at: &State) -> Travel {
        self.model.travel(unpacked(at[FAULTS]))
    }

    fn consumers(&self) -> impl Iterator<Item = ConsumerId> + use<L> {
        self.model.setup().consumer_ids()
    }

    fn facts_of(&self, part: u32) -> &Facts {
        &self.facts[index(part)]
    }

    /// A question about what a view shows of a state.
    fn key(&self, question: u64, view: &[Read], at: &State) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write_u64(question);
        for &read in view {
            hasher.write_u32(match read {
                Read::Whole(slot) => at[usize::from(slot)],
                Read::Life(slot) => self.facts_of(at[usize::from(slot)]).life,
            });
        }
        hasher.finish()
    }

    /// The world of a state.
    fn world_of(&self, at: &State) -> World {
        let mut world = self.model.start().clone();
        for (slot, place) in self.views.places() {
            if at[slot] != self.start[slot] {
                world.put(place, self.parts.value(at[slot]).clone());
            }
        }
        world
    }

    /// Lets a state have the parts of a world.
    fn note_parts(&mut self, state: &mut State, world: &World) {
        for place in 0..self.views.places().count() {
            let (slot, place) = self.views.place(place);
            let part = world.part(place);
            if *self.parts.value(state[slot]) != part {
                state[slot] = self.number_of(place, part, world);
            }
        }
    }

    fn number_of(&mut self, place: Place, part: Part, world: &World) -> u32 {
        let number = self.parts.number_of(part);
        if self.parts.count() > self.facts.len() {
            let (model, views, lives) = (&self.model, &self.views, &mut self.lives);
            let part = (place, self.parts.value(number));
            self.facts.push(Facts::of(part, world, model, views, lives));
        }
        number
    }
}

fn hash_of(choice: Choice) -> u64 {
    FixedState::default().hash_one(choice)
}

fn packed(faults: Faults) -> u32 {
    let Faults {
        crashes,
        timeouts,
        drops,
        stops,
    } = faults;
    u32::from_le_bytes([crashes, timeouts, drops, stops])
}

fn unpacked(faults: u32) -> Faults {
    let [crashes, timeouts, drops, stops] = faults.to_le_bytes();
    Faults {
        crashes,
        timeouts,
        drops,
        stops,
    }
}
