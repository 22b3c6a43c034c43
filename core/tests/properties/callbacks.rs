//! The callbacks of `commitAsync`, followed through the events of a run: each asynchronous commit
//! that has an outcome gets its callback once, with that outcome, in the order of the outcomes.
//! `ConsumerCoordinator.invokeCompletedOffsetCommitCallbacks`.

use crate::rule::{Verdict, ensure};
use offsetscope_core::event::{CommitException, CommitTrigger, Event, ProgramEvent};
use offsetscope_core::ids::ConsumerId;
use std::collections::{BTreeMap, VecDeque};

/// An outcome: stored, or why not.
type Outcome = Option<CommitException>;

/// Outcomes whose callbacks have not run, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Callbacks {
    due: BTreeMap<ConsumerId, VecDeque<Outcome>>,
}

impl Callbacks {
    /// Takes in what happened next.
    pub fn note(&mut self, event: &Event) -> Verdict {
        match *event {
            Event::CommitAcknowledged {
                consumer,
                trigger: CommitTrigger::CommitAsync,
            } => self.due.entry(consumer).or_default().push_back(None),
            Event::CommitFailed {
                consumer,
                trigger: CommitTrigger::CommitAsync,
                exception,
            } => self
                .due
                .entry(consumer)
                .or_default()
                .push_back(Some(exception)),
            Event::CommitCallbackRan {
                consumer,
                exception,
            } => {
                let next = self.due.entry(consumer).or_default().pop_front();
                ensure!(next == Some(exception), "{event:?}, but due was {next:?}");
            }
            // A poll that gets to its end has run what was due, and so has a commitSync.
            Event::PollReturned { consumer, .. } => {
                let due = self.due.get(&consumer).map_or(0, VecDeque::len);
                ensure!(due == 0, "{event:?} with {due} callbacks due");
            }
            Event::ConsumerCrashed { consumer, .. }
            | Event::Program {
                consumer,
                what: ProgramEvent::Stopped { .. },
            } => {
                self.due.remove(&consumer);
            }
            _ => {}
        }
        Ok(())
    }
}

#[test]
fn a_callback_that_runs_twice_is_noticed() {
    let consumer = ConsumerId(0);
    let mut callbacks = Callbacks::default();
    let acknowledged = Event::CommitAcknowledged {
        consumer,
        trigger: CommitTrigger::CommitAsync,
    };
    let ran = Event::CommitCallbackRan {
        consumer,
        exception: None,
    };
    assert_eq!(callbacks.note(&acknowledged), Ok(()));
    assert_eq!(callbacks.note(&ran), Ok(()));
    assert!(callbacks.note(&ran).is_err());
}
