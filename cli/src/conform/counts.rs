//! How many cases of which recordings came out how, as a table that is kept beside the documents.
//!
//! The fidelity page says of each rule how many recorded cases check it. It is built from this table,
//! and a test compares the table with what the recordings come to.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::path::Path;

use super::form::{Case, Verdict};

/// What is counted together: the recording, what its cases were recorded from, and what came of them.
type Row = (String, String, String);

/// Counted cases. Its `Display` is the table, one row a line, with tabs between the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseCounts(BTreeMap<Row, u32>);

impl CaseCounts {
    /// Counts a case of this file.
    pub fn add(&mut self, file: &str, case: &Case<'_>, verdict: &Verdict) {
        let recording = Path::new(file).file_stem().unwrap_or_default();
        let from = case.json.get("source").and_then(|it| it.as_str());
        let outcome = match verdict {
            Verdict::Passed => "passed".to_owned(),
            Verdict::Failed(_) => "failed".to_owned(),
            Verdict::Skipped(reason) => format!("skipped: {reason}"),
        };
        let row = (
            recording.to_string_lossy().into_owned(),
            from.map_or_else(|| case.id(), str::to_owned),
            outcome,
        );
        *self.0.entry(row).or_default() += 1;
    }

    /// Adds what was counted elsewhere.
    pub fn extend(&mut self, others: &Self) {
        for (row, count) in &others.0 {
            *self.0.entry(row.clone()).or_default() += count;
        }
    }
}

impl Display for CaseCounts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "recording\trecorded from\toutcome\tcases")?;
        for ((recording, from, outcome), count) in &self.0 {
            writeln!(f, "{recording}\t{from}\t{outcome}\t{count}")?;
        }
        Ok(())
    }
}
