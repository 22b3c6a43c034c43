//! Lessons: paths through a run, with predictions that are graded by running, and a goal to reach
//! with one's own hands.
//!
//! A lesson is data (`docs/lessons.md` describes its file): moments of a real run, found by what is
//! so in them, and words. Nothing here draws, and nothing here knows Kafka's rules: what is so in a
//! moment is asked of the core.
//!
//! - `fact`: what can be said of a moment, as text: `duplicated(fulfilment) = 1`;
//! - `lesson`: what a lesson file holds;
//! - `course`: plays a lesson part by part, and grades;
//! - `read`: what a lesson's parts say, with what is measured in them;
//! - `check`: whether a lesson keeps what it promises;
//! - `catalogue`: the lessons that come with the page.

#![forbid(unsafe_code)]

pub mod catalogue;
mod check;
pub mod course;
pub mod fact;
pub mod lesson;
pub mod read;
mod text;

pub use check::check;
pub use text::Text;
