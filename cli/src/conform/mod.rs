//! `offsetscope conform`: recordings of a real Kafka, replayed on the model.
//!
//! # Layout
//!
//! - [`files`]: which files are meant, and their JSON;
//! - [`form`]: what a form of recording is, and the verdict on a case;
//! - [`forms`]: the forms that are known, one file each, and the list of them;
//! - [`report`]: counting and printing; [`counts`]: the table that the fidelity page is built from;
//! - [`in_order`], [`numbers`], [`uuid`]: what several forms are written with.
//!
//! # A new form
//!
//! Write `forms/<name>.rs` with a `pub const FORM: Form`, and add it to [`forms::ALL`]. A form is
//! recognised by its structure, never by the names of files or cases. What a form does not know
//! (a verb, a feature that the model lacks) it skips, with the reason; it never lets it pass.

pub mod counts;
pub mod files;
pub mod form;
pub mod forms;
pub mod in_order;
pub mod numbers;
pub mod report;
pub mod uuid;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use files::Recording;
use form::{Case, Verdict};
use report::{FileReport, Outcome};

/// Replays every recording at these paths and reports on it.
///
/// # Errors
/// If the report cannot be written. Files that cannot be read are in the outcome.
pub fn run(paths: &[PathBuf], out: &mut impl Write) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for path in paths {
        for file in files::find(path) {
            match file.and_then(|file| files::read(&file)) {
                Ok(recording) => {
                    let report = replay(&recording);
                    write!(out, "{report}")?;
                    outcome.add(&report);
                }
                Err(problem) => outcome.unreadable.push(problem),
            }
        }
    }
    writeln!(out, "{}", outcome.counts)?;
    Ok(outcome)
}

/// Replays every case of a recording.
pub fn replay(recording: &Recording) -> FileReport {
    let mut report = FileReport::new(&recording.name);
    for (number, case) in (1..).zip(recording.cases()) {
        let case = Case {
            meta: recording.meta(),
            number,
            json: case,
        };
        let verdict = judge(&case);
        report.cases.add(&recording.name, &case, &verdict);
        report.add(&case.id(), verdict);
    }
    report
}

fn judge(case: &Case<'_>) -> Verdict {
    match forms::ALL.iter().find(|form| (form.recognises)(case)) {
        Some(form) => (form.replay)(case)
            .unwrap_or_else(|problem| Verdict::Skipped(format!("not readable: {problem:#}"))),
        None => Verdict::Skipped("a form that is not known".to_owned()),
    }
}
