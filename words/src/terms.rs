//! The page's terms: strategies, verdicts, states.

use offsetscope_core::client::strategy::{Family, Strategy};
use offsetscope_core::group::GroupState;
use offsetscope_core::ledger::Verdict;

/// How a strategy is called.
pub fn strategy_name(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::AutoCommit => "auto-commit, inside poll",
        Strategy::AfterBatch => "commit after the batch",
        Strategy::AfterRecord => "commit after each record",
        Strategy::AfterPartition => "commit after each partition",
        Strategy::BeforeProcessing => "commit before processing",
        Strategy::AsyncAfterBatch => "commitAsync after the batch",
    }
}

/// The heading that a family of strategies is offered under.
pub fn family_name(family: Family) -> &'static str {
    match family {
        Family::AutoCommit => "the client commits",
        Family::CommitSync => "commitSync",
        Family::CommitAsync => "commitAsync",
    }
}

/// What it does, in a sentence.
pub fn strategy_note(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::AutoCommit => {
            "Once auto.commit.interval.ms has passed (5 s by default), the next poll commits what earlier polls returned. Java sends it from inside poll, never in the background."
        }
        Strategy::AfterBatch => {
            "Once every record of the batch is processed, the positions are committed."
        }
        Strategy::AfterRecord => "After every record, its offset plus one is committed.",
        Strategy::AfterPartition => {
            "Once the records of one partition are processed, only that partition is committed, behind its last one."
        }
        Strategy::BeforeProcessing => {
            "Right after poll, the positions are committed. Only then is anything processed."
        }
        Strategy::AsyncAfterBatch => {
            "Once the batch is processed, the positions are sent and the loop goes on at once. The client never tries again; the callback runs in a later poll or commit."
        }
    }
}

/// How a verdict is called.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => "pending",
        Verdict::Once => "once",
        Verdict::Duplicated => "twice+",
        Verdict::Lost => "lost",
        Verdict::Expired => "expired",
        Verdict::Compacted => "compacted",
    }
}

/// What it means.
pub fn verdict_note(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => "not done yet, and it still can be",
        Verdict::Once => "took effect exactly once",
        Verdict::Duplicated => "took effect more than once",
        Verdict::Lost => "the group committed past it, and it never took effect",
        Verdict::Expired => "retention deleted it before the group had got there",
        Verdict::Compacted => {
            "a later record of its key replaced it before the group had got there"
        }
    }
}

/// What a group's work does in the shop: `charged`. Made for the ledger's heading.
pub fn group_work(group_name: &str) -> &'static str {
    match group_name {
        "fulfilment" => "charged",
        "inventory" => "taken from stock",
        "notifications" => "announced",
        _ => "processed",
    }
}

/// The coordinator's state of a group, by Kafka's name.
pub fn group_state(state: GroupState) -> &'static str {
    match state {
        GroupState::Empty => "Empty",
        GroupState::PreparingRebalance => "PreparingRebalance",
        GroupState::CompletingRebalance => "CompletingRebalance",
        GroupState::Stable => "Stable",
        GroupState::Dead => "Dead",
    }
}
