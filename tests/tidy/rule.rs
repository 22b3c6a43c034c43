//! What a rule finds, how it is applied to the project, and the searches that rules share.

use crate::source::{self, Source};

/// Something in a file that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// Counted from one.
    pub line: usize,
    /// What is wrong, and what to do instead.
    pub advice: String,
}

pub type Rule = fn(&Source) -> Vec<Finding>;

/// Fails with every place in the project where the rule is broken.
pub fn assert_kept(rule: Rule) {
    let found: Vec<String> = source::all()
        .iter()
        .flat_map(|source| {
            let path = source.path.clone();
            rule(source)
                .into_iter()
                .map(move |Finding { line, advice }| format!("{path}:{line}: {advice}"))
        })
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Fails unless the rule finds something in exactly this line of a file of that name and text.
pub fn assert_caught(rule: Rule, path: &str, text: &str, line: usize) {
    let lines: Vec<usize> = rule(&Source::new(path, text))
        .iter()
        .map(|found| found.line)
        .collect();
    assert_eq!(lines, [line], "in {path}:\n{text}");
}

/// Fails if the rule finds anything in a file of that name and text.
pub fn assert_allowed(rule: Rule, path: &str, text: &str) {
    assert_eq!(rule(&Source::new(path, text)), [], "in {path}:\n{text}");
}

/// A finding for every line that the predicate picks.
pub fn find_lines(text: &str, picks: impl Fn(&str) -> bool, advice: &str) -> Vec<Finding> {
    let numbered = (1..).zip(text.lines());
    numbered
        .filter(|(_, content)| picks(content))
        .map(|(line, _)| Finding {
            line,
            advice: advice.to_owned(),
        })
        .collect()
}

/// Whether `word` stands in the line on its own, not as a part of a longer name.
pub fn has_word(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_is_no_part_of_a_longer_name() {
        assert!(has_word("x: f32,", "f32"));
        assert!(has_word("my_f32 f32", "f32"));
        assert!(!has_word("my_f32 f32x", "f32"));
    }
}
