//! What rounds programs go, and what is no program.

use super::*;
use crate::client::strategy::Strategy;
use crate::ids::TopicId;

/// A batch with so many records of partition 0, 1, and so on.
fn batch(sizes: &[u64]) -> Vec<InHand> {
    let of_partition = |(partition, &size): (u16, &u64)| {
        let partition = TopicPartition {
            topic: TopicId(0),
            partition,
        };
        (0..size).map(move |offset| InHand { partition, offset })
    };
    (0..).zip(sizes).flat_map(of_partition).collect()
}

fn scope_name(scope: CommitScope, batch: &[InHand], counter: ProgramCounter) -> String {
    match scope {
        CommitScope::Positions | CommitScope::Completed => String::new(),
        CommitScope::Record => format!(" {}", counter.record),
        CommitScope::Partition => {
            let (partition, offset) = end_of_partition(batch, counter.record).unwrap();
            format!(" p{} {offset}", partition.partition)
        }
    }
}

/// The statements a program goes through in one round with a batch, each with the record it is
/// at.
fn round(program: Program, batch: &[InHand]) -> String {
    let mut counter = ProgramCounter::default();
    let mut steps = Vec::new();
    loop {
        let scope = |scope| scope_name(scope, batch, counter);
        steps.push(match program.statement(counter) {
            Statement::Poll => "poll".to_owned(),
            Statement::ForEachRecord | Statement::ForEachPartition => {
                unreachable!("it is never stopped at")
            }
            Statement::Process | Statement::ProcessAndStoreOffset(_) => {
                format!("process {}", counter.record)
            }
            Statement::StoreOffset => format!("store {}", counter.record),
            Statement::HandOff => format!("submit {}", counter.record),
            Statement::CommitSync(it) => format!("commit{}", scope(it)),
            Statement::CommitAsync(it) => format!("async{}", scope(it)),
        });
        counter = program.advance(counter, batch);
        if counter == ProgramCounter::default() {
            return steps.join(", ");
        }
    }
}

#[test]
fn each_strategy_goes_its_round() {
    use Strategy::{
        AfterBatch, AfterPartition, AfterRecord, AsyncAfterBatch, AutoCommit, BeforeProcessing,
        DatabaseGuarded, HandOffPositions,
    };
    let cases = [
        (AutoCommit, "poll, process 0, process 1, process 2"),
        (AfterBatch, "poll, process 0, process 1, process 2, commit"),
        (
            AfterRecord,
            "poll, process 0, commit 0, process 1, commit 1, process 2, commit 2",
        ),
        (
            AfterPartition,
            "poll, process 0, process 1, commit p0 2, process 2, commit p1 1",
        ),
        (
            BeforeProcessing,
            "poll, commit, process 0, process 1, process 2",
        ),
        (
            HandOffPositions,
            "poll, submit 0, submit 1, submit 2, commit",
        ),
        (DatabaseGuarded, "poll, process 0, process 1, process 2"),
        (
            AsyncAfterBatch,
            "poll, process 0, process 1, process 2, async",
        ),
    ];
    for (strategy, expected) in cases {
        assert_eq!(
            round(strategy.program(), &batch(&[2, 1])),
            expected,
            "{strategy:?}"
        );
    }
}

#[test]
fn an_empty_batch_skips_the_body() {
    assert_eq!(round(Strategy::AfterBatch.program(), &[]), "poll, commit");
    assert_eq!(round(Strategy::AfterPartition.program(), &[]), "poll");
}

#[test]
fn two_loops_over_the_records_of_a_partition_both_see_them_all() {
    use Statement::{CommitSync, ForEachPartition, ForEachRecord, Poll, Process};
    let program = Program::new(&[
        (0, Poll),
        (0, ForEachPartition),
        (1, ForEachRecord),
        (2, Process),
        (1, ForEachRecord),
        (2, CommitSync(CommitScope::Record)),
    ]);
    assert_eq!(
        round(program.unwrap(), &batch(&[2, 1])),
        "poll, process 0, process 1, commit 0, commit 1, process 2, commit 2"
    );
}

#[test]
fn names_the_line_that_is_at_fault() {
    use Statement::{CommitSync, ForEachPartition, ForEachRecord, Poll, Process};
    type Case = (&'static [(u8, Statement)], u8, Fault);
    let cases: &[Case] = &[
        (&[], 0, Fault::PollIsNotTheFirstLine),
        (
            &[(0, CommitSync(CommitScope::Positions))],
            0,
            Fault::PollIsNotTheFirstLine,
        ),
        (&[(0, Poll), (0, Poll)], 1, Fault::PollIsNotTheFirstLine),
        (&[(0, Poll), (1, Process)], 1, Fault::NoForAbove),
        (&[(0, Poll), (0, ForEachRecord)], 1, Fault::EmptyBody),
        (&[(0, Poll), (0, Process)], 1, Fault::NoRecord),
        (
            &[(0, Poll), (0, CommitSync(CommitScope::Partition))],
            1,
            Fault::NoPartition,
        ),
        (
            &[(0, Poll), (0, ForEachPartition), (1, Process)],
            2,
            Fault::NoRecord,
        ),
        (
            &[
                (0, Poll),
                (0, ForEachRecord),
                (1, ForEachPartition),
                (2, Process),
            ],
            2,
            Fault::NestedFor,
        ),
        (&[(0, Poll); Program::MOST_LINES + 1], 8, Fault::TooLong),
    ];
    for &(lines, line, fault) in cases {
        assert_eq!(
            Program::new(lines),
            Err(IllegalProgram { line, fault }),
            "{lines:?}"
        );
    }
}

#[test]
fn a_handler_has_no_current_record() {
    let program = Strategy::AfterBatch.program();
    let handlers = Handlers {
        on_close: Some(CommitScope::Record),
        ..program.handlers
    };
    let fault = Fault::NoRecord;
    assert_eq!(
        program.with(handlers),
        Err(IllegalProgram { line: 4, fault })
    );
}
