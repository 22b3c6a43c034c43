//! One pass of the log cleaner.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use offsetscope_core::ids::Offset;
use offsetscope_core::log::compaction::{CleaningPass, OffsetsToClean};
use offsetscope_core::log::{Batch, LogConfig, PartitionLog, Segment};
use serde::Deserialize;

use super::batch::RecordedBatch;
use super::ensure_longs;
use crate::conform::form::{Case, Form, Mismatch, Verdict};

/// A log's segments before and after the pass.
pub const FORM: Form = Form {
    recognises: |case| case.has(&["first_dirty_offset", "before", "after"]),
    replay,
};

#[derive(Debug, Deserialize)]
struct Recorded {
    delete_retention_ms: i64,
    segment_bytes: u64,
    first_dirty_offset: Offset,
    first_uncleanable_offset: Offset,
    current_time: i64,
    active_segment_base: Offset,
    before: Vec<RecordedSegment>,
    next_dirty_offset: Offset,
    after: Vec<RecordedSegment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordedSegment {
    base: Offset,
    bytes: u64,
    batches: Vec<RecordedBatch>,
}

/// A segment as far as it is recorded.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    base_offset: Offset,
    size_bytes: u64,
    batches: Vec<Arc<Batch>>,
}

fn replay(case: &Case<'_>) -> Result<Verdict> {
    ensure_longs(case.json)?;
    let recorded: Recorded = case.parse()?;
    let batches = || recorded.before.iter().flat_map(|segment| &segment.batches);
    if batches().any(RecordedBatch::is_of_a_transaction) {
        return Ok(Verdict::skipped("transactions"));
    }
    if batches().any(|batch| batch.magic.is_some()) {
        return Ok(Verdict::skipped("message formats older than version 2"));
    }
    let before = contents(&recorded.before)?;
    let mut batches = before.iter().flat_map(|segment| &segment.batches);
    if batches.any(|batch| batch.size_bytes() != batch.uncompressed_bytes()) {
        return Ok(Verdict::skipped("compressed batches"));
    }
    let log = log_of(before, recorded.current_time)?;
    ensure!(
        log.active().base_offset == recorded.active_segment_base,
        "the last segment is not the active one"
    );
    let (log, next_dirty) = recorded.clean(&log);
    let got = log.segments().iter().map(|segment| Contents {
        base_offset: segment.base_offset,
        size_bytes: segment.size_bytes,
        batches: segment.batches.clone(),
    });
    let mismatch = Mismatch::between(
        "next dirty offset",
        &recorded.next_dirty_offset,
        &next_dirty,
    )
    .map_or_else(
        || {
            Ok(Mismatch::between(
                "after",
                &contents(&recorded.after)?,
                &got.collect(),
            ))
        },
        |mismatch| anyhow::Ok(Some(mismatch)),
    )?;
    Ok(mismatch.map_or(Verdict::Passed, Verdict::Failed))
}

impl Recorded {
    /// The log after the pass, and the first dirty offset.
    ///
    /// How many keys the cleaner had room for is not recorded. If a pass has ended early, that is
    /// as many as it had read.
    fn clean(&self, log: &PartitionLog) -> (PartitionLog, Offset) {
        let unlimited = self.clean_with_room_for(u64::MAX, log);
        if unlimited.1 <= self.next_dirty_offset {
            return unlimited;
        }
        let read = self.first_dirty_offset..self.next_dirty_offset;
        let keys: BTreeSet<_> = log
            .batches()
            .flat_map(|batch| &batch.records)
            .filter(|record| read.contains(&record.offset))
            .filter_map(|record| record.key.as_ref())
            .collect();
        let keys = u64::try_from(keys.len()).unwrap_or(u64::MAX);
        self.clean_with_room_for(keys, log)
    }

    fn clean_with_room_for(&self, max_keys: u64, log: &PartitionLog) -> (PartitionLog, Offset) {
        let pass = CleaningPass {
            offsets: OffsetsToClean {
                first_dirty: self.first_dirty_offset,
                first_uncleanable: self.first_uncleanable_offset,
            },
            now_ms: self.current_time,
            max_keys,
        };
        let config = LogConfig {
            segment_bytes: self.segment_bytes,
            delete_retention_ms: self.delete_retention_ms,
            ..LogConfig::default()
        };
        let mut log = log.clone();
        let next_dirty = log.compact(&pass, &config);
        (log, next_dirty)
    }
}

fn contents(segments: &[RecordedSegment]) -> Result<Vec<Contents>> {
    segments
        .iter()
        .map(|segment| {
            let batches = segment.batches.iter();
            let batches: Result<_> = batches.map(|it| Ok(Arc::new(it.to_model()?))).collect();
            Ok(Contents {
                base_offset: segment.base,
                size_bytes: segment.bytes,
                batches: batches?,
            })
        })
        .collect()
}

fn log_of(segments: Vec<Contents>, now_ms: i64) -> Result<PartitionLog> {
    let first = segments.first().context("a log has a segment")?;
    let log_start_offset = first.base_offset;
    // A segment begins where its name says, and ends before the next one.
    let bounds = segments.iter().flat_map(|segment| {
        let batches = segment.batches.iter();
        let batches = batches.flat_map(|it| [(it.base_offset(), 1), (it.last_offset(), 2)]);
        [(segment.base_offset, 0)].into_iter().chain(batches)
    });
    ensure!(
        bounds.is_sorted_by(|before, after| before < after),
        "segments and batches that are not in order"
    );
    let segments: Result<_> = segments
        .into_iter()
        .map(|contents| {
            let mut segment = Segment::new(contents.base_offset, now_ms);
            if !contents.batches.is_empty() {
                segment.append(contents.batches, now_ms);
            }
            ensure!(
                segment.size_bytes == contents.size_bytes,
                "a segment is not as large as its batches"
            );
            Ok(segment)
        })
        .collect();
    Ok(PartitionLog::load(segments?, log_start_offset))
}
