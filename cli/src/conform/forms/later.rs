//! Forms that are known and have nothing in the model yet that they could be compared with, so
//! that a report can say why they are skipped.

use crate::conform::form::{Form, Verdict};

/// What a member of the new consumer protocol makes of its target (KIP-848).
pub const RECONCILIATION: Form = Form {
    recognises: |case| case.has(&["member", "target_epoch", "target", "owned_reported"]),
    replay: |_| Ok(Verdict::skipped("new consumer protocol")),
};

/// What a share group has acquired and acknowledged of a partition (KIP-932).
pub const SHARE_PARTITION: Form = Form {
    recognises: |case| {
        let is_share = |config: &serde_json::Value| config.get("max_delivery_count").is_some();
        case.has(&["config", "events"]) && case.json.get("config").is_some_and(is_share)
    },
    replay: |_| Ok(Verdict::skipped("share groups")),
};

/// Observations in words. Scenario tests do what they tell of.
pub const PROSE: Form = Form {
    recognises: |case| {
        case.has(&["id", "source", "title"])
            && (case.has(&["given", "when", "then"]) || case.has(&["observed"]))
    },
    replay: |_| {
        Ok(Verdict::skipped(
            "observations in words; tests/observations has them as steps",
        ))
    },
};
