//! The application in a consumer process: the poll loop that calls the client.

use super::program::{CommitScope, Program, ProgramCounter, Statement, end_of_partition};
use super::records::InHand;
use super::strategy::Strategy;
use crate::ids::{Offset, TopicPartition};

/// A poll loop and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Application {
    /// How it commits.
    pub strategy: Strategy,
    /// Its poll loop.
    pub program: Program,
    /// Where it is in the loop.
    pub counter: ProgramCounter,
    /// The record at the counter is being processed; it has not taken effect yet.
    pub processing: bool,
    /// What the last `poll` returned.
    pub batch: Vec<InHand>,
    /// How many records of the batch, from its first, have been dealt with.
    pub done: u32,
}

impl Application {
    /// An application just started: about to poll.
    pub fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            program: strategy.program(),
            counter: ProgramCounter::default(),
            processing: false,
            batch: Vec::new(),
            done: 0,
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

    /// The record at the counter is dealt with.
    pub(super) fn current_record_done(&mut self) {
        self.processing = false;
        self.done = self.done.max(self.counter.record + 1);
    }

    /// The record that the program is at, if it is in a `for` body.
    pub fn current_record(&self) -> Option<InHand> {
        let in_body = self.program.is_in_record_loop(self.counter.line);
        let place = usize::try_from(self.counter.record).ok()?;
        self.batch.get(place).copied().filter(|_| in_body)
    }

    /// The records that `poll` has returned and that have not yet taken effect in this process.
    pub fn in_hand(&self) -> &[InHand] {
        let done = usize::try_from(self.done).unwrap_or(usize::MAX);
        self.batch.get(done..).unwrap_or(&[])
    }

    /// What a commit of this scope names; none if that is the client's positions.
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
        }
    }
}
