//! Marks on the timeline: the steps one wants to find again.

use offsetscope_core::event::{Event, ProgramEvent};
use offsetscope_core::history::Entry;
use serde::{Deserialize, Serialize};

/// What a mark stands for, least important first: where two fall together, the later one shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MarkKind {
    /// A commit moved a committed offset.
    Commit,
    /// Somebody changed a setting.
    Change,
    /// A rebalance began or ended.
    Rebalance,
    /// Retention deleted segments.
    Deletion,
    /// A process was started again.
    Restart,
    /// A record took effect again.
    Duplicate,
    /// A process died.
    Crash,
}

impl MarkKind {
    /// All of them, in the order they are explained.
    pub const ALL: [Self; 7] = [
        Self::Commit,
        Self::Rebalance,
        Self::Crash,
        Self::Restart,
        Self::Duplicate,
        Self::Deletion,
        Self::Change,
    ];

    /// The most important mark of a step.
    pub fn of_entry(entry: &Entry) -> Option<Self> {
        Self::all_of(entry).max()
    }

    /// All marks of a step.
    pub fn all_of(entry: &Entry) -> impl Iterator<Item = Self> + '_ {
        entry.events.iter().filter_map(Self::of)
    }

    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::CommitApplied {
                previous, offset, ..
            } if *previous != Some(*offset) => Some(Self::Commit),
            Event::RebalanceStarted { .. } | Event::GroupStable { .. } => Some(Self::Rebalance),
            Event::SegmentsDeleted { .. }
            | Event::LogCompacted { .. }
            | Event::RecordsDeleted { .. }
            | Event::OffsetDeleted { .. }
            | Event::GroupDeleted(_)
            | Event::OffsetsExpired { .. } => Some(Self::Deletion),
            Event::EffectDone { times: 2.., .. } => Some(Self::Duplicate),
            Event::ConsumerCrashed { .. } | Event::ConsumerFailed { .. } => Some(Self::Crash),
            Event::ConsumerRestarted(_) | Event::ConsumerResumed(_) | Event::NetworkHealed(_) => {
                Some(Self::Restart)
            }
            Event::StrategyChosen { .. }
            | Event::ConsumerPaused(_)
            | Event::NetworkCut(_)
            | Event::MessagesDelayed { .. }
            | Event::Program {
                what: ProgramEvent::StopAsked,
                ..
            } => Some(Self::Change),
            _ => None,
        }
    }
}

/// A mark after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How many steps lie before it.
    pub step: usize,
    /// What it stands for.
    pub kind: MarkKind,
}

/// All marks of a run, in order; grows with it.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    marks: Vec<Mark>,
    steps_seen: usize,
}

impl Marks {
    /// Takes in the steps that have come since.
    pub fn take_in(&mut self, entries: &[Entry]) {
        for (place, entry) in entries.iter().enumerate().skip(self.steps_seen) {
            if let Some(kind) = MarkKind::of_entry(entry) {
                self.marks.push(Mark {
                    step: place + 1,
                    kind,
                });
            }
        }
        self.steps_seen = entries.len();
    }

    /// Forgets what came after `step`: the run has changed there.
    pub fn truncate(&mut self, step: usize) {
        self.marks
            .truncate(self.marks.partition_point(|mark| mark.step <= step));
        self.steps_seen = self.steps_seen.min(step);
    }

    /// At most one mark for each of `buckets` equal parts of a run of `steps` steps: the most
    /// important one.
    pub fn thinned(&self, steps: usize, buckets: usize) -> Vec<Mark> {
        let mut thinned: Vec<Mark> = Vec::new();
        // Buckets that stay what they are for long, so that few marks change while a run grows.
        let width = (steps / buckets + 1).next_power_of_two();
        let bucket_of = |step: usize| step / width;
        for &mark in &self.marks {
            match thinned.last_mut() {
                Some(last) if bucket_of(last.step) == bucket_of(mark.step) => {
                    if mark.kind > last.kind {
                        *last = mark;
                    }
                }
                _ => thinned.push(mark),
            }
        }
        thinned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(steps: &[usize]) -> Marks {
        let mark = |&step| Mark {
            step,
            kind: MarkKind::Commit,
        };
        Marks {
            marks: steps.iter().map(mark).collect(),
            steps_seen: 100,
        }
    }

    #[test]
    fn forgets_what_came_after_a_fork() {
        let mut marks = marks(&[5, 9]);
        marks.truncate(7);
        let steps: Vec<usize> = marks.marks.iter().map(|mark| mark.step).collect();
        assert_eq!((steps, marks.steps_seen), (vec![5], 7));
    }

    #[test]
    fn few_change_while_a_run_grows() {
        let marks = marks(&[3, 40, 41, 77, 90]);
        let at = |steps| marks.thinned(steps, 10).iter().map(|it| it.step).collect();
        let (before, after): (Vec<usize>, Vec<usize>) = (at(91), at(150));
        assert_eq!((&before, before.len()), (&after, 4));
    }

    #[test]
    fn keeps_the_most_important_of_a_crowd() {
        let mut marks = marks(&[1, 2, 90]);
        marks.marks[1].kind = MarkKind::Crash;
        let thinned: Vec<_> = marks
            .thinned(100, 10)
            .iter()
            .map(|it| (it.step, it.kind))
            .collect();
        assert_eq!(thinned, [(2, MarkKind::Crash), (90, MarkKind::Commit)]);
    }
}
