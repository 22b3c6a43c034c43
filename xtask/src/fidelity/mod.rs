//! The page “How true is this?”, made of FIDELITY.md when the page is built: each row of its tables is an
//! entry with an anchor of its own, and says how many recorded cases of Kafka agree with it.
//!
//! - [`cases`]: what was counted, and which of it a row names;
//! - [`document`]: Markdown to HTML;
//! - [`translation`]: what it says in another language.

mod cases;
mod document;
mod translation;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};
use xshell::Shell;

use cases::{Cases, Tally};
use document::{Document, Rule};
use translation::Translation;

use crate::language::Language;

/// Writes the page and what it is drawn with into the folder of the page that is built in a language.
pub fn write(sh: &Shell, page: &Path, language: Language) -> Result<()> {
    let cases = Cases::read(sh)?;
    let markdown = sh.read_file("FIDELITY.md")?;
    let translation = Translation::read(sh, language)?;
    translation.ensure_whole(&texts(&markdown, &cases))?;
    let document = document::html(&markdown, &cases, &translation);
    ensure_none_agrees_in_vain(&document, &cases)?;
    let counts = cases.summary(&translation) + &sum_of(&document, language);
    let html = sh
        .read_file(language.of("web/fidelity.html", "web/fidelity.zh.html"))?
        .replace("<!-- contents -->", &document.contents)
        .replace("<!-- counts -->", &counts)
        .replace("<!-- document -->", &document.body);
    sh.write_file(page.join("fidelity.html"), html)?;
    for file in ["web/fidelity.js", "web/styles/fidelity.css"] {
        sh.copy_file(file, page)?;
    }
    Ok(())
}

/// Everything that the page says and does not come from its frame.
fn texts(markdown: &str, cases: &Cases) -> BTreeSet<String> {
    let mut texts = document::texts(markdown);
    texts.extend(cases.reasons().map(str::to_owned));
    texts
}

/// What a rule says is recorded is, and agrees.
fn ensure_none_agrees_in_vain(document: &Document, cases: &Cases) -> Result<()> {
    for rule in &document.rules {
        for name in names_of_recordings(&rule.checked_by) {
            ensure!(
                cases.tally(&[name.to_owned()]).recorded > 0,
                "FIDELITY.md names the recording {name}, in which nothing agrees, for: {}",
                rule.says
            );
        }
    }
    Ok(())
}

/// What stands as code behind the word “recorded”, up to the next semicolon.
fn names_of_recordings(checked_by: &str) -> impl Iterator<Item = &str> {
    let parts = checked_by.split("; ");
    let recorded = parts.filter_map(|part| Some(part.split_once("recorded `")?.1));
    recorded.flat_map(|names| names.split('`').step_by(2))
}

/// How many rules are checked by more than this project's own tests.
fn sum_of(document: &Document, language: Language) -> String {
    let is_judged = |it: &&Rule| it.tally != Tally::default();
    let all = document.rules.len();
    let judged = document.rules.iter().filter(is_judged).count();
    language.of(
        format!(
            "<p>Of {all} rules below, {judged} are checked by such cases or by the real librdkafka, which the model is \
             run against. The others were read in Kafka’s source, and are checked by this project’s own tests.</p>"
        ),
        format!(
            "<p>下面的 {all} 条规则中，有 {judged} 条由这样的案例检验，或由与模型对照运行的真实 librdkafka 检验。\
             其余的读自 Kafka 源码，由本项目自己的测试检验。</p>"
        ),
    )
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
