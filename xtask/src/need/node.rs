//! Node and npm: they run the browser tests, and the tests of the wasm build outside a browser.

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use crate::project::{OWN_NODE, run_silently};
use crate::system::{self, SystemPackage};

/// Playwright asks for it, and V8 in Node 18 crashes on the tests of the wasm build.
const OLDEST: u32 = 20;

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
    if found < OLDEST {
        // Debian 12 has 18. npm itself brings a later one, which stays inside this project.
        println!("Installing Node 22 into {OWN_NODE}, as Node {found} is too old (seconds, once)");
        let options = ["--no-save", "--no-audit", "--no-fund"];
        run_silently(cmd!(
            sh,
            "npm install --prefix {OWN_NODE} {options...} node@22 npm@10"
        ))?;
    }
    ensure!(
        major_version(sh) >= Some(OLDEST),
        "Node {found} is too old: the tests need {OLDEST} or later. {}",
        NODE.elsewhere
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
