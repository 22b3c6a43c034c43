//! Scenario files: read from JSON, and written.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use offsetscope_core::scenario::file::ScenarioFile;
use offsetscope_core::setup::Setup;

/// A file may be this large. A scenario is a few kilobytes; a run of many steps, a few hundred.
const MOST_BYTES: u64 = 16 << 20;

/// Reads a scenario, and the setup that it means.
///
/// # Errors
/// That the file cannot be read, where it is not a scenario and why, or everything that no broker
/// or client would accept.
pub fn read(path: &Path) -> Result<(ScenarioFile, Setup)> {
    let name = path.display().to_string();
    let unreadable = || format!("{name} cannot be read");
    let size = fs::metadata(path).with_context(unreadable)?.len();
    if size > MOST_BYTES {
        bail!("{name} has {size} bytes; a scenario has at most {MOST_BYTES}");
    }
    let text = fs::read_to_string(path).with_context(unreadable)?;
    parse(&name, &text)
}

/// Reads a scenario from its text; `name` is what errors call it.
///
/// # Errors
/// Where it is not a scenario and why, or everything that no broker or client would accept.
pub fn parse(name: &str, text: &str) -> Result<(ScenarioFile, Setup)> {
    let mut json = serde_json::Deserializer::from_str(text);
    let file: ScenarioFile = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let at = if path == "." {
            String::new()
        } else {
            format!("{path}: ")
        };
        anyhow::anyhow!("{name} is not a scenario: {at}{}", error.into_inner())
    })?;
    json.end()
        .with_context(|| format!("{name} is not a scenario"))?;
    match file.setup() {
        Ok(setup) => Ok((file, setup)),
        Err(problems) => {
            let lines: Vec<_> = problems.iter().map(|it| format!("\n  {it}")).collect();
            bail!("{name} is not accepted:{}", lines.concat());
        }
    }
}

/// A scenario as the text of a file.
///
/// # Panics
/// Never: all keys of a scenario are texts.
pub fn print(file: &ScenarioFile) -> String {
    let json = serde_json::to_string_pretty(file);
    let mut text = json.expect("all keys of a scenario are texts");
    text.push('\n');
    text
}
