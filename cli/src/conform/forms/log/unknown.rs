//! What keeps a trace from being replayed: the model lacks something, or the recording does.

use offsetscope_core::ids::Offset;

use super::batch::RecordedBatch;
use super::operation::{Append, Operation};
use super::state::State;
use super::trace::{Event, Trace};

/// Why the trace cannot be replayed, if it cannot.
pub fn in_trace(trace: &Trace) -> Option<&'static str> {
    if trace.config.segment_jitter_ms > 0 {
        return Some("a segment.ms that is shortened at random");
    }
    trace
        .with_states_before()
        .find_map(|(before, event)| in_event(trace, before, event))
}

fn in_event(trace: &Trace, before: Before<'_>, event: &Event) -> Option<&'static str> {
    if event.state.segments.is_none() {
        return Some("a log that was deleted as a whole");
    }
    if event.fails_with("KafkaStorageException") {
        return Some("a disk that fails");
    }
    // A query changes nothing, and has one answer.
    if event.operation.is_query() && (*before.state != event.state || before.contradicts(event)) {
        return Some("a change of the log that was not recorded");
    }
    if needs_tiered_storage(trace, before, &event.operation) {
        return Some("tiered storage");
    }
    match &event.operation {
        Operation::Append(append) => in_append(append, event),
        _ => None,
    }
    .or_else(|| {
        (!trace.initial.is_empty() && depends_on_contents(trace, &event.operation))
            .then_some("batches from before the recording")
    })
}

fn in_append(append: &Append, event: &Event) -> Option<&'static str> {
    let batches = &append.batches;
    if batches.iter().any(RecordedBatch::is_of_a_transaction) {
        return Some("transactions");
    }
    let is_old = batches.iter().any(|batch| batch.magic.is_some());
    (is_old && (append.assign_offsets || !event.is_refused()))
        .then_some("message formats older than version 2")
}

/// Tiered storage changes what goes by retention, and where times are looked up, as soon as there
/// is something that it may hold.
fn needs_tiered_storage(trace: &Trace, before: Before<'_>, operation: &Operation) -> bool {
    match operation {
        Operation::DeleteOldSegments {} => trace.config.remote,
        Operation::OffsetForTimestamp { ts } => {
            let is_empty = before.state.leo == before.state.log_start;
            *ts <= LATEST_TIERED || (trace.config.remote && !is_empty)
        }
        _ => false,
    }
}

/// The end of what tiered storage holds, as a timestamp of a `ListOffsets` request. What asks about
/// tiered storage in later releases lies below.
const LATEST_TIERED: i64 = -5;

/// Whether it matters what the batches are that the log held in the beginning.
fn depends_on_contents(trace: &Trace, operation: &Operation) -> bool {
    match operation {
        Operation::Append(_) | Operation::Read { .. } | Operation::OffsetForTimestamp { .. } => {
            true
        }
        Operation::TruncateTo { offset } => {
            Offset::try_from(*offset).is_ok_and(|offset| !trace.initial.has_boundary_at(offset))
        }
        _ => false,
    }
}

/// The state before an event, and the event that has led to it.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    pub state: &'a State,
    pub event: Option<&'a Event>,
}

impl Before<'_> {
    fn contradicts(&self, event: &Event) -> bool {
        self.event.is_some_and(|before| {
            before.operation == event.operation && before.result != event.result
        })
    }
}
