//! Why: the events that made something what it is, picked from all that happened.
//!
//! Nothing here is simulated again: events already say what led to what, and where it is a matter of
//! which message arrived, [`Causality`](crate::history::causality::Causality) does.
//!
//! - [`causes`]: why a record fared in a group as it did;
//! - [`commit`]: why a commit had the fate that it had, and what it went past;
//! - [`rebalance`]: what made a group rebalance, what that took from whom, and what is read again by it.

pub mod commit;
mod course;
mod handover;
mod past;
pub mod rebalance;
mod record;

pub use record::causes;

use crate::event::{Event, ProgramEvent};
use crate::history::Entry;
use crate::ids::{GroupId, Offset, TopicPartition};
use crate::setup::Setup;
use serde::{Deserialize, Serialize};

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// What became of a record in a group.
    Record(Subject),
    /// The commit, or the rebalance, that this step is part of; steps are counted from 1.
    Step(u32),
}

/// A record, as a group sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The group.
    pub group: GroupId,
    /// The partition.
    pub partition: TopicPartition,
    /// The record.
    pub offset: Offset,
}

/// A link of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause<'a> {
    /// The step it happened in, from 1: so many lead to where it has happened.
    pub step: usize,
    /// Which of the step's events it is, from 0.
    pub place: usize,
    /// When.
    pub at_ms: i64,
    /// What.
    pub event: &'a Event,
}

/// What can be asked about a step: a commit or a rebalance that it is part of, or the record that it
/// did something about. None for what explains itself.
pub fn question(setup: &Setup, entry: &Entry, step: usize) -> Option<Asked> {
    let is_explained = |it: &Event| commit::is_part_of_one(it) || rebalance::is_part_of_one(it);
    if entry.events.iter().any(is_explained) {
        return u32::try_from(step).ok().map(Asked::Step);
    }
    entry
        .events
        .iter()
        .find_map(|it| record_of(setup, it))
        .map(Asked::Record)
}

/// The record that a consumer did something about.
fn record_of(setup: &Setup, event: &Event) -> Option<Subject> {
    let (consumer, partition, offset) = match event {
        Event::EffectDone {
            consumer,
            partition,
            offset,
            ..
        }
        | Event::ProcessingStarted {
            consumer,
            partition,
            offset,
        }
        | Event::Program {
            consumer,
            what:
                ProgramEvent::ProcessingFailed { partition, offset }
                | ProgramEvent::RecordSkipped {
                    partition, offset, ..
                }
                | ProgramEvent::DeadLetterSent { partition, offset }
                | ProgramEvent::StoreRefused {
                    partition, offset, ..
                },
        } => (*consumer, *partition, *offset),
        _ => return None,
    };
    Some(Subject {
        group: setup.consumer(consumer).group,
        partition,
        offset,
    })
}
