//! Makes a run that failed as short as it can be: leaves out choices as long as it still fails.
//! What can no longer happen then is left out too.

use crate::rule::Verdict;
use crate::watch::{Failure, Taken, Watch};
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::setup::Setup;
use offsetscope_core::world::World;
use std::sync::Arc;

/// So often a shorter run is tried at most.
const MOST_TRIALS: u32 = 3_000;

/// Looks at the steps of one run, and says what is wrong.
pub type Judge<'a> = Box<dyn FnMut(&World, Choice, i64, &Effects) -> Verdict + 'a>;

/// Every property, from the beginning of a run.
pub fn properties<'a>(world: &World, effects: &Effects) -> Judge<'a> {
    let mut watch = Watch::new(world, effects);
    Box::new(move |world, choice, at_ms, effects| watch.look(world, choice, at_ms, effects))
}

/// Takes these choices, but for those that cannot happen. Ends where something is wrong, if
/// anything is.
pub fn replay(
    setup: &Arc<Setup>,
    choices: &[Taken],
    judge: fn(&World, &Effects) -> Judge<'static>,
) -> Option<Failure> {
    let mut effects = Effects::default();
    let mut world = World::new(setup.clone(), &mut effects);
    let mut judge = judge(&world, &effects);
    let mut taken = Vec::new();
    for &(at_ms, choice) in choices {
        if world.apply(choice, at_ms, &mut effects).is_err() {
            continue;
        }
        taken.push((at_ms, choice));
        if let Err(what) = judge(&world, choice, at_ms, &effects) {
            let setup = setup.clone();
            return Some(Failure { what, setup, taken });
        }
    }
    None
}

/// What a report is about: the property's name, without the step.
fn property_in(report: &str) -> &str {
    report.split(": ").nth(1).unwrap_or(report)
}

/// The shortest run found in which the same property does not hold. A failure that its choices
/// alone do not bring about comes back as it is.
pub fn shrink(failure: Failure, judge: fn(&World, &Effects) -> Judge<'static>) -> Failure {
    let property = property_in(&failure.what).to_owned();
    let fails = |choices: &[Taken]| {
        let failed = replay(&failure.setup, choices, judge);
        failed.filter(|it| property_in(&it.what) == property)
    };
    let Some(mut best) = fails(&failure.taken) else {
        return failure;
    };
    let mut trials = 0;
    let mut size = best.taken.len().div_ceil(2);
    while size > 0 && trials < MOST_TRIALS {
        let before = best.taken.len();
        let mut from = 0;
        while from < best.taken.len() && trials < MOST_TRIALS {
            trials += 1;
            let to = (from + size).min(best.taken.len());
            let without = [&best.taken[..from], &best.taken[to..]].concat();
            match fails(&without) {
                Some(shorter) => best = shorter,
                None => from = to,
            }
        }
        // Single choices are tried until none can be left out any more.
        if size > 1 {
            size = size.div_ceil(2);
        } else if best.taken.len() == before {
            break;
        }
    }
    best
}

mod tests {
    use super::*;
    use crate::drivers::RandomRun;
    use offsetscope_core::event::Event;
    use offsetscope_core::scenario::file::{Happening, Run, ScenarioFile};

    /// A property that does not hold: that nobody ever crashes twice.
    fn nobody_crashes_twice(_: &World, _: &Effects) -> Judge<'static> {
        let mut crashed = Vec::new();
        let mut step = 0;
        Box::new(move |_, _, _, effects| {
            step += 1;
            for event in &effects.events {
                if let Event::ConsumerCrashed { consumer, .. } = event {
                    if crashed.contains(consumer) {
                        return Err(format!(
                            "step {step}: crashes: {consumer:?} has crashed twice"
                        ));
                    }
                    crashed.push(*consumer);
                }
            }
            Ok(())
        })
    }

    /// A run in which somebody does, after many steps.
    fn long_failure() -> Failure {
        let fails = |seed| {
            let mut run = RandomRun::new(seed);
            let setup = run.world.setup().clone();
            let taken: Vec<_> = (0..20_000)
                .map(|_| {
                    let choice = run.step();
                    (run.now_ms, choice)
                })
                .collect();
            let failed = replay(&setup, &taken, nobody_crashes_twice)?;
            (failed.taken.len() > 100).then_some(failed)
        };
        let failed = (0..20).find_map(fails);
        failed.expect("in one of so many runs somebody crashes twice")
    }

    #[test]
    fn a_failing_run_shrinks_to_what_it_takes() {
        let long = long_failure();
        let short = shrink(long, nobody_crashes_twice);
        let choices: Vec<_> = short.taken.iter().map(|(_, choice)| *choice).collect();
        assert!(
            matches!(choices[..], [Choice::Crash(a), Choice::Restart(b), Choice::Crash(c)] if a == b && b == c),
            "{choices:?}"
        );
    }

    #[test]
    fn a_shrunk_run_fails_again_from_its_file() {
        let short = shrink(long_failure(), nobody_crashes_twice);
        let steps = short.taken.iter();
        let steps = steps.map(|&(at_ms, choice)| Happening::of(&short.setup, at_ms, choice));
        let written = ScenarioFile::of(&short.setup, Run::Steps(steps.collect()));
        let text = serde_json::to_string(&written).expect("a scenario is JSON");
        let read: ScenarioFile = serde_json::from_str(&text).expect("it was written so");
        let setup = Arc::new(read.setup().expect("it was one"));
        let choice = |step: &Happening| (step.at_ms, step.choice(&setup).expect("it has a name"));
        let choices: Vec<_> = read.run.happenings().iter().map(choice).collect();
        let again = replay(&setup, &choices, nobody_crashes_twice);
        assert_eq!(again.expect("it fails").what, short.what);
    }

    #[test]
    fn what_holds_does_not_fail() {
        let mut run = RandomRun::new(5);
        let setup = run.world.setup().clone();
        let taken: Vec<_> = (0..1_000).map(|_| (run.now_ms, run.step())).collect();
        let failed = replay(&setup, &taken, properties).map(|it| it.what);
        assert_eq!(failed, None);
    }
}
