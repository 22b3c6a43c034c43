//! A consumer's program as data: the statements of its poll loop, where it is among them, and what
//! else it does.

mod handlers;

pub use handlers::{Handlers, OnAssigned, OnFailure, Place};

use super::records::InHand;
use crate::ids::{Offset, TopicPartition};
use serde::{Deserialize, Serialize};

/// One statement of a poll loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Statement {
    /// `records = consumer.poll()`
    Poll,
    /// `for record in records`: the deeper lines below are its body. In the body of a
    /// [`Self::ForEachPartition`] only the records of that partition.
    ForEachRecord,
    /// `for partition in records.partitions()`: the deeper lines below are its body.
    ForEachPartition,
    /// The application does what the record asks for.
    Process,
    /// `consumer.commitSync(…)`: waits for the answer.
    CommitSync(CommitScope),
    /// `consumer.commitAsync(…)`: does not wait. Its callback runs in a later `poll` or commit.
    CommitAsync(CommitScope),
    /// librdkafka's `consumer.store_offsets(message)`: a later commit takes it along.
    StoreOffset,
    /// `pool.submit(() -> process(record))`: a worker will do it, some time.
    HandOff,
    /// The application does what the record asks for and stores the next offset beside it, in one
    /// transaction of its database.
    ProcessAndStoreOffset(StoreGuard),
}

/// When a database takes an offset with its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StoreGuard {
    /// Only if the stored offset is not yet past the record: `… where next_offset <= :offset`.
    /// Whoever comes late changes nothing.
    IfNotPast,
    /// Always.
    Unguarded,
}

/// What a commit stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CommitScope {
    /// No argument: the position of every assigned partition, whatever was processed.
    Positions,
    /// The current record's offset plus one, for its partition.
    Record,
    /// The current partition, behind its last record of the batch.
    Partition,
    /// Each partition, up to its first record that was taken on and is not completed.
    Completed,
}

/// A statement and how deep it is nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// 0 in the poll loop itself, one more in each `for` body.
    pub depth: u8,
    /// What it does.
    pub statement: Statement,
}

/// The body of `while (true) { … }`. Its first line is `poll`.
///
/// It is small and `Copy`, so that a program can travel in a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Program {
    /// Lines from `length` on are all [`UNUSED`], so that equal programs are equal.
    lines: [Line; Self::MOST_LINES],
    length: u8,
    /// What it does besides its loop.
    pub handlers: Handlers,
}

/// What stands behind the last line.
const UNUSED: Line = Line {
    depth: 0,
    statement: Statement::Poll,
};

/// What stands behind the last line is not worth the time: a search hashes programs all the time.
impl core::hash::Hash for Program {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.lines().hash(state);
        self.handlers.hash(state);
    }
}

/// Why a list of lines is no program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IllegalProgram {
    /// Which line is at fault, from 0.
    pub line: u8,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// The first line is not `poll`, or a later one is.
    PollIsNotTheFirstLine,
    /// It is deeper than the line above allows: only a `for` has a body.
    NoForAbove,
    /// A `for` without a body.
    EmptyBody,
    /// A `for` over records in another one, or one over partitions in any other.
    NestedFor,
    /// It needs a record, and stands in no `for` over records.
    NoRecord,
    /// It needs a partition, and stands in no `for`.
    NoPartition,
    /// There are more than [`Program::MOST_LINES`] lines.
    TooLong,
}

/// Where a program is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProgramCounter {
    /// The current line.
    pub line: u8,
    /// Which record of the batch the `for` loops are at.
    pub record: u32,
}

impl Program {
    /// The longest loop.
    pub const MOST_LINES: usize = 8;

    /// A program of these statements, each with its depth.
    ///
    /// # Errors
    /// The first line that is at fault.
    pub fn new(lines: &[(u8, Statement)]) -> Result<Self, IllegalProgram> {
        if lines.len() > Self::MOST_LINES {
            let line = u8::try_from(Self::MOST_LINES).unwrap_or(u8::MAX);
            let fault = Fault::TooLong;
            return Err(IllegalProgram { line, fault });
        }
        let program = Self::unchecked(lines, Handlers::NONE);
        program.validate()?;
        Ok(program)
    }

    /// A program that is known to be legal, as those of strategies are: a test checks them.
    pub(super) fn unchecked(lines: &[(u8, Statement)], handlers: Handlers) -> Self {
        let mut program = Self {
            lines: [UNUSED; Self::MOST_LINES],
            length: 0,
            handlers,
        };
        for (line, &(depth, statement)) in program.lines.iter_mut().zip(lines) {
            *line = Line { depth, statement };
            program.length += 1;
        }
        program
    }

    /// The same loop with other handlers. Between batches there is no current record or partition,
    /// so they commit positions or what is completed.
    ///
    /// # Errors
    /// [`Fault::NoRecord`] or [`Fault::NoPartition`], with the number of lines as its line.
    pub fn with(self, handlers: Handlers) -> Result<Self, IllegalProgram> {
        let scopes = [handlers.on_revoked, handlers.on_close];
        let fault = scopes.into_iter().flatten().find_map(|scope| match scope {
            CommitScope::Record => Some(Fault::NoRecord),
            CommitScope::Partition => Some(Fault::NoPartition),
            CommitScope::Positions | CommitScope::Completed => None,
        });
        let line = self.length;
        fault.map_or(Ok(Self { handlers, ..self }), |fault| {
            Err(IllegalProgram { line, fault })
        })
    }

    /// Whether it commits what is completed, and so must keep count of that.
    pub fn commits_completed(&self) -> bool {
        let in_loop = self.lines().iter().any(|line| {
            matches!(
                line.statement,
                Statement::CommitSync(CommitScope::Completed)
                    | Statement::CommitAsync(CommitScope::Completed)
            )
        });
        let handlers = [self.handlers.on_revoked, self.handlers.on_close];
        in_loop || handlers.contains(&Some(CommitScope::Completed))
    }

    /// Whether it hands records to workers.
    pub fn hands_off(&self) -> bool {
        let mut lines = self.lines().iter();
        lines.any(|line| line.statement == Statement::HandOff)
    }

    fn validate(&self) -> Result<(), IllegalProgram> {
        if self.length == 0 {
            return Err(IllegalProgram {
                line: 0,
                fault: Fault::PollIsNotTheFirstLine,
            });
        }
        for line in 0..self.length {
            self.fault_of(line)
                .map_or(Ok(()), |fault| Err(IllegalProgram { line, fault }))?;
        }
        Ok(())
    }

    fn fault_of(&self, number: u8) -> Option<Fault> {
        let place = usize::from(number);
        let Line { depth, statement } = self.lines[place];
        let deepest = self.lines()[..place]
            .last()
            .map_or(0, |above| above.depth + u8::from(above.statement.is_for()));
        let in_for = |kind| self.enclosing(number).any(|it| it == kind);
        let has_body = || {
            let next = self.lines().get(place + 1);
            next.is_some_and(|next| next.depth > depth)
        };
        let (in_record, in_partition) = (
            in_for(Statement::ForEachRecord),
            in_for(Statement::ForEachPartition),
        );
        if (statement == Statement::Poll) != (number == 0) {
            return Some(Fault::PollIsNotTheFirstLine);
        }
        if depth > deepest {
            return Some(Fault::NoForAbove);
        }
        match statement {
            Statement::ForEachRecord if in_record => Some(Fault::NestedFor),
            Statement::ForEachPartition if in_record || in_partition => Some(Fault::NestedFor),
            _ if statement.is_for() && !has_body() => Some(Fault::EmptyBody),
            _ if statement.needs_record() && !in_record => Some(Fault::NoRecord),
            _ if statement.needs_partition() && !in_record && !in_partition => {
                Some(Fault::NoPartition)
            }
            _ => None,
        }
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines[..usize::from(self.length)]
    }

    /// The statement a counter points at.
    pub fn statement(&self, counter: ProgramCounter) -> Statement {
        self.lines[usize::from(counter.line)].statement
    }

    /// The `for` statements around a line, innermost first.
    fn enclosing(&self, line: u8) -> impl Iterator<Item = Statement> + '_ {
        let mut depth = self.lines[usize::from(line)].depth;
        let above = self.lines[..usize::from(line)].iter().rev();
        above.filter_map(move |other| {
            let opens = other.depth < depth;
            depth = depth.min(other.depth);
            opens.then_some(other.statement)
        })
    }

    /// Whether a line is in the body of a `for` over records.
    pub fn is_in_record_loop(&self, line: u8) -> bool {
        self.enclosing(line)
            .any(|it| it == Statement::ForEachRecord)
    }

    /// Where to go after the current statement, with these records in hand. A `for` is entered or
    /// left on the way: it is no sub-step of its own.
    pub fn advance(&self, counter: ProgramCounter, batch: &[InHand]) -> ProgramCounter {
        let mut record = counter.record;
        let mut line = usize::from(counter.line) + 1;
        let mut depth = self.lines[line - 1].depth;
        loop {
            if depth > self.lines().get(line).map_or(0, |next| next.depth) {
                // The innermost body ends here: once more, or out of it.
                let opening = self.opening_of(line, depth);
                let Some(next) = self.next_round(opening, record, batch) else {
                    depth -= 1;
                    continue;
                };
                (record, line) = (next, opening + 1);
            }
            match self.lines().get(line) {
                None => return ProgramCounter::default(),
                Some(next) if !next.statement.is_for() => {
                    return ProgramCounter {
                        // There are few lines.
                        line: u8::try_from(line).unwrap_or(u8::MAX),
                        record,
                    };
                }
                Some(_) if batch.is_empty() => line = self.end_of_body(line),
                Some(next) => {
                    record = if next.depth == 0 {
                        0
                    } else {
                        span_of(batch, record).0
                    };
                    depth = next.depth + 1;
                    line += 1;
                }
            }
        }
    }

    /// The `for` whose body of this depth ends before `line`.
    fn opening_of(&self, line: usize, depth: u8) -> usize {
        let above = self.lines[..line]
            .iter()
            .rposition(|other| other.depth < depth);
        above.unwrap_or(0)
    }

    /// The line after the body that `opening` opens.
    fn end_of_body(&self, opening: usize) -> usize {
        let depth = self.lines[opening].depth;
        let body = self.lines()[opening + 1..]
            .iter()
            .take_while(|line| line.depth > depth);
        opening + 1 + body.count()
    }

    /// The record that a `for` goes on with, if it is not done.
    fn next_round(&self, opening: usize, record: u32, batch: &[InHand]) -> Option<u32> {
        let Line { depth, statement } = self.lines[opening];
        let (_, end_of_partition) = span_of(batch, record);
        let all = u32::try_from(batch.len()).unwrap_or(u32::MAX);
        let (next, end) = match statement {
            Statement::ForEachPartition => (end_of_partition, all),
            _ if depth > 0 => (record + 1, end_of_partition),
            _ => (record + 1, all),
        };
        (next < end).then_some(next)
    }
}

impl Statement {
    /// Whether it has a body.
    pub fn is_for(self) -> bool {
        matches!(self, Self::ForEachRecord | Self::ForEachPartition)
    }

    fn needs_record(self) -> bool {
        matches!(
            self,
            Self::Process
                | Self::HandOff
                | Self::StoreOffset
                | Self::ProcessAndStoreOffset(_)
                | Self::CommitSync(CommitScope::Record)
                | Self::CommitAsync(CommitScope::Record)
        )
    }

    fn needs_partition(self) -> bool {
        matches!(
            self,
            Self::CommitSync(CommitScope::Partition) | Self::CommitAsync(CommitScope::Partition)
        )
    }
}

/// The part of a batch, from and up to, that is of the same partition as one of its records. `poll`
/// returns records partition by partition.
fn span_of(batch: &[InHand], record: u32) -> (u32, u32) {
    let place = usize::try_from(record).unwrap_or(usize::MAX);
    let Some(it) = batch.get(place) else {
        return (record, record);
    };
    let same = |other: &&InHand| other.partition == it.partition;
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let before = batch[..place].iter().rev().take_while(same).count();
    let after = batch[place..].iter().take_while(same).count();
    (record - count(before), record + count(after))
}

/// What a partition is committed at behind its last record of a batch, seen from one of its
/// records.
pub fn end_of_partition(batch: &[InHand], record: u32) -> Option<(TopicPartition, Offset)> {
    let (_, end) = span_of(batch, record);
    let last = batch.get(usize::try_from(end.checked_sub(1)?).ok()?)?;
    Some((last.partition, last.offset + 1))
}

#[cfg(test)]
mod tests;
