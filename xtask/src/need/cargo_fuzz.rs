//! cargo-fuzz: builds and starts fuzz targets.

use anyhow::Result;
use xshell::Shell;

use super::cargo_program::{self, CargoProgram};
use crate::system::installed_version;

/// The version installed here. Later ones are as good.
const VERSION: &str = "0.13.2";

pub fn ensure(sh: &Shell) -> Result<()> {
    if installed_version(sh, "cargo-fuzz").is_some() {
        return Ok(());
    }
    let cargo_fuzz = CargoProgram {
        name: "cargo-fuzz",
        package: "cargo-fuzz",
        version: VERSION,
        duration: "about a minute",
    };
    cargo_program::install(sh, &cargo_fuzz, None)
}
