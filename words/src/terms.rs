//! The page's terms: strategies, verdicts, states.

use offsetscope_core::client::strategy::{Family, Strategy};
use offsetscope_core::group::GroupState;
use offsetscope_core::ledger::Verdict;
use offsetscope_core::setup::ClientLibrary;

/// How a strategy is called.
pub fn strategy_name(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::AutoCommit => "auto-commit, inside poll",
        Strategy::AfterBatch => "commit after the batch",
        Strategy::AfterRecord => "commit after each record",
        Strategy::AfterPartition => "commit after each partition",
        Strategy::BeforeProcessing => "commit before processing",
        Strategy::AsyncAfterBatch => "commitAsync after the batch",
        Strategy::AsyncThenSync => "commitAsync, and commitSync at the end",
        Strategy::AutoOffsetStore => "auto-commit, stored on delivery",
        Strategy::StoreAfterRecord => "auto-commit, stored after each record",
        Strategy::AsyncAfterRecord => "commit after each record, asynchronous",
        Strategy::HandOffAutoCommit => "workers, auto-commit",
        Strategy::HandOffPositions => "workers, commit positions",
        Strategy::HandOffCompleted => "workers, commit what is done",
        Strategy::DatabaseGuarded => "database offset, guarded",
        Strategy::DatabaseUnguarded => "database offset, no guard",
    }
}

/// The heading that a family of strategies is offered under.
pub fn family_name(family: Family) -> &'static str {
    match family {
        Family::AutoCommit => "the client commits",
        Family::CommitSync => "commitSync",
        Family::CommitAsync => "commitAsync",
        Family::HandOff => "hand-off to workers",
        Family::Database => "offsets in the database",
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
        Strategy::AsyncThenSync => {
            "commitAsync in the loop, and commitSync where an answer matters: before partitions are given up, and in finally before close."
        }
        Strategy::AutoOffsetStore => {
            "librdkafka’s default. As a message is handed out, its offset plus one is stored; every auto.commit.interval.ms (5 s by default) a timer of the library commits what is stored, whatever the program is at."
        }
        Strategy::StoreAfterRecord => {
            "With enable.auto.offset.store=false the program stores the offset itself once the record is processed, and the timer commits no more than that."
        }
        Strategy::AsyncAfterRecord => {
            "After every record, its offset plus one is sent, and the loop goes on at once."
        }
        Strategy::HandOffAutoCommit => {
            "poll returns records, workers process them later. Auto-commit counts a record as done as soon as the next poll comes."
        }
        Strategy::HandOffPositions => {
            "The thread that polls commits its positions while the workers still process what lies before them."
        }
        Strategy::HandOffCompleted => {
            "Of each partition, only what lies before the first record that is not completed is committed. Before partitions are given up, what waits for a worker is dropped."
        }
        Strategy::DatabaseGuarded => {
            "One transaction holds the effect and the next offset, and changes nothing if the database is already past the record. On assignment the consumer seeks to what is stored; Kafka’s committed offset plays no part."
        }
        Strategy::DatabaseUnguarded => {
            "One transaction holds the effect and the next offset. Nothing stops a member that was thrown out and does not know it yet."
        }
    }
}

/// Why programs with a library have no such way to commit.
pub fn why_not_in(library: ClientLibrary, strategy: Strategy) -> &'static str {
    if library == ClientLibrary::Java {
        return match strategy {
            Strategy::AsyncAfterRecord => {
                "Not the same in Java: commitAsync after every record would send a request for each, while poll hands out whole batches. The nearest is commitAsync after the batch."
            }
            _ => {
                "Not in Java: its client has no stored offsets and no timer that commits them. It commits from inside poll."
            }
        };
    }
    match strategy.family() {
        Family::AutoCommit => {
            "Not with librdkafka: its auto-commit is a timer of the library that commits what is stored, not a part of poll."
        }
        Family::HandOff => {
            "Not with librdkafka here: a program takes one message at a time, and its workers would have to store offsets themselves."
        }
        Family::Database => {
            "Not with librdkafka here: the seek to what the database has stored is written for Java only."
        }
        Family::CommitSync | Family::CommitAsync => {
            "Not with librdkafka: poll hands out one message at a time, so there is no batch and no partition of one to commit after."
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
        Verdict::Skipped => "skipped",
        Verdict::DeadLettered => "dead letter",
    }
}

/// What it means.
pub fn verdict_note(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => "not done yet, and it still can be",
        Verdict::Once => "took effect exactly once",
        Verdict::Duplicated => "took effect more than once",
        Verdict::Lost => "the group goes on behind it, and it never took effect",
        Verdict::Expired => "retention deleted it before the group had got there",
        Verdict::Compacted => {
            "a later record of its key replaced it before the group had got there"
        }
        Verdict::Skipped => "it could not be processed, and the program went on without it",
        Verdict::DeadLettered => "it could not be processed, and lies in the dead-letter topic",
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
