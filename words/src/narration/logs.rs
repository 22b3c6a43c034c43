//! What happens to logs.

use crate::names::Names;
use offsetscope_core::event::RecordSpan;
use offsetscope_core::ids::TopicPartition;
use offsetscope_core::log::{DeletedSegments, DeletionReason};
use offsetscope_language::{say, text};
pub fn deletion(partition: TopicPartition, deleted: DeletedSegments, names: Names<'_>) -> String {
    let DeletedSegments {
        reason,
        old_log_start,
        new_log_start,
        ..
    } = deleted;
    let partition = names.partition(partition);
    let why = match reason {
        DeletionReason::LogStart => {
            text!("it lies below the log start", "它位于日志起始偏移量之前")
        }
        DeletionReason::RetentionBytes => text!(
            "the partition is larger than retention.bytes",
            "分区超过了 retention.bytes"
        ),
        DeletionReason::RetentionMs => text!(
            "its youngest record is older than retention.ms",
            "其中最新的记录也早于 retention.ms"
        ),
    };
    say!(
        "Retention deletes offsets {old_log_start} to {0} of {partition}: {why}. Nobody asks whether they were read or committed.",
        "数据保留删除 {partition} 的偏移量 {old_log_start} 到 {0}：{why}。没有人问它们是否已被读取或提交。";
        new_log_start.saturating_sub(1)
    )
}

pub fn compaction(partition: TopicPartition, removed: &[RecordSpan], names: Names<'_>) -> String {
    if removed.is_empty() {
        let partition = names.partition(partition);
        return say!(
            "The log cleaner goes through {partition}: every record in it is still the last of its key.",
            "日志清理器检查 {partition}：其中每条记录仍是其键的最后一条。"
        );
    }
    say!(
        "The log cleaner takes {0}: later records have the same keys. Their offsets stay empty; nobody asks whether they were read.",
        "日志清理器移除 {0}：后面有键相同的记录。它们的偏移量从此空着；没有人问它们是否已被读取。";
        names.spans(removed)
    )
}
