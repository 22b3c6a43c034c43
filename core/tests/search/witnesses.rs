//! A run that is shown really shows it: to whoever plays it, and asks the ledger and not the search.

use crate::setups::all_small;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::effects::Effects;
use offsetscope_core::history::History;
use offsetscope_core::ids::GroupId;
use offsetscope_core::ledger::Verdict as Outcome;
use offsetscope_core::search::{
    Cause, Model, Preset, Progress, Property, Reduction, Search, Verdict,
};
use offsetscope_core::setup::Setup;
use offsetscope_core::world::World;
use std::sync::Arc;

/// A run that shows something.
struct Shown {
    setup: Arc<Setup>,
    /// What was searched, for whoever reads of a failure.
    of: String,
    property: Property,
    run: Vec<Choice>,
}

/// Every run that shows something, of every small setup and every preset.
fn shown() -> Vec<Shown> {
    let mut all = Vec::new();
    let mut search = |model: Model, of: String, asks: &dyn Fn(Property) -> bool| {
        let setup = Arc::clone(model.setup());
        let report = Search::new(model).run();
        assert_eq!(report.progress, Progress::Finished, "{of}");
        for (property, verdict) in report.verdicts {
            let (Verdict::Violated(run) | Verdict::Shown(run)) = verdict else {
                continue;
            };
            if asks(property) {
                let (setup, of) = (Arc::clone(&setup), of.clone());
                all.push(Shown {
                    setup,
                    of,
                    property,
                    run,
                });
            }
        }
    };
    for small in all_small() {
        search(small.model(Reduction::On), format!("{small:?}"), &|_| true);
    }
    for preset in Preset::all() {
        for cause in Cause::ALL {
            let of = format!("{preset:?}, {cause:?}");
            search(preset.model(cause), of, &|property| cause.asks(property));
        }
    }
    all
}

fn shows(world: &World, property: Property) -> bool {
    let tally = world.tally(GroupId(0));
    match property {
        Property::NoLoss => {
            let skips = world.setup().groups[0].on_failure != OnFailure::EndProcess;
            let skipped = tally.count(Outcome::Skipped);
            tally.count(Outcome::Lost) > 0 || !skips && skipped > 0
        }
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
    assert!(shown.len() > 100, "{} runs", shown.len());
    for it in shown {
        let mut fx = Effects::default();
        let mut world = World::new(Arc::clone(&it.setup), &mut fx);
        let (mut did_show, mut does_show) = (false, shows(&world, it.property));
        for &choice in &it.run {
            world.apply(choice, 0, &mut fx).expect("it can be played");
            (did_show, does_show) = (does_show, shows(&world, it.property));
        }
        assert!(does_show, "{}: {:?}", it.of, it.property);
        assert!(!did_show, "{}: {:?} goes on", it.of, it.property);
        // The history is how a person watches it, with times of its own.
        let history = History::of_choices(it.setup, &it.run).expect("it can be played");
        let world = &history.current().world;
        assert!(shows(world, it.property), "{}: {:?}", it.of, it.property);
    }
}
