//! Rules for every file, whatever it holds.

use crate::rule::{Finding, assert_allowed, assert_caught, assert_kept, find_lines, has_word};
use crate::source::Source;

const MOST_LINES: usize = 500;

/// Marks of unfinished work. In two pieces each, or this file would break its own rule.
const UNFINISHED: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Beginnings of paths on one person's machine. In two pieces each, for the same reason.
const PRIVATE: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/tm", "p/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 7] = [
    "util", "utils", "helper", "helpers", "misc", "common", "stuff",
];

fn files_can_be_held_in_ones_head(source: &Source) -> Vec<Finding> {
    let written = ["rs", "ts", "css", "html", "md", "toml", "yml"].contains(&source.extension());
    if !written || source.text.lines().count() <= MOST_LINES {
        return Vec::new();
    }
    let advice =
        format!("The file has more than {MOST_LINES} lines: split it by what it is about.");
    vec![Finding {
        line: MOST_LINES + 1,
        advice,
    }]
}

fn modules_say_what_they_are_for(source: &Source) -> Vec<Finding> {
    if source.extension() != "rs" || source.text.starts_with("//! ") {
        return Vec::new();
    }
    let advice = "The file begins with a `//!` line that says what lives here.".to_owned();
    vec![Finding { line: 1, advice }]
}

fn nothing_is_left_unfinished(source: &Source) -> Vec<Finding> {
    find_lines(
        &source.text,
        |line| UNFINISHED.iter().any(|mark| has_word(line, mark)),
        "Finish it, or file an issue; a mark in the source is forgotten.",
    )
}

fn names_say_something(source: &Source) -> Vec<Finding> {
    let parts = source
        .path
        .split('/')
        .map(|part| part.split('.').next().unwrap_or_default());
    let advice = "Name the module after what it is about, so that one can tell what belongs in it.";
    if parts.into_iter().any(|part| EMPTY_NAMES.contains(&part)) {
        return vec![Finding {
            line: 1,
            advice: advice.to_owned(),
        }];
    }
    if source.extension() != "rs" {
        return Vec::new();
    }
    let declares = |line: &str| {
        EMPTY_NAMES
            .iter()
            .any(|name| has_word(line, name) && line.contains(&format!("mod {name}")))
    };
    find_lines(&source.code(), declares, advice)
}

fn no_path_of_one_machine_is_named(source: &Source) -> Vec<Finding> {
    // A broker's own defaults are paths too.
    if source.path.starts_with("tests/recorded/") {
        return Vec::new();
    }
    let is_private = |line: &str| {
        PRIVATE.iter().any(|private| {
            line.match_indices(private).any(|(start, _)| {
                // Inside a longer path or an address it is something else.
                !line[..start].ends_with(|c: char| c.is_alphanumeric() || ".-_}".contains(c))
            })
        })
    };
    find_lines(
        &source.text,
        is_private,
        "This path exists on one machine only: name it relative to the project.",
    )
}

fn the_lock_file_names_no_registry(source: &Source) -> Vec<Finding> {
    if source.file_name() != "package-lock.json" {
        return Vec::new();
    }
    find_lines(
        &source.text,
        |line| line.contains("\"resolved\""),
        "The lock file names a registry: install with the .npmrc beside it, which leaves that out.",
    )
}

#[test]
fn no_file_is_too_long() {
    assert_kept(files_can_be_held_in_ones_head);
}

#[test]
fn a_long_file_is_caught() {
    let rule = files_can_be_held_in_ones_head;
    assert_caught(
        rule,
        "web/src/main.rs",
        &"\n".repeat(MOST_LINES + 1),
        MOST_LINES + 1,
    );
    assert_allowed(rule, "web/src/main.rs", &"\n".repeat(MOST_LINES));
    assert_allowed(rule, "Cargo.lock", &"\n".repeat(MOST_LINES + 1));
}

#[test]
fn every_module_has_documentation() {
    assert_kept(modules_say_what_they_are_for);
}

#[test]
fn a_module_without_documentation_is_caught() {
    let rule = modules_say_what_they_are_for;
    assert_caught(rule, "core/src/a.rs", "use std::mem;", 1);
    assert_allowed(rule, "core/src/a.rs", "//! What lives here.\nuse std::mem;");
}

#[test]
fn no_work_is_marked_unfinished() {
    assert_kept(nothing_is_left_unfinished);
}

#[test]
fn unfinished_work_is_caught() {
    let rule = nothing_is_left_unfinished;
    assert_caught(
        rule,
        "web/styles/a.css",
        &format!("\n/* {}: later */", UNFINISHED[0]),
        2,
    );
    assert_allowed(rule, "web/styles/a.css", "/* todos */");
}

#[test]
fn every_name_says_something() {
    assert_kept(names_say_something);
}

#[test]
fn a_name_that_says_nothing_is_caught() {
    assert_caught(names_say_something, "core/src/utils.rs", "", 1);
    assert_caught(names_say_something, "core/src/helpers/mod.rs", "", 1);
    assert_caught(names_say_something, "core/src/lib.rs", "\nmod misc {}", 2);
    assert_allowed(names_say_something, "core/src/lib.rs", "mod utilisation;");
}

#[test]
fn no_machine_is_named() {
    assert_kept(no_path_of_one_machine_is_named);
}

#[test]
fn a_path_of_one_machine_is_caught() {
    let rule = no_path_of_one_machine_is_named;
    assert_caught(
        rule,
        "README.md",
        &format!("See `{}notes.md`.", PRIVATE[0]),
        1,
    );
    assert_allowed(
        rule,
        "README.md",
        &format!("See https://example.org{}a.", PRIVATE[0]),
    );
}

#[test]
fn lock_files_name_no_registry() {
    assert_kept(the_lock_file_names_no_registry);
}

#[test]
fn a_lock_file_that_names_a_registry_is_caught() {
    let text = "{\n  \"resolved\": \"https://example.org/a.tgz\"\n}";
    assert_caught(
        the_lock_file_names_no_registry,
        "tests/browser/package-lock.json",
        text,
        2,
    );
}
