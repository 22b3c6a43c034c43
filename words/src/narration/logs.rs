//! What happens to logs.

use crate::names::Names;
use offsetscope_core::event::RecordSpan;
use offsetscope_core::ids::TopicPartition;
use offsetscope_core::log::{DeletedSegments, DeletionReason};
pub fn deletion(partition: TopicPartition, deleted: DeletedSegments, names: Names<'_>) -> String {
    let DeletedSegments {
        reason,
        old_log_start,
        new_log_start,
        ..
    } = deleted;
    let partition = names.partition(partition);
    let why = match reason {
        DeletionReason::LogStart => "it lies below the log start",
        DeletionReason::RetentionBytes => "the partition is larger than retention.bytes",
        DeletionReason::RetentionMs => "its youngest record is older than retention.ms",
    };
    format!(
        "Retention deletes offsets {old_log_start} to {} of {partition}: {why}. Nobody asks whether they were read or committed.",
        new_log_start.saturating_sub(1),
    )
}

pub fn compaction(partition: TopicPartition, removed: &[RecordSpan], names: Names<'_>) -> String {
    if removed.is_empty() {
        let partition = names.partition(partition);
        return format!(
            "The log cleaner goes through {partition}: every record in it is still the last of its key."
        );
    }
    format!(
        "The log cleaner takes {}: later records have the same keys. Their offsets stay empty; nobody asks whether they were read.",
        names.spans(removed)
    )
}
