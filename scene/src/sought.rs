//! What one looks for in a run: to go there, or to have it listed.

use crate::marks::MarkKind;
use offsetscope_core::event::Event;
use offsetscope_core::history::Entry;
use serde::{Deserialize, Serialize};

/// What one looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sought {
    /// Whatever has a mark on the timeline.
    Marked,
    /// Whatever Step stops at.
    Notable,
    /// A `poll` that returned records.
    Poll,
    /// One kind of mark.
    Mark(MarkKind),
}

impl Sought {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 10] = [
        Self::Marked,
        Self::Notable,
        Self::Mark(MarkKind::Commit),
        Self::Poll,
        Self::Mark(MarkKind::Rebalance),
        Self::Mark(MarkKind::Crash),
        Self::Mark(MarkKind::Restart),
        Self::Mark(MarkKind::Duplicate),
        Self::Mark(MarkKind::Deletion),
        Self::Mark(MarkKind::Change),
    ];

    /// Whether a step is such a one.
    pub fn is_in(self, entry: &Entry) -> bool {
        match self {
            Self::Marked => MarkKind::of_entry(entry).is_some(),
            Self::Notable => entry.is_notable(),
            Self::Poll => entry.events.iter().any(
                |event| matches!(event, Event::PollReturned { records, .. } if !records.is_empty()),
            ),
            Self::Mark(kind) => MarkKind::all_of(entry).any(|it| it == kind),
        }
    }

    /// Whether it comes by itself if one waits: then a run goes on until it does.
    pub fn comes_by_itself(self) -> bool {
        matches!(
            self,
            Self::Marked | Self::Notable | Self::Poll | Self::Mark(MarkKind::Commit)
        )
    }
}

/// Which way one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// What lies before.
    Earlier,
    /// What comes after.
    Later,
}
