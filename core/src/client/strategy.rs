//! Ways to commit: each is a program and the client setting that goes with it.

use super::program::{CommitScope, Line, Program, Statement};
use serde::{Deserialize, Serialize};

/// A way to commit. What it guarantees is nowhere written down: it is counted in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Strategy {
    /// `enable.auto.commit=true`, as the Java client does it: inside `poll`, once the interval has
    /// passed, for what earlier polls returned.
    AutoCommit,
    /// `commitSync()` once the whole batch is processed.
    AfterBatch,
    /// `commitSync(record + 1)` after every record.
    AfterRecord,
    /// `commitSync()` right after `poll`, before anything is processed.
    BeforeProcessing,
}

impl Strategy {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 4] = [
        Self::AutoCommit,
        Self::AfterBatch,
        Self::AfterRecord,
        Self::BeforeProcessing,
    ];

    /// `enable.auto.commit`
    pub fn auto_commits(self) -> bool {
        self == Self::AutoCommit
    }

    /// The poll loop.
    pub fn program(self) -> Program {
        use Statement::{CommitSync, ForEachRecord, Poll, Process};
        let positions = CommitSync(CommitScope::Positions);
        let record = CommitSync(CommitScope::Record);
        let lines: &[(u8, Statement)] = match self {
            Self::AutoCommit => &[(0, Poll), (0, ForEachRecord), (1, Process)],
            Self::AfterBatch => &[(0, Poll), (0, ForEachRecord), (1, Process), (0, positions)],
            Self::AfterRecord => &[(0, Poll), (0, ForEachRecord), (1, Process), (1, record)],
            Self::BeforeProcessing => {
                &[(0, Poll), (0, positions), (0, ForEachRecord), (1, Process)]
            }
        };
        Program::new(
            lines
                .iter()
                .map(|&(depth, statement)| Line { depth, statement })
                .collect(),
        )
    }
}
