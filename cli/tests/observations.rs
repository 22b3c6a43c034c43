//! Every observation is replayed, or it is said why not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const TRANSACTIONS: &str = "transactions";
const NEW_PROTOCOL: &str = "the new consumer protocol";
const LEADER_EPOCHS: &str = "what clients make of leader epochs";
const ONE_BROKER: &str = "there is one broker, which leads every partition";

/// In the form of golden traces, messages arrive at once and what they carry cannot be seen. What
/// hangs on that is a test of the client's, named after its id, in this file.
const BY_HAND: &str = "core/src/client/observations.rs";

/// Those that are left.
const LEFT: [(&str, &str); 20] = [
    ("reset-05", TRANSACTIONS),
    ("reset-06", BY_HAND),
    ("reset-07", BY_HAND),
    ("reset-08", BY_HAND),
    ("reset-10", BY_HAND),
    ("reset-11", ONE_BROKER),
    ("reset-14", LEADER_EPOCHS),
    ("reset-15", LEADER_EPOCHS),
    ("reset-18", LEADER_EPOCHS),
    ("reset-29", BY_HAND),
    ("reset-34", TRANSACTIONS),
    ("reset-36", TRANSACTIONS),
    ("reset-38", BY_HAND),
    ("reset-43", BY_HAND),
    ("reset-46", TRANSACTIONS),
    ("exp-java-52", NEW_PROTOCOL),
    ("exp-java-84", NEW_PROTOCOL),
    ("exp-java-85", NEW_PROTOCOL),
    ("exp-java-87", TRANSACTIONS),
    ("exp-java-90", TRANSACTIONS),
];

/// The real librdkafka is asked itself, in `tests/live`.
const ASKED_LIVE: &str = "exp-lrk-";

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn ids_in(file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(tests().join(file)).expect("the file can be read");
    let json: Value = serde_json::from_str(&text).expect("the file is JSON");
    let cases = json["cases"].as_array().expect("it lists cases");
    let id = |case: &Value| case["id"].as_str().expect("each has an id").to_owned();
    cases.iter().map(id).collect()
}

#[test]
fn all_of_them_hold() {
    let output = Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .arg("conform")
        .arg(tests().join("observations"))
        .output()
        .expect("the program starts");
    let report = String::from_utf8_lossy(&output.stdout);
    let steps = ids_in("observations/java.json").len();
    let all = format!("{steps} passed, 0 failed, 0 skipped");
    assert_eq!(report.lines().last(), Some(all.as_str()), "{report}");
}

#[test]
fn each_is_replayed_or_left_for_a_reason() {
    let told = ids_in("recorded/vectors/offset_reset_and_client.json");
    let told: BTreeSet<_> = told
        .into_iter()
        .filter(|id| !id.starts_with(ASKED_LIVE))
        .collect();
    let replayed = ids_in("observations/java.json");
    let left: BTreeSet<_> = LEFT.iter().map(|(id, _)| (*id).to_owned()).collect();
    let both: Vec<_> = replayed.intersection(&left).collect();
    assert!(both.is_empty(), "replayed and left: {both:?}");
    let here: BTreeSet<_> = replayed.union(&left).cloned().collect();
    assert_eq!(here, told);
}

#[test]
fn what_is_tested_by_hand_is_there() {
    let file = tests().join("..").join(BY_HAND);
    let text = fs::read_to_string(file).expect("the file can be read");
    for (id, _) in LEFT.iter().filter(|(_, reason)| *reason == BY_HAND) {
        let function = format!("\nfn {}_", id.replace('-', "_"));
        assert!(text.contains(&function), "{id} is not there");
    }
}
