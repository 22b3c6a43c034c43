//! probe
#![allow(missing_docs, clippy::all, clippy::pedantic)]
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::GroupId;
use offsetscope_core::scenario::Scenario;
use offsetscope_core::search::*;
use std::sync::Arc;
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let n = |i: usize, d: u32| a.get(i).map_or(d, |s| s.parse().unwrap());
    let (members, partitions, orders, crashes, timeouts, gens, red, strat) = (
        n(1, 2),
        n(2, 2),
        n(3, 4),
        n(4, 1),
        n(5, 0),
        n(6, 3),
        n(7, 1),
        n(8, 1),
    );
    let mut setup = Scenario::Shop.setup(1);
    setup.topics[0].partitions = partitions as u16;
    setup.groups.truncate(1);
    setup.groups[0].strategy = Strategy::ALL[strat as usize];
    setup.groups[0].client.max_poll_records = 2;
    let proto = setup.consumers[0].clone();
    setup.consumers = (0..members)
        .map(|i| {
            let mut c = proto.clone();
            c.name = format!("m-{i}");
            c.group = GroupId(0);
            c
        })
        .collect();
    let bounds = Bounds {
        faults: Faults {
            crashes: crashes as u8,
            timeouts: timeouts as u8,
        },
        generations: gens,
        orders,
        states: 20_000_000,
        ..Bounds::default()
    };
    let model = Model::new(
        Arc::new(setup),
        bounds,
        if red == 1 {
            Reduction::On
        } else {
            Reduction::Off
        },
    );
    let t = Instant::now();
    let mut s = Search::new(model);
    let r = s.run();
    let e = t.elapsed();
    println!(
        "{:?} states {} depth {} in {:?} = {:.0} states/s",
        r.progress,
        r.states,
        r.depth,
        e,
        s.states() as f64 / e.as_secs_f64()
    );
    for (p, v) in &r.verdicts {
        println!(
            "  {p:?} {}",
            match v {
                Verdict::Violated(w) => format!("violated in {}", w.len()),
                Verdict::Shown(w) => format!("shown in {}", w.len()),
                o => format!("{o:?}"),
            }
        );
    }
}
