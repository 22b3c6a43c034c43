//! What happens to logs.

use super::producers::these;
use crate::names::Names;
use offsetscope_core::event::{Event, RecordSpan};
use offsetscope_core::ids::TopicPartition;
use offsetscope_core::log::{DeletedSegments, DeletionReason};
use offsetscope_language::{say, text};

/// What has been written, all of it together; none if nothing.
pub fn appended(events: &[Event], names: Names<'_>) -> Option<String> {
    let mut orders = Vec::new();
    let mut spans: Vec<RecordSpan> = Vec::new();
    for event in events {
        let Event::RecordAppended {
            order,
            partition,
            offset,
        } = *event
        else {
            continue;
        };
        orders.push(order);
        match spans.last_mut() {
            Some(span) if span.partition == partition && span.last + 1 == offset => {
                span.last = offset;
            }
            _ => spans.push(RecordSpan {
                partition,
                first: offset,
                last: offset,
            }),
        }
    }
    Some(match (&*orders, &*spans) {
        ([], _) => return None,
        ([order], [span]) => say!(
            "Order {order} is now in {0} at offset {1}. That number is its own for ever.",
            "订单 {order} 现在在 {0} 的偏移量 {1}。这个编号永远归它所有。";
            names.partition(span.partition), span.first
        ),
        _ => say!(
            "The log has {0} now: {1}. Those numbers are their own for ever.",
            "日志中现在有{0}：{1}。这些编号永远归它们所有。";
            these(&orders), names.spans(&spans)
        ),
    })
}

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
            text!(
                "they lie before the log start",
                "它们位于日志起始偏移量之前"
            )
        }
        DeletionReason::RetentionBytes => text!(
            "the partition is larger than retention.bytes",
            "分区超过了 retention.bytes"
        ),
        DeletionReason::RetentionMs => text!(
            "even the youngest of them is older than retention.ms",
            "其中最新的一条也已超过 retention.ms"
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
        "The log cleaner takes out {0}: later records have the same keys. Their offsets stay empty; nobody asks whether they were read.",
        "日志清理器移除 {0}：后面有键相同的记录。它们的偏移量从此空着；没有人问它们是否已被读取。";
        names.spans(removed)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::history::History;
    use offsetscope_core::scenario::Scenario;
    use std::sync::Arc;

    #[test]
    fn records_that_are_written_together_are_told_together() {
        let run = History::new(Arc::new(Scenario::Shop.setup(1)));
        let world = &run.current().world;
        let partitions: Vec<_> = world.partitions().collect();
        let names = Names::of(world);
        let written = [(1, 0, 0), (4, 0, 1), (2, 1, 0), (3, 1, 1)];
        let written = written.map(|(order, partition, offset)| Event::RecordAppended {
            order,
            partition: partitions[partition],
            offset,
        });
        let told = appended(&written, names).expect("something is written");
        for together in [
            text!("orders-0 offsets 0 to 1", "orders-0 的偏移量 0 到 1"),
            text!("orders-1 offsets 0 to 1", "orders-1 的偏移量 0 到 1"),
        ] {
            assert!(told.contains(together), "{told}");
        }
    }
}
