//! The program itself: what it prints and how it exits, on recordings and on bad input.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

fn conform(paths: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .arg("conform")
        .args(paths)
        .output()
        .expect("the program starts")
}

/// A file of this text, in a folder of this test run's own.
fn file(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conform");
    fs::create_dir_all(&folder).expect("the folder for test files can be made");
    let file = folder.join(name);
    fs::write(&file, text).expect("a test file can be written");
    file
}

#[track_caller]
fn check(output: &Output, status: i32, said: &[&str]) {
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(status), "{text}");
    for line in said {
        assert!(text.contains(line), "no {line:?} in:\n{text}");
    }
}

const HASHED: &str = r#"{"id": "a", "key_hex": "34", "murmur2_i32": 1514888353, "to_positive": 1514888353, "partition_for_n": {"4": 1}}"#;

#[test]
fn what_agrees_passes() {
    let file = file("agrees.json", &format!(r#"{{"cases": [{HASHED}]}}"#));
    check(
        &conform(&[&file]),
        0,
        &["agrees.json: 1 passed", "\n1 passed, 0 failed, 0 skipped\n"],
    );
}

#[test]
fn what_differs_fails_with_step_expected_and_got() {
    let wrong = HASHED.replace(r#""4": 1"#, r#""4": 2"#);
    let file = file("differs.json", &format!("[{wrong}, {HASHED}]"));
    check(
        &conform(&[&file]),
        1,
        &[
            "a failed at step partition of 4\n    expected: 2\n    got:      1\n",
            "\n1 passed, 1 failed, 0 skipped\n",
        ],
    );
}

#[test]
fn a_form_that_is_not_known_is_skipped_and_never_passed() {
    let file = file("unknown.json", r#"{"cases": [{"id": "a"}, {"id": "b"}]}"#);
    check(
        &conform(&[&file]),
        0,
        &[
            "2 skipped: a form that is not known",
            "\n0 passed, 0 failed, 2 skipped\n",
        ],
    );
}

#[test]
fn a_case_that_lacks_a_part_is_skipped_with_the_reason() {
    let file = file("lacks.json", &HASHED.replace("to_positive", "other"));
    check(
        &conform(&[&file]),
        0,
        &["1 skipped: not readable: missing field `to_positive`"],
    );
}

#[test]
fn bad_files_are_named_with_the_cause_and_the_others_are_still_read() {
    let broken = file("broken.json", "{\"cases\": [}");
    let good = file("good.json", HASHED);
    let missing = Path::new("no/such/folder");
    check(
        &conform(&[&broken, missing, &good]),
        2,
        &[
            "broken.json is not JSON: expected value at line 1 column 12",
            "no/such/folder cannot be read: ",
            "\n1 passed, 0 failed, 0 skipped\n",
        ],
    );
}

#[test]
fn no_path_is_a_mistake_and_the_usage_is_shown() {
    check(&conform(&[]), 2, &["Usage: offsetscope conform <PATH>..."]);
}
