//! Golden traces: what a real broker and the real Java client did, step by step. The harness is the
//! application of real clients of the model: it makes their calls, and looks at what they return.
//!
//! # Layout
//!
//! - [`step`] and [`settings`]: a trace as it is written; what is not known there skips the trace;
//! - [`names`]: the trace's names and the model's numbers;
//! - [`rig`]: broker, clients and clock, with messages that arrive at once;
//! - [`process`]: a client and its application; [`polling`] is how they poll;
//! - [`consumer`], [`positions`], [`producer`], [`admin`], [`bookkeeping`]: what the steps do;
//! - [`outcome`]: how what came of a step is written, and compared.

mod admin;
mod bookkeeping;
mod consumer;
mod names;
mod outcome;
mod polling;
mod positions;
mod process;
mod producer;
mod rig;
mod settings;
mod step;

use anyhow::Result;

use super::super::form::{Case, Form, Verdict};
use rig::Rig;
use step::{Step, Trace};

/// Traces of steps with what was observed.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["topics", "steps", "kafka"]),
    replay,
};

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let trace = match Trace::read(case.json) {
        Ok(trace) => trace,
        Err(reason) => return Ok(Verdict::Skipped(reason)),
    };
    let mut rig = Rig::new(&trace)?;
    for (number, Step { verb, observed }) in (1..).zip(&trace.steps) {
        let got = rig.take(verb)?;
        let step = format!("{number} ({})", trace.verb_name(number));
        if let Some(observed) = observed
            && let Some(mismatch) = outcome::difference(&step, observed, &got)
        {
            return Ok(Verdict::Failed(mismatch));
        }
    }
    Ok(Verdict::Passed)
}
