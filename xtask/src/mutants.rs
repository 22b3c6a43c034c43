//! `cargo xtask mutants`: rules of the core are broken one by one, and a test must notice each.
//! `.cargo/mutants.toml` says which, and which tests.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::need::{self, Need};

/// Runs cargo-mutants with these arguments. All mutants take many hours; `--shard 0/8` takes every
/// eighth.
pub fn run(sh: &Shell, arguments: &[&str]) -> Result<()> {
    need::ensure_all(sh, &[Need::CargoMutants])?;
    cmd!(
        sh,
        "cargo mutants --workspace --gitignore true --sharding round-robin {arguments...}"
    )
    .run()?;
    Ok(())
}
