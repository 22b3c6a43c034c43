//! `cargo xtask fuzz`: inputs of every form, made up by libFuzzer, which goes on from those that
//! reach code that none has reached before. What it keeps is in `fuzz/corpus`, what fails in
//! `fuzz/artifacts`.

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::need::{self, Need};

/// libFuzzer is C++, and compiled where it is used.
const NEEDS: [Need; 2] = [Need::CTools, Need::CargoFuzz];

/// One for each form of input, in `fuzz/fuzz_targets`.
const TARGETS: [&str; 8] = [
    "arguments",
    "fact",
    "lesson",
    "link",
    "offsets_record",
    "page_link",
    "recording",
    "scenario_file",
];

/// How long each is tried if nobody says.
const SECONDS: u32 = 60;

pub fn run(sh: &Shell, arguments: &[&str]) -> Result<()> {
    let (targets, seconds) = parse(arguments)?;
    need::ensure_all(sh, &NEEDS)?;
    let seconds = seconds.to_string();
    for target in targets {
        println!("{target}, for {seconds} seconds");
        // Sanitizers look for mistakes of unsafe code, of which there is none here, and need a
        // nightly toolchain.
        cmd!(
            sh,
            "cargo fuzz run --sanitizer none {target} -- -max_total_time={seconds} -max_len=65536 -timeout=20 -verbosity=0 -print_final_stats=1"
        )
        .run()?;
    }
    Ok(())
}

fn parse<'a>(arguments: &[&'a str]) -> Result<(Vec<&'a str>, u32)> {
    let (mut targets, mut seconds) = (Vec::new(), SECONDS);
    let mut rest = arguments.iter().copied();
    while let Some(argument) = rest.next() {
        match argument {
            "--seconds" => match rest.next().and_then(|value| value.parse().ok()) {
                Some(value) => seconds = value,
                None => bail!("--seconds is followed by a whole number."),
            },
            target if TARGETS.contains(&target) => targets.push(target),
            _ => bail!(
                "`cargo xtask fuzz` knows --seconds, and these forms of input, not {argument}: {}.",
                TARGETS.join(", ")
            ),
        }
    }
    if targets.is_empty() {
        targets = TARGETS.to_vec();
    }
    Ok((targets, seconds))
}

#[cfg(test)]
mod tests {
    use super::{SECONDS, TARGETS, parse};

    #[test]
    fn forms_of_input_and_seconds_can_be_said() {
        assert_eq!(parse(&[]).unwrap(), (TARGETS.to_vec(), SECONDS));
        let both = ["link", "--seconds", "7"];
        assert_eq!(parse(&both).unwrap(), (vec!["link"], 7));
    }

    #[test]
    fn anything_else_is_named() {
        let message = |arguments: &[&str]| parse(arguments).unwrap_err().to_string();
        assert!(message(&["lnik"]).contains("not lnik: arguments, fact"));
        assert!(message(&["--seconds"]).contains("--seconds is followed by"));
    }

    #[test]
    fn all_targets_are_known() {
        let manifest = include_str!("../../fuzz/Cargo.toml");
        let bins = manifest.matches("[[bin]]").count();
        assert_eq!(bins, TARGETS.len());
        for target in TARGETS {
            let path = format!("path = \"fuzz_targets/{target}.rs\"");
            assert!(manifest.contains(&path), "{target}");
        }
    }
}
