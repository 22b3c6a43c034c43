//! What a broker accepts as a topic: Kafka's `Topic.validate` and `LogConfig`.

use super::problem::{Check, Place, Problem, Reason};
use crate::log::LogConfig;
use crate::setup::Setup;

/// `Topic.MAX_NAME_LENGTH`
const LONGEST_NAME: u16 = 249;

/// The smallest `segment.bytes` since Kafka 4.0 (KIP-1030).
const SMALLEST_SEGMENT_BYTES: i64 = 1 << 20;

pub(super) fn check(setup: &Setup, found: &mut Vec<Problem>) {
    for (place, topic) in setup.topics.iter().enumerate() {
        let mut check = Check::new(Place::Topic(topic.name.clone()), found);
        if let Some(reason) = wrong_name(&topic.name) {
            check.refuse_name("name", &topic.name, reason);
        }
        if setup.topics[..place].iter().any(|it| it.name == topic.name) {
            check.refuse_name("name", &topic.name, Reason::Taken);
        }
        check.at_least("partitions", topic.partitions.into(), 1);
        check_log(&topic.log, &mut check);
    }
}

/// What is wrong with a name, by Kafka's rule for topics; that for `group.instance.id` is the same.
pub(super) fn wrong_name(name: &str) -> Option<Reason> {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if name.is_empty() {
        Some(Reason::EmptyName)
    } else if name == "." || name == ".." {
        Some(Reason::Dots)
    } else if name.len() > LONGEST_NAME.into() {
        Some(Reason::TooLong(LONGEST_NAME))
    } else if name.chars().all(is_legal) {
        None
    } else {
        Some(Reason::IllegalCharacter)
    }
}

fn check_log(log: &LogConfig, check: &mut Check<'_>) {
    check.int(
        "segment.bytes",
        signed(log.segment_bytes),
        SMALLEST_SEGMENT_BYTES,
    );
    check.at_least("segment.ms", log.segment_ms, 1);
    if let Some(retention_ms) = log.retention_ms {
        check.at_least("retention.ms", retention_ms, -1);
    }
    check.int("max.message.bytes", signed(log.max_message_bytes), 0);
    let before_ms = log.message_timestamp_before_max_ms;
    check.at_least("message.timestamp.before.max.ms", before_ms, 0);
    let after_ms = log.message_timestamp_after_max_ms;
    check.at_least("message.timestamp.after.max.ms", after_ms, 0);
    check.at_least("delete.retention.ms", log.delete_retention_ms, 0);
    let (least_lag_ms, most_lag_ms) = (log.min_compaction_lag_ms, log.max_compaction_lag_ms);
    check.at_least("min.compaction.lag.ms", least_lag_ms, 0);
    check.at_least("max.compaction.lag.ms", most_lag_ms, 1);
    if least_lag_ms > most_lag_ms {
        let reason = Reason::NoMoreThan("max.compaction.lag.ms", most_lag_ms);
        check.refuse("min.compaction.lag.ms", least_lag_ms, reason);
    }
    let dirty_percent = log.min_cleanable_dirty_percent.into();
    check.within("min.cleanable.dirty.percent", dirty_percent, 0, 100);
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
