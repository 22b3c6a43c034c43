//! The same world, searched by somebody else: `stateright` must find as many states as our search,
//! and the same verdicts.

use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::effects::Effects;
use offsetscope_core::ids::GroupId;
use offsetscope_core::ledger::Verdict as Outcome;
use offsetscope_core::scenario::Scenario;
use offsetscope_core::search::{
    Bounds, Configuration, Faults, Model as Ours, Property as Asked, Reduction, Search, Size,
    Verdict,
};
use stateright::{Checker, Model, Property};
use std::sync::Arc;

/// Our model, as stateright wants one.
struct Theirs(Ours);

impl Model for Theirs {
    type State = Configuration;
    type Action = Choice;

    fn init_states(&self) -> Vec<Configuration> {
        vec![self.0.initial(&mut |_| {})]
    }

    fn actions(&self, state: &Configuration, actions: &mut Vec<Choice>) {
        self.0.moves(state, actions);
    }

    fn next_state(&self, last: &Configuration, action: Choice) -> Option<Configuration> {
        self.0
            .apply(last, action, &mut Effects::default(), &mut |_| {})
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("no-loss", |_, state: &Configuration| {
                state.world.tally(GroupId(0)).count(Outcome::Lost) == 0
            }),
            Property::always("no-duplicate", |_, state: &Configuration| {
                state.world.tally(GroupId(0)).count(Outcome::Duplicated) == 0
            }),
            Property::always("key-order", |_, state: &Configuration| {
                state.world.tally(GroupId(0)).out_of_order == 0
            }),
            // It ends as soon as all properties have their example: this one never has.
            Property::always("everything is looked at", |_, _| true),
        ]
    }
}

fn setups() -> Vec<Ours> {
    let model = |strategy, (members, partitions, orders), (crashes, timeouts), reduction| {
        let size = Size {
            members: Some(members),
            partitions: Some(partitions),
        };
        let mut setup = Scenario::Shop.setup(1).only(GroupId(0), size);
        setup.groups[0].strategy = strategy;
        let bounds = Bounds {
            faults: Faults {
                crashes,
                timeouts,
                ..Faults::default()
            },
            orders,
            ..Bounds::default()
        };
        Ours::new(Arc::new(setup), bounds, reduction)
    };
    let mut all = Vec::new();
    for strategy in Strategy::JAVA {
        all.push(model(strategy, (1, 1, 2), (1, 0), Reduction::Off));
        all.push(model(strategy, (2, 2, 4), (1, 0), Reduction::On));
    }
    all.push(model(
        Strategy::AfterBatch,
        (1, 1, 2),
        (0, 1),
        Reduction::Off,
    ));
    all.push(model(
        Strategy::AfterBatch,
        (2, 2, 2),
        (0, 1),
        Reduction::On,
    ));
    all
}

#[test]
fn somebody_else_finds_the_same_states_and_verdicts() {
    for ours in setups() {
        let report = Search::new(ours.clone()).run();
        let bounds = ours.bounds();
        let strategy = ours.setup().groups[0].strategy;
        let theirs = Theirs(ours).checker().spawn_bfs().join();
        let found = u32::try_from(theirs.unique_state_count()).expect("few");
        assert_eq!(found, report.states, "{strategy:?}, {bounds:?}");
        for property in [Asked::NoLoss, Asked::NoDuplicate, Asked::KeyOrder] {
            let is_violated = matches!(report.verdict(property), Verdict::Violated(_));
            let theirs = theirs.discovery(property.name()).is_some();
            assert_eq!(
                theirs, is_violated,
                "{strategy:?}, {bounds:?}: {property:?}"
            );
        }
    }
}
