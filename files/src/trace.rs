//! A run as JSON lines: an object for each step, for whoever wants to count or draw something else.

use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use offsetscope_core::history::Entry;
use serde::Serialize;

/// A step, as a line has it.
#[derive(Serialize)]
struct Line<'a> {
    step: usize,
    at_ms: i64,
    choice: Choice,
    events: &'a [Event],
}

/// A step as a line, without its end: its number, the time since the run's beginning, what was chosen,
/// and what that did.
///
/// # Panics
/// Never: all keys are texts.
pub fn line(step: usize, at_ms: i64, entry: &Entry) -> String {
    let line = Line {
        step,
        at_ms,
        choice: entry.choice,
        events: &entry.events,
    };
    serde_json::to_string(&line).expect("all keys are texts")
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::ids::ConsumerId;

    #[test]
    fn a_line_has_its_fields_in_this_order() {
        let entry = Entry {
            choice: Choice::Restart(ConsumerId(1)),
            at_ms: 9_000,
            events: vec![Event::ConsumerRestarted(ConsumerId(1))],
        };
        let expected =
            r#"{"step":3,"at_ms":40,"choice":{"Restart":1},"events":[{"ConsumerRestarted":1}]}"#;
        assert_eq!(line(3, 40, &entry), expected);
    }
}
