//! What stands beside the stage, drawn in a thread of its own.
//!
//! The page tells the worker (`main.rs`) which choices its run is made of and what it looks at; the
//! worker's [`Desk`] takes the same choices, so it has the same run, and answers with HTML. So the page
//! loads none of this before it is asked for, and nothing that is drawn here takes time from its
//! animation.
//!
//! What a panel draws is HTML without scripts. `data-do` on an element tells the page what a press on it
//! does; see [`deed`]. Everything that somebody else may have written (names in a setup) goes through
//! the escaping of `maud`.

mod build;
mod chronicle;
mod class;
mod deed;
mod desk;
mod export;
mod file;
mod link;
mod panel;
mod picture;
mod prover;
mod samples;
mod switches;
#[cfg(test)]
mod testing;
mod variants;
mod ways;
mod workshop;

pub use desk::Desk;
