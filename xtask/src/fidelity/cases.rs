//! What `offsetscope conform --counts` counted, and which of it a row of FIDELITY.md names.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use xshell::Shell;

use super::escaped;
use super::translation::Translation;

/// The table: `cli/tests/recorded.rs` sees to it that it is what the recordings come to.
const TABLE: &str = "docs/conformance.tsv";

/// How the outcome of a case begins that was not replayed.
const SKIPPED: &str = "skipped: ";

/// Cases that were recorded from the same, and came out alike.
struct Counted {
    recording: String,
    from: String,
    outcome: String,
    cases: u32,
}

/// Everything that a row can name.
pub struct Cases {
    counted: Vec<Counted>,
    /// What `tests/live` does with the real librdkafka.
    scripts: BTreeSet<String>,
}

/// How much of what a row names agrees with the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub recorded: u32,
    pub live: usize,
}

impl Cases {
    pub fn read(sh: &Shell) -> Result<Self> {
        let mut scripts = BTreeSet::new();
        for file in sh.read_dir("tests/live/scripts")? {
            scripts.extend(sh.read_file(file)?.lines().filter_map(function_in));
        }
        Self::parse(&sh.read_file(TABLE)?, scripts)
    }

    pub fn parse(table: &str, scripts: BTreeSet<String>) -> Result<Self> {
        let row = |line: &str| {
            let mut cells = line.split('\t').map(str::to_owned);
            Some(Counted {
                recording: cells.next()?,
                from: cells.next()?,
                outcome: cells.next()?,
                cases: cells.next()?.parse().ok()?,
            })
        };
        let rows = table.lines().skip(1);
        let counted = rows
            .map(|line| row(line).with_context(|| format!("{TABLE}: {line}")))
            .collect::<Result<_>>()?;
        Ok(Self { counted, scripts })
    }

    /// What these names stand for; none of it twice.
    pub fn tally(&self, names: &[String]) -> Tally {
        let is_named = |it: &&Counted| names.iter().any(|name| names_it(name, it));
        let agree = self.counted.iter().filter(|it| it.outcome == "passed");
        let scripts: BTreeSet<_> = names
            .iter()
            .filter(|it| self.scripts.contains(*it))
            .collect();
        Tally {
            recorded: agree.filter(is_named).map(|it| it.cases).sum(),
            live: scripts.len(),
        }
    }

    /// Why some are not replayed.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let outcomes = self.counted.iter().map(|it| &*it.outcome);
        outcomes.filter_map(|it| it.strip_prefix(SKIPPED))
    }

    /// How many there are, and why some are not replayed, as HTML.
    pub fn summary(&self, translation: &Translation) -> String {
        let mut by_outcome: BTreeMap<&str, u32> = BTreeMap::new();
        for it in &self.counted {
            *by_outcome.entry(&it.outcome).or_default() += it.cases;
        }
        let of = |outcome| by_outcome.get(outcome).copied().unwrap_or_default();
        let mut left: Vec<(u32, &str)> = by_outcome
            .iter()
            .filter_map(|(outcome, count)| Some((*count, outcome.strip_prefix(SKIPPED)?)))
            .collect();
        left.sort_unstable_by(|a, b| b.cmp(a));
        let skipped: u32 = left.iter().map(|(count, _)| count).sum();
        let reasons = left.iter().map(|(count, reason)| {
            let reason = translation.of(reason).unwrap_or(reason);
            format!("<li><b>{count}</b> {}</li>", escaped(reason))
        });
        let reasons: String = reasons.collect();
        let [agree, disagree, not_replayed] = translation.language.of(
            ["agree with the model", "disagree", "not replayed"],
            ["与模型一致", "不一致", "未重放"],
        );
        let why = translation.language.of(
            format!("Why {skipped} are not replayed"),
            format!("为什么有 {skipped} 个未重放"),
        );
        format!(
            "<dl class=\"counts\"><div><dt>{agree}</dt><dd>{}</dd></div>\
             <div><dt>{disagree}</dt><dd>{}</dd></div>\
             <div><dt>{not_replayed}</dt><dd>{skipped}</dd></div></dl>\
             <details><summary>{why}</summary><ul>{reasons}</ul></details>",
            of("passed"),
            of("failed"),
        )
    }
}

/// A name in a row: of a recording (`log_cleaner`), of a part of one (`traces/Static`), of a trace by its
/// number (`f01b`), of a test of Kafka's (`UtilsTest#testMurmur2`) or of an observation (`reset-32`).
fn names_it(name: &str, it: &Counted) -> bool {
    let (recording, part) = name.split_once('/').unwrap_or((name, ""));
    let is_number = recording.chars().any(|it| it.is_ascii_digit());
    let is_trace = is_number
        && it
            .recording
            .strip_prefix(recording)
            .is_some_and(|rest| rest.starts_with('_'));
    it.from == name || ((it.recording == recording || is_trace) && it.from.contains(part))
}

/// The function that begins in this line.
fn function_in(line: &str) -> Option<String> {
    let (_, after) = line.split_once("fn ")?;
    Some(after.split(['(', '<']).next()?.to_owned())
}
