//! Which statements of a program can be moved, and where to. Each move is another way to commit.

use super::Strategy;
use crate::client::program::{Program, Statement};
use crate::setup::ClientLibrary;

/// Where a program commits, or stores what will be committed; read from its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommitPlace {
    /// Nowhere: the client does it by itself.
    ByClient,
    /// Between `poll` and the processing.
    BeforeProcessing,
    /// In one transaction with each record's effect.
    WithEffect,
    /// After each record.
    AfterRecord,
    /// After the records of each partition.
    AfterPartition,
    /// After the whole batch.
    AfterBatch,
}

/// What is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moved {
    /// The commit, to another place, or to another way of doing it in the same place.
    Commit,
    /// The processing, to workers or back, while the commit stays where it is.
    Processing,
}

/// A move that comes to another way to commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Move {
    /// What is moved.
    pub moved: Moved,
    /// Where the commit stands then.
    pub place: CommitPlace,
    /// What that is.
    pub to: Strategy,
}

impl Program {
    /// Where it commits.
    pub fn commit_place(&self) -> CommitPlace {
        let place_of = |(number, statement): (u8, Statement)| match statement {
            Statement::ProcessAndStoreOffset(_) => Some(CommitPlace::WithEffect),
            Statement::CommitSync(_) | Statement::CommitAsync(_) | Statement::StoreOffset => {
                Some(self.place_of_commit(number))
            }
            _ => None,
        };
        let mut lines = (0..).zip(self.lines().iter().map(|line| line.statement));
        lines.find_map(place_of).unwrap_or(CommitPlace::ByClient)
    }

    fn place_of_commit(&self, number: u8) -> CommitPlace {
        let above = &self.lines()[..usize::from(number)];
        if !above.iter().any(|line| line.statement.is_for()) {
            CommitPlace::BeforeProcessing
        } else if self.is_in_record_loop(number) {
            CommitPlace::AfterRecord
        } else if self.lines()[usize::from(number)].depth > 0 {
            CommitPlace::AfterPartition
        } else {
            CommitPlace::AfterBatch
        }
    }
}

impl Strategy {
    /// The moves that come to another way to commit of the same library, in the order those are
    /// offered.
    pub fn moves(self, library: ClientLibrary) -> impl Iterator<Item = Move> {
        let from = self.program();
        let others = Self::offered(library).iter().filter(move |&&to| to != self);
        others.filter_map(move |&to| {
            let program = to.program();
            let place = program.commit_place();
            let moved = if program.hands_off() == from.hands_off() {
                Moved::Commit
            } else if place == from.commit_place() {
                Moved::Processing
            } else {
                return None;
            };
            Some(Move { moved, place, to })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBRARIES: [ClientLibrary; 2] = [ClientLibrary::Java, ClientLibrary::Librdkafka];

    #[test]
    fn the_place_of_the_commit_is_read_from_the_statements() {
        let cases = [
            (Strategy::AutoCommit, CommitPlace::ByClient),
            (Strategy::HandOffAutoCommit, CommitPlace::ByClient),
            (Strategy::BeforeProcessing, CommitPlace::BeforeProcessing),
            (Strategy::AfterRecord, CommitPlace::AfterRecord),
            (Strategy::StoreAfterRecord, CommitPlace::AfterRecord),
            (Strategy::AfterPartition, CommitPlace::AfterPartition),
            (Strategy::AfterBatch, CommitPlace::AfterBatch),
            (Strategy::AsyncThenSync, CommitPlace::AfterBatch),
            (Strategy::HandOffCompleted, CommitPlace::AfterBatch),
            (Strategy::DatabaseGuarded, CommitPlace::WithEffect),
        ];
        for (strategy, place) in cases {
            assert_eq!(strategy.program().commit_place(), place, "{strategy:?}");
        }
    }

    #[test]
    fn every_move_has_a_way_back_of_the_same_kind() {
        for library in LIBRARIES {
            for &from in Strategy::offered(library) {
                for step in from.moves(library) {
                    let mut back = step.to.moves(library).filter(|back| back.to == from);
                    assert_eq!(back.next().map(|it| it.moved), Some(step.moved), "{step:?}");
                }
            }
        }
    }

    #[test]
    fn moves_lead_from_every_program_to_every_other() {
        for library in LIBRARIES {
            let offered = Strategy::offered(library);
            let mut reached = vec![offered[0]];
            let mut next = 0;
            while let Some(&from) = reached.get(next) {
                next += 1;
                for step in from.moves(library) {
                    if !reached.contains(&step.to) {
                        reached.push(step.to);
                    }
                }
            }
            assert_eq!(reached.len(), offered.len());
        }
    }
}
