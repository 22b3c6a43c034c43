//! What has happened, looked through for causes.

use super::Cause;
use crate::event::Event;
use crate::history::Entry;
use core::ops::RangeInclusive;

/// The steps of a run, counted from 1.
#[derive(Clone, Copy)]
pub(super) struct Past<'a>(pub &'a [Entry]);

impl<'a> Past<'a> {
    /// How many there are.
    pub fn steps(self) -> usize {
        self.0.len()
    }

    /// Everything in a step; nothing if it has not been taken.
    pub fn of(self, step: usize) -> impl DoubleEndedIterator<Item = Cause<'a>> {
        let entry = step.checked_sub(1).and_then(|it| self.0.get(it));
        let cause = move |(place, event): (usize, &'a Event)| Cause {
            step,
            place,
            at_ms: entry.map_or(0, |it| it.at_ms),
            event,
        };
        let events = entry.map_or(&[][..], |it| &it.events);
        events.iter().enumerate().map(cause)
    }

    /// Everything in these steps, oldest first.
    pub fn all(self, steps: RangeInclusive<usize>) -> impl DoubleEndedIterator<Item = Cause<'a>> {
        steps.flat_map(move |step| self.of(step))
    }

    /// The last of its kind up to and with a step.
    pub fn last(self, until: usize, is_so: impl Fn(&Event) -> bool) -> Option<Cause<'a>> {
        let mut newest_first = self.all(1..=until.min(self.steps())).rev();
        newest_first.find(|it| is_so(it.event))
    }

    /// The first of its kind after a step.
    pub fn first(self, after: usize, is_so: impl Fn(&Event) -> bool) -> Option<Cause<'a>> {
        let mut oldest_first = self.all(after + 1..=self.steps());
        oldest_first.find(|it| is_so(it.event))
    }
}

/// Puts causes into the order in which they happened, each once.
pub(super) fn in_order(mut causes: Vec<Cause<'_>>) -> Vec<Cause<'_>> {
    causes.sort_by_key(|it| (it.step, it.place));
    causes.dedup_by_key(|it| (it.step, it.place));
    causes
}
