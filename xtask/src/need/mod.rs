//! The tools that commands rely on. One file a tool, each of the same shape: a check that takes
//! milliseconds when the tool is there, and an installation when it is not.

mod browser;
mod c_tools;
mod cargo_fuzz;
mod cargo_mutants;
mod cargo_program;
mod node;
mod npm_packages;
mod rustup;
mod trunk;
mod wasm_bindgen;

use std::collections::BTreeSet;

use anyhow::Result;
use xshell::Shell;

/// Something that a command cannot work without. The order is that of installation: npm's packages
/// need Node, and what takes longest comes last, after everything that may ask the person to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    Rustfmt,
    Clippy,
    WasmTarget,
    Node,
    Browser,
    CTools,
    NpmPackages,
    CargoFuzz,
    CargoMutants,
    WasmBindgen,
    Trunk,
}

/// Makes sure of every need, once.
pub fn ensure_all(sh: &Shell, needs: &[Need]) -> Result<()> {
    let needs: BTreeSet<Need> = needs.iter().copied().collect();
    needs.into_iter().try_for_each(|need| ensure(sh, need))
}

fn ensure(sh: &Shell, need: Need) -> Result<()> {
    match need {
        Need::Rustfmt => rustup::ensure_component(sh, "rustfmt", "cargo-fmt"),
        Need::Clippy => rustup::ensure_component(sh, "clippy", "cargo-clippy"),
        Need::WasmTarget => rustup::ensure_wasm_target(sh),
        Need::Node => node::ensure(sh),
        Need::Browser => browser::ensure(sh),
        Need::CTools => c_tools::ensure(sh),
        Need::CargoFuzz => cargo_fuzz::ensure(sh),
        Need::CargoMutants => cargo_mutants::ensure(sh),
        Need::NpmPackages => npm_packages::ensure(sh),
        Need::WasmBindgen => wasm_bindgen::ensure(sh),
        Need::Trunk => trunk::ensure(sh),
    }
}
