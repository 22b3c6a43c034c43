//! The operating system's own package manager: installs from it where that is allowed, and
//! otherwise says what to type.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::project::run_silently;

/// Something that the system's package manager has.
pub struct SystemPackage {
    pub name: &'static str,
    /// How long its installation takes, in words.
    pub duration: &'static str,
    /// What Debian calls it.
    pub apt: &'static [&'static str],
    /// What to type on Fedora, Arch Linux and macOS.
    pub dnf: &'static str,
    pub pacman: &'static str,
    pub brew: &'static str,
    /// Advice where none of these exists.
    pub elsewhere: &'static str,
}

/// How this system installs software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    AptAsRoot,
    Apt,
    Dnf,
    Pacman,
    Brew,
    Unknown,
}

/// Installs a package, or fails with the exact command to type.
///
/// Only apt, and only as root, is used without asking: elsewhere a package manager wants a
/// password, a choice, or a person who knows what else it will change.
pub fn install(sh: &Shell, package: &SystemPackage) -> Result<()> {
    let system = detect(sh);
    if system != System::AptAsRoot {
        bail!("{}", instructions(system, package));
    }
    println!("Installing {} ({}, once)", package.name, package.duration);
    let names = package.apt;
    let _noninteractive = sh.push_env("DEBIAN_FRONTEND", "noninteractive");
    // Some other source of packages being out of reach need not matter: the installation will tell.
    cmd!(sh, "apt-get update")
        .quiet()
        .ignore_status()
        .output()?;
    run_silently(cmd!(
        sh,
        "apt-get install --yes --no-install-recommends {names...}"
    ))
    .with_context(|| {
        format!(
            "{} could not be installed. {}",
            package.name, package.elsewhere
        )
    })
}

/// The file that `program` would run.
pub fn find_program(sh: &Shell, program: &str) -> Option<PathBuf> {
    let path = sh.var_os("PATH")?;
    env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|file| file.is_file())
}

/// The version that a program reports when asked with `--version`, as in `trunk 0.21.14`.
pub fn installed_version(sh: &Shell, program: &str) -> Option<String> {
    let answer = cmd!(sh, "{program} --version")
        .quiet()
        .ignore_stderr()
        .read()
        .ok()?;
    answer.split_whitespace().nth(1).map(str::to_owned)
}

fn detect(sh: &Shell) -> System {
    let has = |program| find_program(sh, program).is_some();
    if has("apt-get") {
        let user = cmd!(sh, "id -u").quiet().read().unwrap_or_default();
        if user == "0" {
            System::AptAsRoot
        } else {
            System::Apt
        }
    } else if has("dnf") {
        System::Dnf
    } else if has("pacman") {
        System::Pacman
    } else if has("brew") {
        System::Brew
    } else {
        System::Unknown
    }
}

fn instructions(system: System, package: &SystemPackage) -> String {
    let name = package.name;
    let command = match system {
        System::AptAsRoot | System::Apt => {
            let names = package.apt.join(" ");
            format!("sudo apt-get update && sudo apt-get install --yes {names}")
        }
        System::Dnf => package.dnf.to_owned(),
        System::Pacman => package.pacman.to_owned(),
        System::Brew => package.brew.to_owned(),
        System::Unknown => {
            let advice = package.elsewhere;
            return format!("{name} is missing, and no known package manager is here.\n{advice}");
        }
    };
    format!(
        "{name} is missing, and only you can install it on this system. Type this, then try \
         again:\n\n    {command}"
    )
}

#[cfg(test)]
mod tests {
    use super::{System, SystemPackage, instructions};

    const PACKAGE: SystemPackage = SystemPackage {
        name: "Frobnicator",
        duration: "a second",
        apt: &["frob", "frob-driver"],
        dnf: "sudo dnf install frob",
        pacman: "sudo pacman -S frob",
        brew: "brew install frob",
        elsewhere: "Get it from its makers.",
    };

    #[test]
    fn without_root_the_whole_command_is_printed() {
        let text = instructions(System::Apt, &PACKAGE);
        assert!(text.contains("Frobnicator is missing"), "{text}");
        let command = "sudo apt-get update && sudo apt-get install --yes frob frob-driver";
        assert!(text.ends_with(command), "{text}");
    }

    #[test]
    fn every_package_manager_gets_its_own_command() {
        for (system, ending) in [
            (System::Dnf, PACKAGE.dnf),
            (System::Pacman, PACKAGE.pacman),
            (System::Brew, PACKAGE.brew),
            (System::Unknown, PACKAGE.elsewhere),
        ] {
            assert!(instructions(system, &PACKAGE).ends_with(ending));
        }
    }
}
