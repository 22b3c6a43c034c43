//! Why things are as they are: a sentence that says it, and one for each cause.

mod commit;
mod rebalance;
mod record;

pub use record::why;

use crate::narration::tell;
use offsetscope_core::explain::Cause;
use offsetscope_core::explain::commit::commit as explain_commit;
use offsetscope_core::explain::rebalance::rebalance as explain_rebalance;
use offsetscope_core::history::Entry;
use offsetscope_core::history::causality::Causality;
use offsetscope_core::world::World;
use offsetscope_language::{say, text};

/// What is said where there is nothing to say.
pub const NOTHING_TO_EXPLAIN: &str = text!(
    "Nothing in this run says why: it was under way when the run began, or is not in it any more.",
    "这次运行中没有什么能说明原因：运行开始时它已在进行，或者相关部分已不在其中。"
);

/// What a button says that asks.
pub const WHY: &str = text!("Why?", "为什么？");

/// What it says if it asks about the step that is looked at.
pub const WHY_PRESENT: &str = text!("Why this step?", "为什么有这一步？");

/// Why something is as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The answer in a sentence or two.
    pub answer: String,
    /// What led to it, oldest first.
    pub reasons: Vec<Reason>,
}

/// Something that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// How many steps of the run to take to see it.
    pub step: usize,
    /// When.
    pub at_ms: i64,
    /// What.
    pub said: String,
}

impl Reason {
    fn of(cause: &Cause<'_>, world: &World) -> Self {
        Self {
            step: cause.step,
            at_ms: cause.at_ms,
            said: tell(cause.event, world),
        }
    }
}

/// Why the commit and the rebalance went as they did that a step is part of, as far as `entries` go.
/// `opening` is the world before them; `world` the one after them, or any later one of the same run.
pub fn why_of_step(
    opening: &World,
    entries: &[Entry],
    causality: &Causality,
    step: usize,
    world: &World,
) -> Vec<Why> {
    let setup = world.setup();
    let commit = explain_commit(setup, entries, causality, step);
    let rebalance = explain_rebalance(opening, entries, step);
    let commit = commit.map(|it| commit::answer(&it, world));
    let rebalance = rebalance.map(|it| rebalance::answer(&it, world));
    commit.into_iter().chain(rebalance).collect()
}

/// `1 record`, `3 records`
fn records(count: u32) -> String {
    match count {
        1 => text!("1 record", "1 条记录").to_owned(),
        _ => say!("{count} records", "{count} 条记录"),
    }
}
