//! What FIDELITY.md says, in another language: a file of gettext, with an entry for each text that is
//! prose. It has an entry for all of them and no other, or the page does not build.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, anyhow, ensure};
use polib::po_file;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use xshell::Shell;

use super::document::harmless;
use crate::language::Language;

/// The Chinese of FIDELITY.md, and of the reasons in `docs/conformance.tsv`.
const CHINESE: &str = "docs/fidelity.zh.po";

/// A language, and what is said in it.
pub struct Translation {
    pub language: Language,
    /// By the English.
    said: BTreeMap<String, String>,
}

impl Translation {
    /// What is written is in English.
    pub const ENGLISH: Self = Self {
        language: Language::English,
        said: BTreeMap::new(),
    };

    pub fn read(sh: &Shell, language: Language) -> Result<Self> {
        match language {
            Language::English => Ok(Self::ENGLISH),
            Language::Chinese => Self::parse(&sh.read_file(CHINESE)?).context(CHINESE),
        }
    }

    pub fn parse(file: &str) -> Result<Self> {
        let catalog = po_file::parse_from_reader(file.as_bytes())
            .map_err(|problem| anyhow!("it is no file of gettext: {problem}"))?;
        let mut said = BTreeMap::new();
        for message in catalog.messages() {
            let chinese = message.msgstr().unwrap_or_default();
            said.insert(message.msgid().to_owned(), chinese.to_owned());
        }
        // The first entry is about the file. Of two with the same English, gettext keeps the last.
        let entries = file.lines().filter(|it| it.starts_with("msgid ")).count();
        ensure!(
            said.len() + 1 == entries,
            "two of its entries have the same English"
        );
        Ok(Self {
            language: Language::Chinese,
            said,
        })
    }

    /// What is said for this. None if it is the same in every language.
    pub fn of(&self, english: &str) -> Option<&str> {
        self.said.get(english).map(String::as_str)
    }

    /// All of these that are prose are translated, nothing else is, and names are as they were.
    pub fn ensure_whole(&self, texts: &BTreeSet<String>) -> Result<()> {
        if self.language == Language::English {
            return Ok(());
        }
        let missing = texts.iter().filter(|it| is_prose(it)).filter(|it| {
            let said = self.of(it).unwrap_or_default();
            said.is_empty()
        });
        let missing: Vec<String> = missing.map(|it| entry(it)).collect();
        ensure!(
            missing.is_empty(),
            "{CHINESE} has no Chinese for what follows. Add it there:\n\n{}",
            missing.join("\n")
        );
        for (english, said) in &self.said {
            ensure!(
                texts.contains(english),
                "{CHINESE} has an entry for what FIDELITY.md does not say any more: {english}"
            );
            let (expected, found) = (names_in(english), names_in(said));
            ensure!(
                expected == found,
                "{CHINESE} names {found:?}, and FIDELITY.md {expected:?}: {english}"
            );
            ensure!(
                !is_prose(english) || said.chars().any(is_wide),
                "{CHINESE} says it in English: {english}"
            );
        }
        Ok(())
    }
}

/// An entry to be filled in.
fn entry(english: &str) -> String {
    let escaped = english.replace('\\', "\\\\").replace('"', "\\\"");
    format!("msgid \"{escaped}\"\nmsgstr \"\"\n")
}

/// A text as it is looked up: where its lines break does not matter.
pub fn key(markdown: &str) -> String {
    markdown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text within a line, as events.
pub fn inline(markdown: &str) -> Vec<Event<'_>> {
    let is_paragraph = |it: &Event<'_>| {
        matches!(
            it,
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
        )
    };
    let mut refused = Vec::new();
    Parser::new(markdown)
        .filter(|it| !is_paragraph(it))
        .map(|it| harmless(it, &mut refused))
        .collect()
}

/// Whether there is something to translate: a small letter that stands neither in code nor in straight
/// quotes, in which names of properties are.
fn is_prose(markdown: &str) -> bool {
    let (outside, _) = quoted(markdown);
    outside.contains(|it: char| it.is_ascii_lowercase())
}

/// What must be the same in every language: code, where links lead, and names of properties.
fn names_in(markdown: &str) -> Vec<String> {
    let (_, mut names) = quoted(markdown);
    names.extend(inline(markdown).into_iter().filter_map(|it| match it {
        Event::Code(code) => Some(format!("`{code}`")),
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    }));
    names.sort_unstable();
    names
}

/// What stands outside of straight quotes and code, and what in such quotes.
fn quoted(markdown: &str) -> (String, Vec<String>) {
    let text: String = inline(markdown)
        .iter()
        .filter_map(|it| match it {
            Event::Text(text) => Some(&**text),
            _ => None,
        })
        .collect();
    let mut outside = String::new();
    let mut names = Vec::new();
    for (place, part) in text.split('"').enumerate() {
        if place % 2 == 0 {
            outside.push_str(part);
        } else {
            names.push(part.to_owned());
        }
    }
    (outside, names)
}

/// Whether it is of a script whose letters are words.
pub fn is_wide(letter: char) -> bool {
    letter >= '\u{2e80}'
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n";

    fn problem(text: &str, entries: &str) -> String {
        let texts = [text.to_owned()].into();
        let read = Translation::parse(&format!("{HEAD}{entries}"));
        let whole = read.and_then(|it| it.ensure_whole(&texts));
        whole.err().map_or_else(String::new, |it| it.to_string())
    }

    #[test]
    fn what_is_not_translated_is_told_as_the_entry_to_fill_in() {
        let entry = "msgid \"a \\\"b\\\" `c`\"\nmsgstr \"\"\n";
        let text = "a \"b\" `c`";
        assert!(problem(text, "").ends_with(entry));
        assert!(problem(text, entry).ends_with(entry));
        let done = entry.replace("msgstr \"\"", "msgstr \"`c` 甲 \\\"b\\\"\"");
        assert_eq!(problem(text, &done), "");
    }

    #[test]
    fn what_is_code_or_the_name_of_a_property_needs_no_translation() {
        for text in [
            "`UnifiedLog.read`, `f01b`",
            "KIP-394, `X`",
            "\"log bounds\"",
        ] {
            assert!(!is_prose(text), "{text}");
            assert_eq!(problem(text, ""), "");
        }
        assert!(is_prose("its tests; \"log bounds\""));
    }

    #[test]
    fn what_was_translated_and_is_gone_is_caught() {
        let stale = "msgid \"A\"\nmsgstr \"甲\"\n\nmsgid \"gone\"\nmsgstr \"乙\"\n";
        assert!(problem("A", stale).ends_with("any more: gone"));
    }

    #[test]
    fn names_stay_as_they_are() {
        for (text, chinese) in [
            ("the `a`", "甲 `b`"),
            ("the `a`", "甲 a"),
            ("[the](#a)", "[甲](#b)"),
            ("the \\\"a\\\"", "甲 \\\"b\\\""),
            ("`a`, as `b`", "`a`，如 `a`、`b`"),
        ] {
            let entries = format!("msgid \"{text}\"\nmsgstr \"{chinese}\"\n");
            let said = problem(&text.replace('\\', ""), &entries);
            assert!(said.contains(" names ["), "{text}: {said}");
        }
    }

    #[test]
    fn english_is_no_chinese_and_nothing_is_translated_twice() {
        let copied = "msgid \"the end\"\nmsgstr \"the end\"\n";
        assert!(problem("the end", copied).contains("in English"));
        let done = copied.replace("msgstr \"the end\"", "msgstr \"末端\"");
        assert_eq!(problem("the end", &done), "");
        assert!(problem("the end", &format!("{done}\n{done}")).contains("the same English"));
    }

    #[test]
    fn where_lines_break_does_not_matter() {
        assert_eq!(key("one\ntwo  three"), "one two three");
    }
}
