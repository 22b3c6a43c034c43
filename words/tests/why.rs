//! Every order that a search finds lost or done twice can be explained.

use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::Event;
use offsetscope_core::explain::{Subject, causes};
use offsetscope_core::history::History;
use offsetscope_core::ids::GroupId;
use offsetscope_core::ledger::Verdict;
use offsetscope_core::scenario::Scenario;
use offsetscope_core::search::{
    Bounds, Faults, Model, Property, Reduction, Search, Size, Verdict as Found,
};
use offsetscope_words::{Why, why};
use std::sync::Arc;

const GROUP: GroupId = GroupId(0);

/// One of each kind.
const STRATEGIES: [Strategy; 5] = [
    Strategy::AutoCommit,
    Strategy::BeforeProcessing,
    Strategy::AsyncThenSync,
    Strategy::HandOffAutoCommit,
    Strategy::DatabaseUnguarded,
];

/// A run in which a property does not hold, if there is one.
fn counterexample(strategy: Strategy, faults: Faults, property: Property) -> Option<History> {
    let size = Size {
        members: Some(2),
        partitions: Some(1),
    };
    let mut setup = Scenario::Shop.setup(1).only(GROUP, size);
    setup.groups[0].strategy = strategy;
    let setup = Arc::new(setup);
    let bounds = Bounds {
        faults,
        orders: 2,
        ..Bounds::default()
    };
    let report = Search::new(Model::new(setup.clone(), bounds, Reduction::On)).run();
    match report.verdict(property) {
        Found::Violated(run) => Some(History::of_choices(setup, run).expect("it can happen")),
        _ => None,
    }
}

fn subjects(history: &History, verdict: Verdict) -> Vec<Subject> {
    let world = &history.current().world;
    let partitions = world.partitions_read_by(GROUP);
    let records = partitions.flat_map(|partition| {
        (0..world.log(partition).log_end_offset()).map(move |offset| Subject {
            group: GROUP,
            partition,
            offset,
        })
    });
    let is_so = |it: &Subject| world.verdict(it.group, it.partition, it.offset) == verdict;
    records.filter(is_so).collect()
}

fn faults(crashes: u8, timeouts: u8, stops: u8) -> Faults {
    Faults {
        crashes,
        timeouts,
        stops,
        ..Faults::default()
    }
}

/// Every order that some counterexample has lost or done twice.
fn all_unlucky() -> Vec<(History, Subject, Verdict)> {
    let mut unlucky = Vec::new();
    for strategy in STRATEGIES {
        for faults in [faults(1, 0, 0), faults(0, 1, 0), faults(0, 0, 1)] {
            for (property, verdict) in [
                (Property::NoLoss, Verdict::Lost),
                (Property::NoDuplicate, Verdict::Duplicated),
            ] {
                let Some(history) = counterexample(strategy, faults, property) else {
                    continue;
                };
                for subject in subjects(&history, verdict) {
                    unlucky.push((history.clone(), subject, verdict));
                }
            }
        }
    }
    unlucky
}

#[test]
fn the_chain_of_every_unlucky_order_holds_what_made_it_so() {
    let unlucky = all_unlucky();
    assert!(unlucky.len() > 10, "there are many: {}", unlucky.len());
    for (history, subject, verdict) in unlucky {
        let chain = causes(history.current().world.setup(), history.past(), subject);
        let count = |is_so: fn(&Event) -> bool| chain.iter().filter(|it| is_so(it.event)).count();
        let effects = count(|it| matches!(it, Event::EffectDone { .. }));
        let commits = count(|it| matches!(it, Event::CommitApplied { .. }));
        let handed_out = count(|it| matches!(it, Event::PollReturned { .. }));
        assert!(matches!(chain[0].event, Event::RecordAppended { .. }));
        assert!(chain.is_sorted_by_key(|it| it.step));
        assert!(chain.len() <= 18, "short enough to read: {}", chain.len());
        match verdict {
            Verdict::Lost => assert!((effects, commits) == (0, 1), "{chain:#?}"),
            _ => assert!(effects == 2 && handed_out == 2, "{chain:#?}"),
        }
    }
}

#[test]
fn the_answer_names_who_and_why() {
    let answer = |strategy, faults, property, verdict| {
        let history = counterexample(strategy, faults, property).expect("it can happen");
        let subject = subjects(&history, verdict)[0];
        let Why { answer, reasons } = why(&history, subject);
        assert!(reasons.iter().all(|it| it.step <= history.cursor()));
        answer
    };
    let crash = faults(1, 0, 0);
    assert_eq!(
        answer(
            Strategy::AfterBatch,
            crash,
            Property::NoDuplicate,
            Verdict::Duplicated
        ),
        "Order 1 was charged twice: by fulfilment-1, and again by fulfilment-2, which began at \
         offset 0, by auto.offset.reset, because nothing valid was committed."
    );
    assert_eq!(
        answer(
            Strategy::BeforeProcessing,
            crash,
            Property::NoLoss,
            Verdict::Lost
        ),
        "Order 1 was never charged, and nobody will read it again: fulfilment committed offset 2, \
         past it, before it had taken effect, and then fulfilment-1 crashed with it in hand."
    );
    assert_eq!(
        answer(
            Strategy::HandOffAutoCommit,
            faults(0, 0, 1),
            Property::NoLoss,
            Verdict::Lost
        ),
        "Order 1 was never charged, and nobody will read it again: fulfilment committed offset 2, \
         past it, before it had taken effect, and then fulfilment-1 stopped with it in hand."
    );
}

#[test]
fn while_all_goes_well_the_answer_is_short() {
    let mut history = History::new(Arc::new(Scenario::Shop.setup(1)));
    while history.entries().len() < 400 && history.forward() {}
    let [once, pending] = [Verdict::Once, Verdict::Pending].map(|verdict| {
        let subject = subjects(&history, verdict).pop().expect("there is one");
        why(&history, subject).answer
    });
    assert!(once.contains("was charged once, by fulfilment-"), "{once}");
    assert!(
        pending.ends_with("is not charged yet, and it still can be."),
        "{pending}"
    );
}
