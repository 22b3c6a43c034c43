//! Steps: taken once, and looked up from then on.

use super::places::{Read, TIMERS};
use super::views::{Reach, looks_wide};
use super::{NOTHING, Recall, State};
use crate::choice::Choice;
use crate::effects::TimerCommand;
use crate::search::laws::Laws;
use crate::shared::Shared;
use crate::timer::Timer;
use crate::world::{Part, Place, World};
use core::hash::BuildHasher;
use foldhash::fast::FixedState;
use litemap::LiteMap;

/// What comes of a step.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    /// This change.
    Change(u32),
    /// The world does not offer it.
    Refused,
    /// That depends on more than what most steps of its kind look at.
    Depends,
}

/// What a step changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Change {
    /// Which parts are now where.
    parts: Vec<(u16, u32)>,
    /// Which timers it arms and disarms. It does not matter which others are armed.
    timers: u32,
}

/// Timers, and whether each is armed from now on.
pub(super) type TimerChange = LiteMap<Timer, bool>;

impl<L: Laws> Recall<L> {
    /// Takes a step. Whether the world offers it.
    pub(super) fn step(&mut self, state: &mut State, choice: Choice, hash: u64) -> bool {
        for reach in [Reach::Narrow, Reach::Wide] {
            let Some(view) = self.view_of(choice, reach) else {
                break;
            };
            let key = self.key(hash, view, state);
            let outcome = self.steps.get(key).unwrap_or_else(|| {
                let outcome = self.find_out(state, choice, reach);
                self.steps.note(key, outcome);
                outcome
            });
            match outcome {
                Outcome::Change(change) => {
                    self.change(state, change);
                    return true;
                }
                Outcome::Refused => return false,
                Outcome::Depends => {}
            }
        }
        let mut world = self.world_of(state);
        let is_offered = self.take(&mut world, choice);
        if is_offered {
            self.note_parts(state, &world);
        }
        is_offered
    }

    /// What a choice looks at. By other laws than Kafka's that may be anything.
    fn view_of(&self, choice: Choice, reach: Reach) -> Option<&[Read]> {
        self.views.of(choice, reach).filter(|_| L::ARE_KAFKAS)
    }

    fn take(&mut self, world: &mut World, choice: Choice) -> bool {
        self.fx.clear();
        self.model.laws().apply(world, choice, &mut self.fx).is_ok()
    }

    fn find_out(&mut self, state: &State, choice: Choice, reach: Reach) -> Outcome {
        let mut world = self.world_of(state);
        if reach == Reach::Narrow && looks_wide(&world, choice) {
            return Outcome::Depends;
        }
        if !self.take(&mut world, choice) {
            return Outcome::Refused;
        }
        let timers = self.timer_change(choice);
        let mut after = state.to_vec();
        self.note_parts(&mut after, &world);
        let changed = (0..).zip(state.iter().zip(&after));
        let changed = changed
            .filter(|&(slot, (before, after))| usize::from(slot) != TIMERS && before != after);
        let parts: Vec<(u16, u32)> = changed.map(|(slot, (_, &after))| (slot, after)).collect();
        let view = self.view_of(choice, reach).unwrap_or_default();
        let is_seen = |&(slot, _): &(u16, u32)| view.contains(&Read::Whole(slot));
        if !parts.iter().all(is_seen) {
            return Outcome::Depends;
        }
        Outcome::Change(self.changes.number_of(Change { parts, timers }))
    }

    /// What the step that was just taken does to timers.
    fn timer_change(&mut self, choice: Choice) -> u32 {
        let mut change = TimerChange::new();
        if let Choice::Fire(timer) = choice {
            change.insert(timer, false);
        }
        for command in &self.fx.timers {
            match *command {
                TimerCommand::Arm { timer, .. } => change.insert(timer, true),
                TimerCommand::Cancel(timer) => change.insert(timer, false),
            };
        }
        self.timer_changes.number_of(change)
    }

    fn change(&mut self, state: &mut State, change: u32) {
        let Change { parts, timers } = self.changes.value(change);
        for &(slot, part) in parts {
            state[usize::from(slot)] = part;
        }
        if *timers != NOTHING {
            state[TIMERS] = self.timers_after(state[TIMERS], *timers);
        }
    }

    fn timers_after(&mut self, before: u32, change: u32) -> u32 {
        let key = FixedState::default().hash_one((before, change));
        self.timers.get(key).unwrap_or_else(|| {
            let Part::Timers(armed) = self.parts.value(before) else {
                unreachable!("timers are where they were put")
            };
            let mut armed = LiteMap::clone(armed);
            for (&timer, &is_armed) in self.timer_changes.value(change).iter() {
                if is_armed {
                    armed.insert(timer, ());
                } else {
                    armed.remove(&timer);
                }
            }
            let part = Part::Timers(Shared::new(armed));
            let world = self.model.start().clone();
            let after = self.number_of(Place::Timers, part, &world);
            self.timers.note(key, after);
            after
        })
    }
}
