//! cargo-mutants: changes code, and runs the tests that should notice.

use anyhow::Result;
use xshell::Shell;

use super::cargo_program::{self, CargoProgram};
use crate::system::find_program;

/// The version installed here. Later ones are as good.
const VERSION: &str = "27.1.0";

pub fn ensure(sh: &Shell) -> Result<()> {
    if find_program(sh, "cargo-mutants").is_some() {
        return Ok(());
    }
    let cargo_mutants = CargoProgram {
        name: "cargo-mutants",
        package: "cargo-mutants",
        version: VERSION,
        duration: "about two minutes",
    };
    cargo_program::install(sh, &cargo_mutants, None)
}
