//! Logs: offsets, records, deletion. Sections 1 and 1.2 of the semantics; Kafka's `UnifiedLog`.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{SeenLog, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use offsetscope_core::ids::TopicPartition;
use offsetscope_core::log::{DeletedSegments, DeletionReason, LogConfig, Record};
use offsetscope_core::network::{ProducedBatch, Request};
use offsetscope_core::timer::Timer;

pub const RULES: &[(&str, Rule)] = &[
    ("log bounds", log_bounds),
    ("log ends only grow", log_ends_only_grow),
    ("offsets are dense", offsets_are_dense),
    ("records are immutable", records_are_immutable),
    ("records come from produce", records_come_from_produce),
    ("only retention deletes", only_retention_deletes),
    ("retention takes what may go", retention_takes_what_may_go),
];

/// `UnifiedLog`: log start offset ≤ high watermark ≤ log end offset. With one replica the high
/// watermark *is* the log end.
pub fn log_bounds(step: &Step) -> Verdict {
    for (partition, log) in &step.after.logs {
        let SeenLog {
            start,
            high_watermark,
            end,
            ..
        } = log;
        ensure!(
            start <= high_watermark,
            "{partition:?}: {start} > {high_watermark}"
        );
        ensure!(
            high_watermark == end,
            "{partition:?}: {high_watermark} is not {end}"
        );
    }
    Ok(())
}

/// Without truncation neither end ever moves back: offsets are never reused, and what is deleted
/// does not come back. Deleting everything leaves log start = log end = the old log end.
pub fn log_ends_only_grow(step: &Step) -> Verdict {
    for (partition, after) in &step.after.logs {
        let before = &step.before.logs[partition];
        ensure!(
            before.end <= after.end,
            "{partition:?}: end {} to {}",
            before.end,
            after.end
        );
        ensure!(
            before.start <= after.start,
            "{partition:?}: start {} to {}",
            before.start,
            after.start
        );
    }
    Ok(())
}

/// Without compaction and transactions there are no gaps: a log holds every offset from its start
/// up to its end, once and in order, and a segment is named after its first.
pub fn offsets_are_dense(step: &Step) -> Verdict {
    for (partition, log) in changed_logs(step) {
        let mut next = log.start;
        for segment in &log.segments {
            ensure!(
                segment.base_offset == next,
                "{partition:?}: segment {next} is missing"
            );
            let records = segment.batches.iter().flat_map(|batch| &batch.records);
            let dense = (next..)
                .zip(records)
                .all(|(offset, record)| record.offset == offset);
            ensure!(
                dense,
                "{partition:?}: a gap or a repetition in segment {next}"
            );
            next = segment.next_offset();
        }
        ensure!(
            next == log.end,
            "{partition:?}: ends at {next}, not at {}",
            log.end
        );
    }
    Ok(())
}

/// The logs that are not as they were.
fn changed_logs(step: &Step) -> impl Iterator<Item = (TopicPartition, &SeenLog)> {
    let logs = step
        .after
        .logs
        .iter()
        .map(|(partition, log)| (*partition, log));
    logs.filter(|(partition, log)| step.before.logs[partition] != **log)
}

/// A record in a log never changes and never moves to another segment.
pub fn records_are_immutable(step: &Step) -> Verdict {
    for (partition, after) in changed_logs(step) {
        let kept = step.before.logs[&partition].segments.iter();
        for old in kept.filter(|segment| segment.next_offset() > after.start) {
            let base = old.base_offset;
            let place = after
                .segments
                .binary_search_by_key(&base, |it| it.base_offset);
            let same = place.ok().map(|place| &after.segments[place]);
            let unchanged = same.is_some_and(|new| new.batches.starts_with(&old.batches));
            ensure!(unchanged, "{partition:?}: segment {base} has changed");
        }
    }
    Ok(())
}

/// The leader gives the next offsets to the batches that a produce request brings, each as a whole
/// or not at all, and nothing else writes.
pub fn records_come_from_produce(step: &Step) -> Verdict {
    let produced: &[ProducedBatch] = match step.request() {
        Some(Request::Produce { batches, .. }) => batches,
        _ => &[],
    };
    for (partition, after) in &step.after.logs {
        let before = &step.before.logs[partition];
        let reported = step.events().iter().filter_map(|event| match event {
            Event::RecordAppended {
                partition: it,
                offset,
                order,
            } if it == partition => Some((*offset, *order)),
            _ => None,
        });
        let reported: Vec<_> = reported.collect();
        if before.end == after.end {
            ensure!(
                reported.is_empty(),
                "{partition:?}: {reported:?} were not written"
            );
            continue;
        }
        let mut produced = produced.iter();
        let Some(batch) = produced.find(|batch| batch.partition == *partition) else {
            return Err(format!("{partition:?}: nobody asked to write"));
        };
        let orders = (before.end..after.end).zip(batch.orders.iter().copied());
        ensure!(
            orders.eq(reported),
            "{partition:?}: not reported as written"
        );
        let active = after.segments.last();
        let written = active.and_then(|active| active.batches.last());
        let content = |records: &[Record]| -> Vec<_> {
            let of = |it: &Record| (it.key.clone(), it.value.clone(), it.timestamp_ms);
            records.iter().map(of).collect()
        };
        let same = written.map(|it| content(&it.records)) == Some(content(&batch.batch.records));
        ensure!(same, "{partition:?}: something else was written");
    }
    Ok(())
}

/// Semantics 0, number 1: a commit never touches a log, nor does anything else but the retention
/// check. It takes whole segments from the old end, and says so.
pub fn only_retention_deletes(step: &Step) -> Verdict {
    let is_check = step.choice == Choice::Fire(Timer::RetentionCheck);
    for (partition, after) in &step.after.logs {
        let before = &step.before.logs[partition];
        ensure!(
            is_check || before.start == after.start,
            "{partition:?}: {:?}",
            step.choice
        );
        let mut bases = before.segments.iter().map(|segment| segment.base_offset);
        let at_a_segment = after.start == before.end || bases.any(|base| base == after.start);
        ensure!(
            at_a_segment,
            "{partition:?}: start {} is inside a segment",
            after.start
        );
        let reported = deletions(step, *partition)
            .last()
            .map(|it| it.new_log_start);
        ensure!(
            reported.unwrap_or(before.start) == after.start,
            "{partition:?}: reported {reported:?}, is {}",
            after.start
        );
    }
    Ok(())
}

fn deletions(step: &Step, partition: TopicPartition) -> impl Iterator<Item = DeletedSegments> {
    step.events().iter().filter_map(move |event| match event {
        Event::SegmentsDeleted {
            partition: it,
            deleted,
        } if *it == partition => Some(*deleted),
        _ => None,
    })
}

/// `UnifiedLog.deleteOldSegments`, by its result: what went by time was older than `retention.ms`,
/// what went by size left at least `retention.bytes`, and the oldest segment that stayed had to.
pub fn retention_takes_what_may_go(step: &Step) -> Verdict {
    if step.choice != Choice::Fire(Timer::RetentionCheck) {
        return Ok(());
    }
    for (partition, after) in &step.after.logs {
        let config = &step.setup.topic(partition.topic).log;
        let before = &step.before.logs[partition];
        for deleted in deletions(step, *partition) {
            deletion_is_due(before, deleted, config, step.at_ms)
                .map_err(|why| format!("{partition:?}: {why}"))?;
        }
        ensure!(
            !oldest_may_go(after, config, step.at_ms),
            "{partition:?}: more had to go"
        );
    }
    Ok(())
}

fn deletion_is_due(
    before: &SeenLog,
    deleted: DeletedSegments,
    config: &LogConfig,
    now_ms: i64,
) -> Verdict {
    let DeletedSegments {
        reason,
        old_log_start,
        new_log_start,
        segments,
    } = deleted;
    let gone = old_log_start..new_log_start;
    let went = before
        .segments
        .iter()
        .filter(|segment| gone.contains(&segment.base_offset));
    ensure!(
        went.clone().count() == segments as usize,
        "{segments} were reported"
    );
    match reason {
        DeletionReason::RetentionMs => {
            let retention_ms = config.retention_ms.unwrap_or(i64::MAX);
            let youngest_ms = went.map(|segment| segment.largest_timestamp_ms()).max();
            let age_ms = youngest_ms.map(|youngest_ms| now_ms - youngest_ms);
            ensure!(
                age_ms > Some(retention_ms),
                "{age_ms:?} is not older than {retention_ms}"
            );
        }
        DeletionReason::RetentionBytes => {
            let stays = before
                .segments
                .iter()
                .filter(|it| it.base_offset >= new_log_start);
            let rest_bytes: u64 = stays.map(|segment| segment.size_bytes).sum();
            let retention_bytes = config.retention_bytes.unwrap_or(u64::MAX);
            ensure!(
                rest_bytes >= retention_bytes,
                "only {rest_bytes} bytes are left"
            );
        }
        DeletionReason::LogStart => ensure!(false, "nothing here moves the log start alone"),
    }
    Ok(())
}

/// Whether retention would still take the oldest segment.
fn oldest_may_go(log: &SeenLog, config: &LogConfig, now_ms: i64) -> bool {
    let oldest = &log.segments[0];
    let size_bytes: u64 = log.segments.iter().map(|segment| segment.size_bytes).sum();
    let too_old = |retention_ms| now_ms - oldest.largest_timestamp_ms() > retention_ms;
    let too_much = |retention_bytes| size_bytes - oldest.size_bytes >= retention_bytes;
    !oldest.is_empty()
        && (config.retention_ms.is_some_and(too_old)
            || config.retention_bytes.is_some_and(too_much))
}
