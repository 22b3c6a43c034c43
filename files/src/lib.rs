//! Scenario files, and runs as lines, as JSON. What they mean is in the core; no file is opened here, so
//! that the page can read what somebody gives it, and give them what they keep.

#![forbid(unsafe_code)]

pub mod link;
pub mod trace;
mod wrong;

use offsetscope_core::scenario::file::ScenarioFile;
use offsetscope_core::setup::Setup;
use offsetscope_language::say;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

/// A scenario may be this large. One is a few kilobytes; a run of many steps, a few hundred.
pub const MOST_BYTES: u64 = 16 << 20;

/// Reads a scenario from its text; `name` is what errors call it.
///
/// # Errors
/// Where it is not a scenario and why, or everything that no broker or client would accept, a line
/// each.
pub fn parse(name: &str, text: &str) -> Result<(ScenarioFile, Setup), String> {
    let file: ScenarioFile = parse_json(text)
        .map_err(|why| say!("{name} is not a scenario: {why}", "{name} 不是场景：{why}"))?;
    match file.setup() {
        Ok(setup) => Ok((file, setup)),
        Err(problems) => {
            let lines: Vec<_> = problems.iter().map(|it| format!("\n  {it}")).collect();
            Err(say!("{name} is not accepted:{0}", "{name} 不被接受：{0}"; lines.concat()))
        }
    }
}

/// Whether a text is meant as a lesson, and not as a scenario: it has a `path`.
pub fn is_lesson(text: &str) -> bool {
    serde_json::from_str::<Lesson>(text).is_ok_and(|it| it.path.is_some())
}

/// What tells a lesson from a scenario.
#[derive(Deserialize)]
struct Lesson {
    path: Option<IgnoredAny>,
}

/// Reads JSON to its end.
///
/// # Errors
/// The field, and what is wrong with it, with its line.
pub fn parse_json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let at = if path == "." {
            String::new()
        } else {
            format!("{path}: ")
        };
        format!("{at}{}", wrong::said(&error.into_inner()))
    })?;
    json.end().map_err(|error| wrong::said(&error))?;
    Ok(read)
}

/// A scenario or a lesson as the text of a file.
///
/// # Panics
/// Never: all keys in them are texts.
pub fn print(file: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(file);
    let mut text = json.expect("all keys in it are texts");
    text.push('\n');
    text
}
