//! Parts of the Rust toolchain that rustup adds: the wasm target, rustfmt and Clippy.

use std::path::Path;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::project::run_silently;
use crate::system::find_program;

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The standard library for WebAssembly.
pub fn ensure_wasm_target(sh: &Shell) -> Result<()> {
    let libraries = cmd!(sh, "rustc --print target-libdir --target {WASM_TARGET}")
        .quiet()
        .read()?;
    if Path::new(&libraries).is_dir() {
        return Ok(());
    }
    add(sh, ["target", "add", WASM_TARGET])
}

/// A cargo subcommand that comes as a component of the toolchain, such as `cargo fmt`.
pub fn ensure_component(sh: &Shell, component: &str, program: &str) -> Result<()> {
    // rustup leaves a stand-in for every component in PATH, so a file's presence proves nothing.
    if cmd!(sh, "{program} --version")
        .quiet()
        .ignore_stderr()
        .read()
        .is_ok()
    {
        return Ok(());
    }
    add(sh, ["component", "add", component])
}

fn add(sh: &Shell, arguments: [&str; 3]) -> Result<()> {
    let [_, _, name] = arguments;
    if find_program(sh, "rustup").is_none() {
        bail!(
            "Rust's `{name}` is missing, and this Rust did not come from rustup, which adds it. \
             Install the part of that name with the package manager that Rust came from, or get \
             rustup from https://rustup.rs and type this, then try again:\n\n    rustup {}",
            arguments.join(" ")
        );
    }
    println!("Adding `{name}` to Rust (a few seconds, once)");
    run_silently(cmd!(sh, "rustup {arguments...}"))
}
