//! Why a commit had the fate that it had, and what it went past.

use super::Cause;
use super::course::Course;
use super::past::{Past, in_order};
use crate::event::{CommitException, CommitTrigger, Event, ProgramEvent};
use crate::group::error::GroupError;
use crate::history::Entry;
use crate::history::causality::{Causality, End};
use crate::ids::{ConsumerId, GroupId, MemberId, Offset, TopicPartition};
use crate::network::{Client, Connection};
use crate::setup::Setup;
use std::collections::BTreeSet;

/// A commit: where it came from, what became of it, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit<'a> {
    /// Who sent it.
    pub consumer: ConsumerId,
    /// What made it.
    pub trigger: CommitTrigger,
    /// What it said: the next offset to read, by partition.
    pub offsets: Vec<(TopicPartition, Offset)>,
    /// What became of it.
    pub fate: Fate,
    /// What it went past, or would have: for each partition where it moves the group on.
    pub spans: Vec<Span>,
    /// What led to that, oldest first.
    pub causes: Vec<Cause<'a>>,
}

/// What became of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is on its way to the coordinator.
    UnderWay,
    /// It never arrived: the connection broke under it.
    Lost,
    /// The coordinator stored it.
    Stored(Answer),
    /// The coordinator refused it.
    Refused(GroupError),
    /// The client itself refused to send it.
    NotSent(CommitException),
}

/// What became of the coordinator's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is on its way.
    UnderWay,
    /// The process that asked has it.
    Heard,
    /// It was lost, or found nobody: whoever committed does not know.
    Lost,
}

/// The records between where a group stood in a partition and where a commit puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The partition.
    pub partition: TopicPartition,
    /// Where the group stood; none if nothing was committed.
    pub from: Option<Offset>,
    /// What the commit said.
    pub to: Offset,
    /// How many of the records in between had been handed out and had not taken effect then.
    pub undone: u32,
    /// The first of these.
    pub first_undone: Option<Offset>,
}

/// Whether an event belongs to a commit that can be explained.
pub(super) fn is_part_of_one(event: &Event) -> bool {
    matches!(
        event,
        Event::CommitSent { .. }
            | Event::CommitApplied { .. }
            | Event::CommitAcknowledged { .. }
            | Event::CommitFailed { .. }
    )
}

/// The commit that a step is part of; none if it is part of none.
pub fn commit<'a>(
    setup: &Setup,
    entries: &'a [Entry],
    causality: &Causality,
    step: usize,
) -> Option<Commit<'a>> {
    let past = Past(entries);
    let Some(course) = Course::through(causality, step) else {
        return not_sent(past, step);
    };
    let Event::CommitSent {
        consumer,
        trigger,
        offsets,
    } = past
        .of(course.sent)
        .find(|it| is_sent_by(course.consumer, it.event))?
        .event
    else {
        return None;
    };
    let inquiry = Inquiry {
        past,
        group: setup.consumer(*consumer).group,
        consumer: *consumer,
        offsets,
        is_of_group: |it| setup.consumer(it).group == setup.consumer(course.consumer).group,
        course,
    };
    let fate = inquiry.fate();
    Some(Commit {
        consumer: *consumer,
        trigger: *trigger,
        offsets: offsets.clone(),
        fate,
        spans: inquiry.spans(),
        causes: inquiry.causes(*trigger, fate),
    })
}

fn is_sent_by(consumer: ConsumerId, event: &Event) -> bool {
    matches!(event, Event::CommitSent { consumer: sender, .. } if *sender == consumer)
}

/// A commit that its client did not even send, or whose caller has given it up.
fn not_sent(past: Past<'_>, step: usize) -> Option<Commit<'_>> {
    let failed = past
        .of(step)
        .find(|it| matches!(it.event, Event::CommitFailed { .. }))?;
    let Event::CommitFailed {
        consumer,
        trigger,
        exception,
    } = failed.event
    else {
        return None;
    };
    let takes_part = |event: &Event| is_of_membership(event, *consumer);
    let before = past.last(step, takes_part);
    Some(Commit {
        consumer: *consumer,
        trigger: *trigger,
        offsets: Vec::new(),
        fate: Fate::NotSent(*exception),
        spans: Vec::new(),
        causes: in_order(before.into_iter().chain([failed]).collect()),
    })
}

/// Why a client does not take itself for a member, or not for one that may commit.
fn is_of_membership(event: &Event, consumer: ConsumerId) -> bool {
    match event {
        Event::JoinSent { consumer: who, .. }
        | Event::PartitionsLost { consumer: who, .. }
        | Event::PollTimeoutExpired(who)
        | Event::HeartbeatAnswered {
            consumer: who,
            error: Some(_),
        } => *who == consumer,
        _ => false,
    }
}

/// What is asked of the past about one commit.
struct Inquiry<'a, 'b, F> {
    past: Past<'a>,
    group: GroupId,
    consumer: ConsumerId,
    offsets: &'b [(TopicPartition, Offset)],
    is_of_group: F,
    course: Course,
}

impl<'a, F: Fn(ConsumerId) -> bool> Inquiry<'a, '_, F> {
    fn decided(&self) -> usize {
        self.course.decided(self.past.steps())
    }

    fn is_known(&self, step: usize) -> bool {
        step <= self.past.steps()
    }

    fn refusal(&self) -> Option<(MemberId, GroupError)> {
        self.past.of(self.decided()).find_map(|it| match it.event {
            Event::RequestRefused { member, error, .. } => Some((*member, *error)),
            _ => None,
        })
    }

    fn fate(&self) -> Fate {
        match self.course.request {
            End::Lost(step) if self.is_known(step) => Fate::Lost,
            End::Arrived(step) if self.is_known(step) => {
                let answer = || match self.course.answer {
                    _ if self.finds_nobody(step) => Answer::Lost,
                    End::Lost(step) if self.is_known(step) => Answer::Lost,
                    End::Arrived(step) if self.is_known(step) => {
                        if self.finds_nobody(step) {
                            Answer::Lost
                        } else {
                            Answer::Heard
                        }
                    }
                    _ => Answer::UnderWay,
                };
                let refused = self.refusal();
                refused.map_or_else(|| Fate::Stored(answer()), |(_, error)| Fate::Refused(error))
            }
            _ => Fate::UnderWay,
        }
    }

    /// Whether the answer finds nobody: when it is sent, or when it arrives.
    fn finds_nobody(&self, step: usize) -> bool {
        let is_lost = |it: Cause<'_>| *it.event == Event::AnswerLost(self.consumer);
        self.past.of(step).any(is_lost)
    }

    /// What it goes past, as things stood when it was decided about.
    fn spans(&self) -> Vec<Span> {
        let spans = self
            .offsets
            .iter()
            .map(|&(partition, to)| self.span(partition, to));
        spans.filter(|it| it.from.unwrap_or(0) < it.to).collect()
    }

    fn span(&self, partition: TopicPartition, to: Offset) -> Span {
        let mut from = None;
        let (mut handed_out, mut done) = (BTreeSet::new(), BTreeSet::new());
        for cause in self.past.all(1..=self.decided()) {
            match cause.event {
                Event::CommitApplied {
                    group,
                    partition: at,
                    previous,
                    offset,
                } if (*group, *at) == (self.group, partition) => {
                    let is_this = cause.step == self.decided();
                    from = if is_this { *previous } else { Some(*offset) };
                }
                Event::PollReturned { consumer, records } if (self.is_of_group)(*consumer) => {
                    let here = records.iter().filter(|it| it.partition == partition);
                    handed_out.extend(here.flat_map(|it| it.first..=it.last));
                }
                event => done.extend(self.done_with(partition, event)),
            }
        }
        let passed = handed_out.range(from.unwrap_or(0)..to);
        let undone: Vec<Offset> = passed.copied().filter(|it| !done.contains(it)).collect();
        Span {
            partition,
            from,
            to,
            undone: u32::try_from(undone.len()).unwrap_or(u32::MAX),
            first_undone: undone.first().copied(),
        }
    }

    /// The record that the group is done with by this: it took effect, or was passed over.
    fn done_with(&self, partition: TopicPartition, event: &Event) -> Option<Offset> {
        let (consumer, at, offset) = match event {
            Event::EffectDone {
                consumer,
                partition,
                offset,
                ..
            }
            | Event::Program {
                consumer,
                what:
                    ProgramEvent::RecordSkipped {
                        partition, offset, ..
                    }
                    | ProgramEvent::DeadLetterStored { partition, offset }
                    | ProgramEvent::StoreRefused {
                        partition, offset, ..
                    },
            } => (*consumer, *partition, *offset),
            _ => return None,
        };
        (at == partition && (self.is_of_group)(consumer)).then_some(offset)
    }

    fn causes(&self, trigger: CommitTrigger, fate: Fate) -> Vec<Cause<'a>> {
        let mut causes: Vec<Cause<'a>> = Vec::new();
        let spans = self.spans();
        let moves = |it: &TopicPartition| {
            spans.is_empty() || spans.iter().any(|span| span.partition == *it)
        };
        for &(partition, offset) in self.offsets.iter().filter(|it| moves(&it.0)) {
            causes.extend(self.where_from(partition, offset));
        }
        causes.extend(self.occasion(trigger));
        causes.extend(
            self.past
                .of(self.course.sent)
                .filter(|it| is_sent_by(self.consumer, it.event)),
        );
        causes.extend(self.meanwhile());
        causes.extend(self.decision());
        causes.extend(self.why_refused());
        if let End::Arrived(step) | End::Lost(step) = self.course.answer {
            causes.extend(self.past.of(step).filter(|it| self.is_of_answer(it.event)));
        }
        if matches!(fate, Fate::Lost | Fate::Refused(_)) {
            causes.extend(self.read_again());
        }
        in_order(causes)
    }

    /// How its sender came to say this offset: what it read last, or where it began.
    fn where_from(&self, partition: TopicPartition, offset: Offset) -> Option<Cause<'a>> {
        let before = self.course.sent;
        let has_read = |event: &Event| {
            matches!(event, Event::PollReturned { consumer, records }
            if *consumer == self.consumer && records.iter().any(|it| {
                it.partition == partition && (it.first + 1..=it.last + 1).contains(&offset)
            }))
        };
        let has_begun = |event: &Event| {
            matches!(event, Event::PositionSet { consumer, partition: at, .. }
                if (*consumer, *at) == (self.consumer, partition))
        };
        let read = self.past.last(before, has_read);
        read.or_else(|| self.past.last(before, has_begun))
    }

    /// What made it just then.
    fn occasion(&self, trigger: CommitTrigger) -> Option<Cause<'a>> {
        let is_occasion = |event: &Event| match (trigger, event) {
            (CommitTrigger::AutoCommit, Event::AutoCommitDue(consumer)) => {
                *consumer == self.consumer
            }
            (CommitTrigger::BeforeRebalance, Event::RebalanceStarted { group, .. }) => {
                *group == self.group
            }
            (
                CommitTrigger::BeforeRebalance,
                Event::Program {
                    consumer,
                    what: ProgramEvent::StopAsked | ProgramEvent::WokenUp { .. },
                }
                | Event::ConsumerFailed { consumer, .. },
            ) => *consumer == self.consumer,
            _ => false,
        };
        self.past.last(self.course.sent, is_occasion)
    }

    /// What happened to its sender and to its group while it was on its way.
    fn meanwhile(&self) -> impl Iterator<Item = Cause<'a>> {
        let between = self.past.all(self.course.sent..=self.decided());
        between.filter(|it| match it.event {
            Event::ConsumerCrashed { consumer, .. } => *consumer == self.consumer,
            Event::Disconnected {
                client, connection, ..
            } => {
                *client == Client::Consumer(self.consumer) && *connection == Connection::Coordinator
            }
            Event::RebalanceStarted { group, .. } | Event::GenerationStarted { group, .. } => {
                *group == self.group && it.step > self.course.sent
            }
            Event::SessionExpired { member, .. } | Event::MemberRemoved { member, .. } => {
                member.consumer == self.consumer
            }
            // Somebody else says where the same group stands.
            Event::CommitApplied {
                group,
                partition,
                previous,
                offset,
            } => {
                let is_of_it = self.offsets.iter().any(|of_it| of_it.0 == *partition);
                *group == self.group
                    && is_of_it
                    && *previous != Some(*offset)
                    && it.step < self.decided()
            }
            _ => false,
        })
    }

    /// What the coordinator made of it.
    fn decision(&self) -> impl Iterator<Item = Cause<'a>> {
        let step = match self.course.request {
            End::Arrived(step) => step,
            End::Lost(_) | End::UnderWay => 0,
        };
        self.past.of(step).filter(is_decision)
    }

    /// Why the coordinator did not take it from this member any more.
    fn why_refused(&self) -> Vec<Cause<'a>> {
        let Some((member, error)) = self.refusal() else {
            return Vec::new();
        };
        let until = self.decided();
        let is_end = |event: &Event| is_end_of_membership(event, member);
        let is_generation = |event: &Event| matches!(event, Event::GenerationStarted { group, .. } if *group == self.group);
        let is_rebalance = |event: &Event| matches!(event, Event::RebalanceStarted { group, .. } if *group == self.group);
        let of_process = |event: &Event| match event {
            Event::PollTimeoutExpired(consumer) => *consumer == self.consumer,
            _ => false,
        };
        let ended = self.past.last(until, is_end);
        let found: [Option<Cause<'a>>; 2] = match error {
            GroupError::UnknownMemberId => {
                let gone = ended.map_or(until, |it| it.step);
                [ended, self.past.last(gone, of_process)]
            }
            _ => [
                self.past.last(until, is_rebalance),
                self.past.last(until, is_generation),
            ],
        };
        found.into_iter().flatten().collect()
    }

    fn is_of_answer(&self, event: &Event) -> bool {
        match event {
            Event::CommitAcknowledged { consumer, .. }
            | Event::CommitFailed { consumer, .. }
            | Event::AnswerLost(consumer) => *consumer == self.consumer,
            Event::Disconnected { client, .. } => *client == Client::Consumer(self.consumer),
            _ => false,
        }
    }

    /// The first time that somebody is handed again what it would have covered.
    fn read_again(&self) -> Option<Cause<'a>> {
        let spans = self.spans();
        let is_again = |event: &Event| {
            let Event::PollReturned { consumer, records } = event else {
                return false;
            };
            (self.is_of_group)(*consumer)
                && records.iter().any(|record| {
                    spans.iter().any(|span| {
                        span.partition == record.partition
                            && record.first < span.to
                            && span.from.unwrap_or(0) <= record.last
                    })
                })
        };
        self.past.first(self.decided(), is_again)
    }
}

fn is_decision(cause: &Cause<'_>) -> bool {
    match cause.event {
        Event::CommitApplied {
            previous, offset, ..
        } => *previous != Some(*offset),
        Event::RequestRefused { .. } | Event::AnswerLost(_) => true,
        _ => false,
    }
}

/// How a member ceased to be one.
fn is_end_of_membership(event: &Event, member: MemberId) -> bool {
    use crate::event::RebalanceReason::MemberLeft;
    match event {
        Event::SessionExpired { member: who, .. }
        | Event::MemberRemoved { member: who, .. }
        | Event::RebalanceStarted {
            reason: MemberLeft(who),
            ..
        } => *who == member,
        _ => false,
    }
}
