//! What a consumer owns, and where it stands in each of its partitions.

use crate::ids::{Offset, TopicPartition};
use crate::log::Batch;
use std::sync::Arc;

/// A partition that a consumer owns: Kafka's `TopicPartitionState`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Assigned {
    /// Which.
    pub partition: TopicPartition,
    /// Where it stands.
    pub position: Position,
    /// Batches that were fetched and not yet returned in full. Records below the position are
    /// skipped.
    pub buffer: Vec<Arc<Batch>>,
}

/// A consumer's position: the offset of the next record that `poll` will return. It moves when
/// records are *returned*, not when they are processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// Nothing is known yet: ask for the committed offset.
    Unknown,
    /// The question for the committed offset is on its way.
    AwaitingCommitted,
    /// There is no valid position: `auto.offset.reset` decides.
    NeedsReset,
    /// The question for the log's end is on its way.
    AwaitingReset,
    /// Here.
    At(Offset),
}

impl Assigned {
    /// A partition just assigned.
    pub fn new(partition: TopicPartition) -> Self {
        Self {
            partition,
            position: Position::Unknown,
            buffer: Vec::new(),
        }
    }

    /// The position, if it has one.
    pub fn offset(&self) -> Option<Offset> {
        match self.position {
            Position::At(offset) => Some(offset),
            Position::Unknown
            | Position::AwaitingCommitted
            | Position::NeedsReset
            | Position::AwaitingReset => None,
        }
    }

    /// The offsets of buffered records that `poll` would return next.
    pub fn buffered(&self) -> impl Iterator<Item = Offset> + '_ {
        let position = self.offset().unwrap_or(Offset::MAX);
        let offsets = self.buffer.iter().flat_map(|batch| &batch.records);
        offsets
            .map(|record| record.offset)
            .filter(move |&offset| offset >= position)
    }
}
