//! `cargo xtask test`: everything that CI checks, in steps; the first that fails ends the run.

mod size;
mod steps;

use std::time::Instant;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::need::{self, Need};
pub use steps::{STEPS, build_page};

/// One thing that is checked.
pub struct Step {
    pub name: &'static str,
    /// What it makes sure of, for `cargo xtask help`.
    pub checks: &'static str,
    needs: &'static [Need],
    run: fn(&Shell) -> Result<()>,
}

/// Runs the steps named, or all.
pub fn run(sh: &Shell, names: &[&str]) -> Result<()> {
    let steps = select(names)?;
    let needs: Vec<Need> = steps.iter().flat_map(|step| step.needs).copied().collect();
    need::ensure_all(sh, &needs)?;

    let start = Instant::now();
    let total = steps.len();
    for (number, step) in (1..).zip(steps) {
        let Step { name, checks, .. } = step;
        println!("\n[{number}/{total}] {name}: {checks}");
        let step_start = Instant::now();
        (step.run)(sh).with_context(|| failure(name))?;
        println!("{name} passed in {:.1} s", seconds_since(step_start));
    }
    println!("\nAll is well after {:.0} s", seconds_since(start));
    Ok(())
}

fn select(names: &[&str]) -> Result<Vec<&'static Step>> {
    if names.is_empty() {
        return Ok(STEPS.iter().collect());
    }
    let find = |name: &&str| {
        let step = STEPS.iter().find(|step| step.name == *name);
        step.with_context(|| {
            let known = STEPS.map(|step| step.name).join(", ");
            format!("There is no test step `{name}`. The steps are: {known}.")
        })
    };
    names.iter().map(find).collect()
}

fn failure(name: &str) -> String {
    format!("The step `{name}` failed. To run it alone: cargo xtask test {name}")
}

fn seconds_since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::{STEPS, select};

    #[test]
    fn no_name_selects_every_step() {
        assert_eq!(select(&[]).unwrap().len(), STEPS.len());
    }

    #[test]
    fn names_select_their_steps() {
        let steps = select(&["size", "format"]).unwrap();
        let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
        assert_eq!(names, ["size", "format"]);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let Err(error) = select(&["sise"]) else {
            panic!("`sise` was accepted")
        };
        let message = error.to_string();
        assert!(
            message.contains("`sise`") && message.contains("size"),
            "{message}"
        );
    }
}
