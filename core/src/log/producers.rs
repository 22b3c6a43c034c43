//! What a log remembers of idempotent producers: Kafka's `ProducerStateManager`.

use super::append::AppendOrigin;
use super::batch::{Batch, ProducerStamp};
use crate::ids::Offset;

/// How many batches of a producer are remembered, so that resending one is noticed:
/// `ProducerStateEntry.NUM_BATCHES_TO_RETAIN`.
const BATCHES_KEPT: usize = 5;

/// The producers that have written to a log, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct ProducerStates {
    entries: Vec<ProducerState>,
}

/// What is remembered of one producer: `ProducerStateEntry`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ProducerState {
    id: i64,
    epoch: i16,
    /// Its last batches, oldest first.
    batches: Vec<SequenceRange>,
}

/// A batch that was appended: `BatchMetadata`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SequenceRange {
    base_sequence: i32,
    last_sequence: i32,
    pub base_offset: Offset,
    pub last_offset: Offset,
}

/// Why a producer's batch is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProducerStateError {
    /// `INVALID_PRODUCER_EPOCH` (47): a newer process has taken the producer's place.
    InvalidProducerEpoch,
    /// `OUT_OF_ORDER_SEQUENCE_NUMBER` (45): a batch before it is missing, or it is an old one.
    OutOfOrderSequence,
}

/// What a batch is to a log that knows its producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The next one, or one without a producer's stamp.
    New,
    /// One that was appended before, there: it is acknowledged and not written again.
    Duplicate(SequenceRange),
}

impl ProducerStates {
    /// Looks at a batch that is about to be appended, and remembers it.
    ///
    /// # Errors
    /// If it must not be appended. A replica takes what its leader has taken.
    pub fn check_and_note(
        &mut self,
        batch: &Batch,
        origin: AppendOrigin,
    ) -> Result<Verdict, ProducerStateError> {
        let Some(producer) = batch.header.producer else {
            return Ok(Verdict::New);
        };
        if origin == AppendOrigin::Client
            && let Some(duplicate) = self.duplicate_of(batch, producer)
        {
            return Ok(Verdict::Duplicate(duplicate));
        }
        if let Some(known) = self.find(producer.id) {
            known.check(producer, origin)?;
        }
        self.note(batch, producer);
        Ok(Verdict::New)
    }

    /// Forgets what was written at `offset` or later, and learns from `batches` what is left.
    pub fn rebuild<'a>(&mut self, offset: Offset, batches: impl Iterator<Item = &'a Batch>) {
        // What retention has deleted is still remembered: Kafka has it in its snapshots.
        self.entries
            .retain(|state| state.last_offset().is_some_and(|last| last < offset));
        for batch in batches {
            if let Some(producer) = batch.header.producer
                && self
                    .find(producer.id)
                    .and_then(ProducerState::last_offset)
                    .is_none_or(|last| last < batch.last_offset())
            {
                self.note(batch, producer);
            }
        }
    }

    /// Whether the batch is the last that its producer has written.
    pub fn is_last_of_producer(&self, batch: &Batch) -> bool {
        let state = batch.header.producer.and_then(|it| self.find(it.id));
        state.and_then(ProducerState::last_offset) == Some(batch.last_offset())
    }

    fn place(&self, id: i64) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&id, |state| state.id)
    }

    fn find(&self, id: i64) -> Option<&ProducerState> {
        self.place(id).ok().map(|place| &self.entries[place])
    }

    fn duplicate_of(&self, batch: &Batch, producer: ProducerStamp) -> Option<SequenceRange> {
        let range = SequenceRange::of(batch, producer);
        let known = self.find(producer.id)?;
        let same = |it: &&SequenceRange| {
            (it.base_sequence, it.last_sequence) == (range.base_sequence, range.last_sequence)
        };
        (known.epoch == producer.epoch)
            .then(|| known.batches.iter().find(same).copied())
            .flatten()
    }

    /// `ProducerStateEntry.addBatch`
    fn note(&mut self, batch: &Batch, producer: ProducerStamp) {
        let place = self.place(producer.id).unwrap_or_else(|place| {
            let state = ProducerState {
                id: producer.id,
                epoch: producer.epoch,
                batches: Vec::new(),
            };
            self.entries.insert(place, state);
            place
        });
        let state = &mut self.entries[place];
        if state.epoch != producer.epoch {
            state.epoch = producer.epoch;
            state.batches.clear();
        }
        if state.batches.len() == BATCHES_KEPT {
            state.batches.remove(0);
        }
        state.batches.push(SequenceRange::of(batch, producer));
    }
}

impl ProducerState {
    fn last_offset(&self) -> Option<Offset> {
        self.batches.last().map(|batch| batch.last_offset)
    }

    /// `ProducerAppendInfo.checkProducerEpoch` and `checkSequence`
    fn check(
        &self,
        producer: ProducerStamp,
        origin: AppendOrigin,
    ) -> Result<(), ProducerStateError> {
        if origin != AppendOrigin::Replication && producer.epoch < self.epoch {
            return Err(ProducerStateError::InvalidProducerEpoch);
        }
        let in_order = if producer.epoch == self.epoch {
            let last = self.batches.last().map_or(-1, |batch| batch.last_sequence);
            producer.base_sequence == last.checked_add(1).unwrap_or(0)
        } else {
            producer.base_sequence == 0
        };
        if origin == AppendOrigin::Client && !in_order {
            return Err(ProducerStateError::OutOfOrderSequence);
        }
        Ok(())
    }
}

impl SequenceRange {
    fn of(batch: &Batch, producer: ProducerStamp) -> Self {
        Self {
            base_sequence: producer.base_sequence,
            last_sequence: batch.last_sequence().unwrap_or(producer.base_sequence),
            base_offset: batch.base_offset(),
            last_offset: batch.last_offset(),
        }
    }
}
