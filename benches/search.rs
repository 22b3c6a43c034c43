//! How fast the search is, how much it leaves out, and how much it keeps. Every ratio is of one run.
//!
//! ```text
//! cargo bench -p offsetscope-tests --bench search
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark talks to whoever runs it")]
#![expect(
    clippy::cast_precision_loss,
    reason = "what is printed has three digits"
)]

use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::effects::Effects;
use offsetscope_core::ids::GroupId;
use offsetscope_core::ledger::Verdict;
use offsetscope_core::scenario::Scenario;
use offsetscope_core::search::{
    Bounds, Cause, Configuration, Faults, Model, Preset, Reduction, Search, Size,
};
use peak_alloc::PeakAlloc;
use stateright::Checker;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

struct Theirs(Model);

impl stateright::Model for Theirs {
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

    fn properties(&self) -> Vec<stateright::Property<Self>> {
        vec![
            stateright::Property::always("no-loss", |_, state: &Configuration| {
                state.world.tally(GroupId(0)).count(Verdict::Lost) == 0
            }),
            stateright::Property::always("all", |_, _| true),
        ]
    }
}

fn model(
    strategy: Strategy,
    (members, partitions, orders): (u16, u16, u32),
    (crashes, timeouts): (u8, u8),
    reduction: Reduction,
) -> Model {
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
        states: 50_000_000,
        ..Bounds::default()
    };
    Model::new(Arc::new(setup), bounds, reduction)
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = what();
    (result, start.elapsed())
}

fn main() {
    against_stateright();
    reduction();
    presets();
    memory();
}

fn against_stateright() {
    println!("unreduced, against stateright breadth first with one thread:");
    // The first warms up, and is too small to tell: starting their threads takes longer.
    for (size, faults) in [
        ((1, 1, 3), (1, 0)),
        ((1, 2, 4), (1, 1)),
        ((2, 2, 2), (0, 0)),
        ((2, 2, 3), (0, 0)),
    ] {
        let model = model(Strategy::AfterBatch, size, faults, Reduction::Off);
        let (report, ours) = timed(|| Search::new(model.clone()).run());
        let checker = stateright::Model::checker(Theirs(model)).threads(1);
        let (_, theirs) = timed(|| checker.spawn_bfs().join());
        let rate = |time: Duration| f64::from(report.states) / time.as_secs_f64();
        println!(
            "  {size:?}: {} states; ours {:.0}/s, theirs {:.0}/s: {:.1} times as fast",
            report.states,
            rate(ours),
            rate(theirs),
            rate(ours) / rate(theirs)
        );
    }
}

fn reduction() {
    println!("with the reduction, against without:");
    for (size, faults) in [
        ((1, 1, 2), (1, 0)),
        ((2, 1, 1), (0, 0)),
        ((2, 2, 2), (0, 0)),
        ((2, 2, 3), (0, 0)),
    ] {
        let states = |reduction| {
            Search::new(model(Strategy::AfterBatch, size, faults, reduction))
                .run()
                .states
        };
        let (without, with) = (states(Reduction::Off), states(Reduction::On));
        println!(
            "  {size:?}, faults {faults:?}: {without} and {with} states: {:.0} times fewer",
            f64::from(without) / f64::from(with)
        );
    }
}

fn presets() {
    println!("each search of the table of presets:");
    for preset in Preset::all() {
        for cause in Cause::ALL {
            let (report, time) = timed(|| Search::new(preset.model(cause)).run());
            println!(
                "  {:?}, {cause:?}: {} states in {time:.0?}",
                preset.strategy, report.states
            );
        }
    }
}

fn memory() {
    let model = model(Strategy::AfterBatch, (2, 2, 4), (1, 1), Reduction::On);
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut search = Search::new(model);
    search.advance(u32::MAX);
    let most = MEMORY.peak_usage() - before;
    println!(
        "memory at its peak: {:.0} bytes a state, {} states",
        most as f64 / f64::from(search.states()),
        search.states()
    );
}
