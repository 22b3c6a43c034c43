//! A run that is shown really shows it.

use crate::setups::{Small, all_small};
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::history::History;
use offsetscope_core::ids::GroupId;
use offsetscope_core::ledger::Verdict as Outcome;
use offsetscope_core::search::{Property, Reduction, Verdict};
use offsetscope_core::world::World;

/// Every run that shows something, of every small setup.
fn shown() -> Vec<(Small, Property, Vec<Choice>)> {
    let mut all = Vec::new();
    for small in all_small() {
        for (property, verdict) in small.search(Reduction::On).verdicts {
            if let Verdict::Violated(run) | Verdict::Shown(run) = verdict {
                all.push((small, property, run));
            }
        }
    }
    all
}

/// Asks the ledger, not the search.
fn shows(world: &World, property: Property) -> bool {
    let tally = world.tally(GroupId(0));
    match property {
        Property::NoLoss => tally.count(Outcome::Lost) > 0,
        Property::NoDuplicate => tally.count(Outcome::Duplicated) > 0,
        Property::KeyOrder => tally.out_of_order > 0,
        Property::EachOnce => {
            let all = world.outside().orders_placed();
            u64::from(tally.count(Outcome::Once)) == u64::from(all)
        }
        Property::CommittedIsProcessed => world.partitions_read_by(GroupId(0)).any(|partition| {
            let committed = world.coordinator().committed(GroupId(0), partition);
            (0..committed.unwrap_or(0)).any(|offset| {
                let effect = world.outside().effect(GroupId(0), partition, offset);
                effect.times == 0
            })
        }),
        Property::OneOwner | Property::Finishes => false,
    }
}

#[test]
fn every_run_that_is_shown_shows_it() {
    let shown = shown();
    assert!(shown.len() > 10, "{} runs", shown.len());
    for (small, property, run) in shown {
        let setup = small.model(Reduction::Off).setup().clone();
        let mut fx = Effects::default();
        let mut world = World::new(setup, &mut fx);
        for choice in run {
            world.apply(choice, 0, &mut fx).expect("it can be played");
        }
        assert!(shows(&world, property), "{small:?}: {property:?}");
    }
}

#[test]
fn the_history_plays_them_too() {
    for (small, property, run) in shown() {
        let setup = small.model(Reduction::Off).setup().clone();
        let history = History::of_choices(setup, &run).expect("it can be played");
        let world = &history.current().world;
        assert!(shows(world, property), "{small:?}: {property:?}");
    }
}
