//! The recordings that the project brings along agree with the model.

use std::fs;
use std::path::Path;
use std::process::Command;

/// How many cases pass. It only grows: when more do, it is raised.
const PASSED: u32 = 1050;

#[test]
fn the_model_does_what_kafka_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded");
    let output = Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .arg("conform")
        .arg(folder)
        .output()
        .expect("the program starts");
    let report = String::from_utf8_lossy(&output.stdout);
    let problems = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{report}{problems}");
    let passed = report
        .lines()
        .last()
        .and_then(|line| line.split(' ').next());
    let passed: u32 = passed
        .and_then(|count| count.parse().ok())
        .expect("the last line begins with how many passed");
    assert!(passed >= PASSED, "{report}");
}

/// The fidelity page is built from that table.
#[test]
fn the_table_of_counts_is_what_the_recordings_come_to() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance.tsv");
    let output = Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .args([
            "conform",
            "tests/recorded",
            "tests/observations",
            "--counts",
        ])
        .arg(&fresh)
        .current_dir(&project)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{output:?}");
    let fresh = fs::read_to_string(fresh).expect("it was written");
    let kept = fs::read_to_string(project.join("docs/conformance.tsv")).expect("it can be read");
    assert!(
        fresh == kept,
        "docs/conformance.tsv is not what comes out now. If that is meant: cargo run --release \
         -p offsetscope -- conform tests/recorded tests/observations --counts docs/conformance.tsv"
    );
}
