//! What a consumer owns, and where it stands in each of its partitions.

use crate::ids::{Offset, TopicPartition};
use crate::log::Batch;
use crate::network::LogEnd;
use std::sync::Arc;

/// A partition that a consumer owns: Kafka's `TopicPartitionState`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Assigned {
    /// Which.
    pub partition: TopicPartition,
    /// Where it stands.
    pub position: Position,
    /// Whether `poll` returns its records, and asks for more.
    pub flow: Flow,
    /// Batches that were fetched and not yet returned in full. Records below the position are
    /// skipped.
    pub buffer: Vec<Arc<Batch>>,
}

/// Whether `poll` looks at a partition: `pause` and `resume`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    /// It does.
    Resumed,
    /// It does not, but the partition stays assigned.
    Paused,
}

/// A consumer's position: the offset of the next record that `poll` will return. It moves when
/// records are *returned*, not when they are processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// Nothing is known yet: ask for the committed offset.
    Unknown,
    /// The question for the committed offset is on its way.
    AwaitingCommitted,
    /// There is no valid position: `auto.offset.reset` or the application says which end to ask for.
    NeedsReset(LogEnd),
    /// The question for the log's end is on its way.
    AwaitingReset(LogEnd),
    /// There is none, and librdkafka's `auto.offset.reset=error` looks for none: only a new
    /// assignment helps.
    Stopped,
    /// Here.
    At(Offset),
}

impl Position {
    /// Whether librdkafka's fetcher has been started for it, and not stopped
    /// (`RD_KAFKA_TOPPAR_FETCH_IS_STARTED`).
    pub(super) fn is_fetched_for(self) -> bool {
        match self {
            Self::Unknown | Self::AwaitingCommitted | Self::Stopped => false,
            Self::NeedsReset(_) | Self::AwaitingReset(_) | Self::At(_) => true,
        }
    }
}

impl Assigned {
    /// A partition just assigned.
    pub fn new(partition: TopicPartition) -> Self {
        Self {
            partition,
            position: Position::Unknown,
            flow: Flow::Resumed,
            buffer: Vec::new(),
        }
    }

    /// The position, if it has one.
    pub fn offset(&self) -> Option<Offset> {
        match self.position {
            Position::At(offset) => Some(offset),
            Position::Unknown
            | Position::AwaitingCommitted
            | Position::NeedsReset(_)
            | Position::Stopped
            | Position::AwaitingReset(_) => None,
        }
    }

    /// Whether `poll` looks at it.
    pub fn is_resumed(&self) -> bool {
        self.flow == Flow::Resumed
    }

    /// Where nothing is left in the buffer from the position on, the position moves behind it, over
    /// what compaction took; says where to, if it moves. Batches keep their last offset even if its
    /// record is gone (`CompletedFetch.nextFetchedRecord`).
    pub(super) fn step_over_gap(&mut self) -> Option<Offset> {
        let position = self.offset()?;
        let next = self.buffer.last()?.last_offset() + 1;
        let mut records = self.buffer.iter().flat_map(|batch| &batch.records);
        if records.any(|record| record.offset >= position) {
            return None;
        }
        self.buffer.clear();
        (next > position).then(|| {
            self.position = Position::At(next);
            next
        })
    }

    /// The offsets of buffered records that `poll` would return next, if it is not paused.
    pub fn buffered(&self) -> impl Iterator<Item = Offset> + '_ {
        let position = self.offset().filter(|_| self.is_resumed());
        let position = position.unwrap_or(Offset::MAX);
        let offsets = self.buffer.iter().flat_map(|batch| &batch.records);
        offsets
            .map(|record| record.offset)
            .filter(move |&offset| offset >= position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TopicId;
    use crate::log::NewRecord;

    /// A partition with three records from offset 4 on in one batch, of which compaction has left
    /// these, and where the position is then.
    fn check(position: Offset, left: &[Offset], expected: Offset) {
        let record = NewRecord {
            timestamp_ms: 0,
            key: None,
            value: None,
        };
        let mut batch = Batch::new(4, vec![record; 3]);
        batch.records.retain(|it| left.contains(&it.offset));
        let mut owned = Assigned::new(TopicPartition {
            topic: TopicId(0),
            partition: 0,
        });
        owned.position = Position::At(position);
        owned.buffer = vec![Arc::new(batch)];
        let moved = owned.step_over_gap();
        assert_eq!(owned.offset(), Some(expected), "from {position}, {left:?}");
        assert_eq!(moved, (expected != position).then_some(expected));
    }

    #[test]
    fn a_position_steps_over_what_compaction_has_taken() {
        check(4, &[4, 5, 6], 4);
        check(4, &[6], 4);
        check(6, &[4, 5], 7);
        check(4, &[], 7);
        check(9, &[], 9);
    }
}
