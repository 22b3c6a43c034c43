//! `cargo xtask bench`: how fast the core is natively, and what the page costs the browser,
//! measured by the browser itself.
//!
//! Not part of `test`: its numbers depend on the machine, so a limit here would fail at random.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::need::{self, Need};
use crate::project::BROWSER_TESTS;
use crate::test::build_page;

pub fn run(sh: &Shell) -> Result<()> {
    cmd!(sh, "cargo bench --package offsetscope-core").run()?;
    let needs = [
        Need::WasmTarget,
        Need::Trunk,
        Need::WasmBindgen,
        Need::Node,
        Need::NpmPackages,
        Need::Browser,
    ];
    need::ensure_all(sh, &needs)?;
    build_page(sh)?;
    let _directory = sh.push_dir(BROWSER_TESTS);
    cmd!(sh, "playwright test --config bench.config.ts").run()?;
    Ok(())
}
