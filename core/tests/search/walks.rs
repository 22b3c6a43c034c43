//! What comes of any run of the unreduced model, the reduced search knows.

use crate::setups::all_small;
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::ids::GroupId;
use offsetscope_core::search::{Configuration, Model, Reduction};
use offsetscope_core::world::World;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::collections::{HashSet, VecDeque};

/// What may come of each partition: its records' effects, and what is committed.
pub type Outcome = Vec<(Vec<(u8, bool)>, Option<u64>)>;

pub fn outcome(world: &World) -> Outcome {
    let group = GroupId(0);
    let of_partition = |partition| {
        let ends = 0..world.log(partition).log_end_offset();
        let effect = |offset| world.outside().effect(group, partition, offset);
        let effects = ends.map(effect).map(|it| (it.times, it.out_of_order));
        let committed = world.coordinator().committed(group, partition);
        (effects.collect(), committed)
    };
    world.partitions_read_by(group).map(of_partition).collect()
}

#[expect(
    clippy::mutable_key_type,
    reason = "what changes inside is a hash that is computed once"
)]
pub fn reachable(model: &Model) -> HashSet<Outcome> {
    let initial = model.initial(&mut |_| {});
    let mut known: HashSet<Configuration> = HashSet::from([initial.clone()]);
    let mut frontier = VecDeque::from([initial]);
    let (mut fx, mut moves) = (Effects::default(), Vec::new());
    let mut outcomes = HashSet::new();
    while let Some(at) = frontier.pop_front() {
        outcomes.insert(outcome(&at.world));
        model.moves(&at, &mut moves);
        for &choice in &moves {
            let next = model.apply(&at, choice, &mut fx, &mut |_| {});
            frontier.extend(next.filter(|it| known.insert(it.clone())));
        }
    }
    outcomes
}

/// A random run of the unreduced model.
fn walk(model: &Model, chance: &mut Pcg64Mcg, mut visit: impl FnMut(&World)) {
    let mut at = model.initial(&mut |_| {});
    let (mut fx, mut moves) = (Effects::default(), Vec::new());
    for _ in 0..200 {
        model.moves(&at, &mut moves);
        if moves.is_empty() {
            return;
        }
        let choice: Choice = moves[chance.random_range(0..moves.len())];
        if let Some(next) = model.apply(&at, choice, &mut fx, &mut |_| {}) {
            at = next;
            visit(&at.world);
        }
    }
}

#[test]
fn no_walk_comes_to_what_the_search_calls_unreachable() {
    let mut chance = Pcg64Mcg::seed_from_u64(3);
    for small in all_small() {
        let known = reachable(&small.model(Reduction::On));
        let unreduced = small.model(Reduction::Off);
        for _ in 0..300 {
            walk(&unreduced, &mut chance, |world| {
                let outcome = outcome(world);
                assert!(known.contains(&outcome), "{small:?}: {outcome:?}");
            });
        }
    }
}
