//! Names in the style sheet, and signs that tell without colour.

use crate::flights::Kind;
use crate::marks::MarkKind;
use crate::sought::Sought;
use offsetscope_core::ledger::Verdict;
use offsetscope_words::Marker;

/// How a mark on the timeline is called.
pub fn mark_name(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Commit => "commit",
        MarkKind::Change => "change",
        MarkKind::Rebalance => "rebalance",
        MarkKind::Deletion => "deletion",
        MarkKind::Restart => "restart",
        MarkKind::Duplicate => "duplicate",
        MarkKind::Crash => "crash",
    }
}

/// How what one looks for is called.
pub fn sought_name(sought: Sought) -> &'static str {
    match sought {
        Sought::Marked => "mark",
        Sought::Notable => "step",
        Sought::Poll => "poll",
        Sought::Mark(kind) => mark_name(kind),
    }
}

/// What a message in flight is called, and its shape's name in the style sheet.
pub fn flight(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Orders => ("an order", "order"),
        Kind::Records => ("records", "records"),
        Kind::Commits => ("a commit", "commit"),
        Kind::Membership => ("join, sync", "membership"),
        Kind::Heartbeats => ("heartbeat", "heartbeat"),
        Kind::Others => ("others", "other"),
    }
}

/// A marker's name in the style sheet.
pub fn marker_class(marker: Marker) -> &'static str {
    match marker {
        Marker::LogStart => "sign-start",
        Marker::Committed => "sign-committed",
        Marker::Position => "sign-position",
        Marker::Lag => "sign-lag",
        Marker::ReadAgain => "sign-again",
        Marker::LastStable | Marker::HighWatermark => "sign-watermark",
        Marker::LogEnd => "sign-next",
        Marker::Segment => "sign-segment",
        Marker::ActiveSegment => "sign-segment active",
        Marker::Gone => "sign-gone",
    }
}

/// A verdict's name in the style sheet.
pub fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => "pending",
        Verdict::Once => "once",
        Verdict::Duplicated => "duplicated",
        Verdict::Lost => "lost",
        Verdict::Expired => "expired",
        Verdict::Compacted => "compacted",
        Verdict::Skipped => "skipped",
        Verdict::DeadLettered => "dead-lettered",
    }
}

/// A verdict's sign on a brick, so that it is told without colour.
pub fn verdict_sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => "",
        Verdict::Once => "✓",
        Verdict::Duplicated => "×2",
        Verdict::Lost => "✕",
        Verdict::Expired => "†",
        Verdict::Compacted => "▤",
        Verdict::Skipped => "↷",
        Verdict::DeadLettered => "✉",
    }
}
