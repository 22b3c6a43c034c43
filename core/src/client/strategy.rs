//! Ways to commit: each is a program and the client setting that goes with it.

mod moves;

pub use moves::{CommitPlace, Move, Moved};

use super::librdkafka::AutoOffsetStore;
use super::program::{CommitScope, Handlers, OnAssigned, Program, Statement, StoreGuard};
use crate::setup::ClientLibrary;
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
    /// The same, and `commitSync()` where it counts: before partitions are given up, and on the way
    /// out.
    AsyncThenSync,
    /// Records are handed to workers, and the client commits what `poll` has returned.
    HandOffAutoCommit,
    /// Records are handed to workers, and the thread that polls commits the positions.
    HandOffPositions,
    /// Records are handed to workers, and what is committed is what they have completed.
    HandOffCompleted,
    /// librdkafka's default: `enable.auto.commit` and `enable.auto.offset.store`. A message's offset
    /// is stored as it is handed out, and a timer commits what is stored.
    AutoOffsetStore,
    /// librdkafka with `enable.auto.offset.store=false`: `store_offsets(message)` after it is
    /// processed, and a timer commits what is stored.
    StoreAfterRecord,
    /// `commit(message, asynchronous=True)` after every record.
    AsyncAfterRecord,
    /// The next offset is stored in the database with the effect, unless the database is past the
    /// record.
    DatabaseGuarded,
    /// The next offset is stored in the database with the effect, whatever is there.
    DatabaseUnguarded,
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
    /// Workers process, the program goes on.
    HandOff,
    /// Nothing is committed to Kafka.
    Database,
}

impl Strategy {
    /// Those of Java programs, in the order they are offered: family by family.
    pub const JAVA: [Self; 12] = [
        Self::AutoCommit,
        Self::AfterBatch,
        Self::AfterPartition,
        Self::AfterRecord,
        Self::BeforeProcessing,
        Self::AsyncAfterBatch,
        Self::AsyncThenSync,
        Self::HandOffAutoCommit,
        Self::HandOffPositions,
        Self::HandOffCompleted,
        Self::DatabaseGuarded,
        Self::DatabaseUnguarded,
    ];

    /// Those of programs that use librdkafka, which hands out one message at a time.
    pub const LIBRDKAFKA: [Self; 5] = [
        Self::AutoOffsetStore,
        Self::StoreAfterRecord,
        Self::AfterRecord,
        Self::BeforeProcessing,
        Self::AsyncAfterRecord,
    ];

    /// All of them, each once: the place of one is its number.
    pub fn all() -> impl Iterator<Item = Self> {
        let of_librdkafka = Self::LIBRDKAFKA.into_iter();
        let only_there = of_librdkafka.filter(|it| !Self::JAVA.contains(it));
        Self::JAVA.into_iter().chain(only_there)
    }

    /// Those that programs with this library can have, in the order they are offered.
    pub fn offered(library: ClientLibrary) -> &'static [Self] {
        match library {
            ClientLibrary::Java => &Self::JAVA,
            ClientLibrary::Librdkafka => &Self::LIBRDKAFKA,
        }
    }

    /// `enable.auto.offset.store`, which only librdkafka has.
    pub fn auto_offset_store(self) -> AutoOffsetStore {
        match self {
            Self::StoreAfterRecord => AutoOffsetStore::Off,
            _ => AutoOffsetStore::On,
        }
    }

    /// What it has in common with others.
    pub fn family(self) -> Family {
        match self {
            Self::AutoCommit | Self::AutoOffsetStore | Self::StoreAfterRecord => Family::AutoCommit,
            Self::AfterBatch
            | Self::AfterPartition
            | Self::AfterRecord
            | Self::BeforeProcessing => Family::CommitSync,
            Self::AsyncAfterBatch | Self::AsyncThenSync | Self::AsyncAfterRecord => {
                Family::CommitAsync
            }
            Self::HandOffAutoCommit | Self::HandOffPositions | Self::HandOffCompleted => {
                Family::HandOff
            }
            Self::DatabaseGuarded | Self::DatabaseUnguarded => Family::Database,
        }
    }

    /// `enable.auto.commit`
    pub fn auto_commits(self) -> bool {
        matches!(
            self,
            Self::AutoCommit
                | Self::HandOffAutoCommit
                | Self::AutoOffsetStore
                | Self::StoreAfterRecord
        )
    }

    /// What it runs.
    pub fn program(self) -> Program {
        Program::unchecked(self.lines(), self.handlers())
    }

    /// What it does about partitions that it is assigned.
    pub fn on_assigned(self) -> OnAssigned {
        self.handlers().on_assigned
    }

    fn handlers(self) -> Handlers {
        use CommitScope::{Completed, Positions};
        let commits = |scope| Handlers {
            on_revoked: Some(scope),
            on_close: Some(scope),
            ..Handlers::NONE
        };
        match self {
            Self::AsyncThenSync => commits(Positions),
            Self::HandOffCompleted => commits(Completed),
            Self::DatabaseGuarded | Self::DatabaseUnguarded => Handlers {
                on_assigned: OnAssigned::SeekToStored,
                ..Handlers::NONE
            },
            _ => Handlers::NONE,
        }
    }

    fn lines(self) -> &'static [(u8, Statement)] {
        use CommitScope::{Completed, Partition, Positions, Record};
        use Statement::{
            CommitAsync, CommitSync, ForEachPartition, ForEachRecord, HandOff, Poll, Process,
            ProcessAndStoreOffset, StoreOffset,
        };
        match self {
            Self::AutoCommit | Self::AutoOffsetStore => {
                &[(0, Poll), (0, ForEachRecord), (1, Process)]
            }
            Self::StoreAfterRecord => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, Process),
                (1, StoreOffset),
            ],
            Self::AsyncAfterRecord => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, Process),
                (1, CommitAsync(Record)),
            ],
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
            Self::AsyncAfterBatch | Self::AsyncThenSync => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, Process),
                (0, CommitAsync(Positions)),
            ],
            Self::HandOffAutoCommit => &[(0, Poll), (0, ForEachRecord), (1, HandOff)],
            Self::HandOffPositions => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, HandOff),
                (0, CommitSync(Positions)),
            ],
            Self::HandOffCompleted => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, HandOff),
                (0, CommitSync(Completed)),
            ],
            Self::DatabaseGuarded => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, ProcessAndStoreOffset(StoreGuard::IfNotPast)),
            ],
            Self::DatabaseUnguarded => &[
                (0, Poll),
                (0, ForEachRecord),
                (1, ProcessAndStoreOffset(StoreGuard::Unguarded)),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strategy_is_a_legal_program() {
        for strategy in Strategy::JAVA.into_iter().chain(Strategy::LIBRDKAFKA) {
            let checked = Program::new(strategy.lines());
            let checked = checked.and_then(|program| program.with(strategy.handlers()));
            assert_eq!(checked, Ok(strategy.program()), "{strategy:?}");
        }
    }

    #[test]
    fn strategies_are_offered_family_by_family() {
        assert!(Strategy::JAVA.is_sorted_by_key(|strategy| strategy.family()));
        assert!(Strategy::LIBRDKAFKA.is_sorted_by_key(|strategy| strategy.family()));
    }
}
