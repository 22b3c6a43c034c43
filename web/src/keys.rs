//! Which key does what.

use crate::platform::Press;
use crate::session::Command;
use offsetscope_scene::marks::MarkKind;
use offsetscope_scene::sought::{Sought, Towards};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wish {
    /// Something the session does.
    Do(Command),
    /// The prover, for the group that is looked at.
    Prove,
}

/// What a key does; none if it is not the page's. The sheet that tells them is in `index.html`.
pub fn wish(press: Press<'_>) -> Option<Wish> {
    let towards = if press.shift {
        Towards::Earlier
    } else {
        Towards::Later
    };
    Some(Wish::Do(match (press.key, press.shift) {
        (" " | ".", _) => Command::TogglePlay,
        ("ArrowRight", false) => Command::Step,
        ("ArrowLeft", false) => Command::StepBack,
        ("PageDown", _) | ("ArrowRight", true) => Command::Go(Towards::Later),
        ("PageUp", _) | ("ArrowLeft", true) => Command::Go(Towards::Earlier),
        ("c" | "C", _) => Command::GoTo(Sought::Mark(MarkKind::Commit), towards),
        ("l" | "L", _) => Command::GoTo(Sought::Poll, towards),
        ("r" | "R", _) => Command::GoTo(Sought::Mark(MarkKind::Rebalance), towards),
        ("x" | "X", _) => Command::GoTo(Sought::Mark(MarkKind::Crash), towards),
        ("u", _) => Command::Undo,
        ("Home", _) => Command::ToStart,
        ("End", _) => Command::ToEnd,
        ("p", false) => return Some(Wish::Prove),
        _ => return None,
    }))
}
