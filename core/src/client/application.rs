//! The application in a consumer process: the poll loop that calls the client.

use super::program::{CommitScope, Program, ProgramCounter, Statement};
use super::records::InHand;
use super::strategy::Strategy;
use std::sync::Arc;

/// A poll loop and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Application {
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
}

impl Application {
    /// An application just started: about to poll.
    pub fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            program: Arc::new(strategy.program()),
            counter: ProgramCounter::default(),
            processing: false,
            batch: Vec::new(),
        }
    }

    /// The statement it is at.
    pub fn statement(&self) -> Statement {
        self.program.statement(self.counter)
    }

    /// Goes on to the next statement.
    pub(super) fn advance(&mut self) {
        let batch_len = u32::try_from(self.batch.len()).unwrap_or(u32::MAX);
        self.counter = self.program.advance(self.counter, batch_len);
        if self.statement() == Statement::Poll {
            self.batch.clear();
        }
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
}
