//! What made a record's fate in a group.
//!
//! A chain holds those events without which the fate would be another: how the record came into the
//! log, every time it was handed out, what became of it there, each commit that went past it or back
//! over it, and whatever took it from one consumer and gave it to the next.

use super::past::Past;
use super::{Cause, Subject};
use crate::event::{Event, ProgramEvent, RecordSpan};
use crate::history::Entry;
use crate::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use crate::setup::Setup;
use core::mem::discriminant;

/// The chain that led to a record's fate, oldest first, as far as `entries` go.
pub fn causes<'a>(setup: &'a Setup, entries: &'a [Entry], subject: Subject) -> Vec<Cause<'a>> {
    let mut teller = Teller {
        setup,
        subject,
        holder: None,
        is_in_between: false,
        is_passed: false,
        chain: Vec::new(),
    };
    for cause in Past(entries).all(1..=entries.len()) {
        teller.hear(cause);
    }
    teller.chain
}

/// Hears all events in their order, and keeps those that belong to the chain.
struct Teller<'a> {
    setup: &'a Setup,
    subject: Subject,
    /// Who was handed the record last.
    holder: Option<ConsumerId>,
    /// The record is on its way from one holder to the next, or to nobody.
    is_in_between: bool,
    /// The group has committed past it.
    is_passed: bool,
    chain: Vec<Cause<'a>>,
}

impl<'a> Teller<'a> {
    fn hear(&mut self, cause: Cause<'a>) {
        if self.is_of_record(cause.event) || self.is_of_holder(cause.event) {
            self.chain.push(cause);
        } else if self.is_of_handover(cause.event) {
            self.forget_the_like(cause.event);
            self.chain.push(cause);
        }
    }

    /// What happens to the record itself, in the log, by a commit, or in a consumer.
    fn is_of_record(&mut self, event: &Event) -> bool {
        match event {
            Event::RecordAppended {
                partition, offset, ..
            } => self.is(*partition, *offset),
            Event::SegmentsDeleted { partition, deleted } => {
                let gone = deleted.old_log_start..deleted.new_log_start;
                *partition == self.subject.partition && gone.contains(&self.subject.offset)
            }
            Event::LogCompacted { removed, .. } => self.is_among(removed),
            Event::CommitApplied {
                group,
                partition,
                previous,
                offset,
            } => self.crosses(*group, *partition, *previous, *offset),
            Event::OffsetsExpired { group, partitions } => {
                *group == self.subject.group && partitions.contains(&self.subject.partition)
            }
            Event::PollReturned { consumer, records } => self.is_handed_out(*consumer, records),
            Event::EffectDone {
                consumer,
                partition,
                offset,
                ..
            } => self.is_in_group(*consumer) && self.is(*partition, *offset),
            Event::Program { consumer, what } => self.is_in_group(*consumer) && self.is_work(what),
            _ => false,
        }
    }

    /// A commit goes past the record, or back over it.
    fn crosses(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        previous: Option<Offset>,
        offset: Offset,
    ) -> bool {
        if group != self.subject.group || partition != self.subject.partition {
            return false;
        }
        let was_passed = previous.is_some_and(|it| it > self.subject.offset);
        self.is_passed = offset > self.subject.offset;
        was_passed != self.is_passed
    }

    fn is_handed_out(&mut self, consumer: ConsumerId, records: &[RecordSpan]) -> bool {
        let is_so = self.is_in_group(consumer) && self.is_among(records);
        if is_so {
            self.holder = Some(consumer);
            self.is_in_between = false;
        }
        is_so
    }

    fn is_work(&self, what: &ProgramEvent) -> bool {
        match what {
            ProgramEvent::ProcessingFailed { partition, offset }
            | ProgramEvent::RecordSkipped {
                partition, offset, ..
            }
            | ProgramEvent::DeadLetterSent { partition, offset }
            | ProgramEvent::DeadLetterStored { partition, offset }
            | ProgramEvent::StoreRefused {
                partition, offset, ..
            }
            | ProgramEvent::HandedOff { partition, offset } => self.is(*partition, *offset),
            ProgramEvent::StoredForCommit { partition, next } => {
                self.is_just_past(*partition, *next)
            }
            ProgramEvent::OffsetStored {
                partition, offset, ..
            } => self.is_just_past(*partition, *offset),
            ProgramEvent::WorkCancelled { records }
            | ProgramEvent::WokenUp { dropped: records }
            | ProgramEvent::Stopped { in_hand: records } => self.is_among(records),
            ProgramEvent::SoughtBack { positions } => {
                let is_before = |&(_, to): &(TopicPartition, Offset)| to <= self.subject.offset;
                let mut here = positions.iter().filter(|it| it.0 == self.subject.partition);
                here.any(is_before)
            }
            ProgramEvent::WorkStarted { .. }
            | ProgramEvent::DeadLetterAcknowledged { .. }
            | ProgramEvent::StopAsked => false,
        }
    }

    /// What takes the record from whom it was handed to, and what its commits come to.
    fn is_of_holder(&mut self, event: &Event) -> bool {
        let Some(holder) = self.holder else {
            return false;
        };
        let is_taken = match event {
            Event::ConsumerCrashed { consumer, .. }
            | Event::ConsumerFailed { consumer, .. }
            | Event::PollTimeoutExpired(consumer) => *consumer == holder,
            Event::PartitionsRevoked {
                consumer,
                partitions,
            }
            | Event::PartitionsLost {
                consumer,
                partitions,
            } => *consumer == holder && partitions.contains(&self.subject.partition),
            Event::SessionExpired { member, .. } | Event::MemberRemoved { member, .. } => {
                member.consumer == holder
            }
            _ => false,
        };
        self.is_in_between |= is_taken;
        is_taken || self.is_commit_of(holder, event)
    }

    /// The commit that would cover, or wrongly covers, the record: sent, and failed.
    fn is_commit_of(&self, holder: ConsumerId, event: &Event) -> bool {
        match event {
            Event::CommitSent {
                consumer, offsets, ..
            } => {
                let covers = |it: &(TopicPartition, Offset)| {
                    it.0 == self.subject.partition && it.1 > self.subject.offset
                };
                *consumer == holder && !self.is_passed && offsets.iter().any(covers)
            }
            Event::CommitFailed { consumer, .. } => *consumer == holder && !self.is_passed,
            _ => false,
        }
    }

    /// How the partition comes to the next consumer, and where that one begins.
    fn is_of_handover(&self, event: &Event) -> bool {
        match event {
            Event::RebalanceStarted { group, .. } => {
                *group == self.subject.group && self.is_in_between
            }
            Event::PositionSet {
                consumer,
                partition,
                ..
            } => {
                let is_here = *partition == self.subject.partition;
                let is_news = self.is_in_between || self.holder.is_none();
                is_here && is_news && self.is_in_group(*consumer)
            }
            _ => false,
        }
    }

    /// Before anybody reads the record, a group may rebalance often: only the last time counts.
    fn forget_the_like(&mut self, event: &Event) {
        let is_like = |it: &Cause<'_>| discriminant(it.event) == discriminant(event);
        let since = self.chain.iter().rposition(|it| ends_a_chapter(it.event));
        let tail = self.chain.split_off(since.map_or(0, |it| it + 1));
        self.chain
            .extend(tail.into_iter().filter(|it| !is_like(it)));
    }

    fn is(&self, partition: TopicPartition, offset: Offset) -> bool {
        partition == self.subject.partition && offset == self.subject.offset
    }

    fn is_just_past(&self, partition: TopicPartition, next: Offset) -> bool {
        partition == self.subject.partition && next == self.subject.offset + 1
    }

    fn is_among(&self, records: &[RecordSpan]) -> bool {
        let Subject {
            partition, offset, ..
        } = self.subject;
        let holds =
            |it: &RecordSpan| it.partition == partition && (it.first..=it.last).contains(&offset);
        records.iter().any(holds)
    }

    fn is_in_group(&self, consumer: ConsumerId) -> bool {
        self.setup.consumer(consumer).group == self.subject.group
    }
}

/// What lies before this is told, and is not replaced by what comes after.
fn ends_a_chapter(event: &Event) -> bool {
    matches!(
        event,
        Event::PollReturned { .. }
            | Event::EffectDone { .. }
            | Event::ConsumerCrashed { .. }
            | Event::ConsumerFailed { .. }
            | Event::PartitionsRevoked { .. }
            | Event::PartitionsLost { .. }
    )
}
