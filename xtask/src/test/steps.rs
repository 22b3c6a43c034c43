//! The steps of `cargo xtask test`, in their order: what fails fastest comes first.

use std::path::Path;

use anyhow::Result;
use xshell::{Shell, cmd};

use super::{Step, size};
use crate::language::Language;
use crate::live;
use crate::need::Need;
use crate::project::{BROWSER_TESTS, PAGE};
use crate::publish;

pub const STEPS: [Step; 8] = [
    Step {
        name: "format",
        checks: "rustfmt finds nothing to change",
        needs: &[Need::Rustfmt],
        run: check_format,
    },
    Step {
        name: "lint",
        checks: "Clippy finds nothing to say, for this machine and for wasm",
        needs: &[Need::Clippy, Need::WasmTarget],
        run: lint,
    },
    Step {
        name: "unit",
        checks: "the tests that need no browser pass, documentation examples included",
        needs: &[],
        run: test_natively,
    },
    Step {
        name: "wasm",
        checks: "the same seeds give the same runs in wasm",
        needs: &[Need::WasmTarget, Need::WasmBindgen, Need::Node],
        run: test_in_wasm,
    },
    Step {
        name: "page",
        checks: "the optimised page builds, in each language",
        needs: &[
            Need::WasmTarget,
            Need::Trunk,
            Need::WasmBindgen,
            // They bring wasm-opt.
            Need::Node,
            Need::NpmPackages,
        ],
        run: build_page,
    },
    Step {
        name: "size",
        checks: "what the page loads is small enough, and so is each worker",
        needs: &[],
        run: size::check,
    },
    Step {
        name: "browser",
        checks: "the page works in a real browser",
        needs: &[Need::Node, Need::NpmPackages, Need::Browser],
        run: test_in_browser,
    },
    Step {
        name: "live",
        checks: "the model's librdkafka does what the real one does",
        needs: live::NEEDS,
        run: live::check,
    },
];

fn check_format(sh: &Shell) -> Result<()> {
    cmd!(sh, "cargo fmt --all -- --check").run()?;
    Ok(())
}

fn lint(sh: &Shell) -> Result<()> {
    cmd!(
        sh,
        "cargo clippy --locked --workspace --all-targets -- -D warnings"
    )
    .run()?;
    let wasm = [
        "--package",
        "offsetscope-web",
        "--package",
        "offsetscope-prover",
        "--package",
        "offsetscope-panels",
        "--target",
        "wasm32-unknown-unknown",
    ];
    cmd!(sh, "cargo clippy --locked {wasm...} -- -D warnings").run()?;
    Ok(())
}

fn test_natively(sh: &Shell) -> Result<()> {
    cmd!(sh, "cargo test --locked --workspace").run()?;
    Ok(())
}

fn test_in_wasm(sh: &Shell) -> Result<()> {
    let target = ["--target", "wasm32-unknown-unknown"];
    cmd!(
        sh,
        "cargo test --locked --package offsetscope-core --test determinism {target...}"
    )
    .env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        "wasm-bindgen-test-runner",
    )
    .run()?;
    Ok(())
}

/// Builds the page as it is published.
pub fn build_page(sh: &Shell) -> Result<()> {
    // A build that was interrupted leaves files behind, which would count as part of the page.
    sh.remove_path(PAGE)?;
    Language::ALL
        .into_iter()
        .try_for_each(|language| build_in(sh, language))
}

fn build_in(sh: &Shell, language: Language) -> Result<()> {
    let (source, folder) = (language.source(), language.folder(PAGE));
    cmd!(
        sh,
        "trunk build {source} --release --html-output index.html --dist {folder}"
    )
    .run()?;
    publish::finish(sh, &folder, language)?;
    minify_scripts(sh, &folder)
}

/// Scripts are made to be read; what wasm-bindgen writes, too, and Trunk's own minifier does not
/// understand that.
fn minify_scripts(sh: &Shell, folder: &Path) -> Result<()> {
    for file in sh.read_dir(folder)? {
        let name = file.file_name().and_then(|name| name.to_str());
        let is_script = file.extension().is_some_and(|it| it == "js");
        let options: &[&str] = match name {
            Some(name) if name.starts_with("offsetscope-web") && is_script => {
                &["--module", "--compress", "--mangle"]
            }
            // No modules, but what they name at the top is for nobody else.
            Some("page.js" | "flights.js" | "sw.js") => &["--toplevel", "--compress", "--mangle"],
            _ => continue,
        };
        cmd!(sh, "terser {file} {options...} --output {file}")
            .quiet()
            .run()?;
    }
    Ok(())
}

fn test_in_browser(sh: &Shell) -> Result<()> {
    size::ensure_page_is_built(sh)?;
    let _directory = sh.push_dir(BROWSER_TESTS);
    cmd!(sh, "tsc --noEmit").run()?;
    cmd!(sh, "playwright test").run()?;
    Ok(())
}
