//! Trunk: builds the page and serves it.

use anyhow::Result;
use xshell::Shell;

use super::cargo_program::{self, CargoProgram};
use crate::system::installed_version;

/// The version installed here. `Trunk.toml` accepts this one and later ones of 0.21.
const VERSION: &str = "0.21.14";

pub fn ensure(sh: &Shell) -> Result<()> {
    let found = installed_version(sh, "trunk");
    if found.as_deref().is_some_and(is_suitable) {
        return Ok(());
    }
    let trunk = CargoProgram {
        name: "Trunk",
        package: "trunk",
        version: VERSION,
        duration: "about six minutes",
    };
    cargo_program::install(sh, &trunk, found.as_deref())
}

fn is_suitable(version: &str) -> bool {
    let patch = version
        .strip_prefix("0.21.")
        .and_then(|patch| patch.parse::<u32>().ok());
    patch.is_some_and(|patch| patch >= 14)
}

#[cfg(test)]
mod tests {
    use super::{VERSION, is_suitable};

    #[test]
    fn only_the_version_that_trunk_toml_accepts_is_suitable() {
        assert!(is_suitable(VERSION));
        assert!(is_suitable("0.21.20"));
        for version in ["0.21.13", "0.22.0", "0.21.14-alpha.1", "1.0.0", ""] {
            assert!(!is_suitable(version), "{version}");
        }
        assert!(include_str!("../../../Trunk.toml").contains(&format!("\"^{VERSION}\"")));
    }
}
