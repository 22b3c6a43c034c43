//! What a consumer is doing, in a few words.

use super::names::Names;
use offsetscope_core::client::Activity;

/// `processing order 7 (orders-0, offset 3)`
pub fn activity(names: Names<'_>, activity: Activity) -> String {
    match activity {
        Activity::Crashed => "crashed".to_owned(),
        Activity::AboutToJoin => "in poll: about to join the group".to_owned(),
        Activity::CommittingBeforeRebalance => {
            "in poll: committing before it gives its partitions up".to_owned()
        }
        Activity::Joining => "in poll: waiting until all have joined".to_owned(),
        Activity::Syncing => "in poll: waiting for its assignment".to_owned(),
        Activity::FindingPosition => "in poll: asking where to begin".to_owned(),
        Activity::RecordsReady => "in poll: records are here".to_owned(),
        Activity::WaitingForRecords => "in poll: waiting for records".to_owned(),
        Activity::Idle => "in poll: owns no partition".to_owned(),
        Activity::AboutToProcess(record) => {
            format!(
                "takes up {}",
                names.order_at(record.partition, record.offset)
            )
        }
        Activity::Processing(record) => {
            format!(
                "processing {}",
                names.order_at(record.partition, record.offset)
            )
        }
        Activity::AboutToCommit => "about to commit".to_owned(),
        Activity::AwaitingCommit => "waiting for its commit".to_owned(),
    }
}
