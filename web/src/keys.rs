//! Which key does what.

use crate::platform::Press;
use crate::session::Command;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wish {
    /// Something the session does.
    Do(Command),
    /// The key sheet.
    ShowKeys,
    /// The prover, for the group that is looked at.
    Prove,
}

/// The key sheet: what is pressed, and what that does.
pub const SHEET: [(&str, &str); 7] = [
    ("Space or .", "play, pause"),
    ("← →", "step back, step"),
    ("Shift + ← →", "to the previous, the next mark"),
    ("Home", "to the opening"),
    ("End", "to the last step so far"),
    ("p", "prove what can happen to the group"),
    ("?", "this sheet"),
];

/// What a key does; none if it is not the page's.
pub fn wish(press: Press<'_>) -> Option<Wish> {
    Some(Wish::Do(match (press.key, press.shift) {
        (" " | ".", _) => Command::TogglePlay,
        ("ArrowRight", false) => Command::Step,
        ("ArrowLeft", false) => Command::StepBack,
        ("ArrowRight", true) => Command::NextMark,
        ("ArrowLeft", true) => Command::PreviousMark,
        ("Home", _) => Command::ToStart,
        ("End", _) => Command::ToEnd,
        ("?", _) => return Some(Wish::ShowKeys),
        ("p", false) => return Some(Wish::Prove),
        _ => return None,
    }))
}
