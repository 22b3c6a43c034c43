//! How the cost of a step and of a clone grows with partitions, members and records.
//!
//! Run it with `cargo bench -p offsetscope-core --bench growth`. It prints a line for each size: the
//! time of a step, that of a clone, and both as multiples of the first line's. "Linear" is a multiple
//! no larger than that of the size.
#![allow(clippy::print_stdout, reason = "a benchmark speaks on standard output")]

use offsetscope_core::effects::Effects;
use offsetscope_core::history::Moment;
use offsetscope_core::ids::GroupId;
use offsetscope_core::log::PartitionLog;
use offsetscope_core::scenario::Scenario;
use offsetscope_core::setup::{ConsumerSetup, Setup};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Of so many rounds the median is taken: other programs make some of them slow.
const ROUNDS: u32 = 101;
const STEPS: u32 = 50;
const CLONES: u32 = 200;

/// The shop with one group, and logs that keep everything.
fn plain_shop() -> Setup {
    let mut setup = Scenario::Shop.setup(1);
    setup.groups.truncate(1);
    setup.consumers.truncate(1);
    setup.topics[0].log.retention_ms = None;
    setup.groups[0].processing_ms = 100;
    setup
}

fn with_members(mut setup: Setup, members: u16) -> Setup {
    setup.consumers = (0..members)
        .map(|number| ConsumerSetup {
            name: format!("fulfilment-{number:02}"),
            ..setup.consumers[0].clone()
        })
        .collect();
    setup
}

fn step(moment: &mut Moment, effects: &mut Effects) {
    let (at_ms, choice) = moment.clock.next().expect("the shop never rests");
    let applied = moment.apply(choice, at_ms, effects);
    applied.expect("what is due can happen");
}

fn records(moment: &Moment) -> u64 {
    let logs = moment.world.partitions().map(|it| moment.world.log(it));
    logs.map(PartitionLog::log_end_offset).sum()
}

/// The time of a step and of a clone, once there are this many records and the group is stable.
fn measure(setup: Setup, wanted_records: u64) -> (Duration, Duration) {
    let mut moment = Moment::beginning(Arc::new(setup));
    let mut effects = Effects::default();
    while records(&moment) < wanted_records {
        step(&mut moment, &mut effects);
    }
    let coordinator = moment.world.coordinator();
    assert!(
        coordinator.group(GroupId(0)).generation() > 0,
        "the group has formed"
    );
    let clone = median_of(CLONES, || {
        black_box(moment.world.clone());
    });
    let step = median_of(STEPS, || step(&mut moment, &mut effects));
    (step, clone)
}

/// The time of one, when so many are done in a row.
fn median_of(many: u32, mut work: impl FnMut()) -> Duration {
    let round = |_| {
        let began = Instant::now();
        for _ in 0..many {
            work();
        }
        began.elapsed() / many
    };
    let mut times: Vec<Duration> = (0..ROUNDS).map(round).collect();
    times.sort();
    times[times.len() / 2]
}

fn series(what: &str, sizes: &[u16], of_size: impl Fn(u16) -> (Setup, u64)) {
    println!(
        "{what:>12}  {:>10} {:>6}  {:>10} {:>6}  size",
        "step", "times", "clone", "times"
    );
    let mut first = None;
    for &size in sizes {
        let (setup, records) = of_size(size);
        let (step, clone) = measure(setup, records);
        let (first_size, first_step, first_clone) = *first.get_or_insert((size, step, clone));
        println!(
            "{size:>12}  {step:>10.1?} {:>6.1}  {clone:>10.1?} {:>6.1}  {:.1}",
            step.as_secs_f64() / first_step.as_secs_f64(),
            clone.as_secs_f64() / first_clone.as_secs_f64(),
            f64::from(size) / f64::from(first_size),
        );
    }
    println!();
}

fn main() {
    series("partitions", &[1, 2, 4, 8, 16, 32, 64], |partitions| {
        let mut setup = plain_shop();
        setup.topics[0].partitions = partitions;
        (setup, 100)
    });
    series("members", &[1, 2, 4, 8, 16, 32], |members| {
        let mut setup = with_members(plain_shop(), members);
        setup.topics[0].partitions = 32;
        (setup, 100)
    });
    series("records", &[10, 100, 1_000, 10_000], |records| {
        (plain_shop(), records.into())
    });
}
