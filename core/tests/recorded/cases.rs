//! A file of recorded cases, and what became of each.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a file holds, as far as it is looked at.
#[derive(Deserialize)]
struct Recording<C> {
    cases: Vec<C>,
}

/// What became of a case: it agrees, it is about something the model does not have, or it differs.
pub enum Outcome {
    Passed,
    Skipped(&'static str),
    Differs(String),
}

/// Compares every case of a file. Fails if one differs, or if fewer than `at_least` could be
/// compared: a reader that understands nothing would otherwise pass.
pub fn compare<C: DeserializeOwned>(json: &str, at_least: u32, outcome: impl Fn(&C) -> Outcome) {
    let recording: Recording<C> = serde_json::from_str(json).expect("a recording of this form");
    let (mut passed, mut skipped, mut differs) = (0, BTreeMap::new(), Vec::new());
    for case in &recording.cases {
        match outcome(case) {
            Outcome::Passed => passed += 1,
            Outcome::Skipped(why) => *skipped.entry(why).or_insert(0) += 1,
            Outcome::Differs(how) => differs.push(how),
        }
    }
    let mut summary = format!("{passed} passed, {} skipped", skipped.values().sum::<u32>());
    for (why, count) in &skipped {
        write!(summary, " ({count} with {why})").expect("a string can be written to");
    }
    eprintln!("{summary}");
    assert!(
        differs.is_empty(),
        "{} differ:\n{}",
        differs.len(),
        differs.join("\n")
    );
    assert!(
        passed >= at_least,
        "{summary}; at least {at_least} used to pass"
    );
}

#[test]
#[should_panic(expected = "1 differ")]
fn a_case_that_differs_fails() {
    compare(r#"{"cases": [1, 2]}"#, 1, |case: &u8| match case {
        1 => Outcome::Passed,
        _ => Outcome::Differs("it is not 1".to_owned()),
    });
}

#[test]
#[should_panic(expected = "at least 1 used to pass")]
fn a_file_of_which_nothing_is_understood_fails() {
    let skip = |_: &u8| Outcome::Skipped("everything in it");
    compare(r#"{"cases": [1, 2]}"#, 1, skip);
}
