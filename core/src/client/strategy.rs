//! Ways to commit: each is a program and the client setting that goes with it.

use super::program::{CommitScope, Program, Statement};
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
    /// `commitSync(last + 1)` for each partition, once its records of the batch are processed.
    AfterPartition,
    /// `commitSync()` right after `poll`, before anything is processed.
    BeforeProcessing,
    /// `commitAsync()` once the whole batch is processed.
    AsyncAfterBatch,
}

/// What strategies have in common: the heading that they are offered under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// The client commits by itself.
    AutoCommit,
    /// The program commits and waits.
    CommitSync,
    /// The program commits and goes on.
    CommitAsync,
}

impl Strategy {
    /// All of them, in the order they are offered: family by family.
    pub const ALL: [Self; 6] = [
        Self::AutoCommit,
        Self::AfterBatch,
        Self::AfterPartition,
        Self::AfterRecord,
        Self::BeforeProcessing,
        Self::AsyncAfterBatch,
    ];

    /// What it has in common with others.
    pub fn family(self) -> Family {
        match self {
            Self::AutoCommit => Family::AutoCommit,
            Self::AfterBatch
            | Self::AfterPartition
            | Self::AfterRecord
            | Self::BeforeProcessing => Family::CommitSync,
            Self::AsyncAfterBatch => Family::CommitAsync,
        }
    }

    /// `enable.auto.commit`
    pub fn auto_commits(self) -> bool {
        self == Self::AutoCommit
    }

    /// The poll loop.
    ///
    /// # Panics
    /// Never: a test makes them all.
    pub fn program(self) -> Program {
        Program::new(self.lines()).expect("a strategy is a legal program")
    }

    fn lines(self) -> &'static [(u8, Statement)] {
        use CommitScope::{Partition, Positions, Record};
        use Statement::{CommitAsync, CommitSync, ForEachPartition, ForEachRecord, Poll, Process};
        match self {
            Self::AutoCommit => &[(0, Poll), (0, ForEachRecord), (1, Process)],
            Self::AfterBatch => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, Process),
                (0, CommitSync(Positions)),
            ],
            Self::AfterRecord => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, Process),
                (1, CommitSync(Record)),
            ],
            Self::AfterPartition => &[
                (0, Poll),
                (0, ForEachPartition),
                (1, ForEachRecord),
                (2, Process),
                (1, CommitSync(Partition)),
            ],
            Self::BeforeProcessing => &[
                (0, Poll),
                (0, CommitSync(Positions)),
                (0, ForEachRecord),
                (1, Process),
            ],
            Self::AsyncAfterBatch => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, Process),
                (0, CommitAsync(Positions)),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strategy_is_a_legal_program() {
        for strategy in Strategy::ALL {
            assert!(strategy.program().lines().len() > 2, "{strategy:?}");
        }
    }

    #[test]
    fn strategies_are_offered_family_by_family() {
        assert!(Strategy::ALL.is_sorted_by_key(|strategy| strategy.family()));
    }
}
