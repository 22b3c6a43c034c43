//! The application in a consumer process: the program that calls the client, how far it is, and
//! what it remembers itself.

use super::call::Call;
use super::program::{
    CommitScope, OnFailure, Program, ProgramCounter, Statement, end_of_partition,
};
use super::records::InHand;
use super::strategy::Strategy;
use super::workers::{Stage, WorkerPool};
use crate::ids::{Offset, TopicPartition};
use std::collections::VecDeque;

/// A program and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Application {
    /// How it commits.
    pub strategy: Strategy,
    /// What it runs.
    pub program: Program,
    /// Where it is in the loop.
    pub counter: ProgramCounter,
    /// How far it is with the record at the counter, if it has begun with it.
    pub stage: Option<Stage>,
    /// What the last `poll` returned.
    pub batch: Vec<InHand>,
    /// How many records of the batch, from its first, have been dealt with or handed on.
    pub done: u32,
    /// Its workers.
    pub workers: WorkerPool,
    /// What it has taken on and completed, if its program commits that.
    pub progress: Vec<Progress>,
    /// Partitions whose offset it has looked up in its database.
    pub looked_up: Vec<TopicPartition>,
    /// Whether `onPartitionsRevoked` has run its commit.
    pub listener: Listener,
    /// Whether it shall stop, and how far it is with that.
    pub shutdown: Shutdown,
    /// Who waits for a dead letter to be stored, oldest first.
    pub dead_letters: VecDeque<Sender>,
}

/// How far a program has got with a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Progress {
    /// Which.
    pub partition: TopicPartition,
    /// The first record that it took on.
    pub from: Offset,
    /// The offset behind the last record that it took on.
    pub next: Offset,
    /// Up to where it has sent a commit.
    pub committed: Offset,
}

/// The commit in `onPartitionsRevoked`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Listener {
    /// There is nothing to do, or it has not begun.
    Idle,
    /// It waits for the answer. Then the call that it runs in goes on.
    Committing(Call),
    /// It is done; the client can give the partitions up.
    Done,
}

/// A graceful stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shutdown {
    /// Nobody asked for it.
    NotAsked,
    /// `wakeup()` was called: the next call that blocks throws `WakeupException`.
    Asked,
    /// It has left its loop and is at the commit in `finally`.
    Committing,
    /// It is in `close()`.
    Closing,
}

/// Who has sent a dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// The thread that polls.
    Loop,
    /// A worker.
    Worker(super::workers::WorkerId),
}

impl Application {
    /// An application just started: about to poll.
    pub fn new(strategy: Strategy, on_failure: OnFailure) -> Self {
        let mut program = strategy.program();
        program.handlers.on_failure = on_failure;
        Self {
            strategy,
            program,
            counter: ProgramCounter::default(),
            stage: None,
            batch: Vec::new(),
            done: 0,
            workers: WorkerPool::default(),
            progress: Vec::new(),
            looked_up: Vec::new(),
            listener: Listener::Idle,
            shutdown: Shutdown::NotAsked,
            dead_letters: VecDeque::new(),
        }
    }

    /// The statement it is at.
    pub fn statement(&self) -> Statement {
        self.program.statement(self.counter)
    }

    /// Takes what `poll` has returned.
    pub(super) fn take_batch(&mut self, records: Vec<InHand>) {
        self.batch = records;
        self.done = 0;
    }

    /// Goes on to the next statement.
    pub(super) fn advance(&mut self) {
        self.counter = self.program.advance(self.counter, &self.batch);
        if self.statement() == Statement::Poll {
            self.take_batch(Vec::new());
        }
    }

    /// Leaves the loop body where it stands; what is in hand is dropped.
    pub(super) fn drop_batch(&mut self) {
        self.take_batch(Vec::new());
        self.counter = ProgramCounter::default();
        self.stage = None;
    }

    /// The record at the counter is dealt with, or a worker will deal with it.
    pub(super) fn current_record_done(&mut self) {
        self.stage = None;
        self.done = self.done.max(self.counter.record + 1);
        if let Some(record) = self.current_record()
            && self.program.commits_completed()
        {
            self.note_progress(record);
        }
    }

    fn note_progress(&mut self, record: InHand) {
        let next = record.offset + 1;
        let mut known = self.progress.iter_mut();
        match known.find(|known| known.partition == record.partition) {
            Some(known) => known.next = next,
            None => self.progress.push(Progress {
                partition: record.partition,
                from: record.offset,
                next,
                committed: record.offset,
            }),
        }
    }

    /// The record that the program is at, if it is in a `for` body.
    pub fn current_record(&self) -> Option<InHand> {
        let in_body = self.program.is_in_record_loop(self.counter.line);
        let place = usize::try_from(self.counter.record).ok()?;
        self.batch.get(place).copied().filter(|_| in_body)
    }

    /// The records of the batch that have not been dealt with or handed on.
    pub fn rest_of_batch(&self) -> &[InHand] {
        let done = usize::try_from(self.done).unwrap_or(usize::MAX);
        self.batch.get(done..).unwrap_or(&[])
    }

    /// The records that `poll` has returned and that have not yet taken effect in this process.
    pub fn in_hand(&self) -> impl Iterator<Item = InHand> + '_ {
        let rest = self.rest_of_batch().iter().copied();
        self.workers.records().chain(rest)
    }

    /// What a commit of this scope names; none if that is what the client commits by itself.
    pub(super) fn offsets(&self, scope: CommitScope) -> Option<Vec<(TopicPartition, Offset)>> {
        match scope {
            CommitScope::Positions => None,
            CommitScope::Record => {
                let next = |record: InHand| (record.partition, record.offset + 1);
                Some(self.current_record().map(next).into_iter().collect())
            }
            CommitScope::Partition => {
                let end = end_of_partition(&self.batch, self.counter.record);
                Some(end.into_iter().collect())
            }
            CommitScope::Completed => Some(self.completed().collect()),
        }
    }

    /// Up to where each partition is completed, if that is more than was committed.
    pub fn completed(&self) -> impl Iterator<Item = (TopicPartition, Offset)> + '_ {
        let upto = |it: &Progress| {
            let outstanding = self.workers.first_outstanding(it.partition, it.from);
            let completed = outstanding.unwrap_or(it.next);
            (completed > it.committed).then_some((it.partition, completed))
        };
        self.progress.iter().filter_map(upto)
    }

    /// A commit of these offsets is sent.
    pub(super) fn note_committed(&mut self, offsets: &[(TopicPartition, Offset)]) {
        for it in &mut self.progress {
            let sent = offsets.iter().find(|(of, _)| *of == it.partition);
            it.committed = sent.map_or(it.committed, |&(_, offset)| offset);
        }
    }

    /// Forgets what it knows of partitions that are no longer its own; returns what its workers will
    /// not begin with any more.
    pub(super) fn keep_only(&mut self, owns: impl Fn(TopicPartition) -> bool) -> Vec<InHand> {
        self.progress.retain(|it| owns(it.partition));
        self.looked_up.retain(|&it| owns(it));
        if self.program.handlers.on_revoked == Some(CommitScope::Completed) {
            self.workers.cancel_queued(owns)
        } else {
            Vec::new()
        }
    }
}
