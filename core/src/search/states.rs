//! The states that were found: a fingerprint of each, and how it was come to.
//!
//! A state is known again by 64 bits of hash, as Holzmann's hash compaction does: with a million
//! states, the chance that two of them are taken for one is below one in thirty million.

use core::hash::BuildHasher;
use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// A state's number, in the order in which they were found.
pub(super) type StateId = u32;

/// How a state was come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// From which state.
    pub from: StateId,
    /// By which of its moves.
    pub place: u16,
}

/// All states that were found.
#[derive(Default)]
pub(super) struct States {
    places: HashTable<StateId>,
    fingerprints: Vec<u64>,
    steps: Vec<Step>,
}

impl States {
    /// Takes in a state that was come to by a step. Tells its number, and whether it is new.
    pub fn insert(&mut self, state: &[u32], step: Step) -> (StateId, bool) {
        let fingerprint = FixedState::default().hash_one(state);
        if let Some(id) = self.with_fingerprint(fingerprint) {
            return (id, false);
        }
        let id = self.count();
        let hash_of = |&id: &StateId| self.fingerprints[index(id)];
        self.places.insert_unique(fingerprint, id, hash_of);
        self.fingerprints.push(fingerprint);
        self.steps.push(step);
        (id, true)
    }

    /// Whether a state is among them.
    pub fn contains(&self, state: &[u32]) -> bool {
        let fingerprint = FixedState::default().hash_one(state);
        self.with_fingerprint(fingerprint).is_some()
    }

    fn with_fingerprint(&self, fingerprint: u64) -> Option<StateId> {
        let is_it = |&id: &StateId| self.fingerprints[index(id)] == fingerprint;
        self.places.find(fingerprint, is_it).copied()
    }

    /// How many there are.
    pub fn count(&self) -> StateId {
        StateId::try_from(self.steps.len()).expect("bounded by u32")
    }

    /// The steps that lead from the first state to this one.
    pub fn way_to(&self, mut id: StateId) -> Vec<Step> {
        let mut way = Vec::new();
        while id != 0 {
            let step = self.steps[index(id)];
            way.push(step);
            id = step.from;
        }
        way.reverse();
        way
    }
}

pub(super) fn index(id: StateId) -> usize {
    usize::try_from(id).expect("32 bits")
}
