//! Random runs: what happens next is drawn by chance, from all that can happen, or is what the
//! clock says until somebody intervenes.

use crate::coverage::Coverage;
use crate::mix::Mix;
use crate::offers;
use crate::setups::random_setup;
use crate::watch::{Failure, Watch};
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::history::Moment;
use offsetscope_core::setup::{Setup, Stream, stream_of_chance};
use offsetscope_core::world::World;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use std::ops::Range;
use std::sync::Arc;

/// How many steps the runs of one test take together.
const CHOICES_BY_CHANCE: u64 = 1_000_000;
const CHOICES_BY_CLOCK: u64 = 1_000_000;

/// Draws of these tests have their own streams: no purpose of the model's has such an index.
pub fn chance_of(seed: u64) -> Pcg64Mcg {
    stream_of_chance(seed, Stream::Latency, u64::MAX)
}

/// A run in which any enabled choice may happen at any time.
pub struct RandomRun {
    pub world: World,
    pub now_ms: i64,
    /// What the last step did.
    pub effects: Effects,
    mix: Mix,
    chance: Pcg64Mcg,
}

impl RandomRun {
    /// A run before its first step.
    pub fn new(seed: u64) -> Self {
        Self::of(seed, |_| {})
    }

    /// The same, with something changed of its setup.
    pub fn of(seed: u64, doctor: impl FnOnce(&mut Setup)) -> Self {
        let mut chance = chance_of(seed);
        let mut setup = random_setup(seed, &mut chance);
        doctor(Arc::make_mut(&mut setup));
        let mix = Mix::draw(&mut chance);
        let mut effects = Effects::default();
        let world = World::new(setup, &mut effects);
        Self {
            world,
            now_ms: 0,
            effects,
            mix,
            chance,
        }
    }

    /// Takes a step.
    pub fn step(&mut self) -> Choice {
        self.step_to_one_of(&self.world.choices())
    }

    fn step_to_one_of(&mut self, choices: &[Choice]) -> Choice {
        let choice = self.mix.pick(choices, &mut self.chance);
        self.now_ms += self.chance.random_range(0..=self.mix.longest_pause_ms);
        let done = self.world.apply(choice, self.now_ms, &mut self.effects);
        done.expect("it was offered");
        choice
    }
}

/// Any enabled choice, at any time.
pub fn run_by_chance(seed: u64, steps: u64) -> Result<Coverage, Failure> {
    let mut run = RandomRun::new(seed);
    let mut watch = Watch::new(&run.world, &run.effects);
    let done = (|| {
        while watch.steps() < steps {
            let choices = run.world.choices();
            watch.try_out(&run.world, &choices, &mut run.chance)?;
            let choice = run.step_to_one_of(&choices);
            watch.look(&run.world, choice, run.now_ms, &run.effects)?;
        }
        Ok(())
    })();
    watch.end(&run.world, done)
}

/// What is due first, and now and then an intervention before it.
pub fn run_by_clock(seed: u64, steps: u64) -> Result<Coverage, Failure> {
    let mut chance = chance_of(seed);
    let setup = random_setup(seed, &mut chance);
    let steps_between_interventions = chance.random_range(5..400);
    let mut effects = Effects::default();
    let mut moment = Moment::beginning(setup);
    // The moment was made with effects of its own; a world made again gives the same.
    World::new(moment.world.setup().clone(), &mut effects);
    let mut watch = Watch::new(&moment.world, &effects);
    let done = (|| {
        while watch.steps() < steps {
            let choices = moment.world.choices();
            let due = check_clock(&moment, &choices).map_err(|what| watch.report(&what))?;
            let intervenes = chance.random_ratio(1, steps_between_interventions);
            let (at_ms, choice) = if intervenes {
                intervention(due.0, moment.clock.now_ms(), &choices, &mut chance)
            } else {
                due
            };
            moment
                .apply(choice, at_ms, &mut effects)
                .map_err(|refused| watch.report(&refused.to_string()))?;
            watch.look(&moment.world, choice, at_ms, &effects)?;
        }
        Ok(())
    })();
    watch.end(&moment.world, done)
}

fn check_clock(moment: &Moment, choices: &[Choice]) -> Result<(i64, Choice), String> {
    offers::clock_offers_what_can_happen(&moment.clock, choices)?;
    offers::clock_knows_the_world(&moment.clock, &moment.world)?;
    moment
        .clock
        .next()
        .ok_or_else(|| "nothing is due".to_owned())
}

/// A fault or a changed setting, some time before what is due.
fn intervention(
    due_ms: i64,
    now_ms: i64,
    choices: &[Choice],
    chance: &mut Pcg64Mcg,
) -> (i64, Choice) {
    let possible: Vec<_> = choices
        .iter()
        .copied()
        .filter(|it| it.is_intervention())
        .collect();
    let restarts = possible.iter().filter(|choice| {
        matches!(
            choice,
            Choice::Restart(_) | Choice::Resume(_) | Choice::Heal(_)
        )
    });
    let restart = restarts.copied().next();
    let any = crate::setups::one_of(&possible, chance);
    let choice = restart.filter(|_| chance.random_ratio(2, 3)).unwrap_or(any);
    (chance.random_range(now_ms..=due_ms), choice)
}

/// Runs with many seeds, or with the one that the environment asks for, and says what came up.
fn run_many(
    run: fn(u64, u64) -> Result<Coverage, Failure>,
    seeds: Range<u64>,
    choices: u64,
) -> Coverage {
    let steps = choices.div_ceil(seeds.end - seeds.start);
    let mut coverage = Coverage::default();
    for seed in asked_seed().map_or(seeds, |seed| seed..seed + 1) {
        match run(seed, steps) {
            Ok(covered) => coverage.add(&covered),
            Err(failure) => panic!("seed {seed}, {}\n{}", failure.what, how_to_rerun(seed)),
        }
    }
    eprintln!("{coverage}");
    coverage
}

/// The seed that the environment asks for.
fn asked_seed() -> Option<u64> {
    let seed = std::env::var("OFFSETSCOPE_SEED").ok()?;
    Some(seed.parse().expect("OFFSETSCOPE_SEED is a number"))
}

fn how_to_rerun(seed: u64) -> String {
    format!(
        "This seed alone: OFFSETSCOPE_SEED={seed} cargo test -p offsetscope-core --test properties"
    )
}

#[test]
fn in_short_random_runs() {
    let coverage = run_many(run_by_chance, 0..500, CHOICES_BY_CHANCE / 2);
    if asked_seed().is_none() {
        assert_eq!(coverage.is_complete(), Ok(()));
    }
}

#[test]
fn in_long_random_runs() {
    run_many(run_by_chance, 1_000..1_050, CHOICES_BY_CHANCE / 2);
}

#[test]
fn in_runs_by_the_clock() {
    run_many(run_by_clock, 0..100, CHOICES_BY_CLOCK);
}
