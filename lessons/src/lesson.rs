//! What a lesson file holds. `docs/lessons.md` describes it.

use crate::Text;
use offsetscope_core::scenario::file::{Deed, ScenarioFile};
use serde::{Deserialize, Serialize};

/// A lesson, written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// What it is called.
    pub title: Text,
    /// What one learns, in a sentence.
    pub about: Text,
    /// What is set up; what is made to happen in its `run` happens whoever looks.
    pub scenario: ScenarioFile,
    /// The consumer that is looked at, by its name; the first if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_at: Option<String>,
    /// The moments, in their order.
    pub path: Vec<Part>,
    /// What is to be reached with one's own hands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
}

/// A moment, and how the run gets there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What is asked before: the run goes on when it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<Ask>,
    /// What is made to happen first.
    #[serde(rename = "do", default, skip_serializing_if = "Vec::is_empty")]
    pub deeds: Vec<Deed>,
    /// The run goes on until this is so. If it is left out, it does not go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What there is to say then, by paragraphs.
    pub say: Vec<Text>,
    /// For the teacher only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Text>,
    /// Something that is often said and not so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub myth: Option<Myth>,
    /// The consumer that is looked at from here on, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_at: Option<String>,
}

/// A prediction that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The question.
    pub question: Text,
    /// What can be answered.
    pub options: Vec<Answer>,
}

/// A possible answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The answer.
    pub say: Text,
    /// It is right if this is so when the run has gone on.
    #[serde(rename = "if")]
    pub condition: String,
    /// What to say to whoever gave it, if it was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Text>,
}

/// Something that is often said and not so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Myth {
    /// What is said.
    pub said: Text,
    /// What is so.
    pub truth: Text,
    /// Where the fidelity page tells the source: the words that its row begins with.
    pub see: String,
}

/// What is to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// What is to be done.
    pub say: Text,
    /// It is reached when this is so.
    pub reach: String,
    /// Another setup; if it is left out, that of the lesson, from its opening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioFile>,
    /// A first help.
    pub hint: Text,
    /// How it can be reached, by the fewest actions that are known.
    pub solution: Vec<Move>,
}

/// Something to do, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// As soon as this is so; at once if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// What.
    #[serde(rename = "do")]
    pub deed: Deed,
}
