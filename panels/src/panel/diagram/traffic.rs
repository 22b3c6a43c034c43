//! The kinds of messages that the diagram tells apart.

use offsetscope_core::history::causality::Voyage;
use offsetscope_core::network::{Direction, MessageKind};
use offsetscope_language::text;

/// A kind of messages: those that are shown or left out together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    /// Produce requests and their answers.
    Orders,
    /// Records on their way to a consumer.
    Records,
    /// Fetch requests.
    Fetches,
    /// Commits and their answers.
    Commits,
    /// Joins, syncs and leaves, and their answers.
    Membership,
    /// Questions for offsets, and their answers.
    Lookups,
    /// Heartbeats and their answers.
    Heartbeats,
}

impl Traffic {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Orders,
        Self::Records,
        Self::Commits,
        Self::Membership,
        Self::Lookups,
        Self::Fetches,
        Self::Heartbeats,
    ];

    /// The kind that a message is of.
    pub fn of(voyage: &Voyage) -> Self {
        match (voyage.kind, voyage.link.direction) {
            (MessageKind::Produce, _) => Self::Orders,
            (MessageKind::Fetch, Direction::ToClient) => Self::Records,
            (MessageKind::Fetch, Direction::ToBroker) => Self::Fetches,
            (MessageKind::Commit, _) => Self::Commits,
            (MessageKind::Join | MessageKind::Sync, _) => Self::Membership,
            (MessageKind::OffsetLookup, _) => Self::Lookups,
            (MessageKind::Heartbeat, _) => Self::Heartbeats,
        }
    }

    /// What goes on all the time and changes nothing is left out until it is asked for.
    pub fn is_shown_at_first(self) -> bool {
        !matches!(self, Self::Fetches | Self::Heartbeats)
    }

    /// Its name, for a button.
    pub fn name(self) -> &'static str {
        match self {
            Self::Orders => text!("Produce", "生产"),
            Self::Records => text!("Records", "记录"),
            Self::Fetches => text!("Fetch requests", "拉取请求"),
            Self::Commits => text!("Commits", "提交"),
            Self::Membership => text!("Joins", "加入"),
            Self::Lookups => text!("Offset lookups", "查询偏移量"),
            Self::Heartbeats => text!("Heartbeats", "心跳"),
        }
    }

    /// The letter on its lines.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Orders => "P",
            Self::Records => "R",
            Self::Fetches => "F",
            Self::Commits => "C",
            Self::Membership => "J",
            Self::Lookups => "O",
            Self::Heartbeats => "H",
        }
    }

    /// Its name in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Orders => "produce",
            Self::Records => "records",
            Self::Fetches => "fetch",
            Self::Commits => "commit",
            Self::Membership => "membership",
            Self::Lookups => "lookup",
            Self::Heartbeats => "heartbeat",
        }
    }
}
