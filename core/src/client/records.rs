//! Records that `poll` has returned.

use crate::event::RecordSpan;
use crate::ids::{Offset, TopicPartition};

/// A record that `poll` has returned to the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InHand {
    /// Its partition.
    pub partition: TopicPartition,
    /// Its offset.
    pub offset: Offset,
}

/// Folds records into spans without gaps, of one partition each.
pub fn spans_of(records: &[InHand]) -> Vec<RecordSpan> {
    let mut spans: Vec<RecordSpan> = Vec::new();
    for &InHand { partition, offset } in records {
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
    spans
}
