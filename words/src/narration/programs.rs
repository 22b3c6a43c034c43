//! What programs do with records by themselves: workers, databases, records that cannot be processed,
//! a graceful stop.

use crate::names::Names;
use offsetscope_core::event::{ProgramEvent, RecordSpan, SkipReason};
use offsetscope_core::ids::ConsumerId;

pub fn told(consumer: ConsumerId, what: &ProgramEvent, names: Names<'_>) -> String {
    let who = names.consumer(consumer);
    match what {
        ProgramEvent::StoredForCommit { partition, next } => format!(
            "{who} stores {next} for {}: the timer will commit it.",
            names.partition(*partition)
        ),
        ProgramEvent::HandedOff { partition, offset } => format!(
            "{who} hands {} to its workers and goes on. For the client it is dealt with.",
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::WorkStarted {
            worker,
            partition,
            offset,
        } => format!(
            "Worker {} of {who} begins to process {}.",
            worker.0 + 1,
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::WorkCancelled { records } => format!(
            "{who} drops what none of its workers has begun with: {}. The partition’s next owner will read it.",
            names.spans(records)
        ),
        ProgramEvent::ProcessingFailed { partition, offset } => format!(
            "{who} cannot process {}: an exception.",
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::RecordSkipped {
            reason: SkipReason::Caught,
            ..
        } => format!("{who} logs it and goes on with the next record."),
        ProgramEvent::RecordSkipped {
            reason: SkipReason::InFuture,
            ..
        } => "The exception stays in a Future that nobody asks: nobody will know.".to_owned(),
        ProgramEvent::SoughtBack { positions } => format!(
            "{who} seeks back to try again: {}. The rest of its batch is dropped and will be read again.",
            names.offsets(positions)
        ),
        ProgramEvent::DeadLetterSent { partition, offset } => format!(
            "{who} sends {} to the dead letters.",
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::DeadLetterStored { partition, offset } => format!(
            "{} is among the dead letters now.",
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::DeadLetterAcknowledged { .. } => {
            format!("{who} hears that its dead letter is stored, and goes on.")
        }
        ProgramEvent::OffsetStored {
            partition, offset, ..
        } => format!(
            "In the same transaction, its database stores that {} goes on at {offset}.",
            names.partition(*partition)
        ),
        ProgramEvent::StoreRefused {
            partition,
            offset,
            stored,
        } => format!(
            "The transaction of {who} for {} changes nothing: its database is already at {stored}. Somebody else has done it.",
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::StopAsked => {
            format!("{who} is asked to stop: the next call that waits will throw WakeupException.")
        }
        ProgramEvent::WokenUp { dropped } => {
            format!(
                "{who} leaves its loop with a WakeupException.{}",
                left(" It drops", dropped, names)
            )
        }
        ProgramEvent::Stopped { in_hand } => format!(
            "{who} has closed its consumer and ends.{}",
            left(" Its workers leave undone", in_hand, names)
        ),
    }
}

fn left(how: &str, records: &[RecordSpan], names: Names<'_>) -> String {
    if records.is_empty() {
        String::new()
    } else {
        format!("{how} {}.", names.spans(records))
    }
}
