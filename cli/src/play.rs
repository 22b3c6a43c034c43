//! A scenario played in the terminal: by the clock, with what was asked for besides, or step by
//! step as it is written down.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::history::{Entry, History};
use offsetscope_core::scenario::Scenario;
use offsetscope_core::scenario::file::{Deed, Planned, Run, Unknown};
use offsetscope_core::setup::Setup;
use offsetscope_core::world::World;

use crate::scenario_file;

/// How many steps are taken by the clock if nobody says.
const STEPS: usize = 400;

/// What to play.
#[derive(clap::Args, Clone, Debug)]
pub struct Play {
    /// A scenario of the catalogue (shop), or a file that ends in .json
    #[arg(value_name = "SCENARIO")]
    pub scenario: Source,
    /// Seeds every stream of chance [default: that of the file, or 1]
    #[arg(long)]
    pub seed: Option<u64>,
    /// How many steps to take after the opening [default: 400, or all that a file lists]
    #[arg(long)]
    pub steps: Option<usize>,
    /// Crash a consumer before the step with this number; may be given more than once
    #[arg(long, value_name = "CONSUMER@STEP")]
    pub crash: Vec<Crash>,
    /// Make something else happen before the step with this number, written as in a scenario file:
    /// '{"delete group": "reports"}@120'; may be given more than once
    #[arg(long = "do", value_name = "DEED@STEP")]
    pub deeds: Vec<DeedAtStep>,
}

/// Where a scenario comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The catalogue.
    Catalogue(Scenario),
    /// A file.
    File(PathBuf),
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if PathBuf::from(text)
            .extension()
            .is_some_and(|end| end == "json")
        {
            return Ok(Self::File(text.into()));
        }
        let scenario = text
            .parse()
            .map_err(|unknown| format!("{unknown}; or give a file that ends in .json"));
        scenario.map(Self::Catalogue)
    }
}

/// Something that was asked for: `{"delete group": "reports"}@120`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedAtStep {
    deed: Deed,
    before_step: usize,
}

impl DeedAtStep {
    /// As it is written in a file.
    fn text(&self) -> String {
        serde_json::to_string(&self.deed).unwrap_or_default()
    }
}

impl FromStr for DeedAtStep {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let malformed = || format!("“{text}” is not DEED@STEP");
        let (deed, step) = text.rsplit_once('@').ok_or_else(malformed)?;
        let before_step = step.parse().map_err(|_| malformed())?;
        let deed = serde_json::from_str(deed).map_err(|error| format!("“{deed}”: {error}"))?;
        Ok(Self { deed, before_step })
    }
}

/// A crash that was asked for: `fulfilment-1@120`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crash {
    consumer: String,
    before_step: usize,
}

impl FromStr for Crash {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let malformed = || format!("“{text}” is not CONSUMER@STEP, as in fulfilment-1@120");
        let (consumer, step) = text.rsplit_once('@').ok_or_else(malformed)?;
        let before_step = step.parse().map_err(|_| malformed())?;
        Ok(Self {
            consumer: consumer.to_owned(),
            before_step,
        })
    }
}

impl Play {
    /// Plays it. `tell` hears every step: the world after it, its number, the time since the
    /// opening, and what happened. Returns the world after the last one.
    ///
    /// # Errors
    /// A file that is not a scenario, an unknown consumer, something that cannot happen when it
    /// shall, a step that is never reached, or an error of `tell`.
    pub fn run(
        &self,
        mut tell: impl FnMut(&World, usize, i64, &Entry) -> Result<()>,
    ) -> Result<World> {
        let (mut setup, run) = match &self.scenario {
            Source::Catalogue(scenario) => (scenario.setup(1), Run::default()),
            Source::File(path) => {
                let (file, setup) = scenario_file::read(path)?;
                (setup, file.run)
            }
        };
        match run {
            Run::Clock(_) => {
                setup.seed = self.seed.unwrap_or(setup.seed);
                let schedule = schedule(&run, &setup)?;
                self.by_clock(&Arc::new(setup), &schedule, &mut tell)
            }
            Run::Steps(_) => {
                if self.seed.is_some() || !self.crash.is_empty() || !self.deeds.is_empty() {
                    bail!("--seed, --crash and --do change a run; this file lists all its steps");
                }
                let schedule = schedule(&run, &setup)?;
                let steps = self.steps.unwrap_or(usize::MAX).min(schedule.len());
                exactly(&Arc::new(setup), &schedule[..steps], &mut tell)
            }
        }
    }

    fn by_clock(
        &self,
        setup: &Arc<Setup>,
        schedule: &[Planned],
        tell: &mut impl FnMut(&World, usize, i64, &Entry) -> Result<()>,
    ) -> Result<World> {
        let mut history = History::new(setup.clone());
        let opening_ms = history.opening_ms();
        let deeds = self.deeds(setup)?;
        let mut schedule = schedule.iter().peekable();
        let mut tell_last = |history: &History, step| match history.last_entry() {
            Some(entry) => {
                let world = &history.current().world;
                tell(world, step, entry.at_ms - opening_ms, entry)
            }
            None => Ok(()),
        };
        for step in 1..=self.steps.unwrap_or(STEPS) {
            let now_ms = history.current().clock.now_ms();
            for (asked, choice) in deeds.iter().filter(|(it, _)| it.before_step == step) {
                let refusal = || format!("{} cannot happen before step {step}", asked.text());
                history.inject(*choice, now_ms).with_context(refusal)?;
                tell_last(&history, step)?;
            }
            let next_ms = history.next().map_or(i64::MAX, |(next_ms, _)| next_ms);
            while let Some(due) = schedule.next_if(|it| opening_ms + it.at_ms < next_ms) {
                history
                    .inject(due.choice, opening_ms + due.at_ms)
                    .with_context(|| format!("at {} ms, before step {step}", due.at_ms))?;
                tell_last(&history, step)?;
            }
            if !history.forward() {
                break;
            }
            tell_last(&history, step)?;
        }
        Ok(history.current().world.clone())
    }

    /// What was asked for on the command line, and before which step.
    fn deeds(&self, setup: &Setup) -> Result<Vec<(DeedAtStep, Choice)>> {
        let crashes = self.crash.iter().map(|crash| DeedAtStep {
            deed: Deed::Crash(crash.consumer.clone()),
            before_step: crash.before_step,
        });
        let steps = self.steps.unwrap_or(STEPS);
        let resolve = |asked: DeedAtStep| {
            if !(1..=steps).contains(&asked.before_step) {
                let step = asked.before_step;
                bail!(
                    "{} before step {step}: the steps are 1 to {steps}",
                    asked.text()
                );
            }
            let unknown = |error: Unknown| match asked.deed {
                Deed::Crash(_) => {
                    let consumers = setup.consumers.iter();
                    let names: Vec<_> = consumers.map(|it| it.name.as_str()).collect();
                    format!("{error}; there are: {}", names.join(", "))
                }
                _ => error.to_string(),
            };
            let choice = asked.deed.choice(setup).map_err(unknown);
            let choice = choice.map_err(anyhow::Error::msg)?;
            Ok((asked, choice))
        };
        let others = self.deeds.iter().cloned();
        crashes.chain(others).map(resolve).collect()
    }
}

fn schedule(run: &Run, setup: &Setup) -> Result<Vec<Planned>> {
    run.schedule(setup).map_err(|(_, unknown)| unknown.into())
}

/// Plays the steps that are listed, from the beginning, and nothing else.
fn exactly(
    setup: &Arc<Setup>,
    steps: &[Planned],
    tell: &mut impl FnMut(&World, usize, i64, &Entry) -> Result<()>,
) -> Result<World> {
    let mut effects = Effects::default();
    let mut world = World::new(setup.clone(), &mut effects);
    for (number, step) in (1..).zip(steps) {
        let choice = step.choice;
        world
            .apply(choice, step.at_ms, &mut effects)
            .with_context(|| format!("step {number}"))?;
        let entry = Entry {
            choice,
            at_ms: step.at_ms,
            events: effects.events.clone(),
        };
        tell(&world, number, step.at_ms, &entry)?;
    }
    Ok(world)
}
