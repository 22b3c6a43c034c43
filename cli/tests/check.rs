//! `offsetscope check`, as somebody types it.

use std::process::{Command, Output};

fn check(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .arg("check")
        .args(arguments)
        .output()
        .expect("it starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn what_is_required_decides_the_exit_status() {
    let cases: [(&[&str], i32); 5] = [
        (&["shop", "--group", "fulfilment"], 0),
        (&["shop", "--group", "notifications"], 1),
        (
            &[
                "shop",
                "--group",
                "notifications",
                "--require",
                "no-duplicate",
            ],
            0,
        ),
        (&["shop", "--group", "fulfilment", "--states", "30"], 2),
        (&["shop", "--group", "nobody"], 2),
    ];
    for (arguments, status) in cases {
        assert_eq!(
            check(arguments).status.code(),
            Some(status),
            "{arguments:?}"
        );
    }
}

#[test]
fn verdicts_are_sentences() {
    let output = check(&["shop", "--group", "notifications"]);
    let said = said(&output);
    for sentence in [
        "notifications: With at most 1 crash",
        "An order can be lost: committed past, without ever taking effect.",
        "No order ever takes effect twice.",
    ] {
        assert!(said.contains(sentence), "{said}");
    }
}

#[test]
fn what_is_not_known_is_not_called_proved() {
    let said = said(&check(&["shop", "--group", "fulfilment", "--states", "30"]));
    assert!(said.contains("not finished"), "{said}");
    assert!(!said.contains("No order is ever lost."), "{said}");
}

#[test]
fn a_run_that_shows_a_loss_can_be_played() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("check-out");
    let folder_name = folder.display().to_string();
    check(&["shop", "--group", "notifications", "--out", &folder_name]);
    let played = Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .arg("run")
        .arg(folder.join("notifications-no-loss.json"))
        .output()
        .expect("it starts");
    let said = said(&played);
    let ledger = said
        .split("LEDGER")
        .nth(1)
        .expect("it ends with the ledger");
    let (heads, counts) = ledger
        .trim_end()
        .split_once('\n')
        .expect("a line for the group");
    let lost = heads.split_whitespace().position(|head| head == "lost");
    let count = counts.split_whitespace().nth(lost.expect("a column") + 1);
    assert!(count.is_some_and(|count| count != "0"), "{said}");
}

#[test]
fn an_unknown_property_is_refused_with_the_known_ones() {
    let output = check(&["shop", "--require", "no-los"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("no-los") && said.contains("no-loss"),
        "{said}"
    );
}
