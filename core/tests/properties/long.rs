//! A long run that somebody starts: `cargo xtask long`. It prints its seeds as it goes. A run that
//! fails is shrunk and written as a scenario file that `offsetscope run` plays.

use crate::coverage::Coverage;
use crate::drivers::{run_by_chance, run_by_clock};
use crate::shrink::{properties, shrink};
use crate::watch::Failure;
use offsetscope_core::scenario::file::{Happening, Run, ScenarioFile};
use std::fs;
use std::path::PathBuf;

/// How many choices a run takes. Short ones get to more kinds of setups.
const CHOICES_OF_A_RUN: u64 = 2_000;

/// So often the progress is printed.
const RUNS_BETWEEN_LINES: u64 = 250;

fn asked(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is a number, not “{text}”"))
    })
}

/// Shrinks a failing run, and writes it down. Says where.
fn keep(seed: u64, failure: Failure) -> (PathBuf, Failure) {
    let short = shrink(failure, properties);
    let steps = short.taken.iter();
    let steps = steps.map(|&(at_ms, choice)| Happening::of(&short.setup, at_ms, choice));
    let mut file = ScenarioFile::of(&short.setup, Run::Steps(steps.collect()));
    let what = short.what.lines().next().unwrap_or_default();
    file.about = format!("Seed {seed} of the long run, shrunk. {what}");
    let text = serde_json::to_string_pretty(&file).expect("a scenario is JSON");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("seed-{seed}.json"));
    fs::write(&path, text).expect("the folder for test files can be written");
    (path, short)
}

#[test]
#[ignore = "takes minutes: `cargo xtask long` starts it"]
fn in_a_long_run() {
    let choices = asked("OFFSETSCOPE_CHOICES", 10_000_000);
    let first_seed = asked("OFFSETSCOPE_SEED", 0);
    let runs = choices.div_ceil(CHOICES_OF_A_RUN);
    eprintln!("{choices} choices, {runs} runs, seeds from {first_seed}");
    let mut coverage = Coverage::default();
    for (done, seed) in (first_seed..)
        .take(usize::try_from(runs).unwrap_or(usize::MAX))
        .enumerate()
    {
        let run = if seed % 2 == 0 {
            run_by_chance
        } else {
            run_by_clock
        };
        match run(seed, CHOICES_OF_A_RUN) {
            Ok(covered) => coverage.add(&covered),
            Err(failure) => {
                let (path, short) = keep(seed, failure);
                panic!(
                    "seed {seed}, shrunk to {} steps: {}\nTo see it: offsetscope run {}\n\
                     To run it again: cargo xtask long --choices {CHOICES_OF_A_RUN} --seed {seed}",
                    short.taken.len(),
                    short.what,
                    path.display()
                );
            }
        }
        if (done as u64 + 1).is_multiple_of(RUNS_BETWEEN_LINES) {
            eprintln!(
                "{} choices, seed {seed}",
                (done as u64 + 1) * CHOICES_OF_A_RUN
            );
        }
    }
    eprintln!("{coverage}");
}
