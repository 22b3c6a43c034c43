//! Takes a run on to where something is so.

use super::moment;
use crate::fact::Fact;
use offsetscope_core::choice::Choice;
use offsetscope_core::history::History;
use offsetscope_core::scenario::file::{Deed, Run};
use offsetscope_core::setup::Setup;
use offsetscope_language::{say, text};
use std::sync::Arc;

/// A lesson takes at most so many steps: about ten minutes of the shop. Each asks all that happened
/// before, so twice as many would take four times as long.
const MOST_STEPS: usize = 12_000;

/// A run, and what its scenario still has to happen.
pub(super) struct Drive {
    pub run: History,
    plan: Vec<(i64, Choice)>,
    planned: usize,
    /// Whether nothing happens but what is planned.
    is_all_planned: bool,
}

impl Drive {
    pub fn new(setup: &Arc<Setup>, run: &Run) -> Result<Self, String> {
        let plan = run.schedule(setup);
        let plan = plan.map_err(|(_, unknown)| format!("scenario.run: {unknown}"))?;
        let is_all_planned = matches!(run, Run::Steps(_));
        Ok(Self {
            run: if is_all_planned {
                History::at_start(Arc::clone(setup))
            } else {
                History::new(Arc::clone(setup))
            },
            plan: plan.iter().map(|it| (it.at_ms, it.choice)).collect(),
            planned: 0,
            is_all_planned,
        })
    }

    /// What a text says of this run.
    pub fn fact(&self, text: &str) -> Result<Fact, String> {
        let setup = self.run.current().world.setup();
        Fact::parse(text, setup).map_err(|error| error.to_string())
    }

    /// Makes something happen now.
    pub fn make(&mut self, deed: &Deed) -> Result<(), String> {
        let now_ms = self.run.current().clock.now_ms();
        let choice = deed.choice(self.run.current().world.setup());
        let choice = choice.map_err(|unknown| unknown.to_string())?;
        let made = self.run.inject(choice, now_ms);
        made.map_err(|_| text!("this cannot happen then", "那时不可能发生这件事").to_owned())
    }

    /// Goes on until something is so.
    pub fn until(&mut self, fact: &Fact) -> Result<(), String> {
        while !fact.holds(moment(&self.run)) {
            if self.run.cursor() >= MOST_STEPS {
                return Err(say!(
                    "this is not so within {MOST_STEPS} steps",
                    "在 {MOST_STEPS} 步之内，它都没有成立",
                ));
            }
            if !self.forward()? {
                return Err(text!(
                    "the run ends before this is so",
                    "它还没有成立，运行就结束了",
                )
                .to_owned());
            }
        }
        Ok(())
    }

    fn forward(&mut self) -> Result<bool, String> {
        let Some(&(at_ms, choice)) = self.plan.get(self.planned) else {
            return Ok(!self.is_all_planned && self.run.forward());
        };
        let taken = if self.is_all_planned {
            let cursor = self.run.cursor();
            self.run.follow(cursor, [(at_ms, choice)])
        } else {
            let at_ms = self.run.opening_ms().saturating_add(at_ms);
            if self.run.next().is_some_and(|(due_ms, _)| due_ms <= at_ms) {
                return Ok(self.run.forward());
            }
            self.run.inject(choice, at_ms)
        };
        let place = self.planned;
        self.planned += 1;
        taken.map_err(|_| {
            say!(
                "what is planned as number {place} of scenario.run cannot happen then",
                "scenario.run 中计划的编号 {place} 那一项，那时不可能发生",
            )
        })?;
        Ok(true)
    }
}
