//! The lessons that come with the page, in their order. One lesson is one file in `lessons/catalogue`;
//! `lessons/build.rs` takes the language that is built.

use crate::lesson::Lesson;

/// A lesson of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What links and the browser's memory call it: never to be changed.
    pub id: &'static str,
    /// The text of its file, in one language.
    pub text: &'static str,
}

macro_rules! lessons {
    ($($id:literal)*) => {
        &[$(Listed {
            id: $id,
            text: include_str!(concat!(env!("OUT_DIR"), "/", $id, ".json")),
        }),*]
    };
}

/// All of them.
pub const LESSONS: &[Listed] = lessons![
    "what-an-offset-is"
    "topics-partitions-and-keys"
    "position-and-committed"
    "commit-is-not-delete"
    "auto-commit"
    "auto-commit-in-librdkafka"
    "before-or-after"
    "per-record-or-per-batch"
    "async-commits"
    "a-crash-and-who-takes-over"
    "rebalances"
    "static-members"
    "zombies-and-fencing"
    "retention-overtakes"
    "resetting-offsets"
    "choosing-a-strategy"
];

impl Listed {
    /// The lesson of this id.
    pub fn find(id: &str) -> Option<Self> {
        LESSONS.iter().copied().find(|it| it.id == id)
    }

    /// Reads its file.
    ///
    /// # Errors
    /// Never, as a test sees to: what is wrong with the file.
    pub fn lesson(self) -> Result<Lesson, String> {
        offsetscope_files::parse_json(self.text)
    }
}
