//! What a press on an element of a panel does, for its `data-do`.
//!
//! A word, and what it is about. Of some the page makes commands (`web/src/panels`); the others come
//! back to the worker as presses.

use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::explain::{Asked, Subject};
use offsetscope_core::ids::GroupId;
use offsetscope_messages::{decode, encode};

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

/// The place of the run that a press shows, if it shows one.
pub fn shown_variant(press: &str) -> Option<usize> {
    press.strip_prefix("show-variant:")?.parse().ok()
}

/// The number of a switch, if a press turns one.
pub fn turned(press: &str) -> Option<u32> {
    press.strip_prefix("turn:")?.parse().ok()
}

/// Gives the person a file to keep.
pub fn export(file: &str) -> String {
    format!("export:{file}")
}

/// The file that a press asks for, if it asks for one.
pub fn exported(press: &str) -> Option<&str> {
    press.strip_prefix("export:")
}

/// Asks why something is as it is.
pub fn ask(asked: Asked) -> String {
    match asked {
        Asked::Step(step) => format!("why:{step}"),
        Asked::Record(Subject {
            group,
            partition,
            offset,
        }) => format!(
            "why:{}-{}-{}-{offset}",
            group.0, partition.topic.0, partition.partition
        ),
    }
}

/// Makes this happen now, in this order.
pub fn make(choices: &[Choice]) -> String {
    let bytes = encode(&choices);
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    format!("make:{}", digits.collect::<String>())
}

/// What a press makes happen, if it does.
pub fn made(press: &str) -> Option<Vec<Choice>> {
    let digits = press.strip_prefix("make:")?.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    decode(&bytes?)
}

/// Asks no longer why.
pub const FORGET_WHY: &str = "forget-why:";
