//! Records go that a later one of the same key has overtaken: the log cleaner. Follows
//! `LogCleaner.CleanerThread`.

use super::Broker;
use super::retention::Deleted;
use crate::effects::Effects;
use crate::event::{Event, RecordSpan};
use crate::ids::{Offset, TopicPartition};
use crate::log::compaction::CleaningPass;
use crate::log::{LogConfig, PartitionLog};
use crate::setup::Setup;

/// What a round of the cleaner took.
#[derive(Default)]
pub struct Cleaned {
    /// Records that were overtaken.
    pub compacted: Vec<RecordSpan>,
    /// Segments that went from the old end: compacted logs are left to the cleaner in this too.
    pub deleted: Vec<Deleted>,
}

impl Broker {
    /// The cleaner's round: every compacted log that is due is cleaned, and loses the segments that
    /// may go. Kafka takes the dirtiest first, one by one, until none is due.
    pub fn clean(&mut self, setup: &Setup, now_ms: i64, fx: &mut Effects) -> Cleaned {
        let mut cleaned = Cleaned::default();
        for (&partition, log) in &mut self.logs {
            let config = &setup.topic(partition.topic).log;
            if !config.cleanup_policy.compacts() {
                continue;
            }
            let checkpoint = self.cleaned_until.get(&partition).copied();
            let Some((until, gone)) = clean_log(partition, log, checkpoint, now_ms, config) else {
                continue;
            };
            self.cleaned_until.insert(partition, until);
            fx.report(Event::LogCompacted {
                partition,
                until,
                removed: gone.clone(),
            });
            cleaned.compacted.extend(gone);
        }
        let compacts = |partition: TopicPartition| {
            let config = &setup.topic(partition.topic).log;
            config.cleanup_policy.compacts()
        };
        cleaned.deleted = self.delete_old_segments(compacts, setup, now_ms, fx);
        if cleaned.compacted.is_empty() && cleaned.deleted.is_empty() {
            fx.report(Event::CleanerFoundNothing);
        }
        cleaned
    }
}

/// Cleans a log if it is due: where the pass has ended, and which records it took.
fn clean_log(
    partition: TopicPartition,
    log: &mut PartitionLog,
    checkpoint: Option<Offset>,
    now_ms: i64,
    config: &LogConfig,
) -> Option<(Offset, Vec<RecordSpan>)> {
    let cleanable = log.cleanable(checkpoint, now_ms, config);
    if !cleanable.is_due(config) {
        return None;
    }
    let pass = CleaningPass {
        offsets: cleanable.offsets,
        now_ms,
        max_keys: u64::MAX,
    };
    let before: Vec<Offset> = log.offsets().collect();
    let until = log.compact(&pass, config);
    let mut gone: Vec<RecordSpan> = Vec::new();
    for offset in before.into_iter().filter(|&offset| !log.holds(offset)) {
        match gone.last_mut() {
            Some(span) if span.last + 1 == offset => span.last = offset,
            _ => gone.push(RecordSpan {
                partition,
                first: offset,
                last: offset,
            }),
        }
    }
    Some((until, gone))
}
