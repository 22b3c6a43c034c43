//! Watches a run: every property after every step.

use crate::callbacks::Callbacks;
use crate::coverage::Coverage;
use crate::exactly_once::ExactlyOnce;
use crate::offers;
use crate::recount::Recount;
use crate::rule::{self, Verdict};
use crate::seen::{Seen, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::event::Event;
use offsetscope_core::setup::Setup;
use offsetscope_core::world::World;
use rand_pcg::Pcg64Mcg;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many of the last steps a failure shows.
const STEPS_SHOWN: usize = 12;
/// The whole ledger is compared every so many steps at least. The larger it is, the longer that
/// takes, and the less often it is done.
const STEPS_BETWEEN_RECOUNTS: u64 = 64;
/// So often everything that is offered is tried out, and some of what is not.
const STEPS_BETWEEN_TRIALS: u64 = 48;

/// A choice that was taken, and when.
pub type Taken = (i64, Choice);

/// A run in which a property did not hold.
pub struct Failure {
    /// Which, at which step, and what led there.
    pub what: String,
    pub setup: Arc<Setup>,
    /// Every choice up to there.
    pub taken: Vec<Taken>,
}

/// Watches one run.
pub struct Watch {
    last: Step,
    recount: Recount,
    callbacks: Callbacks,
    exactly_once: ExactlyOnce,
    steps: u64,
    next_recount: u64,
    recent: VecDeque<(i64, Choice, Vec<Event>)>,
    taken: Vec<Taken>,
    pub coverage: Coverage,
}

impl Watch {
    /// Begins with a new world and the effects of its making.
    pub fn new(world: &World, effects: &Effects) -> Self {
        let (setup, seen) = (world.setup().clone(), Seen::of(world));
        let last = Step {
            setup: setup.clone(),
            before: seen.clone(),
            choice: Choice::Restart(setup.consumer_ids().next().expect("someone consumes")),
            at_ms: 0,
            effects: effects.clone(),
            after: seen,
        };
        Self {
            last,
            exactly_once: ExactlyOnce::new(setup.clone()),
            recount: Recount::new(setup),
            callbacks: Callbacks::default(),
            steps: 0,
            next_recount: STEPS_BETWEEN_RECOUNTS,
            recent: VecDeque::new(),
            taken: Vec::new(),
            coverage: Coverage::default(),
        }
    }

    /// How many steps it has seen.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Looks at what has just happened.
    ///
    /// # Errors
    /// Which property does not hold, at which step, and what led there.
    pub fn look(
        &mut self,
        world: &World,
        choice: Choice,
        at_ms: i64,
        effects: &Effects,
    ) -> Verdict {
        self.steps += 1;
        self.taken.push((at_ms, choice));
        let step = &mut self.last;
        core::mem::swap(&mut step.before, &mut step.after);
        step.after = Seen::of(world);
        (step.choice, step.at_ms) = (choice, at_ms);
        step.effects.clone_from(effects);
        self.coverage.note(&effects.events);
        self.remember();
        self.check(world).map_err(|what| self.report(&what))
    }

    fn remember(&mut self) {
        if self.recent.len() == STEPS_SHOWN {
            self.recent.pop_front();
        }
        let Step {
            choice,
            at_ms,
            effects,
            ..
        } = &self.last;
        self.recent
            .push_back((*at_ms, *choice, effects.events.clone()));
    }

    fn check(&mut self, world: &World) -> Verdict {
        for (name, rule) in rule::all() {
            rule(&self.last).map_err(|what| format!("{name}: {what}"))?;
        }
        for event in self.last.events() {
            self.recount
                .note(event)
                .map_err(|what| format!("recount: {what}"))?;
            self.callbacks
                .note(event)
                .map_err(|what| format!("callbacks: {what}"))?;
            self.exactly_once
                .note(event)
                .map_err(|what| format!("exactly once: {what}"))?;
        }
        self.recount
            .knows_positions_of(world)
            .map_err(|what| format!("positions: {what}"))?;
        if self.steps >= self.next_recount {
            self.recount
                .agrees_with(world)
                .map_err(|what| format!("ledger: {what}"))?;
            self.next_recount = self.steps + STEPS_BETWEEN_RECOUNTS + self.recount.records();
        }
        Ok(())
    }

    /// The run is over: what came up in it, or how it failed.
    pub fn end(mut self, world: &World, done: Verdict) -> Result<Coverage, Failure> {
        match done {
            Ok(()) => {
                self.coverage.note_end(world);
                Ok(self.coverage)
            }
            Err(what) => Err(Failure {
                what,
                setup: world.setup().clone(),
                taken: self.taken,
            }),
        }
    }

    /// Now and then, tries out what the world offers and what it does not.
    ///
    /// # Errors
    /// What is offered and refused, or the other way round.
    pub fn try_out(&self, world: &World, choices: &[Choice], chance: &mut Pcg64Mcg) -> Verdict {
        let mut trial = || -> Verdict {
            offers::no_choice_twice(choices)?;
            if !self.steps.is_multiple_of(STEPS_BETWEEN_TRIALS) {
                return Ok(());
            }
            offers::all_can_happen(world, choices, self.last.at_ms)?;
            let others = (0..20).map(|_| offers::any_choice(chance));
            let mut refused = others.filter(|choice| !choices.contains(choice));
            refused.try_for_each(|choice| offers::is_refused(world, choice, self.last.at_ms))
        };
        trial().map_err(|what| self.report(&format!("choices: {what}")))
    }

    /// What was wrong, and what led there.
    pub fn report(&self, what: &str) -> String {
        let line = |(at_ms, choice, events): &(i64, Choice, Vec<Event>)| {
            format!("{at_ms} ms {choice:?}: {events:?}")
        };
        let steps: Vec<String> = self.recent.iter().map(line).collect();
        format!(
            "step {}: {what}\nThe last steps:\n  {}",
            self.steps,
            steps.join("\n  ")
        )
    }
}
