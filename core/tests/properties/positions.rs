//! Positions and what `poll` returns. Section 4 of the semantics; `SubscriptionState` and
//! `FetchCollector` of the Java client.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{Seen, Step};
use offsetscope_core::client::Position;
use offsetscope_core::event::{Event, PositionSource, RecordSpan};
use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use offsetscope_core::network::{LogEnd, Response};
use std::collections::BTreeMap;

pub const RULES: &[(&str, Rule)] = &[
    (
        "no position beyond the log end",
        no_position_beyond_the_log_end,
    ),
    (
        "poll returns from the position on",
        poll_returns_from_the_position_on,
    ),
    (
        "buffers continue the position",
        buffers_continue_the_position,
    ),
    (
        "a reset needs a missing position",
        a_reset_needs_a_missing_position,
    ),
    (
        "a reset leads to an end of the log",
        a_reset_leads_to_an_end_of_the_log,
    ),
    (
        "out of range is below the log start",
        out_of_range_is_below_the_log_start,
    ),
];

fn position(seen: &Seen, consumer: ConsumerId, partition: TopicPartition) -> Option<Position> {
    let owned = seen.consumer(consumer).client.assigned(partition)?;
    Some(owned.position)
}

/// A position comes from a committed offset, a reset or a `poll`, and none of these is beyond the
/// log end. (It may lie below the log start: retention does not wait for it.)
pub fn no_position_beyond_the_log_end(step: &Step) -> Verdict {
    for consumer in &step.after.consumers {
        for (partition, offset) in consumer.client.positions() {
            let end = step.after.logs[&partition].end;
            ensure!(
                offset <= end,
                "{:?} is at {offset} of {end} in {partition:?}",
                consumer.id
            );
        }
    }
    Ok(())
}

/// `poll` returns records from the position on, in order and at most `max.poll.records` of them;
/// what is passed over is not in the log any more. The position is then the last one's offset plus
/// one, or behind a gap that follows, whether or not they are ever processed.
pub fn poll_returns_from_the_position_on(step: &Step) -> Verdict {
    for event in step.events() {
        let Event::PollReturned { consumer, records } = event else {
            continue;
        };
        let mut expected: BTreeMap<TopicPartition, Offset> = BTreeMap::new();
        for &RecordSpan {
            partition,
            first,
            last,
        } in records
        {
            let from = match expected.get(&partition) {
                Some(&offset) => Some(Position::At(offset)),
                None => position(&step.before, *consumer, partition),
            };
            ensure!(
                from == Some(Position::At(first)) || skips_a_gap(step, partition, from, first),
                "{first} was returned from {from:?}"
            );
            expected.insert(partition, last + 1);
        }
        for event in step.events() {
            if let Event::GapSkipped {
                partition, offset, ..
            } = event
            {
                expected.insert(*partition, *offset);
            }
        }
        for (&partition, &offset) in &expected {
            let after = position(&step.after, *consumer, partition);
            ensure!(
                after == Some(Position::At(offset)),
                "{after:?}, not {offset}"
            );
        }
        let count: u64 = records.iter().map(|span| span.last + 1 - span.first).sum();
        let most = step.setup.group_of(*consumer).client.max_poll_records;
        // `poll` comes back empty-handed only where the loop has something to do without records.
        let program = &step.before.consumer(*consumer).application.program;
        let least = u64::from(!program.commits_completed());
        ensure!(
            (least..=u64::from(most)).contains(&count),
            "{count} records, at most {most}"
        );
        let in_hand = &step.after.consumer(*consumer).application.batch;
        ensure!(
            in_hand.len() as u64 == count,
            "{} in hand of {count}",
            in_hand.len()
        );
    }
    Ok(())
}

/// Whether nothing is left in a compacted log between a position and a record.
fn skips_a_gap(step: &Step, partition: TopicPartition, from: Option<Position>, to: Offset) -> bool {
    let log = &step.setup.topic(partition.topic).log;
    matches!(from, Some(Position::At(from)) if from < to) && log.cleanup_policy.compacts()
}

/// What a consumer has fetched and not returned continues its position, without a gap unless the log
/// is compacted. Pre-fetching is invisible: the position does not move with it.
pub fn buffers_continue_the_position(step: &Step) -> Verdict {
    for (before, consumer) in step.before.consumers.iter().zip(&step.after.consumers) {
        if before == consumer {
            continue;
        }
        for owned in &consumer.client.assignment {
            let from = owned.offset().unwrap_or(Offset::MAX);
            let end = step.after.logs[&owned.partition].high_watermark;
            let topic = step.setup.topic(owned.partition.topic);
            let has_gaps = topic.log.cleanup_policy.compacts();
            let mut next = from;
            let dense = owned.buffered().all(|it| {
                let continues = it == next || has_gaps && it > next;
                next = it + 1;
                continues && it < end
            });
            ensure!(dense, "{:?} at {from}: {:?}", consumer.id, owned.buffer);
        }
    }
    Ok(())
}

/// Semantics 0, number 10: `auto.offset.reset` is asked only where there is no valid position:
/// nothing was committed, or the position is out of range.
pub fn a_reset_needs_a_missing_position(step: &Step) -> Verdict {
    for (before, after) in step.before.consumers.iter().zip(&step.after.consumers) {
        for owned in &after.client.assignment {
            let was = before
                .client
                .assigned(owned.partition)
                .map(|it| it.position);
            let needs_reset = |position| matches!(position, Position::NeedsReset(_));
            let awaits_reset = |position| matches!(position, Position::AwaitingReset(_));
            if !needs_reset(owned.position) || was.is_some_and(needs_reset) {
                continue;
            }
            let justified = match step.response() {
                Some(Response::OffsetFetch(committed)) => {
                    committed.contains(&(owned.partition, None))
                }
                Some(Response::Fetch(answers)) => answers
                    .iter()
                    .any(|answer| answer.partition == owned.partition && answer.records.is_err()),
                // It was being asked for, and the connection broke.
                None => step.breaks_a_connection() && was.is_some_and(awaits_reset),
                _ => false,
            };
            ensure!(
                justified,
                "{:?} needs a reset of {:?}",
                after.id,
                owned.partition
            );
        }
    }
    Ok(())
}

/// Semantics 0, number 11: earliest is the log start, latest the high watermark, as they were when
/// the broker was asked; both can only have grown since. A position that was not reset is the
/// group's committed offset.
pub fn a_reset_leads_to_an_end_of_the_log(step: &Step) -> Verdict {
    for event in step.events() {
        let &Event::PositionSet {
            consumer,
            partition,
            offset,
            source,
        } = event
        else {
            continue;
        };
        let log = &step.after.logs[&partition];
        let before = position(&step.before, consumer, partition);
        let (limit, awaited) = match source {
            // That is as good as its author.
            PositionSource::Database => continue,
            PositionSource::Reset(LogEnd::Earliest) => {
                (Some(log.start), Position::AwaitingReset(LogEnd::Earliest))
            }
            PositionSource::Reset(LogEnd::Latest) => (
                Some(log.high_watermark),
                Position::AwaitingReset(LogEnd::Latest),
            ),
            // Between the ends: the log itself is asked in `core/src/log/lookup.rs`.
            PositionSource::Reset(end @ LogEnd::Since(_)) => {
                (Some(log.high_watermark), Position::AwaitingReset(end))
            }
            PositionSource::Committed => {
                let group = step.setup.consumer(consumer).group;
                let committed = step.after.committed.get(&(group, partition));
                // While the answer was on its way, it may have expired.
                let committed = committed.copied().unwrap_or(Offset::MAX);
                (Some(committed), Position::AwaitingCommitted)
            }
        };
        ensure!(
            before == Some(awaited),
            "{before:?} was set from {source:?}"
        );
        ensure!(
            Some(offset) <= limit,
            "set to {offset} from {source:?}, which is {limit:?}"
        );
    }
    Ok(())
}

/// `OFFSET_OUT_OF_RANGE` means below the log start here, as nothing lies beyond the log end.
pub fn out_of_range_is_below_the_log_start(step: &Step) -> Verdict {
    for event in step.events() {
        if let &Event::PositionOutOfRange {
            partition, offset, ..
        } = event
        {
            let start = step.after.logs[&partition].start;
            ensure!(offset < start, "{offset} is not below {start}");
        }
    }
    Ok(())
}
