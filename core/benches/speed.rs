//! How fast the core is, natively: steps and events a second, what a kept world costs, seeking.
//!
//! Run them with `cargo bench -p offsetscope-core`. They print, and never fail: times depend on the
//! machine.

use divan::Bencher;
use divan::counter::ItemsCount;
use offsetscope_core::history::{History, Moment};
use offsetscope_core::scenario::Scenario;
use std::sync::Arc;

fn main() {
    divan::main();
}

fn shop() -> History {
    History::new(Arc::new(Scenario::Shop.setup(1)))
}

/// A run of the shop that has gone on for so many steps.
fn shop_after(steps: usize) -> History {
    let mut history = shop();
    for _ in 0..steps {
        history.forward();
    }
    history
}

/// The shop with 30 records in its logs.
fn shop_with_30_records() -> Moment {
    let mut history = shop();
    loop {
        let world = &history.current().world;
        let records: u64 = world
            .partitions()
            .map(|partition| world.log(partition).log_end_offset())
            .sum();
        if records >= 30 {
            return history.current().clone();
        }
        history.forward();
    }
}

/// The clock plays the shop, and the history keeps it.
#[divan::bench(args = [1_000, 10_000])]
fn play(bencher: Bencher<'_, '_>, steps: usize) {
    let events: usize = shop_after(steps)
        .entries()
        .iter()
        .map(|entry| entry.events.len())
        .sum();
    bencher
        .counter(ItemsCount::new(events))
        .with_inputs(shop)
        .bench_values(|mut history| {
            for _ in 0..steps {
                history.forward();
            }
            history
        });
}

/// What a checkpoint costs, and what a search will pay for every state.
#[divan::bench]
fn clone_world_with_30_records(bencher: Bencher<'_, '_>) {
    let moment = shop_with_30_records();
    bencher.bench(|| moment.world.clone());
}

#[divan::bench]
fn list_choices(bencher: Bencher<'_, '_>) {
    let moment = shop_with_30_records();
    bencher.bench(|| moment.world.choices());
}

/// A jump to another place of a long run: the scrubber, dragged.
#[divan::bench(args = [1_000, 50_000])]
fn seek(bencher: Bencher<'_, '_>, steps: usize) {
    let mut history = shop_after(steps);
    // Strides that are no divisor of anything come by every distance from a checkpoint.
    let mut target = 0;
    bencher.bench_local(move || {
        target = (target + 7_919) % steps;
        history.seek(target);
    });
}

/// What the ledger panel asks at every step.
#[divan::bench(args = [1_000, 50_000])]
fn tally(bencher: Bencher<'_, '_>, steps: usize) {
    let history = shop_after(steps);
    let world = &history.current().world;
    bencher.bench(|| {
        let groups = world.setup().group_ids();
        groups.map(|group| world.tally(group)).collect::<Vec<_>>()
    });
}
