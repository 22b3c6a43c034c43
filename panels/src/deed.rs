//! What a press on an element of a panel does, for its `data-do`.
//!
//! The page reads it (`web/src/panels`): a word, and what it is about.

/// Goes to the moment after so many steps.
pub fn go(step: usize) -> String {
    format!("go:{step}")
}

/// Turns a switch of the panels, by its number.
pub fn turn(switch: u32) -> String {
    format!("turn:{switch}")
}

/// Asks no longer why.
pub const FORGET_WHY: &str = "forget-why:";
