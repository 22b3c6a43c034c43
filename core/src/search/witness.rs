//! The runs that show what was found out.

use super::laws::Laws;
use super::model::Model;
use super::property::{Property, observe};
use super::states::Step;
use crate::choice::Choice;
use crate::effects::Effects;
use crate::world::World;

/// All choices from the beginning to the end of a way, with those that are made at once; no more than
/// it takes to show the property.
pub(super) fn run<L: Laws>(model: &Model<L>, way: &[Step], property: Property) -> Vec<Choice> {
    let mut run = model.opening().to_vec();
    let mut at = model.initial(&mut |choice| run.push(choice));
    let (mut fx, mut moves) = (Effects::default(), Vec::new());
    for step in way {
        model.moves(&at, &mut moves);
        let choice = moves[usize::from(step.place)];
        let next = model.apply(&at, choice, &mut fx, &mut |it| run.push(it));
        at = next.expect("it was taken before");
    }
    let length = until_it_shows(model, &run, property);
    run.truncate(length);
    run
}

/// How much of a run it takes until a property shows, and shows from then on. What follows in the run
/// is only what was done at once. All of it, if it shows in no single state.
fn until_it_shows<L: Laws>(model: &Model<L>, run: &[Choice], property: Property) -> usize {
    let mut world = model.start().clone();
    let mut fx = Effects::default();
    let shows = |world: &World| observe(world).shows(property);
    let mut shows_since = shows(&world).then_some(model.opening().len());
    for (before, &choice) in run.iter().enumerate().skip(model.opening().len()) {
        let taken = model.laws().apply(&mut world, choice, &mut fx);
        taken.expect("it was taken before");
        shows_since = shows(&world).then(|| shows_since.unwrap_or(before + 1));
    }
    shows_since.unwrap_or(run.len())
}
