//! Logs: offsets, records, deletion. Sections 1 and 1.2 of the semantics; Kafka's `UnifiedLog`.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{SeenLog, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use offsetscope_core::ids::{Offset, TopicPartition};
use offsetscope_core::log::{DeletedSegments, DeletionReason, LogConfig, Record, Segment};
use offsetscope_core::network::{ProducedBatch, Request};
use offsetscope_core::timer::Timer;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub const RULES: &[(&str, Rule)] = &[
    ("log bounds", log_bounds),
    ("log ends only grow", log_ends_only_grow),
    ("offsets are dense", offsets_are_dense),
    (
        "compaction keeps the last of each key",
        compaction_keeps_the_last_of_each_key,
    ),
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
/// up to its end, once and in order, and a segment is named after its first. Where an administrator
/// has raised the log start, it may lie within a segment, or above one that retention has not come
/// to yet. In a log that is compacted they are at least in order.
pub fn offsets_are_dense(step: &Step) -> Verdict {
    for (partition, log) in changed_logs(step) {
        if compacts(step, partition) {
            offsets_ascend(partition, log)?;
            continue;
        }
        let mut next = log.segments[0].base_offset;
        ensure!(
            next <= log.start,
            "{partition:?}: {} to {next} are missing",
            log.start
        );
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

fn offsets_ascend(partition: TopicPartition, log: &SeenLog) -> Verdict {
    let mut next = log.segments[0].base_offset;
    for segment in &log.segments {
        ensure!(
            segment.base_offset >= next,
            "{partition:?}: segment {} before {next}",
            segment.base_offset
        );
        next = segment.base_offset;
        for record in segment.batches.iter().flat_map(|batch| &batch.records) {
            ensure!(
                record.offset >= next,
                "{partition:?}: {} before {next}",
                record.offset
            );
            next = record.offset + 1;
        }
    }
    let end = log.segments.last().map(|active| active.next_offset());
    ensure!(end == Some(log.end), "{partition:?}: ends at {end:?}");
    Ok(())
}

fn compacts(step: &Step, partition: TopicPartition) -> bool {
    let config = &step.setup.topic(partition.topic).log;
    config.cleanup_policy.compacts()
}

/// Section 1.3: the cleaner takes only what a later record of the same key has overtaken, and tells
/// what. Nothing else changes, and the active segment not at all.
pub fn compaction_keeps_the_last_of_each_key(step: &Step) -> Verdict {
    for (partition, after) in changed_logs(step) {
        if step.choice != Choice::Fire(Timer::LogCleaner) {
            ensure!(
                compactions(step, partition).next().is_none(),
                "{:?}",
                step.choice
            );
            continue;
        }
        let before = &step.before.logs[&partition];
        let removed: BTreeSet<Offset> = compactions(step, partition).collect();
        let active = before
            .segments
            .last()
            .map_or(0, |active| active.base_offset);
        let mut last_of_key = BTreeMap::new();
        for record in records(before) {
            last_of_key.insert(record.key.clone(), record.offset);
        }
        let stays = |record: &&Record| !removed.contains(&record.offset);
        let kept: Vec<_> = records(before)
            .filter(stays)
            .filter(|record| record.offset >= after.start)
            .collect();
        let left: Vec<_> = records(after)
            .filter(|record| record.offset >= after.start)
            .collect();
        ensure!(kept == left, "{partition:?}: {kept:?} became {left:?}");
        for record in records(before).filter(|record| !stays(record)) {
            ensure!(
                last_of_key[&record.key] > record.offset && record.offset < active,
                "{partition:?}: {} went",
                record.offset
            );
        }
    }
    Ok(())
}

fn records(log: &SeenLog) -> impl Iterator<Item = &Record> {
    let batches = log.segments.iter().flat_map(|segment| &segment.batches);
    batches.flat_map(|batch| &batch.records)
}

fn compactions(step: &Step, partition: TopicPartition) -> impl Iterator<Item = Offset> {
    let spans = step.events().iter().filter_map(|event| match event {
        Event::LogCompacted { removed, .. } => Some(removed),
        _ => None,
    });
    let own = spans
        .flatten()
        .filter(move |span| span.partition == partition);
    own.flat_map(|span| span.first..=span.last)
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

/// A record in a log never changes, and moves to another segment only when it is compacted.
pub fn records_are_immutable(step: &Step) -> Verdict {
    for (partition, after) in changed_logs(step) {
        if compacts(step, partition) && step.choice == Choice::Fire(Timer::LogCleaner) {
            continue;
        }
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
/// check; of a compacted log, the cleaner. It takes whole segments from the old end, and says so.
/// An administrator may, at any record.
pub fn only_retention_deletes(step: &Step) -> Verdict {
    for (partition, after) in &step.after.logs {
        let is_check = step.choice == Choice::Fire(task_for(step, *partition));
        let before = &step.before.logs[partition];
        let reported = deletions(step, *partition)
            .last()
            .map(|it| it.new_log_start);
        let is_same = before.start == after.start && reported.is_none();
        if is_same || matches!(step.choice, Choice::Administer(_)) {
            continue;
        }
        ensure!(is_check, "{partition:?}: {:?}", step.choice);
        let mut bases = before.segments.iter().map(|segment| segment.base_offset);
        let at_a_segment = after.start == before.start
            || after.start == before.end
            || bases.any(|base| base == after.start);
        ensure!(
            at_a_segment,
            "{partition:?}: start {} is inside a segment",
            after.start
        );
        ensure!(
            reported == Some(after.start),
            "{partition:?}: reported {reported:?}, is {}",
            after.start
        );
    }
    Ok(())
}

/// What deletes from this partition's old end.
fn task_for(step: &Step, partition: TopicPartition) -> Timer {
    if compacts(step, partition) {
        Timer::LogCleaner
    } else {
        Timer::RetentionCheck
    }
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
/// what went by size left at least `retention.bytes`, what lay below the log start was nobody's to
/// read, and the oldest segment that stayed had to.
pub fn retention_takes_what_may_go(step: &Step) -> Verdict {
    for (partition, after) in &step.after.logs {
        let config = &step.setup.topic(partition.topic).log;
        let before = &step.before.logs[partition];
        if step.choice != Choice::Fire(task_for(step, *partition)) {
            continue;
        }
        let removed: BTreeSet<Offset> = compactions(step, *partition).collect();
        let mut left = before.segments.as_slice();
        for deleted in deletions(step, *partition) {
            let count = segments_gone(left, deleted, config);
            ensure!(
                count <= left.len() && count >= deleted.segments as usize,
                "{partition:?}: {} of {} segments",
                deleted.segments,
                left.len()
            );
            let (went, rest) = left.split_at(count);
            left = rest;
            let times = went.iter().filter_map(|it| youngest_ms(it, &removed));
            let age_ms = times.max().map(|youngest_ms| step.at_ms - youngest_ms);
            deletion_is_due(deleted, (went, rest), age_ms, config)
                .map_err(|why| format!("{partition:?}: {why}"))?;
        }
        ensure!(
            !oldest_may_go(after, config, step.at_ms),
            "{partition:?}: more had to go"
        );
    }
    Ok(())
}

/// How many segments a deletion took. The cleaner may have made one of several just before, and what
/// it has left is not known: then those that end early enough. The log start never takes the last.
fn segments_gone(left: &[Arc<Segment>], deleted: DeletedSegments, config: &LogConfig) -> usize {
    if !config.cleanup_policy.compacts() {
        return deleted.segments as usize;
    }
    let last = usize::from(deleted.reason == DeletionReason::LogStart);
    let candidates = &left[..left.len().saturating_sub(last)];
    candidates.partition_point(|it| it.next_offset() <= deleted.new_log_start)
}

/// The largest timestamp of what the cleaner has left of a segment just before, if it has left
/// anything: a cleaned segment has that of its records (`Cleaner.cleanInto`).
fn youngest_ms(segment: &Segment, removed: &BTreeSet<Offset>) -> Option<i64> {
    let records = || segment.batches.iter().flat_map(|batch| &batch.records);
    if records().all(|it| !removed.contains(&it.offset)) {
        return Some(segment.largest_timestamp_ms());
    }
    let left = records().filter(|it| !removed.contains(&it.offset));
    left.map(|it| it.timestamp_ms).max()
}

fn deletion_is_due(
    deleted: DeletedSegments,
    (went, rest): (&[Arc<Segment>], &[Arc<Segment>]),
    age_ms: Option<i64>,
    config: &LogConfig,
) -> Verdict {
    let end = went.last().map(|segment| segment.next_offset());
    let new_log_start = deleted.old_log_start.max(end.unwrap_or(0));
    ensure!(
        deleted.new_log_start == new_log_start,
        "the log begins at {}, not at {new_log_start}",
        deleted.new_log_start
    );
    match deleted.reason {
        DeletionReason::RetentionMs => {
            let retention_ms = config.retention_ms.unwrap_or(i64::MAX);
            ensure!(
                age_ms > Some(retention_ms),
                "{age_ms:?} is not older than {retention_ms}"
            );
        }
        DeletionReason::RetentionBytes => {
            let rest_bytes: u64 = rest.iter().map(|segment| segment.size_bytes).sum();
            let retention_bytes = config.retention_bytes.unwrap_or(u64::MAX);
            ensure!(
                rest_bytes >= retention_bytes,
                "only {rest_bytes} bytes are left"
            );
        }
        DeletionReason::LogStart => ensure!(
            end <= Some(deleted.old_log_start),
            "{end:?} is above the log start, {}",
            deleted.old_log_start
        ),
    }
    Ok(())
}

/// Whether retention would still take the oldest segment.
fn oldest_may_go(log: &SeenLog, config: &LogConfig, now_ms: i64) -> bool {
    let oldest = &log.segments[0];
    let is_below = log.segments.len() > 1 && log.segments[1].base_offset <= log.start;
    let size_bytes: u64 = log.segments.iter().map(|segment| segment.size_bytes).sum();
    let too_old = |retention_ms| now_ms - oldest.largest_timestamp_ms() > retention_ms;
    let too_much = |retention_bytes| size_bytes - oldest.size_bytes >= retention_bytes;
    let too_much_or_old = !oldest.is_empty()
        && config.cleanup_policy.deletes()
        && (config.retention_ms.is_some_and(too_old)
            || config.retention_bytes.is_some_and(too_much));
    is_below || too_much_or_old
}
