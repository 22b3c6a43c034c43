//! What a consumer is doing, in a few words.

use super::names::Names;
use crate::narration::groups::error_words;
use offsetscope_core::client::Activity;

/// `processing order 7 (orders-0, offset 3)`
pub fn activity(names: Names<'_>, activity: Activity) -> String {
    match activity {
        Activity::Crashed => "crashed".to_owned(),
        Activity::Paused => "paused: no step, no heartbeat".to_owned(),
        Activity::AboutToJoin => "in poll: about to join the group".to_owned(),
        Activity::Refused(error) => format!("in poll: refused, {}", error_words(error)),
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
        Activity::StoringOffset(record) => format!(
            "stores the offset after {}",
            names.order_at(record.partition, record.offset)
        ),
        Activity::HandingOff(record) => format!(
            "hands {} to its workers",
            names.order_at(record.partition, record.offset)
        ),
        Activity::LookingUpOffsets => {
            "in onPartitionsAssigned: asking its database where to begin".to_owned()
        }
        Activity::CommittingInListener => {
            "in onPartitionsRevoked: waiting for its commit".to_owned()
        }
        Activity::SendingDeadLetter(record) => format!(
            "sending {} to the dead letters",
            names.order_at(record.partition, record.offset)
        ),
        Activity::AwaitingWorkers => "stopping: waits until its workers are done".to_owned(),
        Activity::Closing => "stopping: in close".to_owned(),
        Activity::Stopped => "stopped".to_owned(),
    }
}

/// What is said of a process that the coordinator has removed, and that goes on.
pub const FENCED: &str = "fenced: it is no member any more, and does not know";
