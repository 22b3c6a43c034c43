//! The project's files, and a way to look at Rust code without its comments and strings.

use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

/// Directories that hold nothing written by us.
const SKIPPED: [&str; 8] = [
    ".git",
    "target",
    "dist",
    "node_modules",
    "results",
    // What `cargo xtask fuzz` and `cargo xtask mutants` leave behind.
    "corpus",
    "artifacts",
    "mutants.out",
];

/// A text file of this project.
pub struct Source {
    /// Relative to the project's root, with `/` between its parts.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The file's ending, without its dot.
    pub fn extension(&self) -> &str {
        self.path
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The text with blanks in place of Rust comments. Lines stay where they are.
    pub fn without_comments(&self) -> String {
        blank(&self.text, |part| matches!(part, Part::Comment))
    }

    /// The text with blanks in place of Rust comments and strings. Lines stay where they are.
    pub fn code(&self) -> String {
        blank(&self.text, |part| {
            matches!(part, Part::Comment | Part::Literal)
        })
    }
}

/// A string in Rust code, without its quotes.
pub struct Literal {
    pub text: String,
    /// Where it begins, in characters of the file: those of [`Source::code`] are the same.
    pub at: usize,
}

/// Every string in Rust code.
pub fn literals(source: &Source) -> Vec<Literal> {
    let mut found = Vec::new();
    let (mut rest, mut at) = (source.text.as_str(), 0);
    let mut before = None;
    while !rest.is_empty() {
        let (part, length) = next_part(rest, before);
        let (this, after) = rest.split_at(length);
        if matches!(part, Part::Literal) && this.starts_with('"') {
            let text = this.trim_matches('"').to_owned();
            found.push(Literal { text, at });
        }
        at += this.chars().count();
        before = this.chars().next_back();
        rest = after;
    }
    found
}

/// Every text file of the project, in a fixed order.
pub fn all() -> Vec<Source> {
    let root = root();
    let wanted = |entry: &DirEntry| {
        !SKIPPED
            .iter()
            .any(|skipped| entry.file_name().to_str() == Some(skipped))
    };
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(wanted)
        .map(|entry| entry.expect("a directory of the project can be read"))
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| read(root, entry.path()))
        .collect()
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The file, unless it holds something else than text.
fn read(root: &Path, file: &Path) -> Option<Source> {
    let relative = file
        .strip_prefix(root)
        .expect("the walk starts at the root");
    let path = relative.to_str()?.replace('\\', "/");
    let text = fs::read_to_string(file).ok()?;
    Some(Source { path, text })
}

/// What a character of a Rust file belongs to.
#[derive(Clone, Copy)]
enum Part {
    Code,
    Comment,
    /// A string or a character.
    Literal,
}

fn blank(text: &str, blanked: impl Fn(Part) -> bool) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (part, length) = next_part(rest, result.chars().next_back());
        let (this, after) = rest.split_at(length);
        if blanked(part) {
            result.extend(this.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        } else {
            result.push_str(this);
        }
        rest = after;
    }
    result
}

/// The part that `rest` begins with, and its length in bytes. A single character if it is code.
fn next_part(rest: &str, before: Option<char>) -> (Part, usize) {
    let until = |end: &str, from: usize| {
        rest[from..]
            .find(end)
            .map_or(rest.len(), |found| from + found + end.len())
    };
    if rest.starts_with("//") {
        return (Part::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Part::Comment, until("*/", 2));
    }
    if rest.starts_with('"') {
        return (Part::Literal, quoted_length(rest));
    }
    let starts_word = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if starts_word && rest.starts_with('r') {
        let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
        if rest[1 + hashes..].starts_with('"') {
            return (
                Part::Literal,
                until(&format!("\"{}", "#".repeat(hashes)), 2 + hashes),
            );
        }
    }
    if let Some(length) = character_length(rest) {
        return (Part::Literal, length);
    }
    (Part::Code, rest.chars().next().map_or(0, char::len_utf8))
}

/// The length of the string in double quotes that `rest` begins with.
fn quoted_length(rest: &str) -> usize {
    let mut escaped = false;
    for (index, character) in rest.char_indices().skip(1) {
        match character {
            '"' if !escaped => return index + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// The length of the character literal that `rest` begins with, if it is one and not a lifetime.
fn character_length(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        let end = inside[2..].find('\'')?;
        return Some(1 + 2 + end + 1);
    }
    let character = inside.chars().next()?;
    inside[character.len_utf8()..]
        .starts_with('\'')
        .then_some(character.len_utf8() + 2)
}

#[cfg(test)]
mod tests {
    use super::{Source, all};

    fn code(text: &str) -> String {
        Source::new("example.rs", text).code()
    }

    #[test]
    fn comments_are_blanked_and_lines_stay() {
        assert_eq!(code("a // b\nc"), "a     \nc");
        assert_eq!(code("a /* b\n */ c"), "a     \n    c");
    }

    #[test]
    fn strings_are_blanked_and_what_looks_like_a_comment_in_them_is_none() {
        assert_eq!(code(r#"f("a // \" b") + 1"#), "f(           ) + 1");
        assert_eq!(code(r##"f(r#"a " b"#, 1)"##), "f(          , 1)");
        let source = Source::new("example.rs", "f(\"// a\") // b");
        assert_eq!(source.without_comments(), "f(\"// a\")     ");
    }

    #[test]
    fn a_quote_character_opens_no_string_and_a_lifetime_no_character() {
        assert_eq!(code(r#"'"' a '\'' b"#), "    a      b");
        assert_eq!(code("fn f<'a>(x: &'a str)"), "fn f<'a>(x: &'a str)");
    }

    #[test]
    fn the_walk_finds_this_file_and_nothing_that_is_built() {
        let paths: Vec<String> = all().into_iter().map(|source| source.path).collect();
        assert!(paths.contains(&"tests/tidy/source.rs".to_owned()));
        assert!(!paths.iter().any(|path| path.starts_with("target/")));
    }
}
