//! What a form of recording is: how its cases are recognised, and how they are replayed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use anyhow::Result;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A form of recording.
pub struct Form {
    /// Whether a case has this form: by its structure and by what the file says of all its cases.
    pub recognises: fn(&Case<'_>) -> bool,
    /// Gives the model what Kafka was given, and compares. An error says why the case cannot be
    /// read as what it seems to be.
    pub replay: fn(&Case<'_>) -> Result<Verdict>,
}

/// A recorded case, as it stands in its file.
pub struct Case<'a> {
    /// What the file says of all its cases.
    pub meta: &'a Value,
    /// Its place in the file, from 1.
    pub number: u32,
    /// The case itself.
    pub json: &'a Value,
}

impl Case<'_> {
    /// What to call the case in a report: its id, or the test that it was recorded from.
    pub fn id(&self) -> String {
        let name = |field| self.json.get(field).and_then(Value::as_str);
        name("id")
            .or_else(|| name("source"))
            .map_or_else(|| format!("case {}", self.number), str::to_owned)
    }

    /// Whether the case has all these fields.
    pub fn has(&self, fields: &[&str]) -> bool {
        fields.iter().all(|field| self.json.get(field).is_some())
    }

    /// A text of the case, or else of what the file says of all its cases.
    pub fn text(&self, field: &str) -> Option<&str> {
        [self.json, self.meta]
            .into_iter()
            .find_map(|json| json.get(field)?.as_str())
    }

    /// The case as data.
    ///
    /// # Errors
    /// If it has not the structure of `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        Ok(T::deserialize(self.json)?)
    }
}

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The model did at every step what Kafka did.
    Passed,
    /// At this step it did something else.
    Failed(Mismatch),
    /// It was not replayed, for this reason. Equal reasons are counted together.
    Skipped(String),
}

impl Verdict {
    /// Skipped, for this reason.
    pub fn skipped(reason: &str) -> Self {
        Self::Skipped(reason.to_owned())
    }

    /// Passed if both are equal.
    pub fn of<T: PartialEq + Debug>(step: &str, expected: &T, got: &T) -> Self {
        match Mismatch::between(step, expected, got) {
            Some(mismatch) => Self::Failed(mismatch),
            None => Self::Passed,
        }
    }

    /// Passed if both say the same of everyone; otherwise it names the first of whom they do not.
    pub fn of_each<T: PartialEq + Debug>(
        step: &str,
        expected: &BTreeMap<String, T>,
        got: &BTreeMap<String, T>,
    ) -> Self {
        let names: BTreeSet<_> = expected.keys().chain(got.keys()).collect();
        let mismatch = names.into_iter().find_map(|name| {
            let step = format!("{step} {name}");
            Mismatch::between(&step, &expected.get(name), &got.get(name))
        });
        mismatch.map_or(Self::Passed, Self::Failed)
    }
}

/// Where the model differs from Kafka.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What was being done.
    pub step: String,
    /// What Kafka did.
    pub expected: String,
    /// What the model did.
    pub got: String,
}

impl Mismatch {
    /// The difference between the two, if there is one.
    pub fn between<T: PartialEq + Debug>(step: &str, expected: &T, got: &T) -> Option<Self> {
        (expected != got).then(|| Self {
            step: step.to_owned(),
            expected: format!("{expected:?}"),
            got: format!("{got:?}"),
        })
    }
}
