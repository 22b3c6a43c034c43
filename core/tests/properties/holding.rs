//! What a process holds, followed through the events of its program: positions, fetched records,
//! records in hand and with its workers.

use crate::rule::{Verdict, ensure};
use offsetscope_core::event::{ProgramEvent, RecordSpan};
use offsetscope_core::ids::{Offset, TopicPartition};
use std::collections::{BTreeMap, BTreeSet};

/// A record: where it lies.
pub type Place = (TopicPartition, Offset);

/// What a living process holds.
#[derive(Clone, Debug, Default)]
pub struct Holding {
    pub positions: BTreeMap<TopicPartition, Offset>,
    pub buffer: BTreeSet<Place>,
    pub in_hand: BTreeSet<Place>,
    /// What the loop is at.
    pub processing: Option<Place>,
    /// Handed to workers and not completed, a place for each time.
    pub handed: Vec<Place>,
}

impl Holding {
    pub fn seek(&mut self, partition: TopicPartition, offset: Offset) {
        self.positions.insert(partition, offset);
        self.buffer.retain(|(of, _)| *of != partition);
    }

    /// Somebody is done with a record: the loop, or a worker.
    pub fn done(&mut self, place: Place) {
        if self.processing == Some(place) {
            self.processing = None;
            self.in_hand.remove(&place);
        } else if let Some(first) = self.handed.iter().position(|it| *it == place) {
            self.handed.swap_remove(first);
        }
    }

    /// What a program does with what it holds.
    pub fn note(&mut self, what: &ProgramEvent) -> Verdict {
        match what {
            ProgramEvent::HandedOff { partition, offset } => {
                let place = (*partition, *offset);
                ensure!(self.in_hand.remove(&place), "{what:?}: not in hand");
                self.handed.push(place);
            }
            ProgramEvent::WorkStarted {
                partition, offset, ..
            } => {
                let place = (*partition, *offset);
                ensure!(self.handed.contains(&place), "{what:?}: not handed over");
            }
            ProgramEvent::WorkCancelled { records } => {
                for place in places(records) {
                    let first = self.handed.iter().position(|it| *it == place);
                    let first = first.ok_or_else(|| format!("{what:?}: not handed over"))?;
                    self.handed.swap_remove(first);
                }
            }
            ProgramEvent::RecordSkipped {
                partition, offset, ..
            }
            | ProgramEvent::DeadLetterAcknowledged { partition, offset }
            | ProgramEvent::StoreRefused {
                partition, offset, ..
            } => self.done((*partition, *offset)),
            ProgramEvent::SoughtBack { positions } => {
                self.in_hand.clear();
                self.processing = None;
                for &(partition, offset) in positions {
                    self.seek(partition, offset);
                }
            }
            ProgramEvent::WokenUp { dropped } => {
                let held = core::mem::take(&mut self.in_hand);
                let held: Vec<_> = held.into_iter().collect();
                ensure!(same(dropped, held.clone()), "{what:?}: it held {held:?}");
            }
            ProgramEvent::Stopped { in_hand } => {
                let held = core::mem::take(self).handed;
                ensure!(same(in_hand, held.clone()), "{what:?}: it held {held:?}");
            }
            ProgramEvent::ProcessingFailed { .. }
            | ProgramEvent::DeadLetterSent { .. }
            | ProgramEvent::DeadLetterStored { .. }
            | ProgramEvent::OffsetStored { .. }
            | ProgramEvent::StoredForCommit { .. }
            | ProgramEvent::StopAsked => {}
        }
        Ok(())
    }
}

/// Whether spans hold exactly these records, in any order.
pub fn same(spans: &[RecordSpan], mut held: Vec<Place>) -> bool {
    let mut reported: Vec<Place> = places(spans).collect();
    reported.sort_unstable();
    held.sort_unstable();
    reported == held
}

pub fn places(spans: &[RecordSpan]) -> impl Iterator<Item = Place> {
    spans.iter().flat_map(
        |&RecordSpan {
             partition,
             first,
             last,
         }| { (first..=last).map(move |offset| (partition, offset)) },
    )
}
