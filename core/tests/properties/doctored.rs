//! Every property notices a step that breaks it: each is shown a real step, which it must accept,
//! and the same step doctored, which it must not.

use crate::doctorings::{DOCTORINGS, Doctoring};
use crate::doctorings_of_admin;
use crate::doctorings_of_commits;
use crate::doctorings_of_producers;
use crate::drivers::RandomRun;
use crate::recount::Recount;
use crate::rule;
use crate::seen::{Seen, Step};
use offsetscope_core::event::Event;
use std::collections::BTreeMap;

const STEPS: u32 = 1_500;

/// Shows every step of a random run.
fn each_step(seed: u64, mut show: impl FnMut(&Step)) {
    let mut run = RandomRun::new(seed);
    for _ in 0..STEPS {
        let before = Seen::of(&run.world);
        let choice = run.step();
        show(&Step {
            setup: run.world.setup().clone(),
            before,
            choice,
            at_ms: run.now_ms,
            effects: run.effects.clone(),
            after: Seen::of(&run.world),
        });
    }
}

#[test]
fn every_property_notices_a_doctored_step() {
    let mut left: BTreeMap<&str, Doctoring> = DOCTORINGS
        .iter()
        .chain(doctorings_of_commits::DOCTORINGS)
        .chain(doctorings_of_producers::DOCTORINGS)
        .chain(doctorings_of_admin::DOCTORINGS)
        .copied()
        .collect();
    let rules: BTreeMap<_, _> = rule::all().collect();
    assert!(
        left.keys().eq(rules.keys()),
        "every property has its doctoring"
    );
    for seed in 0..400 {
        if left.is_empty() {
            return;
        }
        each_step(seed, |step| {
            left.retain(|name, doctor| {
                let mut doctored = step.clone();
                if doctor(&mut doctored).is_none() {
                    return true;
                }
                assert_eq!(rules[name](step), Ok(()), "{name}: the step is sound");
                let noticed = rules[name](&doctored);
                assert!(
                    noticed.is_err(),
                    "{name} did not notice, seed {seed}: {:?}",
                    step.choice
                );
                false
            });
        });
    }
    assert!(left.is_empty(), "never put to the test: {:?}", left.keys());
}

/// Each kind of event that the ledger depends on, left out once, makes the recount disagree.
#[test]
fn the_recount_notices_a_missing_event() {
    type Kind = (&'static str, fn(&Event) -> bool);
    let mut left: Vec<Kind> = vec![
        ("RecordAppended", |it| {
            matches!(it, Event::RecordAppended { .. })
        }),
        ("SegmentsDeleted", |it| {
            matches!(it, Event::SegmentsDeleted { .. })
        }),
        ("RecordsDeleted", |it| {
            matches!(it, Event::RecordsDeleted { .. })
        }),
        ("OffsetDeleted", |it| {
            matches!(it, Event::OffsetDeleted { .. })
        }),
        ("GroupDeleted", |it| matches!(it, Event::GroupDeleted(_))),
        ("CommitApplied", |it| {
            matches!(it, Event::CommitApplied { .. })
        }),
        ("EffectDone", |it| matches!(it, Event::EffectDone { .. })),
        ("RecordsFetched", |it| {
            matches!(it, Event::RecordsFetched { .. })
        }),
        ("PollReturned", |it| {
            matches!(it, Event::PollReturned { .. })
        }),
        ("PositionSet", |it| matches!(it, Event::PositionSet { .. })),
        ("PartitionsRevoked", |it| {
            matches!(it, Event::PartitionsRevoked { .. })
        }),
        ("ConsumerCrashed", |it| {
            matches!(it, Event::ConsumerCrashed { .. })
        }),
    ];
    for seed in 0..20 {
        left.retain(|(_, is_kind)| !disagrees_without(seed, *is_kind));
    }
    assert!(left.is_empty(), "left out unnoticed: {left:?}");
}

/// Whether a recount that is not told of any event of a kind falls out with the world.
fn disagrees_without(seed: u64, is_kind: fn(&Event) -> bool) -> bool {
    let mut run = RandomRun::new(seed);
    let mut recount = Recount::new(run.world.setup().clone());
    for _ in 0..STEPS {
        run.step();
        let mut told = run.effects.events.iter().filter(|event| !is_kind(event));
        let agrees = told
            .try_for_each(|event| recount.note(event))
            .and_then(|()| recount.knows_positions_of(&run.world))
            .and_then(|()| recount.agrees_with(&run.world));
        if agrees.is_err() {
            return true;
        }
    }
    false
}
