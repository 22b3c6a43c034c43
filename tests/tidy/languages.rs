//! Whatever is said is said in every language.

use std::fs;

use crate::rule::{Finding, assert_allowed, assert_caught, assert_kept};
use crate::source::{self, Source, literals};

/// The crates that speak to whoever looks at the page.
const SPEAKING: [&str; 8] = [
    "words/src/",
    "web/src/",
    "panels/src/",
    "prover/src/",
    "scene/src/",
    "messages/src/",
    "lessons/src/",
    "files/src/",
];

/// Programs are the same in every language; what is said in their comments is not, and asks for both by
/// itself.
const PROGRAMS: [&str; 3] = [
    "words/src/java.rs",
    "words/src/python.rs",
    "words/src/rust.rs",
];

/// Calls whose strings have both languages, or are for who works on the project.
const EXEMPT: [&str; 11] = [
    "text!(",
    "say!(",
    "say_to!(",
    // A table of what a library says in English, and the same in each language.
    "phrases!(",
    "expect(",
    "panic!(",
    "assert!(",
    "assert_eq!(",
    "unreachable!(",
    "debug_assert!(",
    // Of attributes: why a lint is allowed.
    "allow(",
];

fn what_is_said_is_said_in_every_language(source: &Source) -> Vec<Finding> {
    let speaks = SPEAKING.iter().any(|it| source.path.starts_with(it));
    let is_program = PROGRAMS.contains(&source.path.as_str());
    if !speaks || is_program || source.extension() != "rs" || source.path.contains("test") {
        return Vec::new();
    }
    let code: Vec<char> = source.code().chars().collect();
    let tests = find(&code, "#[cfg(test)]", 0).unwrap_or(code.len());
    let exempt: Vec<_> = EXEMPT.iter().flat_map(|call| calls(&code, call)).collect();
    let is_exempt = |at: usize| exempt.iter().any(|&(from, to)| from < at && at < to);
    literals(source)
        .into_iter()
        .filter(|it| it.at < tests && !is_exempt(it.at) && is_prose(&it.text))
        .map(|it| Finding {
            line: code[..it.at].iter().filter(|&&c| c == '\n').count() + 1,
            advice: format!(
                "“{}” is said in one language only: use text! or say! of language/src/lib.rs.",
                it.text
            ),
        })
        .collect()
}

/// From where to where the arguments of a call reach, wherever it stands.
fn calls(code: &[char], call: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = find(code, call, from) {
        let begins = at + call.len();
        found.push((at, end_of_call(code, begins)));
        from = begins;
    }
    found
}

fn find(code: &[char], wanted: &str, from: usize) -> Option<usize> {
    let wanted: Vec<char> = wanted.chars().collect();
    let place = code[from..]
        .windows(wanted.len())
        .position(|it| it == wanted)?;
    Some(from + place)
}

fn end_of_call(code: &[char], begins: usize) -> usize {
    let mut depth = 1;
    for (place, letter) in code.iter().enumerate().skip(begins) {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return place;
        }
    }
    code.len()
}

/// Whether a string reads like English: three words in a row, or two of which the first is a sentence's.
/// Elements, and names for the style sheet, do not.
fn is_prose(text: &str) -> bool {
    if text.contains('<') || text.contains("='") || text.contains('=') {
        return false;
    }
    let mut row = 0;
    let mut begins = false;
    for word in text.split(' ') {
        let letters = word.trim_matches(|c: char| ",.;:!?“”()".contains(c));
        let is_word = !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphabetic());
        if !is_word {
            row = 0;
            continue;
        }
        let is_capital = letters.len() > 1 && letters.starts_with(|c: char| c.is_ascii_uppercase());
        begins = if row == 0 { is_capital } else { begins };
        row += 1;
        if row >= 3 || row == 2 && begins {
            return true;
        }
        // What is listed, such as elements in a selector, is no sentence yet.
        if word.ends_with(',') {
            row = 0;
        }
    }
    false
}

/// The elements of a page, without whatever of them is said, the feature that chooses the language, and
/// the way to the other one.
fn frame(html: &str) -> Vec<String> {
    let parts = html.split('<').skip(1).map(|part| {
        let element = part.split('>').next().unwrap_or_default();
        let mut kept = String::new();
        for (number, piece) in element.split('"').enumerate() {
            let is_value = number % 2 == 1;
            kept.push_str(if is_value && differs(&kept) {
                "…"
            } else {
                piece
            });
        }
        kept.replace(" data-cargo-features=…", "")
            .replace(".zh.html", ".html")
    });
    parts.filter(|it| !it.starts_with('!')).collect()
}

/// Whether the value that comes next in an element is another one in each language.
fn differs(element: &str) -> bool {
    let said = [
        "aria-label=",
        "title=",
        "lang=",
        "name=description content=",
        "data-cargo-features=",
    ];
    let leads_to_the_other = element.contains("hreflang=") && element.ends_with("href=");
    leads_to_the_other || said.iter().any(|it| element.ends_with(it))
}

#[test]
fn whatever_is_said_is_said_in_every_language() {
    assert_kept(what_is_said_is_said_in_every_language);
}

#[test]
fn what_is_said_in_english_only_is_caught() {
    let rule = what_is_said_is_said_in_every_language;
    let path = "words/src/terms.rs";
    assert_caught(rule, path, "fn f() {\n  \"It was lost\"\n}", 2);
    assert_caught(
        rule,
        path,
        "say!(\"One is lost\", \"丢失\");\nf(\"and one is not\")",
        2,
    );
    assert_allowed(rule, path, "text!(\"It was lost\", \"丢失了\")");
    assert_allowed(
        rule,
        path,
        "say!(\n  \"{} was lost\", \"{} 丢失\"; f(\"It is (so)\"))",
    );
    assert_allowed(rule, path, "html! { i class=\"sign group\" }");
    assert_allowed(rule, path, "#[cfg(test)]\nmod tests { \"It was lost\" }");
    assert_allowed(rule, "core/src/log.rs", "\"It was lost\"");
}

#[test]
fn the_page_has_the_same_frame_in_every_language() {
    for (english, chinese) in [
        ("index.html", "index.zh.html"),
        ("web/fidelity.html", "web/fidelity.zh.html"),
        ("web/notes.html", "web/notes.zh.html"),
    ] {
        let read = |name: &str| fs::read_to_string(source::root().join(name)).expect("it is there");
        assert!(read(chinese).starts_with("<!doctype html>\n<html lang=\"zh-CN\">"));
        assert_eq!(frame(&read(english)), frame(&read(chinese)), "{chinese}");
    }
    assert_ne!(frame("<p id=\"a\">A</p>"), frame("<p id=\"b\">A</p>"));
    assert_ne!(frame("<a href=\"a\">A</a>"), frame("<a href=\"b\">A</a>"));
    assert_eq!(
        frame("<p aria-label=\"a\">A</p>"),
        frame("<p aria-label=\"甲\">甲</p>")
    );
}
