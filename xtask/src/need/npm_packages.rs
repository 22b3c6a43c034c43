//! The npm packages of the browser tests, among them a wasm-opt that Trunk accepts.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::project::{BROWSER_TESTS, run_silently};

pub fn ensure(sh: &Shell) -> Result<()> {
    let _directory = sh.push_dir(BROWSER_TESTS);
    let here = sh.current_dir();
    let wanted = modified(&here.join("package-lock.json"));
    // npm writes this file when an installation is complete.
    let installed = modified(&here.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= wanted {
        return Ok(());
    }
    println!("Installing the npm packages of the browser tests (a few seconds, once)");
    run_silently(cmd!(sh, "npm ci --no-audit --no-fund"))
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file)
        .and_then(|metadata| metadata.modified())
        .ok()
}
