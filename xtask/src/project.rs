//! Where things are in this project, and the shell that its commands run in.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Cmd, Shell};

/// The optimised page, apart from the `dist/` that a running `trunk serve` keeps rewriting.
pub const PAGE: &str = "target/page";
/// The browser tests: a Node project of its own.
pub const BROWSER_TESTS: &str = "tests/browser";
/// A Node of this project's own, where the system's is too old.
pub const OWN_NODE: &str = "target/node";

/// A shell in the project's root that finds the tools installed for this project, and in which
/// Trunk survives a `NO_COLOR` that is set.
pub fn shell() -> Result<Shell> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("xtask has no parent")?;
    let sh = Shell::new()?;
    sh.change_dir(root);
    sh.set_var("PATH", search_path(root)?);
    if sh.var_os("NO_COLOR").is_some() {
        // Any value means "no colour" to most programs, but Trunk accepts only true and false.
        sh.set_var("NO_COLOR", "true");
    }
    Ok(sh)
}

/// Runs a command whose output matters only if it fails.
pub fn run_silently(command: Cmd<'_>) -> Result<()> {
    let shown = command.to_string();
    let output = command.quiet().ignore_status().output()?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stdout));
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        anyhow::bail!("`{shown}` failed; its output is above.");
    }
    Ok(())
}

/// `PATH` with the places where cargo and npm put programs in front of it: a person's own `PATH`
/// may lack the first, and its wasm-opt may be older than the one that npm brings.
fn search_path(root: &Path) -> Result<OsString> {
    let npm_programs = |project| root.join(project).join("node_modules/.bin");
    let mut directories = vec![npm_programs(BROWSER_TESTS), npm_programs(OWN_NODE)];
    directories.extend(cargo_programs());
    directories.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    env::join_paths(directories).context("PATH holds a directory that it cannot hold")
}

/// Where `cargo install` puts programs.
fn cargo_programs() -> Option<PathBuf> {
    let cargo_home = || env::var_os("CARGO_HOME").map(PathBuf::from);
    let default = || env::home_dir().map(|home| home.join(".cargo"));
    let root = env::var_os("CARGO_INSTALL_ROOT").map(PathBuf::from);
    root.or_else(cargo_home)
        .or_else(default)
        .map(|root| root.join("bin"))
}
