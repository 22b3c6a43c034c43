//! Node and npm: they run the browser tests, and the tests of the wasm build outside a browser.

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use crate::system::{self, SystemPackage};

/// What Playwright asks for, and what Debian 12 has.
const OLDEST: u32 = 18;

const NODE: SystemPackage = SystemPackage {
    name: "Node with npm",
    duration: "about a minute",
    apt: &["nodejs", "npm"],
    dnf: "sudo dnf install nodejs npm",
    pacman: "sudo pacman -S --needed nodejs npm",
    brew: "brew install node",
    elsewhere: "Install Node from https://nodejs.org, then try again.",
};

pub fn ensure(sh: &Shell) -> Result<()> {
    if major_version(sh).is_none() || cmd!(sh, "npm --version").quiet().read().is_err() {
        system::install(sh, &NODE)?;
    }
    let found = major_version(sh).unwrap_or_default();
    ensure!(
        found >= OLDEST,
        "Node {found} is too old: the browser tests need {OLDEST} or later. Install it from \
         https://nodejs.org, then try again."
    );
    Ok(())
}

fn major_version(sh: &Shell) -> Option<u32> {
    let answer = cmd!(sh, "node --version")
        .quiet()
        .ignore_stderr()
        .read()
        .ok()?;
    parse_major(&answer)
}

/// The first number of an answer such as `v20.20.2`.
fn parse_major(answer: &str) -> Option<u32> {
    answer
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::parse_major;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(parse_major("v20.20.2\n"), Some(20));
        assert_eq!(parse_major("command not found"), None);
    }
}
