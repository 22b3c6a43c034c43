//! The third driver: it takes every choice, and so finds out what can happen at all.
//!
//! A search goes breadth first through everything that can happen to a setup within [`Bounds`], and
//! says of each [`Property`] whether it holds in all of it, with a shortest run to show it where it
//! does not. Time is not asked: an armed timer may fire at any moment, a message may take as long as
//! it likes. What only a fault can cause (a crash, a session time-out of a process that lives, a lost
//! message) costs from a budget ([`Faults`]).
//!
//! # Layout
//!
//! - [`focus`]: one group of a setup, which is searched alone;
//! - [`model`]: what is searched, with what may happen in it ([`moves`]) and how much of it
//!   ([`bounds`]), and by which [`laws`];
//! - [`settle`]: the reduction: what nobody can tell apart is not told apart;
//! - [`property`]: what is asked of every state;
//! - [`explore`]: breadth first, with the states that were found in [`states`];
//! - [`recall`]: states as lists of parts, and steps that are taken once and looked up from then on;
//! - [`report`]: the verdicts, and [`witness`] the runs that show them;
//! - [`presets`]: every way to commit, for who has to choose one.

mod bounds;
mod explore;
mod focus;
mod laws;
mod model;
mod moves;
mod presets;
mod property;
mod recall;
mod report;
mod settle;
mod states;
mod witness;

pub use bounds::{Bounds, Fault, Faults, Restarts};
pub use explore::{Progress, Search};
pub use focus::Size;
pub use laws::{Kafka, Laws};
pub use model::{Configuration, Model, Reduction};
pub use presets::{Cause, Preset, Row};
pub use property::{Kind, Property};
pub use report::{Report, Verdict};
