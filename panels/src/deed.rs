//! What a press on an element of a panel does, for its `data-do`.
//!
//! The page reads it (`web/src/panels`): a word, and what it is about.

use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::GroupId;

/// Goes to the moment after so many steps.
pub fn go(step: usize) -> String {
    format!("go:{step}")
}

/// Turns a switch of the panels, by its number.
pub fn turn(switch: u32) -> String {
    format!("turn:{switch}")
}

/// Has a group commit in another way: the group, and the way's number.
pub fn commit_as(group: GroupId, strategy: Strategy) -> String {
    let number = Strategy::all().position(|it| it == strategy);
    format!("commit:{}-{}", group.0, number.unwrap_or_default())
}

/// Shows a run that is compared, by its place.
pub fn show_variant(place: usize) -> String {
    format!("show-variant:{place}")
}

/// Asks no longer why.
pub const FORGET_WHY: &str = "forget-why:";
