//! Names in the style sheet, and signs that tell without colour.

use crate::flights::Kind;
use crate::marks::MarkKind;
use crate::sought::Sought;
use offsetscope_core::ledger::Verdict;
use offsetscope_language::text;
use offsetscope_words::Marker;

/// How a mark on the timeline is called.
pub fn mark_name(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Commit => text!("commit", "提交"),
        MarkKind::Change => text!("change", "改动"),
        MarkKind::Rebalance => text!("rebalance", "再均衡"),
        MarkKind::Deletion => text!("deletion", "删除"),
        MarkKind::Restart => text!("restart", "重启"),
        MarkKind::Duplicate => text!("duplicate", "重复"),
        MarkKind::Crash => text!("crash", "崩溃"),
    }
}

/// A mark's name in the style sheet.
pub fn mark_class(kind: MarkKind) -> &'static str {
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
        Sought::Marked => text!("mark", "标记"),
        Sought::Notable => text!("step", "步"),
        Sought::Poll => "poll",
        Sought::Mark(kind) => mark_name(kind),
    }
}

/// What a message in flight is called, and its shape's name in the style sheet.
pub fn flight(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Orders => (text!("an order", "订单"), "order"),
        Kind::Records => (text!("records", "记录"), "records"),
        Kind::Commits => (text!("a commit", "提交"), "commit"),
        Kind::Membership => (text!("join, sync", "加入，同步"), "membership"),
        Kind::Heartbeats => (text!("heartbeat", "心跳"), "heartbeat"),
        Kind::Others => (text!("others", "其他"), "other"),
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
        Marker::Strip => "sign-strip",
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
