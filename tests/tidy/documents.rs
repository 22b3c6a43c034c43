//! The documents that a newcomer expects exist, and so does everything they point at.

use crate::rule::{Finding, assert_allowed, assert_caught, assert_kept};
use crate::source::{self, Source};

const EXPECTED: [&str; 6] = [
    "README.md",
    "ARCHITECTURE.md",
    "DESIGN.md",
    "FIDELITY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];

/// How a path of this project begins when a document mentions it in backticks.
const FOLDERS: [&str; 7] = [
    "core/", "web/", "cli/", "xtask/", "tests/", ".ci/", ".github/",
];

fn links_lead_somewhere(source: &Source) -> Vec<Finding> {
    check_targets(source, "](", ")", link_target)
}

fn images_exist(source: &Source) -> Vec<Finding> {
    check_targets(source, "src=\"", "\"", link_target)
}

fn mentioned_paths_exist(source: &Source) -> Vec<Finding> {
    check_targets(source, "`", "`", mentioned_path)
}

/// A finding for each text between `open` and `close` that is a path of this project, as
/// `path_meant` tells from the document and that text, at which nothing exists.
fn check_targets(
    source: &Source,
    open: &str,
    close: &str,
    path_meant: fn(&Source, &str) -> Option<String>,
) -> Vec<Finding> {
    if source.extension() != "md" {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, content) in (1..).zip(source.text.lines()) {
        for text in enclosed(content, open, close) {
            let path = path_meant(source, text);
            if path.is_some_and(|path| !source::root().join(path).exists()) {
                let advice = format!("`{text}` does not exist: correct it, or say it otherwise.");
                findings.push(Finding { line, advice });
            }
        }
    }
    findings
}

/// The file that a link leads to, unless it leads out of the project or within the page.
fn link_target(document: &Source, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") || link.starts_with('#') {
        return None;
    }
    let folder = document
        .path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let file = link.split('#').next().unwrap_or_default();
    Some(if folder.is_empty() {
        file.to_owned()
    } else {
        format!("{folder}/{file}")
    })
}

/// The file that a text in backticks means, unless it means none or several.
fn mentioned_path(_document: &Source, text: &str) -> Option<String> {
    let is_path = FOLDERS.iter().any(|folder| text.starts_with(folder));
    if !is_path || text.contains(['*', '{', '<', '…', ' ', '(']) {
        return None;
    }
    text.split(':').next().map(str::to_owned)
}

/// What stands between each `open` and the next `close` after it.
fn enclosed<'a>(line: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((inside, beyond)) = after.split_once(close) else {
            break;
        };
        found.push(inside);
        rest = beyond;
    }
    found
}

#[test]
fn links_in_documents_lead_somewhere() {
    assert_kept(links_lead_somewhere);
    assert_kept(images_exist);
}

#[test]
fn a_link_that_leads_nowhere_is_caught() {
    let rule = links_lead_somewhere;
    assert_caught(rule, "README.md", "\nSee [this](core/nowhere.rs).", 2);
    assert_caught(rule, "tests/notes.md", "[this](Cargo.toml)", 1);
    assert_allowed(
        rule,
        "README.md",
        "[a](Cargo.toml#l1) [b](https://example.org) [c](#d)",
    );
    assert_caught(images_exist, "README.md", "<img src=\"nowhere.png\">", 1);
}

#[test]
fn paths_in_documents_exist() {
    assert_kept(mentioned_paths_exist);
}

#[test]
fn a_path_that_does_not_exist_is_caught() {
    let rule = mentioned_paths_exist;
    assert_caught(rule, "DESIGN.md", "It lives in `core/src/nowhere.rs`.", 1);
    assert_allowed(
        rule,
        "DESIGN.md",
        "`tests/tidy/main.rs:3`, `web/src/*.rs`, `cargo test`",
    );
}

#[test]
fn every_expected_document_exists() {
    let missing: Vec<&str> = EXPECTED
        .into_iter()
        .filter(|name| !source::root().join(name).is_file())
        .collect();
    assert!(missing.is_empty(), "write {}", missing.join(", "));
}
