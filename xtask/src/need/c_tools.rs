//! What compiles librdkafka: a C and a C++ compiler, and make.

use anyhow::{Result, ensure};
use xshell::Shell;

use crate::system::{self, SystemPackage, find_program};

const PROGRAMS: [&str; 4] = ["cc", "c++", "make", "bash"];

const COMPILERS: SystemPackage = SystemPackage {
    name: "C and C++ compilers and make",
    duration: "about a minute",
    apt: &["build-essential"],
    dnf: "sudo dnf install gcc gcc-c++ make",
    pacman: "sudo pacman -S --needed base-devel",
    brew: "xcode-select --install",
    elsewhere: "Install a C and a C++ compiler, make and bash, then try again.",
};

pub fn ensure(sh: &Shell) -> Result<()> {
    if missing(sh).is_none() {
        return Ok(());
    }
    system::install(sh, &COMPILERS)?;
    let missing = missing(sh);
    ensure!(
        missing.is_none(),
        "The compilers were installed, but `{}` cannot be found. {}",
        missing.unwrap_or_default(),
        COMPILERS.elsewhere
    );
    Ok(())
}

fn missing(sh: &Shell) -> Option<&'static str> {
    let is_missing = |program: &&str| find_program(sh, program).is_none();
    PROGRAMS.into_iter().find(is_missing)
}
