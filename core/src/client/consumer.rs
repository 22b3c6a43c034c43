//! A consumer process: what it remembers, and what it would do next.
//!
//! The application thread does one sub-step at a time ([`Action`]); between any two of them the
//! process can die. What arrives from the network changes the state at once, as the client's
//! background thread would. Follows Kafka's classic `ConsumerCoordinator` and
//! `AbstractCoordinator`.

use super::assignment::{Assigned, Position};
use super::program::{CommitScope, Program, ProgramCounter, Statement};
use super::strategy::Strategy;
use crate::effects::ReplyTo;
use crate::event::{CommitTrigger, JoinReason, RecordSpan};
use crate::ids::{ConsumerId, GroupId, MemberId, Offset, TopicPartition};
use crate::network::FetchTarget;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;

/// A consumer process, or the place where one was.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Consumer {
    /// Its place in the setup.
    pub id: ConsumerId,
    /// Its group.
    pub group: GroupId,
    /// Whether it is alive.
    pub process: Process,
    /// Counts its lives, from 1.
    pub process_number: u16,
    /// How many member ids it has asked for, over all its lives. An answer may never reach the life
    /// that asked, and its id is then still the coordinator's to forget.
    pub member_ids_asked_for: u16,
    /// What it knows of its membership.
    pub membership: Membership,
    /// What it owns.
    pub assignment: Vec<Assigned>,
    /// How it commits.
    pub strategy: Strategy,
    /// Its poll loop.
    pub program: Arc<Program>,
    /// Where it is in the loop.
    pub counter: ProgramCounter,
    /// The record at the counter is being processed; it has not taken effect yet.
    pub processing: bool,
    /// What the last `poll` returned.
    pub batch: Vec<InHand>,
    /// Commits that were sent and not answered, oldest first.
    pub commits_in_flight: VecDeque<CommitTrigger>,
    /// The fetch that was sent and not answered.
    pub fetch_in_flight: Option<Vec<FetchTarget>>,
    /// The auto-commit interval has passed; the next `poll` commits.
    pub auto_commit_due: bool,
}

/// Whether a process is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Process {
    /// It runs.
    Running,
    /// It died and its memory with it.
    Crashed,
}

/// A record that `poll` has returned to the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InHand {
    /// Its partition.
    pub partition: TopicPartition,
    /// Its offset.
    pub offset: Offset,
}

/// What a consumer knows of its membership. The coordinator may know better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The id it was given.
    pub member: Option<MemberId>,
    /// The generation it is in.
    pub generation: Option<u32>,
    /// Where it is in joining.
    pub phase: Phase,
}

/// Where a consumer is in joining its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The next `poll` must join.
    MustJoin {
        /// Why.
        reason: JoinReason,
        /// Auto-commit commits once more before partitions are given up.
        farewell: FarewellCommit,
    },
    /// The join was sent.
    Joining,
    /// The join was answered, the sync was sent.
    Syncing,
    /// It has its assignment.
    Stable,
}

/// The auto-commit before a rebalance, which `poll` waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FarewellCommit {
    /// Not yet sent.
    Due,
    /// Sent and not answered.
    Sent,
    /// Answered, well or not.
    Done,
}

/// The next sub-step of a consumer's application thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Action {
    /// Take over the group's new program.
    AdoptProgram,
    /// `onPartitionsLost`: forget partitions that are no longer one's own.
    LosePartitions,
    /// Auto-commit before giving partitions up.
    CommitBeforeRebalance,
    /// `onPartitionsRevoked`: give partitions up.
    RevokePartitions,
    /// Send `JoinGroup`.
    Join,
    /// Auto-commit: the interval has passed.
    AutoCommit,
    /// Ask where the group stands.
    FetchCommittedOffsets,
    /// Ask where a log begins or ends.
    ResetPositions,
    /// `poll` returns buffered records.
    ReturnRecords,
    /// Ask for records.
    Fetch,
    /// Take a record in hand.
    StartProcessing,
    /// The record takes effect.
    FinishProcessing,
    /// Send the commit that the program asks for.
    Commit,
}

impl Consumer {
    /// A process just started.
    pub fn new(id: ConsumerId, group: GroupId, strategy: Strategy) -> Self {
        Self {
            id,
            group,
            process: Process::Running,
            process_number: 1,
            member_ids_asked_for: 0,
            membership: Membership {
                member: None,
                generation: None,
                phase: Phase::must_join(JoinReason::Started),
            },
            assignment: Vec::new(),
            strategy,
            program: Arc::new(strategy.program()),
            counter: ProgramCounter::default(),
            processing: false,
            batch: Vec::new(),
            commits_in_flight: VecDeque::new(),
            fetch_in_flight: None,
            auto_commit_due: false,
        }
    }

    /// Its next life: nothing is remembered but what the world counts about it.
    #[must_use]
    pub fn restarted(&self, strategy: Strategy) -> Self {
        Self {
            process_number: self.process_number + 1,
            member_ids_asked_for: self.member_ids_asked_for,
            ..Self::new(self.id, self.group, strategy)
        }
    }

    /// The address of this life of the process.
    pub fn address(&self) -> ReplyTo {
        ReplyTo::consumer(self.id, self.process_number)
    }

    /// Whether it is alive.
    pub fn is_running(&self) -> bool {
        self.process == Process::Running
    }

    /// The statement it is at.
    pub fn statement(&self) -> Statement {
        self.program.statement(self.counter)
    }

    /// What its application thread would do next, or none while it is blocked.
    pub fn next_action(&self, group_strategy: Strategy) -> Option<Action> {
        if !self.is_running() {
            return None;
        }
        match self.statement() {
            Statement::Poll if self.strategy != group_strategy => Some(Action::AdoptProgram),
            Statement::Poll => self.next_action_in_poll(),
            Statement::ForEachRecord => None,
            Statement::Process if self.processing => Some(Action::FinishProcessing),
            Statement::Process => Some(Action::StartProcessing),
            Statement::CommitSync(_)
                if self.commits_in_flight.contains(&CommitTrigger::CommitSync) =>
            {
                None
            }
            Statement::CommitSync(_) => Some(Action::Commit),
        }
    }

    /// `poll` in the order of the classic Java client: the group first, then auto-commit, then
    /// missing positions, then records.
    fn next_action_in_poll(&self) -> Option<Action> {
        match self.membership.phase {
            Phase::MustJoin { reason, farewell } => self.next_action_before_join(reason, farewell),
            Phase::Joining | Phase::Syncing => None,
            Phase::Stable if self.auto_commit_due => Some(Action::AutoCommit),
            Phase::Stable => self.next_action_as_member(),
        }
    }

    fn next_action_before_join(
        &self,
        reason: JoinReason,
        farewell: FarewellCommit,
    ) -> Option<Action> {
        if self.assignment.is_empty() {
            return Some(Action::Join);
        }
        if reason == JoinReason::LostMembership {
            return Some(Action::LosePartitions);
        }
        match farewell {
            // With no position there is nothing to commit, and Java sends nothing.
            FarewellCommit::Due if self.strategy.auto_commits() && self.has_position() => {
                Some(Action::CommitBeforeRebalance)
            }
            FarewellCommit::Sent => None,
            FarewellCommit::Due | FarewellCommit::Done => Some(Action::RevokePartitions),
        }
    }

    fn next_action_as_member(&self) -> Option<Action> {
        let any = |position| {
            self.assignment
                .iter()
                .any(|owned| owned.position == position)
        };
        if any(Position::Unknown) {
            Some(Action::FetchCommittedOffsets)
        } else if any(Position::NeedsReset) {
            Some(Action::ResetPositions)
        } else if any(Position::AwaitingCommitted) || any(Position::AwaitingReset) {
            None
        } else if self.has_buffered_records() {
            Some(Action::ReturnRecords)
        } else if self.fetch_in_flight.is_none() && !self.assignment.is_empty() {
            Some(Action::Fetch)
        } else {
            None
        }
    }

    fn has_position(&self) -> bool {
        self.assignment.iter().any(|owned| owned.offset().is_some())
    }

    fn has_buffered_records(&self) -> bool {
        self.assignment
            .iter()
            .any(|owned| owned.buffered().next().is_some())
    }

    /// The record that the program is at, if it is in a `for` body.
    pub fn current_record(&self) -> Option<InHand> {
        let in_body = self.program.lines()[usize::from(self.counter.line)].depth > 0;
        let place = usize::try_from(self.counter.record).ok()?;
        self.batch.get(place).copied().filter(|_| in_body)
    }

    /// The records that `poll` has returned and that have not yet taken effect in this process.
    pub fn in_hand(&self) -> &[InHand] {
        let done = match (self.statement(), self.current_record()) {
            (Statement::Poll, _) => self.batch.len(),
            (Statement::CommitSync(CommitScope::Record), Some(_)) => {
                usize::try_from(self.counter.record).unwrap_or(usize::MAX) + 1
            }
            (_, Some(_)) => usize::try_from(self.counter.record).unwrap_or(usize::MAX),
            // Outside the loop: before it nothing is done, after it everything.
            (_, None) if self.loop_lies_ahead() => 0,
            (_, None) => self.batch.len(),
        };
        &self.batch[done.min(self.batch.len())..]
    }

    fn loop_lies_ahead(&self) -> bool {
        let rest = &self.program.lines()[usize::from(self.counter.line)..];
        rest.iter()
            .any(|line| line.statement == Statement::ForEachRecord)
    }

    /// What it owns of a partition.
    pub fn assigned(&self, partition: TopicPartition) -> Option<&Assigned> {
        self.assignment
            .iter()
            .find(|owned| owned.partition == partition)
    }

    pub(super) fn assigned_mut(&mut self, partition: TopicPartition) -> Option<&mut Assigned> {
        self.assignment
            .iter_mut()
            .find(|owned| owned.partition == partition)
    }

    /// The partitions it owns.
    pub fn owned_partitions(&self) -> Vec<TopicPartition> {
        self.assignment
            .iter()
            .map(|owned| owned.partition)
            .collect()
    }

    /// The positions it has: what a commit without arguments stores.
    pub fn positions(&self) -> Vec<(TopicPartition, Offset)> {
        let with_offset = |owned: &Assigned| Some((owned.partition, owned.offset()?));
        self.assignment.iter().filter_map(with_offset).collect()
    }
}

impl Phase {
    /// The next `poll` must join.
    pub fn must_join(reason: JoinReason) -> Self {
        Self::MustJoin {
            reason,
            farewell: FarewellCommit::Due,
        }
    }
}

/// Folds records into spans of one partition each.
pub fn spans_of(records: &[InHand]) -> Vec<RecordSpan> {
    let mut spans: Vec<RecordSpan> = Vec::new();
    for &InHand { partition, offset } in records {
        match spans.last_mut() {
            Some(span) if span.partition == partition => span.last = offset,
            _ => spans.push(RecordSpan {
                partition,
                first: offset,
                last: offset,
            }),
        }
    }
    spans
}
