//! A scenario played in the terminal: by the clock, with the crashes that were asked for.

use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use offsetscope_core::choice::Choice;
use offsetscope_core::history::{Entry, History};
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::scenario::Scenario;

/// What to play.
#[derive(clap::Args, Clone, Debug)]
pub struct Play {
    /// A scenario of the catalogue: shop
    #[arg(value_name = "SCENARIO")]
    pub scenario: Scenario,
    /// Seeds every stream of chance
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many steps to take after the opening
    #[arg(long, default_value_t = 400)]
    pub steps: usize,
    /// Crash a consumer before the step with this number; may be given more than once
    #[arg(long, value_name = "CONSUMER@STEP")]
    pub crash: Vec<Crash>,
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
    /// Plays it; `tell` hears every step, with its number.
    ///
    /// # Errors
    /// An unknown consumer, a crash of one that is dead already, a step that is never reached, or
    /// an error of `tell`.
    pub fn run(
        &self,
        mut tell: impl FnMut(&History, usize, &Entry) -> Result<()>,
    ) -> Result<History> {
        let mut history = History::new(Arc::new(self.scenario.setup(self.seed)));
        let crashes = self.resolve_crashes(&history)?;
        for step in 1..=self.steps {
            let now_ms = history.current().clock.now_ms();
            for (_, consumer) in crashes.iter().filter(|(before, _)| *before == step) {
                let name = &history.current().world.setup().consumer(*consumer).name;
                let at_step = format!("{name} cannot crash before step {step}");
                history
                    .inject(Choice::Crash(*consumer), now_ms)
                    .context(at_step)?;
                tell_last(&history, step, &mut tell)?;
            }
            if !history.forward() {
                break;
            }
            tell_last(&history, step, &mut tell)?;
        }
        Ok(history)
    }

    fn resolve_crashes(&self, history: &History) -> Result<Vec<(usize, ConsumerId)>> {
        let setup = history.current().world.setup();
        let resolve = |crash: &Crash| {
            let Crash {
                consumer,
                before_step,
            } = crash;
            if *before_step == 0 || *before_step > self.steps {
                bail!(
                    "--crash {consumer}@{before_step}: the steps are 1 to {}",
                    self.steps
                );
            }
            let found = setup
                .consumer_ids()
                .find(|&id| setup.consumer(id).name == *consumer);
            let id = found.with_context(|| {
                let names: Vec<_> = setup.consumers.iter().map(|it| it.name.as_str()).collect();
                format!(
                    "there is no consumer “{consumer}”; there are: {}",
                    names.join(", ")
                )
            })?;
            Ok((*before_step, id))
        };
        self.crash.iter().map(resolve).collect()
    }
}

fn tell_last(
    history: &History,
    step: usize,
    tell: &mut impl FnMut(&History, usize, &Entry) -> Result<()>,
) -> Result<()> {
    history
        .last_entry()
        .map_or(Ok(()), |entry| tell(history, step, entry))
}
