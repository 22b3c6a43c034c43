//! Where the browser and its colours may be named.

use crate::rule::{Finding, assert_allowed, assert_caught, assert_kept, find_lines, has_word};
use crate::source::Source;

/// The two folders that touch the browser: one for what it offers, one for what is drawn.
const TOUCHES_THE_BROWSER: [&str; 2] = ["web/src/platform/", "web/src/stage/"];
const BROWSER_CRATES: [&str; 3] = ["web_sys", "js_sys", "wasm_bindgen"];

/// The one file that chooses colours.
const TOKENS: &str = "web/styles/tokens.css";
const COLOUR_FUNCTIONS: [&str; 8] = [
    "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklch(",
];

fn the_browser_is_touched_in_two_folders(source: &Source) -> Vec<Finding> {
    let in_page = source.path.starts_with("web/src/") && source.extension() == "rs";
    if !in_page
        || TOUCHES_THE_BROWSER
            .iter()
            .any(|folder| source.path.starts_with(folder))
    {
        return Vec::new();
    }
    let touches = |line: &str| BROWSER_CRATES.iter().any(|name| has_word(line, name));
    find_lines(
        &source.code(),
        touches,
        "Only web/src/platform/ and web/src/stage/ touch the browser: add a function there and \
         call it. Yew has most event types itself, under yew::events.",
    )
}

fn colours_are_chosen_in_one_file(source: &Source) -> Vec<Finding> {
    let in_page = source.path.starts_with("web/") || source.path == "index.html";
    let text = match source.extension() {
        "rs" => source.without_comments(),
        "css" | "html" => source.text.clone(),
        _ => return Vec::new(),
    };
    if !in_page || source.path == TOKENS {
        return Vec::new();
    }
    find_lines(
        &text,
        names_a_colour,
        "Colours are chosen in web/styles/tokens.css, once for light and once for dark: use a \
         variable from there, as in var(--ink).",
    )
}

fn names_a_colour(line: &str) -> bool {
    let function = COLOUR_FUNCTIONS.iter().any(|function| {
        let name = function.trim_end_matches('(');
        line.contains(function) && has_word(line, name)
    });
    function
        || line
            .match_indices('#')
            .any(|(start, _)| is_hexadecimal_colour(&line[start + 1..]))
}

/// Whether what follows a `#` is a colour such as `fff` or `16324f`.
fn is_hexadecimal_colour(rest: &str) -> bool {
    let name: String = rest
        .chars()
        .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
        .collect();
    [3, 4, 6, 8].contains(&name.len()) && name.chars().all(|c| c.is_ascii_hexdigit())
}

#[test]
fn the_browser_is_touched_only_where_it_may_be() {
    assert_kept(the_browser_is_touched_in_two_folders);
}

#[test]
fn touching_the_browser_elsewhere_is_caught() {
    let rule = the_browser_is_touched_in_two_folders;
    assert_caught(
        rule,
        "web/src/timeline/mod.rs",
        "\nlet w = web_sys::window();",
        2,
    );
    assert_allowed(
        rule,
        "web/src/platform/url.rs",
        "let w = web_sys::window();",
    );
    assert_allowed(rule, "web/src/main.rs", "// web_sys is for platform/ only");
}

#[test]
fn colours_are_chosen_only_in_the_tokens() {
    assert_kept(colours_are_chosen_in_one_file);
}

#[test]
fn a_colour_elsewhere_is_caught() {
    let rule = colours_are_chosen_in_one_file;
    assert_caught(
        rule,
        "web/styles/stage.css",
        ".brick {\n  fill: #1a2b3c;\n}",
        2,
    );
    assert_caught(
        rule,
        "web/src/stage/mod.rs",
        "let fill = \"rgb(0 0 0)\";",
        1,
    );
    assert_caught(rule, "index.html", "<body style=\"color: #fff\">", 1);
    assert_allowed(rule, TOKENS, ":root { --ink: #111; }");
    assert_allowed(
        rule,
        "web/styles/stage.css",
        "#ledger { fill: var(--ink); }",
    );
    assert_allowed(
        rule,
        "web/src/main.rs",
        "#[derive(Clone)]\nstruct A; // #fff",
    );
}
