//! `cargo xtask long`: the properties of the core over many more random choices than a test takes.

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

/// What is run if nobody says.
const CHOICES: u64 = 10_000_000;
const SEED: u64 = 0;

pub fn run(sh: &Shell, arguments: &[&str]) -> Result<()> {
    let (choices, seed) = parse(arguments)?;
    cmd!(
        sh,
        "cargo test --release --package offsetscope-core --test properties -- --ignored --exact long::in_a_long_run --nocapture"
    )
    .env("OFFSETSCOPE_CHOICES", choices.to_string())
    .env("OFFSETSCOPE_SEED", seed.to_string())
    .run()?;
    Ok(())
}

fn parse(arguments: &[&str]) -> Result<(u64, u64)> {
    let (mut choices, mut seed) = (CHOICES, SEED);
    for pair in arguments.chunks(2) {
        let (&name, value) = (&pair[0], pair.get(1).and_then(|value| value.parse().ok()));
        match (name, value) {
            ("--choices", Some(value)) => choices = value,
            ("--seed", Some(value)) => seed = value,
            ("--choices" | "--seed", None) => bail!("{name} is followed by a whole number."),
            _ => bail!("`cargo xtask long` knows --choices and --seed, not {name}."),
        }
    }
    Ok((choices, seed))
}

#[cfg(test)]
mod tests {
    use super::{CHOICES, SEED, parse};

    #[test]
    fn choices_and_seed_can_be_said() {
        assert_eq!(parse(&[]).unwrap(), (CHOICES, SEED));
        let both = ["--seed", "7", "--choices", "2000"];
        assert_eq!(parse(&both).unwrap(), (2_000, 7));
    }

    #[test]
    fn anything_else_is_named() {
        let message = |arguments: &[&str]| parse(arguments).unwrap_err().to_string();
        assert!(message(&["--sede", "7"]).contains("not --sede"));
        assert!(message(&["--seed"]).contains("--seed is followed by"));
        assert!(message(&["--choices", "many"]).contains("--choices is followed by"));
    }
}
