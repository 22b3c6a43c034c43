//! The search: what it finds is there, and what it does not find is not.
//!
//! - [`reduction`]: with and without the reduction, the same verdicts;
//! - [`witnesses`]: a run that is shown really shows it, also through the history;
//! - [`walks`]: what comes of any run, the reduced search knows;
//! - [`clock`]: where the clock comes to, the search has been;
//! - [`sabotage`]: whoever is broken is noticed;
//! - [`bounds`]: what it says when it could not finish.

mod bounds;
mod clock;
mod reduction;
mod sabotage;
mod setups;
mod walks;
mod witnesses;
