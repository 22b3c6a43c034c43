//! A consumer's poll loop as data: a list of statements and a program counter.

use serde::{Deserialize, Serialize};

/// One statement of a poll loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Statement {
    /// `records = consumer.poll()`
    Poll,
    /// `for record in records`: the deeper lines below are its body.
    ForEachRecord,
    /// The application does what the record asks for.
    Process,
    /// `consumer.commitSync(…)`
    CommitSync(CommitScope),
}

/// What a commit stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CommitScope {
    /// No argument: the position of every assigned partition, whatever was processed.
    Positions,
    /// The current record's offset plus one, for its partition.
    Record,
}

/// A statement and how deep it is nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// 0 in the poll loop itself, 1 in a `for` body.
    pub depth: u8,
    /// What it does.
    pub statement: Statement,
}

/// The body of `while (true) { … }`. Its first line is `poll`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Program {
    lines: Vec<Line>,
}

/// Where a program is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProgramCounter {
    /// The current line.
    pub line: u16,
    /// Which record of the batch the `for` loop is at.
    pub record: u32,
}

impl Program {
    /// A program.
    ///
    /// # Panics
    /// If it does not begin with `poll`, or a body does not follow its `for`.
    pub fn new(lines: Vec<Line>) -> Self {
        assert!(
            lines
                .first()
                .is_some_and(|first| first.statement == Statement::Poll),
            "a poll loop begins with poll"
        );
        for pair in lines.windows(2) {
            let opens = pair[0].statement == Statement::ForEachRecord;
            let deepest = pair[0].depth + u8::from(opens);
            assert!(pair[1].depth <= deepest, "only a `for` has a body");
        }
        Self { lines }
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The statement a counter points at.
    pub fn statement(&self, counter: ProgramCounter) -> Statement {
        self.lines[usize::from(counter.line)].statement
    }

    /// Where to go after the current statement, with `batch_len` records in hand. A `for` is
    /// entered or left on the way: it is no sub-step of its own.
    ///
    /// # Panics
    /// If the program has more than 65,535 lines.
    pub fn advance(&self, counter: ProgramCounter, batch_len: u32) -> ProgramCounter {
        let mut line = usize::from(counter.line) + 1;
        let mut record = counter.record;
        loop {
            let depth_before = self.lines[line - 1].depth;
            let leaves_body = self
                .lines
                .get(line)
                .is_none_or(|next| next.depth < depth_before);
            if depth_before > 0 && leaves_body {
                record += 1;
                if record < batch_len {
                    line = self.start_of_body(line - 1);
                    break;
                }
            }
            match self.lines.get(line) {
                None => return ProgramCounter::default(),
                Some(next) if next.statement != Statement::ForEachRecord => break,
                Some(_) if batch_len > 0 => {
                    record = 0;
                    line += 1;
                    break;
                }
                Some(_) => line = self.end_of_body(line),
            }
        }
        ProgramCounter {
            line: u16::try_from(line).expect("a program is short"),
            record,
        }
    }

    /// The first line of the body that `line` is in.
    fn start_of_body(&self, line: usize) -> usize {
        let depth = self.lines[line].depth;
        let above = self.lines[..line]
            .iter()
            .rposition(|other| other.depth < depth);
        above.map_or(0, |opening| opening + 1)
    }

    /// The line after the body that `opening` opens.
    fn end_of_body(&self, opening: usize) -> usize {
        let depth = self.lines[opening].depth;
        let body = self.lines[opening + 1..]
            .iter()
            .take_while(|line| line.depth > depth);
        opening + 1 + body.count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::strategy::Strategy;
    use super::*;

    /// The statements a program goes through in one round with `batch_len` records, each with the
    /// record it is at.
    fn round(strategy: Strategy, batch_len: u32) -> String {
        let program = strategy.program();
        let mut counter = ProgramCounter::default();
        let mut steps = Vec::new();
        loop {
            steps.push(match program.statement(counter) {
                Statement::Poll => "poll".to_owned(),
                Statement::ForEachRecord => unreachable!("it is never stopped at"),
                Statement::Process => format!("process {}", counter.record),
                Statement::CommitSync(CommitScope::Positions) => "commit".to_owned(),
                Statement::CommitSync(CommitScope::Record) => format!("commit {}", counter.record),
            });
            counter = program.advance(counter, batch_len);
            if counter == ProgramCounter::default() {
                return steps.join(", ");
            }
        }
    }

    #[test]
    fn each_strategy_goes_its_round() {
        let cases = [
            (Strategy::AutoCommit, "poll, process 0, process 1"),
            (Strategy::AfterBatch, "poll, process 0, process 1, commit"),
            (
                Strategy::AfterRecord,
                "poll, process 0, commit 0, process 1, commit 1",
            ),
            (
                Strategy::BeforeProcessing,
                "poll, commit, process 0, process 1",
            ),
        ];
        for (strategy, expected) in cases {
            assert_eq!(round(strategy, 2), expected, "{strategy:?}");
        }
    }

    #[test]
    fn an_empty_batch_skips_the_body() {
        assert_eq!(round(Strategy::AfterBatch, 0), "poll, commit");
        assert_eq!(round(Strategy::AutoCommit, 0), "poll");
    }
}
