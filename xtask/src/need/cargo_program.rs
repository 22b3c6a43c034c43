//! Programs that `cargo install` builds from source.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

/// A program on crates.io, and the version that this project needs.
pub struct CargoProgram<'a> {
    pub name: &'a str,
    pub package: &'a str,
    pub version: &'a str,
    /// How long building it takes on two cores, in words.
    pub duration: &'a str,
}

/// Builds and installs a program, in place of the version `found` if there is one.
pub fn install(sh: &Shell, program: &CargoProgram<'_>, found: Option<&str>) -> Result<()> {
    let CargoProgram {
        name,
        package,
        version,
        duration,
    } = program;
    match found {
        None => println!("Installing {name} {version} ({duration}, once)"),
        Some(found) => {
            println!("Installing {name} {version} in place of {found} ({duration}, once)");
        }
    }
    let install = cmd!(
        sh,
        "cargo install {package} --version {version} --locked --quiet"
    )
    .quiet();
    install.run().with_context(|| {
        format!(
            "{name} {version} could not be installed. To see more of why, type this:\n\n    cargo \
             install {package} --version {version} --locked\n"
        )
    })
}
