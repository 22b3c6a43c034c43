//! Whatever somebody types or hands in: it is refused with a reason, or it works. Nothing panics.
//!
//! Valid inputs are edited at random, the same edits in every run; what fails is shrunk. More of
//! them: `PROPTEST_CASES=100000 cargo test --release -p offsetscope --test inputs`.

mod edits;
mod found;
mod lessons;
mod links;
mod text_edits;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use edits::{Edit, apply, edits};
use offsetscope_cli::conform::{self, files::Recording};
use offsetscope_core::effects::Effects;
use offsetscope_core::history::Moment;
use offsetscope_core::scenario::Link;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::Value;
use text_edits::{TextEdit, apply_to_text, text_edits};

/// Lets a number of inputs be tried, or as many as the environment asks for.
fn try_out<S: Strategy>(
    cases: u32,
    inputs: &S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let asked = std::env::var("PROPTEST_CASES").is_ok();
    let config = Config {
        cases: if asked {
            Config::default().cases
        } else {
            cases
        },
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    if let Err(failed) = runner.run(inputs, test) {
        panic!("{failed}");
    }
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<_> = entries
        .map(|it| it.expect("it can be listed").path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    files
}

fn json(file: &Path) -> Value {
    let text = fs::read_to_string(file).expect("the file can be read");
    serde_json::from_str(&text).expect("the file is JSON")
}

#[test]
fn a_link_of_any_kind() {
    try_out(3_000, &text_edits(), |edits: Vec<TextEdit>| {
        let fragment = apply_to_text("#scenario=shop&seed=18446744073709551615", &edits);
        if let Err(refusal) = Link::parse(&fragment) {
            assert!(refusal.to_string().chars().count() < 200, "{refusal}");
        }
        Ok(())
    });
}

/// What is accepted as a scenario can be played.
fn check_scenario(text: &str) {
    let Ok((_, setup)) = offsetscope_files::parse("it.json", text) else {
        return;
    };
    let mut moment = Moment::beginning(Arc::new(setup));
    let mut effects = Effects::default();
    for _ in 0..150 {
        let Some((at_ms, choice)) = moment.clock.next() else {
            return;
        };
        let applied = moment.apply(choice, at_ms, &mut effects);
        applied.expect("what is due can happen");
    }
}

#[test]
fn a_scenario_file_of_any_kind() {
    let examples: Vec<_> = json_files(&project().join("scenarios"))
        .iter()
        .map(|it| json(it))
        .collect();
    try_out(
        1_500,
        &(0..examples.len(), edits()),
        |(which, edits): (usize, Vec<Edit>)| {
            check_scenario(&apply(&examples[which], &edits).to_string());
            Ok(())
        },
    );
}

#[test]
fn a_scenario_file_that_is_hardly_json() {
    let text = fs::read_to_string(project().join("scenarios/crash-before-commit.json"));
    let text = text.expect("the example is there");
    try_out(1_500, &text_edits(), |edits: Vec<TextEdit>| {
        check_scenario(&apply_to_text(&text, &edits));
        Ok(())
    });
}

/// Cases of every form, the small ones: edits find more in them.
fn cases() -> Vec<Value> {
    let recorded = project().join("tests/recorded");
    let mut cases = Vec::new();
    for file in json_files(&recorded.join("vectors")) {
        let recording = json(&file);
        let of_file = recording["cases"].as_array().cloned().unwrap_or_default();
        let meta = &recording["meta"];
        let mut of_file: Vec<_> = of_file
            .into_iter()
            .map(|case| serde_json::json!({"meta": meta, "cases": [case]}))
            .collect();
        of_file.sort_by_key(|case| case.to_string().len());
        cases.extend(of_file.into_iter().step_by(7).take(6));
    }
    cases.extend(
        json_files(&recorded.join("golden"))
            .iter()
            .step_by(5)
            .map(|it| json(it)),
    );
    cases
}

#[test]
fn a_recording_of_any_kind() {
    let cases = cases();
    assert!(cases.len() > 40, "{}", cases.len());
    try_out(
        3_000,
        &(0..cases.len(), edits()),
        |(which, edits): (usize, Vec<Edit>)| {
            let text = apply(&cases[which], &edits).to_string();
            if let Ok(recording) = Recording::parse("it.json", &text) {
                conform::replay(&recording);
            }
            Ok(())
        },
    );
}

#[test]
fn edits_change_what_they_are_given() {
    let case = json(&project().join("scenarios/crash-before-commit.json"));
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let mut changed = 0;
    for _ in 0..100 {
        let edits = edits()
            .new_tree(&mut runner)
            .expect("nothing is filtered")
            .current();
        changed += u32::from(apply(&case, &edits) != case);
    }
    assert!(changed > 80, "{changed} of 100");
}
