//! The signs of steps on the lines of life.

use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use offsetscope_core::history::Entry;
use offsetscope_scene::marks::MarkKind;
use offsetscope_scene::signs::mark_class;

/// How a step looks.
pub struct Sign {
    /// Its name in the style sheet.
    pub class: &'static str,
    /// Its shape, around its place.
    pub path: &'static str,
}

impl Sign {
    /// The sign of a step.
    pub fn of(entry: &Entry) -> Self {
        let is_effect = |event: &Event| matches!(event, Event::EffectDone { .. });
        let is_poll = |event: &Event| matches!(event, Event::PollReturned { records, .. } if !records.is_empty());
        let (class, path) = match MarkKind::of_entry(entry) {
            Some(kind) => (mark_class(kind), of_mark(kind)),
            None if entry.events.iter().any(is_effect) => ("effect", "M-4.5-4.5h9v9h-9z"),
            None if entry.events.iter().any(is_poll) => {
                ("poll", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z")
            }
            None if entry.is_notable() || entry.choice.is_intervention() => {
                ("notable", "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z")
            }
            None if matches!(entry.choice, Choice::Deliver(_)) => {
                ("arrival", "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0z")
            }
            None => ("routine", "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0z"),
        };
        Self { class, path }
    }
}

/// The shapes of the marks on the timeline.
fn of_mark(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Commit => "M0-5.5 5.5 0 0 5.5-5.5 0z",
        MarkKind::Change => "M-6-1.5h12v3h-12z",
        MarkKind::Rebalance => "M0-5.5 5.5 5h-11z",
        MarkKind::Deletion => "M-5.5-5h11L0 5.5z",
        MarkKind::Restart => "M-4-5.5 6 0-4 5.5z",
        MarkKind::Duplicate => "M-5-5h10v10h-10z",
        MarkKind::Crash => {
            "M-5.5-3.5-3.5-5.5 0-2 3.5-5.5 5.5-3.5 2 0 5.5 3.5 3.5 5.5 0 2-3.5 5.5-5.5 3.5-2 0z"
        }
    }
}
