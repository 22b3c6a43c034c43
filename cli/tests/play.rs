//! `offsetscope run` and `describe`, as somebody in a terminal sees them.

use std::process::{Command, Output};

fn offsetscope(arguments: &str) -> Output {
    with_arguments(arguments.split(' '))
}

fn with_arguments<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn stdout_of(arguments: &str) -> String {
    let output = offsetscope(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

fn refusal_of(arguments: &str) -> String {
    let output = offsetscope(arguments);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr).expect("it prints UTF-8")
}

/// The step at which the first effect of a consumer is told.
fn first_effect_of(consumer: &str, told: &str) -> usize {
    let effect = format!("{consumer} has processed");
    let line = told
        .lines()
        .find(|line| line.contains(&effect))
        .expect("it processes something");
    let step = line.split_whitespace().nth(1).expect("a line has a step");
    step.parse().expect("a step is a number")
}

#[test]
fn a_crash_between_effect_and_commit_is_told_as_a_duplicate() {
    let step = first_effect_of("fulfilment-1", &stdout_of("run shop"));
    let crash = format!("run shop --steps 600 --crash fulfilment-1@{}", step + 1);
    let told = stdout_of(&crash);
    assert!(told.contains("fulfilment-1 crashes."), "{told}");
    assert!(told.contains("it took effect twice"), "{told}");
}

#[test]
fn the_same_seed_is_the_same_run_and_another_is_another() {
    let json = |seed: u32| stdout_of(&format!("run shop --json --seed {seed}"));
    assert_eq!(json(3), json(3));
    assert_ne!(json(3), json(4));
}

#[test]
fn every_step_is_a_json_object_on_a_line_of_its_own() {
    let printed = stdout_of("run shop --json --steps 50");
    for (number, line) in (1..).zip(printed.lines()) {
        let step: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        assert_eq!(step["step"], number);
        assert!(step["events"].is_array());
    }
    assert_eq!(printed.lines().count(), 50);
}

#[test]
fn describe_has_the_columns_of_kafkas_own_tool() {
    let table = stdout_of("describe shop");
    let mut lines = table.lines();
    let heads: Vec<&str> = lines.next().unwrap_or("").split_whitespace().collect();
    assert_eq!(
        heads[..4],
        ["GROUP", "TOPIC", "PARTITION", "CURRENT-OFFSET"]
    );
    let rows: Vec<Vec<&str>> = lines
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows.len(), 9, "three groups with three partitions each");
    for row in rows {
        let number = |column: usize| row[column].parse::<i64>().ok();
        if let (Some(committed), Some(end)) = (number(3), number(4)) {
            assert_eq!(number(5), Some(end - committed), "{row:?}");
        }
    }
}

#[test]
fn what_cannot_be_played_is_refused_with_what_could() {
    assert!(refusal_of("run shoop").contains("there are: shop"));
    assert!(refusal_of("run shop --crash x@2").contains("there are: fulfilment-1,"));
    assert!(refusal_of("run shop --crash fulfilment-1").contains("as in fulfilment-1@120"));
    assert!(refusal_of("run shop --crash fulfilment-1@0").contains("the steps are 1 to 400"));
    let twice = "run shop --crash fulfilment-1@2 --crash fulfilment-1@3";
    let refusal = r#"{"crash":"fulfilment-1"} cannot happen before step 3"#;
    assert!(refusal_of(twice).contains(refusal));
    for (deed, reason) in [
        (r#"{"delete":1}@2"#, "unknown variant"),
        (r#"{"delete_group":"x"}"#, "is not DEED@STEP"),
        (r#"{"crash":"x"}@2"#, "there are: fulfilment-1,"),
        (
            r#"{"strategy":{"group":"x","to":"AfterBatch"}}@2"#,
            "there is no group “x”",
        ),
    ] {
        let refusal = refusal_of(&format!("run shop --do {deed}"));
        assert!(refusal.contains(reason), "{deed}: {refusal}");
    }
}

/// As in a scenario file.
#[test]
fn what_an_administrator_does_can_be_asked_for() {
    let deed = r#"{"delete group": "fulfilment"}@160"#;
    let output = with_arguments(["run", "shop", "--do", deed]);
    let told = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let refused = "An administrator deletes fulfilment. The broker refuses with NON_EMPTY_GROUP";
    assert!(told.contains(refused), "{told}");
}
