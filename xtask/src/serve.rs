//! `cargo xtask serve`: the page at <http://127.0.0.1:8080>, rebuilt whenever a source changes.

use std::net::TcpListener;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::need::{self, Need};

/// The address that `Trunk.toml` sets.
const ADDRESS: &str = "127.0.0.1:8080";

pub fn run(sh: &Shell) -> Result<()> {
    let free = TcpListener::bind(ADDRESS).is_ok();
    ensure!(
        free,
        "Another program already serves http://{ADDRESS}. Stop it, or type this for another \
         address:\n\n    trunk serve --port 8081"
    );
    need::ensure_all(sh, &[Need::WasmTarget, Need::Trunk, Need::WasmBindgen])?;
    println!("Building the page; open http://{ADDRESS} as soon as Trunk reports success");
    become_program(cmd!(sh, "trunk serve").into())
}

/// Hands this process over to `program`, so that stopping one stops the other.
#[cfg(unix)]
fn become_program(mut program: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(program.exec()).context("Trunk could not be started")
}

#[cfg(not(unix))]
fn become_program(mut program: Command) -> Result<()> {
    let status = program.status().context("Trunk could not be started")?;
    ensure!(status.success(), "Trunk stopped: {status}");
    Ok(())
}
