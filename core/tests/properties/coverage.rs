//! What has happened at least once. A property that is never put to the test proves nothing.

use crate::rule::{Verdict, ensure};
use offsetscope_core::admin::AdminError;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{
    CommitException, CommitTrigger, Event, FatalException, JoinReason, PositionSource,
    ProduceException, ProgramEvent, RebalanceReason, SkipReason,
};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ledger::Verdict as Ledger;
use offsetscope_core::log::DeletionReason;
use offsetscope_core::network::LogEnd;
use offsetscope_core::world::World;

/// Something that runs must get to, or they are too tame.
type Situation = (&'static str, fn(&Event) -> bool);

const SITUATIONS: &[Situation] = &[
    ("duplicated", |it| {
        matches!(it, Event::EffectDone { times: 2, .. })
    }),
    ("charged three times", |it| {
        matches!(it, Event::EffectDone { times: 3, .. })
    }),
    ("out of order", |it| {
        matches!(
            it,
            Event::EffectDone {
                out_of_order: true,
                ..
            }
        )
    }),
    (
        "crash with records in hand",
        |it| matches!(it, Event::ConsumerCrashed { in_hand, .. } if !in_hand.is_empty()),
    ),
    (
        "crash in the middle of two partitions",
        |it| matches!(it, Event::ConsumerCrashed { in_hand, .. } if in_hand.len() > 1),
    ),
    ("a process goes on after a pause", |it| {
        matches!(it, Event::ConsumerResumed(_))
    }),
    ("the network comes back", |it| {
        matches!(it, Event::NetworkHealed(_))
    }),
    ("answer to a dead process", |it| {
        matches!(it, Event::AnswerLost(_))
    }),
    (
        "connection broke: requests lost",
        |it| matches!(it, Event::Disconnected { requests_lost, .. } if *requests_lost > 0),
    ),
    (
        "connection broke: answers lost",
        |it| matches!(it, Event::Disconnected { answers_lost, .. } if *answers_lost > 0),
    ),
    ("join after a broken connection", |it| {
        matches!(
            it,
            Event::JoinSent {
                reason: JoinReason::Disconnected,
                ..
            }
        )
    }),
    ("records sent again", |it| {
        matches!(it, Event::RecordsSent { attempt: 2.., .. })
    }),
    (
        "several records in a batch",
        |it| matches!(it, Event::RecordsSent { orders, .. } if orders.len() > 1),
    ),
    ("a duplicate batch is not written", |it| {
        matches!(it, Event::DuplicateBatch { .. })
    }),
    ("acks=0", |it| {
        matches!(it, Event::ProduceAcknowledged { offset: None, .. })
    }),
    ("delivery times out", |it| {
        given_up(it, ProduceException::Timeout)
    }),
    ("retries run out", |it| {
        given_up(it, ProduceException::Network)
    }),
    ("auto-commit lost", |it| lost(it, CommitTrigger::AutoCommit)),
    ("commitSync times out", |it| {
        failed(it, CommitException::Timeout)
    }),
    ("commitSync stored after it timed out", |it| {
        acknowledged(it, CommitTrigger::Abandoned)
    }),
    ("auto-commit applied", |it| {
        acknowledged(it, CommitTrigger::AutoCommit)
    }),
    ("farewell commit applied", |it| {
        acknowledged(it, CommitTrigger::BeforeRebalance)
    }),
    ("commitSync applied", |it| {
        acknowledged(it, CommitTrigger::CommitSync)
    }),
    ("callback of a stored commitAsync", |it| {
        matches!(
            it,
            Event::CommitCallbackRan {
                exception: None,
                ..
            }
        )
    }),
    ("callback of a failed commitAsync", |it| {
        matches!(
            it,
            Event::CommitCallbackRan {
                exception: Some(_),
                ..
            }
        )
    }),
    ("CommitFailedException", |it| {
        failed(it, CommitException::CommitFailed)
    }),
    ("refused: unknown member", |it| {
        refused(it, GroupError::UnknownMemberId)
    }),
    ("refused: rebalance in progress", |it| {
        refused(it, GroupError::RebalanceInProgress)
    }),
    ("refused: fenced instance", |it| {
        refused(it, GroupError::FencedInstanceId)
    }),
    ("FencedInstanceIdException", |it| {
        matches!(
            it,
            Event::ConsumerFailed {
                exception: FatalException::Refused(GroupError::FencedInstanceId),
                ..
            }
        )
    }),
    ("rebalance: new member", |it| {
        began(it, |why| matches!(why, RebalanceReason::MemberJoined(_)))
    }),
    ("rebalance: session expired", |it| {
        began(it, |why| matches!(why, RebalanceReason::SessionExpired(_)))
    }),
    ("rebalance: sync missed", |it| {
        began(it, |why| matches!(why, RebalanceReason::SyncMissed(_)))
    }),
    ("a generation of nobody", |it| {
        matches!(it, Event::GenerationStarted { members: 0, .. })
    }),
    ("a generation of three", |it| {
        matches!(it, Event::GenerationStarted { members: 3, .. })
    }),
    ("removed at the join deadline", |it| {
        matches!(it, Event::MemberRemoved { .. })
    }),
    ("member id expired", |it| {
        matches!(it, Event::MemberIdExpired { .. })
    }),
    ("rejoin after losing membership", |it| {
        matches!(
            it,
            Event::JoinSent {
                reason: JoinReason::LostMembership,
                ..
            }
        )
    }),
    ("max.poll.interval.ms over", |it| {
        matches!(it, Event::PollTimeoutExpired(_))
    }),
    ("reset to the young", |it| {
        matches!(
            it,
            Event::PositionSet {
                source: PositionSource::Reset(LogEnd::Since(_)),
                ..
            }
        )
    }),
    ("rejoin after giving up what others get", |it| {
        matches!(
            it,
            Event::JoinSent {
                reason: JoinReason::Revoked,
                ..
            }
        )
    }),
    (
        "partitions lost",
        |it| matches!(it, Event::PartitionsLost { partitions, .. } if !partitions.is_empty()),
    ),
    ("reset to earliest", |it| {
        set_from(it, PositionSource::Reset(LogEnd::Earliest))
    }),
    ("reset to latest", |it| {
        set_from(it, PositionSource::Reset(LogEnd::Latest))
    }),
    ("begins at the committed offset", |it| {
        set_from(it, PositionSource::Committed)
    }),
    ("position out of range", |it| {
        matches!(it, Event::PositionOutOfRange { .. })
    }),
    ("nothing committed, no reset", |it| {
        matches!(
            it,
            Event::ConsumerFailed {
                exception: FatalException::NoOffsetForPartition(_),
                ..
            }
        )
    }),
    ("deleted by size", |it| {
        deleted(it, DeletionReason::RetentionBytes)
    }),
    ("deleted by age", |it| {
        deleted(it, DeletionReason::RetentionMs)
    }),
    ("committed offsets expired", |it| {
        matches!(it, Event::OffsetsExpired { .. })
    }),
    ("records were deleted", |it| {
        matches!(it, Event::RecordsDeleted { .. })
    }),
    ("an offset was deleted", |it| {
        matches!(it, Event::OffsetDeleted { .. })
    }),
    ("a group was deleted", |it| {
        matches!(it, Event::GroupDeleted(_))
    }),
    ("deleted from below the log start", |it| {
        deleted(it, DeletionReason::LogStart)
    }),
    ("offsets of a working group are not altered", |it| {
        refused_admin(it, GroupError::UnknownMemberId)
    }),
    ("offsets that are worked with are not deleted", |it| {
        refused_admin(it, GroupError::GroupSubscribedToTopic)
    }),
    ("a working group is not deleted", |it| {
        refused_admin(it, GroupError::NonEmptyGroup)
    }),
    ("a group was forgotten", |it| {
        matches!(it, Event::GroupRemoved(_))
    }),
    (
        "records were compacted",
        |it| matches!(it, Event::LogCompacted { removed, .. } if !removed.is_empty()),
    ),
    ("a worker begins", |it| {
        program(it, |what| matches!(what, ProgramEvent::WorkStarted { .. }))
    }),
    ("queued work is dropped", |it| {
        program(it, |what| {
            matches!(what, ProgramEvent::WorkCancelled { .. })
        })
    }),
    (
        "poll returns nothing",
        |it| matches!(it, Event::PollReturned { records, .. } if records.is_empty()),
    ),
    ("a database goes on", |it| {
        program(it, |what| {
            matches!(
                what,
                ProgramEvent::OffsetStored {
                    previous: Some(_),
                    ..
                }
            )
        })
    }),
    ("a database refuses", |it| {
        program(it, |what| matches!(what, ProgramEvent::StoreRefused { .. }))
    }),
    ("begins where the database says", |it| {
        set_from(it, PositionSource::Database)
    }),
    ("skipped", |it| skipped(it, SkipReason::Caught)),
    ("exception in a Future", |it| {
        skipped(it, SkipReason::InFuture)
    }),
    ("sought back", |it| {
        program(it, |what| matches!(what, ProgramEvent::SoughtBack { .. }))
    }),
    ("dead letter stored", |it| {
        program(it, |what| {
            matches!(what, ProgramEvent::DeadLetterStored { .. })
        })
    }),
    ("processing ends the process", |it| {
        matches!(
            it,
            Event::ConsumerFailed {
                exception: FatalException::ProcessingFailed(..),
                ..
            }
        )
    }),
    ("woken up with records in hand", |it| {
        program(
            it,
            |what| matches!(what, ProgramEvent::WokenUp { dropped } if !dropped.is_empty()),
        )
    }),
    ("stopped with work undone", |it| {
        program(
            it,
            |what| matches!(what, ProgramEvent::Stopped { in_hand } if !in_hand.is_empty()),
        )
    }),
    ("stopped", |it| {
        program(
            it,
            |what| matches!(what, ProgramEvent::Stopped { in_hand } if in_hand.is_empty()),
        )
    }),
    ("strategy taken over", |it| {
        matches!(
            it,
            Event::StrategyAdopted {
                strategy: Strategy::AutoCommit,
                ..
            }
        )
    }),
];

fn program(event: &Event, is_so: impl Fn(&ProgramEvent) -> bool) -> bool {
    matches!(event, Event::Program { what, .. } if is_so(what))
}

fn skipped(event: &Event, by: SkipReason) -> bool {
    program(
        event,
        |what| matches!(what, ProgramEvent::RecordSkipped { reason, .. } if *reason == by),
    )
}

fn acknowledged(event: &Event, by: CommitTrigger) -> bool {
    matches!(event, Event::CommitAcknowledged { trigger, .. } if *trigger == by)
}

fn failed(event: &Event, by: CommitException) -> bool {
    matches!(event, Event::CommitFailed { exception, .. } if *exception == by)
}

fn given_up(event: &Event, because: ProduceException) -> bool {
    matches!(event, Event::ProduceFailed { exception, .. } if *exception == because)
}

fn lost(event: &Event, by: CommitTrigger) -> bool {
    let exception = CommitException::RetriableCommitFailed;
    matches!(event, Event::CommitFailed { trigger, exception: it, .. }
        if *trigger == by && *it == exception)
}

fn refused(event: &Event, by: GroupError) -> bool {
    matches!(event, Event::RequestRefused { error, .. } if *error == by)
}

fn began(event: &Event, because: impl Fn(&RebalanceReason) -> bool) -> bool {
    matches!(event, Event::RebalanceStarted { reason, .. } if because(reason))
}

fn set_from(event: &Event, from: PositionSource) -> bool {
    matches!(event, Event::PositionSet { source, .. } if *source == from)
}

fn deleted(event: &Event, by: DeletionReason) -> bool {
    matches!(event, Event::SegmentsDeleted { deleted, .. } if deleted.reason == by)
}

fn refused_admin(event: &Event, by: GroupError) -> bool {
    *event == Event::AdminRefused(AdminError::Group(by))
}

/// How often each situation came up, and each verdict at the end of a run.
#[derive(Clone, Debug)]
pub struct Coverage {
    situations: [u64; SITUATIONS.len()],
    verdicts: [u64; Ledger::ALL.len()],
}

impl Default for Coverage {
    fn default() -> Self {
        Self {
            situations: [0; SITUATIONS.len()],
            verdicts: [0; Ledger::ALL.len()],
        }
    }
}

impl Coverage {
    /// Counts what a step did.
    pub fn note(&mut self, events: &[Event]) {
        for event in events {
            for (count, (_, is_so)) in self.situations.iter_mut().zip(SITUATIONS) {
                *count += u64::from(is_so(event));
            }
        }
    }

    /// Counts what became of the records of a run.
    pub fn note_end(&mut self, world: &World) {
        for group in world.setup().group_ids() {
            let tally = world.tally(group);
            for (count, verdict) in self.verdicts.iter_mut().zip(Ledger::ALL) {
                *count += u64::from(tally.count(verdict));
            }
        }
    }

    /// Adds another run's.
    pub fn add(&mut self, other: &Self) {
        let situations = self.situations.iter_mut().zip(other.situations);
        let verdicts = self.verdicts.iter_mut().zip(other.verdicts);
        situations
            .chain(verdicts)
            .for_each(|(sum, count)| *sum += count);
    }

    fn rows(&self) -> impl Iterator<Item = (String, u64)> {
        let situations = SITUATIONS.iter().map(|(name, _)| (*name).to_owned());
        let verdicts = Ledger::ALL
            .iter()
            .map(|verdict| format!("verdict {verdict:?}"));
        let counts = self.situations.iter().chain(&self.verdicts).copied();
        situations.chain(verdicts).zip(counts)
    }

    /// Whether everything has come up.
    pub fn is_complete(&self) -> Verdict {
        let missing: Vec<_> = self.rows().filter(|(_, count)| *count == 0).collect();
        ensure!(missing.is_empty(), "these never came up: {missing:?}");
        Ok(())
    }
}

impl core::fmt::Display for Coverage {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.rows()
            .try_for_each(|(name, count)| writeln!(f, "{count:>10}  {name}"))
    }
}
