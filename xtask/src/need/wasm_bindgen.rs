//! wasm-bindgen's command-line tools: they write the JavaScript between the page and its wasm, and
//! run tests in Node. Their version must be exactly that of the library the page is built with.

use anyhow::{Context, Result};
use xshell::Shell;

use super::cargo_program::{self, CargoProgram};
use crate::system::installed_version;

pub fn ensure(sh: &Shell) -> Result<()> {
    let lock_file = sh.read_file("Cargo.lock")?;
    let version = locked_version(&lock_file, "wasm-bindgen")
        .context("Cargo.lock holds no wasm-bindgen, which the page is built with")?;
    let found = installed_version(sh, "wasm-bindgen");
    if found.as_deref() == Some(version) {
        return Ok(());
    }
    let wasm_bindgen = CargoProgram {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        duration: "about two minutes",
    };
    cargo_program::install(sh, &wasm_bindgen, found.as_deref())
}

/// The version of a package in the text of a Cargo.lock, where the line after a package's name
/// holds it.
fn locked_version<'a>(lock_file: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock_file.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK_FILE: &str = "\
[[package]]
name = \"wasm-bindgen-futures\"
version = \"0.4.76\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.126\"
";

    #[test]
    fn the_version_is_that_of_the_package_named_exactly_so() {
        assert_eq!(locked_version(LOCK_FILE, "wasm-bindgen"), Some("0.2.126"));
        assert_eq!(locked_version(LOCK_FILE, "wasm"), None);
    }

    #[test]
    fn this_projects_lock_file_is_understood() {
        let lock_file = include_str!("../../../Cargo.lock");
        assert!(locked_version(lock_file, "wasm-bindgen").is_some());
    }
}
