//! Which state may follow which: of a classic group.

use anyhow::Result;
use offsetscope_core::group::GroupState;
use serde::Deserialize;

use crate::conform::form::{Case, Form, Verdict};

/// A state, another, and whether Kafka goes from the one to the other.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["machine", "from", "to", "allowed"]),
    replay,
};

#[derive(Deserialize)]
struct Transition {
    machine: String,
    from: String,
    to: String,
    allowed: bool,
}

fn replay(case: &Case<'_>) -> Result<Verdict> {
    let recorded: Transition = case.parse()?;
    match recorded.machine.as_str() {
        "classic_group" => {}
        "transaction" => return Ok(Verdict::skipped("transactions")),
        "share_record" => return Ok(Verdict::skipped("share groups")),
        _ => return Ok(Verdict::skipped("a state machine that is not known")),
    }
    let (Some(from), Some(to)) = (state(&recorded.from), state(&recorded.to)) else {
        return Ok(Verdict::skipped("a state that is not known"));
    };
    Ok(Verdict::of(
        "transition",
        &recorded.allowed,
        &from.may_become(to),
    ))
}

fn state(name: &str) -> Option<GroupState> {
    GroupState::ALL
        .into_iter()
        .find(|state| format!("{state:?}") == name)
}
