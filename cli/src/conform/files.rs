//! The files that hold recordings.

use std::fs;
use std::path::{Path, PathBuf};
use std::slice;

use anyhow::{Context, Error, Result};
use serde_json::Value;
use walkdir::WalkDir;

/// A file of recorded cases.
#[derive(Debug)]
pub struct Recording {
    /// Where it was read from.
    pub name: String,
    json: Value,
}

impl Recording {
    /// A recording from its text.
    ///
    /// # Errors
    /// If the text is not JSON; the message says in which line and column.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let json = serde_json::from_str(text).with_context(|| format!("{name} is not JSON"))?;
        Ok(Self {
            name: name.to_owned(),
            json,
        })
    }

    /// What the file says of all its cases, `null` if nothing.
    pub fn meta(&self) -> &Value {
        &self.json["meta"]
    }

    /// The cases: those that the file lists, or the file itself if it is a single one.
    pub fn cases(&self) -> &[Value] {
        self.json
            .as_array()
            .or_else(|| self.json["cases"].as_array())
            .map_or(slice::from_ref(&self.json), Vec::as_slice)
    }
}

/// The file at this path, or every JSON file in the folder at this path, in the order of names.
pub fn find(path: &Path) -> Vec<Result<PathBuf>> {
    let is_wanted = |file: &Path| file == path || file.extension().is_some_and(|end| end == "json");
    WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .filter_map(|entry| match entry {
            Ok(entry) => (entry.file_type().is_file() && is_wanted(entry.path()))
                .then(|| Ok(entry.into_path())),
            Err(problem) => Some(Err(unreadable(path, problem))),
        })
        .collect()
}

/// Says the place and the cause once each; `walkdir` words its own message around both.
fn unreadable(path: &Path, problem: walkdir::Error) -> Error {
    let place = problem.path().unwrap_or(path).display().to_string();
    let cause = match problem.into_io_error() {
        Some(cause) => Error::new(cause),
        None => Error::msg("a link leads back to a folder that it is in"),
    };
    cause.context(format!("{place} cannot be read"))
}

/// Reads a recording.
///
/// # Errors
/// If the file cannot be read or is not JSON.
pub fn read(file: &Path) -> Result<Recording> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| format!("{name} cannot be read"))?;
    Recording::parse(&name, &text)
}

#[cfg(test)]
mod tests {
    use super::Recording;

    fn check(text: &str, cases: usize) {
        let recording = Recording::parse("example.json", text).unwrap();
        assert_eq!(recording.cases().len(), cases, "{text}");
    }

    #[test]
    fn a_file_lists_cases_or_is_one() {
        check(r#"{"meta": {}, "cases": [{"id": "a"}, {"id": "b"}]}"#, 2);
        check(r#"{"cases": []}"#, 0);
        check(r#"[{"id": "a"}, {"id": "b"}, {"id": "c"}]"#, 3);
        check(r#"{"id": "a", "steps": []}"#, 1);
    }

    #[test]
    fn what_is_not_json_is_said_with_its_place() {
        let problem = Recording::parse("example.json", "{\n  \"id\": }").unwrap_err();
        let message = format!("{problem:#}");
        assert!(message.contains("example.json"), "{message}");
        assert!(message.contains("line 2 column 9"), "{message}");
    }
}
