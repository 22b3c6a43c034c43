//! Which part may know which: arrows run one way, as ARCHITECTURE.md draws them.

use crate::rule::{Finding, assert_allowed, assert_caught, assert_kept, find_lines, has_word};
use crate::source::Source;

/// For a module of the core, those it must not know.
const FORBIDDEN: [(&str, &[&str]); 6] = [
    (
        "log",
        &[
            "group", "client", "network", "broker", "world", "clock", "history", "search",
        ],
    ),
    ("group", &["broker", "world", "clock", "history", "search"]),
    ("client", &["broker", "world", "clock", "history", "search"]),
    (
        "network",
        &["broker", "world", "clock", "history", "search"],
    ),
    ("broker", &["world", "clock", "history", "search"]),
    ("world", &["clock", "history", "search"]),
];

/// For a module of the page, those it must not know: what is drawn and said is decided without a
/// browser, and the browser's part knows nothing of the page.
const FORBIDDEN_IN_PAGE: [(&str, &[&str]); 2] = [
    (
        "platform",
        &[
            "app", "code", "controls", "keys", "ledger", "panels", "playback", "prove", "session",
            "stage", "timeline",
        ],
    ),
    ("session", &["app", "controls", "platform", "stage"]),
];

/// Crates that would tie the core to the page or to this project's tools.
const OUTSIDE: [&str; 14] = [
    "yew",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_timers",
    "offsetscope_web",
    "offsetscope_prover",
    "offsetscope_panels",
    "offsetscope_worker",
    "offsetscope_scene",
    "offsetscope_messages",
    "offsetscope_cli",
    "clap",
    "xtask",
];

fn modules_of_the_core_know_only_lower_ones(source: &Source) -> Vec<Finding> {
    modules_know_only_lower_ones(source, "core/src/", &FORBIDDEN)
}

fn modules_of_the_page_know_only_lower_ones(source: &Source) -> Vec<Finding> {
    modules_know_only_lower_ones(source, "web/src/", &FORBIDDEN_IN_PAGE)
}

fn modules_know_only_lower_ones(
    source: &Source,
    folder: &str,
    forbidden_to: &[(&str, &[&str])],
) -> Vec<Finding> {
    let Some(inside) = module_path(source, folder) else {
        return Vec::new();
    };
    let Some(module) = inside.first() else {
        return Vec::new();
    };
    let Some((_, forbidden)) = forbidden_to.iter().find(|(name, _)| name == module) else {
        return Vec::new();
    };
    modules_named(&source.code(), &inside)
        .into_iter()
        .filter(|(_, known)| forbidden.contains(&known.as_str()))
        .map(|(line, known)| Finding {
            line,
            advice: format!(
                "`{module}` must not know `{known}`: ARCHITECTURE.md draws the arrows. Let `{known}` \
                 pass in what is needed here."
            ),
        })
        .collect()
}

fn the_core_knows_neither_page_nor_tools(source: &Source) -> Vec<Finding> {
    let text = match source.path.as_str() {
        "core/Cargo.toml" => dependencies(&source.text).replace('-', "_"),
        path if path.starts_with("core/src/") => source.code(),
        _ => return Vec::new(),
    };
    let outside = |line: &str| OUTSIDE.iter().any(|name| has_word(line, name));
    find_lines(
        &text,
        outside,
        "The core knows neither the page nor xtask: do this in web/ or in a test.",
    )
}

/// The names of the modules around the code in a file of a crate, outermost first.
fn module_path<'a>(source: &'a Source, folder: &str) -> Option<Vec<&'a str>> {
    let inside = source.path.strip_prefix(folder)?.strip_suffix(".rs")?;
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    Some(inside.split('/').filter(|part| *part != "lib").collect())
}

/// The modules at the crate's top that code names, with the lines where it does. `inside` is the
/// path of the module that the code is in.
fn modules_named(code: &str, inside: &[&str]) -> Vec<(usize, String)> {
    let supers = "super::".repeat(inside.len());
    let mut named = first_segments(code, "crate::");
    if !supers.is_empty() {
        named.extend(first_segments(code, &supers));
    }
    named
}

/// What follows `prefix` wherever it occurs: one name, or each that `prefix{…}` lists.
fn first_segments(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut segments = Vec::new();
    for (start, _) in code.match_indices(prefix) {
        let rest = &code[start + prefix.len()..];
        let line = 1 + code[..start].matches('\n').count();
        let starts = match rest.strip_prefix('{') {
            Some(list) => items(list),
            None => vec![rest],
        };
        segments.extend(starts.into_iter().map(|item| (line, leading_name(item))));
    }
    segments
}

/// The items of a list in braces, given from after its opening brace; inner lists stay whole.
fn items(list: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut start = 0;
    let mut found = Vec::new();
    for (index, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&list[start..index]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&list[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    found
}

fn leading_name(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// A manifest with every line blank but those of `[dependencies]`: tests may depend on more.
fn dependencies(manifest: &str) -> String {
    let mut inside = false;
    let keep = |line| {
        if str::starts_with(line, '[') {
            inside = line == "[dependencies]";
        }
        if inside { line } else { "" }
    };
    manifest.lines().map(keep).collect::<Vec<&str>>().join("\n")
}

#[test]
fn arrows_in_the_core_run_one_way() {
    assert_kept(modules_of_the_core_know_only_lower_ones);
}

#[test]
fn arrows_the_wrong_way_are_caught() {
    let rule = modules_of_the_core_know_only_lower_ones;
    assert_caught(
        rule,
        "core/src/log/segment.rs",
        "use std::mem;\nuse crate::group::Group;",
        2,
    );
    assert_caught(
        rule,
        "core/src/log/mod.rs",
        "use crate::{\n    ids::{A, B},\n    world,\n};",
        1,
    );
    assert_caught(
        rule,
        "core/src/log/segment.rs",
        "use super::super::world::World;",
        1,
    );
    assert_caught(
        rule,
        "core/src/world.rs",
        "fn f(h: &crate::history::History) {}",
        1,
    );
    assert_allowed(
        rule,
        "core/src/world.rs",
        "use crate::{group::Group, log::PartitionLog};",
    );
    assert_allowed(
        rule,
        "core/src/log/mod.rs",
        "// crate::group would be wrong\nuse super::ids;",
    );
    assert_allowed(
        rule,
        "core/src/group/mod.rs",
        "use crate::log::{self, clock_skew};",
    );
}

#[test]
fn arrows_in_the_page_run_one_way() {
    assert_kept(modules_of_the_page_know_only_lower_ones);
}

#[test]
fn a_session_that_asks_the_browser_is_caught() {
    let rule = modules_of_the_page_know_only_lower_ones;
    assert_caught(
        rule,
        "web/src/session/mod.rs",
        "use crate::platform::now;",
        1,
    );
    assert_caught(
        rule,
        "web/src/platform/size.rs",
        "use crate::panels::place;",
        1,
    );
    assert_allowed(
        rule,
        "web/src/stage/mod.rs",
        "use crate::platform::observe_room;",
    );
}

#[test]
fn the_core_stands_alone() {
    assert_kept(the_core_knows_neither_page_nor_tools);
}

#[test]
fn a_core_that_leans_on_the_page_is_caught() {
    let rule = the_core_knows_neither_page_nor_tools;
    assert_caught(rule, "core/src/world.rs", "\nuse web_sys::window;", 2);
    assert_caught(
        rule,
        "core/Cargo.toml",
        "[dependencies]\nwasm-bindgen = \"1\"",
        2,
    );
    assert_allowed(
        rule,
        "core/Cargo.toml",
        "[dev-dependencies]\nwasm-bindgen-test = \"1\"",
    );
    assert_allowed(rule, "web/src/main.rs", "use yew::prelude::*;");
}
