//! What keeps the model deterministic, and its state the same on every machine.

use crate::rule::{Finding, assert_allowed, assert_caught, assert_kept, find_lines, has_word};
use crate::source::Source;

/// Names that must not occur in the core, and what to do instead.
const BANNED: [(&[&str], &str); 4] = [
    (
        &["HashMap", "HashSet"],
        "Their order differs from run to run: use BTreeMap, BTreeSet or a Vec.",
    ),
    (
        &["f32", "f64"],
        "Floats round differently from machine to machine: use integers.",
    ),
    (
        &["Instant", "SystemTime", "time", "thread"],
        "Nothing in the core reads a clock or waits: time is a number that the driver passes in.",
    ),
    (
        &[
            "io", "fs", "env", "net", "process", "print", "println", "eprint", "eprintln",
        ],
        "The core talks to nobody: return an event or a value, and let the caller show it.",
    ),
];

/// Names that are banned only as parts of the standard library: `time` is a fine name for a number.
const ONLY_IN_STD: [&str; 7] = ["time", "thread", "io", "fs", "env", "net", "process"];

/// Folders that hold no state of the model: they drive it or describe it, and may count what they
/// keep as Rust does.
const AROUND_THE_MODEL: [&str; 4] = [
    "core/src/history/",
    // What it gives back are places in a history.
    "core/src/explain/",
    "core/src/search/",
    "core/src/scenario/",
];

fn the_core_is_deterministic(source: &Source) -> Vec<Finding> {
    if !source.path.starts_with("core/src/") {
        return Vec::new();
    }
    let code = source.code();
    let uses = |line: &str, name: &str| {
        let from_std = line.contains("std::") || line.contains("core::");
        has_word(line, name) && (from_std || !ONLY_IN_STD.contains(&name))
    };
    BANNED
        .iter()
        .flat_map(|(names, advice)| {
            find_lines(
                &code,
                |line| names.iter().any(|name| uses(line, name)),
                advice,
            )
        })
        .collect()
}

fn state_has_the_same_size_everywhere(source: &Source) -> Vec<Finding> {
    let around = AROUND_THE_MODEL
        .iter()
        .any(|folder| source.path.starts_with(folder));
    if around || !source.path.starts_with("core/src/") {
        return Vec::new();
    }
    let code = source.code();
    let mut depth = 0;
    let mut findings = Vec::new();
    for (line, content) in (1..).zip(code.lines()) {
        let declares = depth == 0 && declares_a_type(content);
        if (declares || depth > 0) && has_word(content, "usize") {
            findings.push(Finding {
                line,
                advice: "A usize has 32 bits in wasm and 64 elsewhere: state holds u32 or u64."
                    .to_owned(),
            });
        }
        if declares || depth > 0 {
            depth += content.matches('{').count();
            depth -= content.matches('}').count().min(depth);
        }
    }
    findings
}

fn declares_a_type(line: &str) -> bool {
    let line = line.trim_start();
    let unprefixed = line
        .strip_prefix("pub(crate) ")
        .or_else(|| line.strip_prefix("pub(super) "))
        .or_else(|| line.strip_prefix("pub "))
        .unwrap_or(line);
    unprefixed.starts_with("struct ") || unprefixed.starts_with("enum ")
}

#[test]
fn nothing_in_the_core_depends_on_the_machine() {
    assert_kept(the_core_is_deterministic);
}

#[test]
fn clocks_floats_hashes_and_output_in_the_core_are_caught() {
    let rule = the_core_is_deterministic;
    assert_caught(
        rule,
        "core/src/a.rs",
        "use std::collections::{BTreeMap, HashMap};",
        1,
    );
    assert_caught(rule, "core/src/a.rs", "\nlet x: f64 = 1.0;", 2);
    assert_caught(rule, "core/src/a.rs", "use std::{mem, time};", 1);
    assert_caught(rule, "core/src/a.rs", "println!();", 1);
    assert_allowed(
        rule,
        "core/src/a.rs",
        "// a HashMap would not do\nlet time = 5;",
    );
    assert_allowed(rule, "web/src/a.rs", "let x: f64 = 1.0;");
}

#[test]
fn no_state_of_the_core_depends_on_the_pointer_size() {
    assert_kept(state_has_the_same_size_everywhere);
}

#[test]
fn a_usize_in_state_is_caught() {
    let rule = state_has_the_same_size_everywhere;
    assert_caught(
        rule,
        "core/src/a.rs",
        "pub struct A {\n    pub b: u32,\n    c: usize,\n}",
        3,
    );
    assert_caught(rule, "core/src/a.rs", "struct A(usize);", 1);
    assert_caught(
        rule,
        "core/src/a.rs",
        "enum A {\n    B {\n        c: usize,\n    },\n}",
        3,
    );
    assert_allowed(
        rule,
        "core/src/a.rs",
        "struct A {\n}\nfn f(index: usize) {}",
    );
}
