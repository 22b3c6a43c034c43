//! The history: the driver that goes where it has been. Every choice is kept, so any step can be
//! seen again, and the past can be changed without losing what came of it before.

mod branch;
pub mod causality;
mod moment;

pub use branch::Branch;
pub use moment::Moment;

use crate::choice::{Choice, NotEnabled};
use crate::effects::Effects;
use crate::event::Event;
use crate::setup::Setup;
use std::sync::Arc;

/// How many steps lie between two kept moments. Seeking replays at most this many.
const CHECKPOINT_INTERVAL: usize = 512;

/// How long after the last choice of a run that somebody else chose the next one comes at most.
const TIME_TO_SEE_MS: i64 = 700;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub choice: Choice,
    /// When.
    pub at_ms: i64,
    /// What it did.
    pub events: Vec<Event>,
}

impl Entry {
    /// Whether there is something to see in it. Faults and changed settings always are.
    pub fn is_notable(&self) -> bool {
        self.choice.is_intervention() || self.events.iter().any(|event| !event.is_routine())
    }
}

/// A run: all that happened, and the moment that is looked at.
#[derive(Clone, Debug)]
pub struct History {
    entries: Vec<Entry>,
    /// The moment after every [`CHECKPOINT_INTERVAL`] steps, from the opening on, as far as the
    /// run was ever seen.
    checkpoints: Vec<Moment>,
    cursor: usize,
    current: Moment,
    branches: Vec<Branch>,
    effects: Effects,
}

impl History {
    /// More steps than this are not taken, so that a run that is left alone does not eat up the
    /// memory: it ends after an hour and a half of the shop.
    pub const MAX_STEPS: usize = 100_000;

    /// A run that begins where there is something to see: see [`Moment::opening`].
    pub fn new(setup: Arc<Setup>) -> Self {
        Self::from(Moment::opening(setup))
    }

    /// A run that begins at the very beginning: see [`Moment::beginning`].
    pub fn at_start(setup: Arc<Setup>) -> Self {
        Self::from(Moment::beginning(setup))
    }

    fn from(current: Moment) -> Self {
        Self {
            entries: Vec::new(),
            checkpoints: vec![current.clone()],
            cursor: 0,
            current,
            branches: Vec::new(),
            effects: Effects::default(),
        }
    }

    /// A run that somebody else chose, from the very beginning on: a counterexample. What is due
    /// later than a choice comes when the choice says so; each choice has some time to be seen.
    ///
    /// # Errors
    /// [`NotEnabled`] with the first choice that cannot happen.
    pub fn of_choices(setup: Arc<Setup>, choices: &[Choice]) -> Result<Self, NotEnabled> {
        let mut history = Self::at_start(setup);
        for &choice in choices {
            let clock = &history.current.clock;
            let now_ms = clock.now_ms();
            let due_ms = clock.due_ms(choice).unwrap_or(now_ms);
            let at_ms = due_ms.clamp(now_ms, now_ms + TIME_TO_SEE_MS);
            history.take(choice, at_ms)?;
        }
        Ok(history)
    }

    /// A run by the clock in which somebody makes something happen, each so long after the opening,
    /// and after what the clock has due then.
    ///
    /// # Errors
    /// The place of the first happening that cannot happen then.
    pub fn by_clock(setup: Arc<Setup>, happenings: &[(i64, Choice)]) -> Result<Self, usize> {
        let mut history = Self::new(setup);
        let opening_ms = history.opening_ms();
        for (place, &(after_ms, choice)) in happenings.iter().enumerate() {
            let at_ms = opening_ms.saturating_add(after_ms);
            while history.next().is_some_and(|(due_ms, _)| due_ms <= at_ms) {
                history.forward();
            }
            history.inject(choice, at_ms).map_err(|_| place)?;
        }
        Ok(history)
    }

    /// The moment that is looked at.
    pub fn current(&self) -> &Moment {
        &self.current
    }

    /// How many steps lie before it.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// All that happened on the run that is followed, also after the moment that is looked at.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All that happened before the moment that is looked at.
    pub fn past(&self) -> &[Entry] {
        &self.entries[..self.cursor]
    }

    /// The step that led here; none at the opening.
    pub fn last_entry(&self) -> Option<&Entry> {
        self.entries[..self.cursor].last()
    }

    /// What the step that was taken last did. Its events are in its entry, if they were new.
    pub fn last_effects(&self) -> &Effects {
        &self.effects
    }

    /// The time at the opening.
    pub fn opening_ms(&self) -> i64 {
        self.checkpoints[0].clock.now_ms()
    }

    /// The runs that were left when the past was changed, oldest first.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// What comes next, and when: what came before, or else what the clock says. None at the end.
    pub fn next(&self) -> Option<(i64, Choice)> {
        match self.entries.get(self.cursor) {
            Some(entry) => Some((entry.at_ms, entry.choice)),
            None if self.entries.len() >= Self::MAX_STEPS => None,
            None => self.current.clock.next(),
        }
    }

    /// Takes one step. Returns whether there was one to take.
    ///
    /// # Panics
    /// If what was recorded or is due cannot happen, which is a fault of this crate.
    pub fn forward(&mut self) -> bool {
        self.forward_if(|_| true) == Some(true)
    }

    /// Takes one step if it is time for it, which is asked with the time at which it comes. Returns
    /// whether it was; none at the end.
    ///
    /// # Panics
    /// If what was recorded or is due cannot happen, which is a fault of this crate.
    pub fn forward_if(&mut self, is_time: impl FnOnce(i64) -> bool) -> Option<bool> {
        let (at_ms, choice) = self.next()?;
        if !is_time(at_ms) {
            return Some(false);
        }
        let taken = self.take(choice, at_ms);
        assert!(taken.is_ok(), "what was recorded or is due can happen");
        Some(true)
    }

    /// Goes forward to the end of the next step that is worth seeing. Returns whether it moved.
    pub fn step(&mut self) -> bool {
        self.step_within(usize::MAX)
    }

    /// The same, but no further than to after `last` steps.
    pub fn step_within(&mut self, last: usize) -> bool {
        let from = self.cursor;
        while self.cursor < last && self.forward() {
            if self.last_entry().is_some_and(Entry::is_notable) {
                break;
            }
        }
        self.cursor > from
    }

    /// Goes back to before the last step that is worth seeing. Returns whether it moved.
    pub fn step_back(&mut self) -> bool {
        let from = self.cursor;
        let Some(last) = self.entries[..from].iter().rposition(Entry::is_notable) else {
            self.seek(0);
            return from > 0;
        };
        let before = self.entries[..last].iter().rposition(Entry::is_notable);
        self.seek(before.map_or(0, |place| place + 1));
        true
    }

    /// Looks at the moment after `step` steps, or at the last one if there are fewer.
    ///
    /// # Panics
    /// If what was recorded cannot happen again, which is a fault of this crate.
    pub fn seek(&mut self, step: usize) {
        let step = step.min(self.entries.len());
        let nearest = (step / CHECKPOINT_INTERVAL).min(self.checkpoints.len() - 1);
        let kept = nearest * CHECKPOINT_INTERVAL;
        // Going on from here is cheaper than going on from an earlier checkpoint.
        if step < self.cursor || kept > self.cursor {
            self.cursor = kept;
            self.current = self.checkpoints[nearest].clone();
        }
        while self.cursor < step {
            self.forward();
        }
    }

    /// Looks at the moment `at_ms`: after all that happened up to then.
    pub fn seek_to_time(&mut self, at_ms: i64) {
        self.seek(self.entries.partition_point(|entry| entry.at_ms <= at_ms));
    }

    /// Makes something happen at `at_ms`, but no sooner than now and no later than the next step.
    /// If there was a future, it is kept as a branch.
    ///
    /// # Errors
    /// [`NotEnabled`] if it cannot happen at this moment; then nothing has changed.
    pub fn inject(&mut self, choice: Choice, at_ms: i64) -> Result<(), NotEnabled> {
        let next_ms = self.next().map_or(i64::MAX, |(next_ms, _)| next_ms);
        let at_ms = at_ms.min(next_ms).max(self.current.clock.now_ms());
        let mut trial = self.current.clone();
        trial.apply(choice, at_ms, &mut self.effects)?;
        self.leave_future();
        self.take(choice, at_ms)
    }

    /// Goes back to the opening, to begin anew without what was changed. A run that somebody had
    /// made something happen in is kept as a branch; any other would only be the same again.
    pub fn start_over(&mut self) {
        let was_changed = self
            .entries
            .iter()
            .any(|entry| entry.choice.is_intervention());
        self.seek(0);
        if was_changed {
            self.leave_future();
        } else {
            drop(self.cut_future());
        }
    }

    /// The last thing before this moment that somebody made happen, by the number of steps before it.
    pub fn last_change(&self) -> Option<usize> {
        let before = &self.entries[..self.cursor];
        before
            .iter()
            .rposition(|entry| entry.choice.is_intervention())
    }

    /// Takes back the last change before this moment. The run that was left for it is followed
    /// again; where there was none, it goes on from there as it would have. What came of the change
    /// is kept as a branch. Returns whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.last_change() else {
            return false;
        };
        let left_for_it = |branch: &Branch| branch.fork_step == step;
        if let Some(index) = self.branches.iter().rposition(left_for_it) {
            self.return_to_branch(index);
        } else {
            self.seek(step);
            self.leave_future();
        }
        true
    }

    /// Takes over how a run goes on after its first `from` steps, from somebody who has it already:
    /// what comes when. What was here after them is forgotten.
    ///
    /// # Errors
    /// [`NotEnabled`] with the first choice that cannot happen; what comes before it is taken over.
    pub fn follow(
        &mut self,
        from: usize,
        steps: impl IntoIterator<Item = (i64, Choice)>,
    ) -> Result<(), NotEnabled> {
        self.seek(from);
        drop(self.cut_future());
        let mut steps = steps.into_iter();
        steps.try_for_each(|(at_ms, choice)| {
            let at_ms = at_ms.max(self.current.clock.now_ms());
            self.take(choice, at_ms)
        })
    }

    /// Keeps what comes after this moment as a branch.
    fn leave_future(&mut self) {
        let entries = self.cut_future();
        if !entries.is_empty() {
            self.branches.push(Branch {
                fork_step: self.cursor,
                entries,
            });
        }
    }

    /// Takes away what comes after this moment.
    fn cut_future(&mut self) -> Vec<Entry> {
        let future = self.entries.split_off(self.cursor);
        self.checkpoints
            .truncate(self.cursor / CHECKPOINT_INTERVAL + 1);
        for branch in &mut self.branches {
            branch.fork_at_or_before(self.cursor, &future);
        }
        future
    }

    /// Goes back to a run that was left, at the moment where it was left. The run that was
    /// followed until now takes its place among the branches.
    ///
    /// # Panics
    /// If there is no such branch.
    pub fn return_to_branch(&mut self, index: usize) {
        let branch = self.branches.remove(index);
        self.seek(branch.fork_step);
        self.leave_future();
        self.entries.extend(branch.entries);
        for other in &mut self.branches {
            other.fork_from(&self.entries);
        }
    }

    fn take(&mut self, choice: Choice, at_ms: i64) -> Result<(), NotEnabled> {
        self.current.apply(choice, at_ms, &mut self.effects)?;
        if self.cursor == self.entries.len() {
            // Exactly as long as it is: there are a hundred thousand of them.
            let mut events = core::mem::take(&mut self.effects.events);
            events.shrink_to_fit();
            self.entries.push(Entry {
                choice,
                at_ms,
                events,
            });
        } else {
            debug_assert_eq!(
                self.entries[self.cursor].events, self.effects.events,
                "same run"
            );
        }
        self.cursor += 1;
        if self.cursor == self.checkpoints.len() * CHECKPOINT_INTERVAL {
            self.checkpoints.push(self.current.clone());
        }
        Ok(())
    }
}
