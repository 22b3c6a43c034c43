//! What somebody makes happen in a scenario, or everything that happened in a run.

use crate::choice::Choice;
use crate::client::strategy::Strategy;
use crate::setup::Setup;
use crate::validation::{MOST_MS, Place, Problem, Reason};
use serde::{Deserialize, Serialize};

/// How a scenario goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Run {
    /// By the clock. Times count from the opening, as `offsetscope run` prints them.
    Clock(Vec<Happening>),
    /// Exactly so, from the very beginning, and no further. This is how a run that went wrong is
    /// kept: most of its steps are no clock's.
    Steps(Vec<Happening>),
}

impl Default for Run {
    fn default() -> Self {
        Self::Clock(Vec::new())
    }
}

/// Something that happens, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// When.
    pub at_ms: i64,
    /// What.
    #[serde(rename = "do")]
    pub deed: Deed,
}

/// What happens: interventions by the names of who they happen to, and whatever else can happen as
/// the model has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Deed {
    /// The consumer of this name dies.
    Crash(String),
    /// The consumer of this name is asked to stop.
    Stop(String),
    /// The consumer of this name is started again.
    Restart(String),
    /// A group changes how it commits.
    Strategy {
        /// The group's name.
        group: String,
        /// How.
        to: Strategy,
    },
    /// Any other choice.
    Choice(Choice),
}

impl Happening {
    /// Writes down what happened.
    pub fn of(setup: &Setup, at_ms: i64, choice: Choice) -> Self {
        let deed = match choice {
            Choice::Crash(id) => Deed::Crash(setup.consumer(id).name.clone()),
            Choice::Stop(id) => Deed::Stop(setup.consumer(id).name.clone()),
            Choice::Restart(id) => Deed::Restart(setup.consumer(id).name.clone()),
            Choice::SetStrategy { group, strategy } => Deed::Strategy {
                group: setup.group(group).name.clone(),
                to: strategy,
            },
            other => Deed::Choice(other),
        };
        Self { at_ms, deed }
    }

    /// The choice that is meant; none if there is nobody of that name.
    pub fn choice(&self, setup: &Setup) -> Option<Choice> {
        let consumer = |name: &str| {
            let mut ids = setup.consumer_ids();
            ids.find(|&id| setup.consumer(id).name == name)
        };
        match &self.deed {
            Deed::Crash(name) => consumer(name).map(Choice::Crash),
            Deed::Stop(name) => consumer(name).map(Choice::Stop),
            Deed::Restart(name) => consumer(name).map(Choice::Restart),
            Deed::Strategy { group, to } => {
                let mut ids = setup.group_ids();
                let group = ids.find(|&id| setup.group(id).name == *group)?;
                let strategy = *to;
                Some(Choice::SetStrategy { group, strategy })
            }
            Deed::Choice(choice) => Some(*choice),
        }
    }
}

impl Run {
    /// What happens, in order.
    pub fn happenings(&self) -> &[Happening] {
        match self {
            Self::Clock(list) | Self::Steps(list) => list,
        }
    }

    pub(super) fn problems(&self, setup: &Setup) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut last_ms = 0;
        for happening in self.happenings() {
            let at_ms = happening.at_ms;
            let mut refuse = |property, value, reason| {
                problems.push(Problem {
                    place: Place::Scenario,
                    property,
                    value,
                    reason,
                });
            };
            if at_ms < last_ms {
                refuse("at_ms", at_ms.to_string(), Reason::AtLeast(last_ms));
            } else if at_ms > MOST_MS {
                refuse("at_ms", at_ms.to_string(), Reason::AtMost(MOST_MS));
            }
            last_ms = last_ms.max(at_ms);
            if happening.choice(setup).is_none() {
                let (name, kind) = match &happening.deed {
                    Deed::Strategy { group, .. } => (group.as_str(), "group"),
                    Deed::Crash(name) | Deed::Stop(name) | Deed::Restart(name) => {
                        (name.as_str(), "consumer")
                    }
                    Deed::Choice(_) => ("", "choice"),
                };
                refuse("do", format!("“{name}”"), Reason::Unknown(kind));
            }
        }
        problems
    }
}
