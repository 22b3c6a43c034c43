//! A Chromium or Chrome that is already on the system: the browser tests drive it, and find it
//! through the environment variable `CHROMIUM`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xshell::Shell;

use crate::system::{self, SystemPackage, find_program};

const VARIABLE: &str = "CHROMIUM";
const PROGRAMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// Where macOS keeps it, outside PATH.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const CHROMIUM: SystemPackage = SystemPackage {
    name: "Chromium",
    duration: "about a minute",
    // The fonts are what Debian only recommends; without one, no text has a width.
    apt: &["chromium", "fonts-liberation"],
    dnf: "sudo dnf install chromium",
    pacman: "sudo pacman -S --needed chromium",
    brew: "brew install --cask google-chrome",
    elsewhere: "Install Chromium or Chrome, or set CHROMIUM to the path of one, then try again.",
};

pub fn ensure(sh: &Shell) -> Result<()> {
    if let Some(chosen) = sh.var_os(VARIABLE) {
        let exists = Path::new(&chosen).is_file();
        ensure!(
            exists,
            "CHROMIUM is set to {}, where there is no file.",
            chosen.display()
        );
        return Ok(());
    }
    if find(sh).is_none() {
        system::install(sh, &CHROMIUM)?;
    }
    let found = find(sh).context(
        "Chromium was installed but cannot be found. Set CHROMIUM to its path, then try again.",
    )?;
    sh.set_var(VARIABLE, found);
    Ok(())
}

fn find(sh: &Shell) -> Option<PathBuf> {
    let on_path = PROGRAMS
        .iter()
        .find_map(|program| find_program(sh, program));
    let application = || {
        APPLICATIONS
            .iter()
            .map(PathBuf::from)
            .find(|path| path.is_file())
    };
    on_path.or_else(application)
}
