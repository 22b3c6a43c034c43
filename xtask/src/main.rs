//! Everything a person types to work on OffsetScope: `cargo xtask help` lists it.
//!
//! # Layout
//!
//! - one file a command: [`serve`], [`test`], [`live`], [`bench`], [`long`], [`fuzz`], [`mutants`],
//!   [`help`];
//! - [`publish`], [`fidelity`]: what is done to the page after it is built, and the page about its truth;
//! - [`need`]: the tools that commands rely on, one file each: how to find it, how to install it;
//! - [`system`]: the operating system's own package manager;
//! - [`language`]: the languages that the page is published in;
//! - [`project`]: where things are, and the shell that commands run in.
//!
//! What never lives here: anything the page or the model does. `xtask` only starts other programs.
#![allow(
    clippy::print_stdout,
    reason = "a command-line program speaks on standard output"
)]

mod bench;
mod fidelity;
mod fuzz;
mod help;
mod language;
mod live;
mod long;
mod mutants;
mod need;
mod pack;
mod project;
mod publish;
mod serve;
mod shrink;
mod system;
mod test;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            error
                .chain()
                .skip(1)
                .for_each(|cause| eprintln!("The reason: {cause}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        [] | ["help" | "--help" | "-h"] => {
            help::print();
            Ok(())
        }
        ["serve"] => serve::run(&project::shell()?),
        ["test", names @ ..] => test::run(&project::shell()?, names),
        ["live", names @ ..] => live::run(&project::shell()?, names),
        ["pack"] => pack::run(&project::shell()?),
        ["bench"] => bench::run(&project::shell()?),
        ["fuzz", arguments @ ..] => fuzz::run(&project::shell()?, arguments),
        ["mutants", arguments @ ..] => mutants::run(&project::shell()?, arguments),
        ["long", arguments @ ..] => long::run(&project::shell()?, arguments),
        _ => bail!(
            "There is no command `cargo xtask {}`. `cargo xtask help` lists those that exist.",
            arguments.join(" ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn an_unknown_command_is_named_and_help_is_offered() {
        let message = run(&["tset", "unit"]).unwrap_err().to_string();
        assert!(message.contains("`cargo xtask tset unit`"), "{message}");
        assert!(message.contains("cargo xtask help"), "{message}");
    }
}
