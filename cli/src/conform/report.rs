//! Counting and printing what came of the cases.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use anyhow::Error;

use super::counts::CaseCounts;
use super::form::{Mismatch, Verdict};

/// How many cases passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The model did what Kafka did.
    pub passed: u32,
    /// It did something else.
    pub failed: u32,
    /// Not replayed.
    pub skipped: u32,
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// What came of the cases of one file. Its `Display` is what is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    name: String,
    counts: Counts,
    failures: Vec<(String, Mismatch)>,
    skipped: BTreeMap<String, u32>,
    /// The same by what the cases were recorded from.
    pub cases: CaseCounts,
}

impl FileReport {
    /// A report on a file of which no case was replayed yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            counts: Counts::default(),
            failures: Vec::new(),
            skipped: BTreeMap::new(),
            cases: CaseCounts::default(),
        }
    }

    /// Counts a case.
    pub fn add(&mut self, case: &str, verdict: Verdict) {
        match verdict {
            Verdict::Passed => self.counts.passed += 1,
            Verdict::Failed(mismatch) => {
                self.counts.failed += 1;
                self.failures.push((case.to_owned(), mismatch));
            }
            Verdict::Skipped(reason) => {
                self.counts.skipped += 1;
                *self.skipped.entry(reason).or_default() += 1;
            }
        }
    }
}

impl Display for FileReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.name, self.counts)?;
        for (reason, count) in &self.skipped {
            writeln!(f, "  {count} skipped: {reason}")?;
        }
        for (case, mismatch) in &self.failures {
            writeln!(f, "  {case} failed at step {}", mismatch.step)?;
            writeln!(f, "    expected: {}", mismatch.expected)?;
            writeln!(f, "    got:      {}", mismatch.got)?;
        }
        Ok(())
    }
}

/// What came of all files.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Of the cases of all files that could be read.
    pub counts: Counts,
    /// The same by recording and by what its cases were recorded from.
    pub cases: CaseCounts,
    /// Why the others could not.
    pub unreadable: Vec<Error>,
}

impl Outcome {
    /// Adds what came of a file.
    pub fn add(&mut self, report: &FileReport) {
        self.counts.passed += report.counts.passed;
        self.counts.failed += report.counts.failed;
        self.counts.skipped += report.counts.skipped;
        self.cases.extend(&report.cases);
    }

    /// 2 if a file could not be read, 1 if a case failed, otherwise 0.
    pub fn exit_status(&self) -> u8 {
        match (self.unreadable.is_empty(), self.counts.failed) {
            (false, _) => 2,
            (true, 1..) => 1,
            (true, 0) => 0,
        }
    }
}
