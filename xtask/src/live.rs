//! `cargo xtask live`: the model's librdkafka against the real one. With `KAFKA_BOOTSTRAP` set, at
//! that cluster; otherwise at the mock cluster that librdkafka brings along.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::need::{self, Need};

/// What it takes to compile librdkafka.
pub const NEEDS: &[Need] = &[Need::CTools];

/// Runs the scripts whose names hold one of these, or all.
pub fn run(sh: &Shell, names: &[&str]) -> Result<()> {
    need::ensure_all(sh, NEEDS)?;
    judge(sh, names)
}

/// The same, as a step of `cargo xtask test`: Clippy first, which passes over these tests elsewhere.
pub fn check(sh: &Shell) -> Result<()> {
    cmd!(
        sh,
        "cargo clippy --locked --features live --test live -- -D warnings"
    )
    .run()?;
    judge(sh, &[])
}

fn judge(sh: &Shell, names: &[&str]) -> Result<()> {
    cmd!(
        sh,
        "cargo test --locked --features live --test live -- {names...}"
    )
    .run()?;
    Ok(())
}
