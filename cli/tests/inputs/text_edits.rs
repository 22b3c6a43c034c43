//! Edits of a valid text.

use proptest::collection::vec;
use proptest::prelude::{any, prop_oneof};
use proptest::strategy::Strategy;

/// A change of a text, at a place counted in characters, modulo its length.
#[derive(Clone, Debug)]
pub enum TextEdit {
    Insert(u16, String),
    Cut(u16, u8),
    Repeat(u16, u8),
}

pub fn text_edits() -> impl Strategy<Value = Vec<TextEdit>> {
    let edit = prop_oneof![
        (any::<u16>(), vec(any::<char>(), 1..6))
            .prop_map(|(at, chars)| { TextEdit::Insert(at, chars.into_iter().collect()) }),
        (any::<u16>(), any::<u8>()).prop_map(|(at, length)| TextEdit::Cut(at, length)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, length)| TextEdit::Repeat(at, length)),
    ];
    vec(edit, 1..4)
}

pub fn apply_to_text(text: &str, edits: &[TextEdit]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for edit in edits {
        let length = chars.len();
        let place = |at: u16| usize::from(at) % length.max(1);
        match edit {
            TextEdit::Insert(at, inserted) => {
                let at = place(*at).min(length);
                chars.splice(at..at, inserted.chars());
            }
            TextEdit::Cut(at, count) => {
                let at = place(*at).min(length);
                chars.drain(at..(at + usize::from(*count)).min(length));
            }
            TextEdit::Repeat(at, count) => {
                let at = place(*at).min(length);
                let part = chars[at..(at + usize::from(*count)).min(length)].to_vec();
                chars.splice(at..at, part);
            }
        }
    }
    chars.into_iter().collect()
}
