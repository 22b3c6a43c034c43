//! The rules of this code base that a machine can check.
//!
//! A rule is a function from a source file to what it finds there. Every rule has two tests: that
//! the project keeps it, and that it notices an example which does not. Rules are plain searches in
//! the text, not a parser: where one is too strict, change it rather than work around it.
//!
//! # Layout
//!
//! - [`source`]: the project's files, and a way to look at code without comments and strings;
//! - [`rule`]: what a finding is, and how a rule is applied;
//! - [`arrows`]: which part may know which;
//! - [`determinism`]: what keeps the model deterministic;
//! - [`page`]: where the browser and its colours may be named;
//! - [`files`]: every file, whatever it holds;
//! - [`languages`]: whatever is said is said in every language;
//! - [`documents`]: what the documents point at exists.

mod arrows;
mod determinism;
mod documents;
mod files;
mod languages;
mod page;
mod rule;
mod source;
