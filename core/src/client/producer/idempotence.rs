//! The sequence numbers of an idempotent producer, by which a broker knows what it has already.
//! Follows `TransactionManager` and `TxnPartitionMap`, as far as producers without transactions use
//! them.

use crate::ids::TopicPartition;
use litemap::LiteMap;

/// What an idempotent producer remembers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Idempotence {
    /// `producerId`
    pub producer_id: i64,
    /// `producerEpoch`: one more whenever the producer cannot know which batch comes next.
    pub epoch: i16,
    partitions: LiteMap<TopicPartition, Numbering>,
}

/// How far a partition is: `TxnPartitionEntry`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Numbering {
    epoch: i16,
    next: i32,
    /// The last sequence number that was acknowledged.
    last_acked: Option<i32>,
    /// A batch was given up, and may be in the log or not
    /// (`partitionsWithUnresolvedSequences`).
    is_unresolved: bool,
}

/// The number of a batch's first record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sequence {
    /// In which epoch.
    pub epoch: i16,
    /// The number.
    pub first: i32,
}

/// Whether anything of a partition waits for an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outstanding {
    Something,
    Nothing,
}

impl Idempotence {
    pub(super) fn new(producer_id: i64) -> Self {
        Self {
            producer_id,
            epoch: 0,
            partitions: LiteMap::new(),
        }
    }

    fn numbering(&mut self, partition: TopicPartition) -> &mut Numbering {
        self.partitions.entry(partition).or_default()
    }

    /// Whether a batch may be sent now: `shouldStopDrainBatchesForPartition`. One that was sent
    /// before goes alone, so that nothing overtakes it. A new one waits while the fate of an earlier
    /// one is open, and for the last of the old epoch.
    pub(super) fn may_send(
        &self,
        partition: TopicPartition,
        sequence: Option<Sequence>,
        outstanding: Outstanding,
    ) -> bool {
        let numbering = self.partitions.get(&partition).copied().unwrap_or_default();
        let nothing_is_out = outstanding == Outstanding::Nothing;
        match sequence {
            Some(_) => nothing_is_out,
            None => !numbering.is_unresolved && (numbering.epoch == self.epoch || nothing_is_out),
        }
    }

    /// Numbers a new batch. In a new epoch, numbers begin at 0 again.
    pub(super) fn assign(&mut self, partition: TopicPartition, record_count: u32) -> Sequence {
        let epoch = self.epoch;
        let numbering = self.numbering(partition);
        if numbering.epoch != epoch {
            *numbering = Numbering {
                epoch,
                ..Numbering::default()
            };
        }
        let first = numbering.next;
        numbering.next = sequence_after(first, record_count);
        Sequence { epoch, first }
    }

    /// A batch was acknowledged.
    pub(super) fn note_acked(
        &mut self,
        partition: TopicPartition,
        sequence: Sequence,
        record_count: u32,
    ) {
        let numbering = self.numbering(partition);
        if numbering.epoch == sequence.epoch {
            let last = sequence_after(sequence.first, record_count.saturating_sub(1));
            numbering.last_acked = numbering.last_acked.max(Some(last));
        }
    }

    /// A batch that was sent was given up.
    pub(super) fn note_given_up(&mut self, partition: TopicPartition) {
        self.numbering(partition).is_unresolved = true;
    }

    /// The partitions of which a batch was given up.
    pub(super) fn unresolved(&self) -> impl Iterator<Item = TopicPartition> + '_ {
        let mut partitions = self.partitions.iter();
        core::iter::from_fn(move || partitions.find(|(_, it)| it.is_unresolved))
            .map(|(&partition, _)| partition)
    }

    /// Nothing of the partition waits for an answer any more: if its numbers have a gap, a new epoch
    /// begins (`maybeResolveSequences`).
    pub(super) fn resolve(&mut self, partition: TopicPartition) {
        let epoch = self.epoch;
        let numbering = self.numbering(partition);
        if !core::mem::take(&mut numbering.is_unresolved) || numbering.epoch != epoch {
            return;
        }
        let expected = numbering.last_acked.map_or(0, |it| sequence_after(it, 1));
        if expected != numbering.next {
            self.epoch = self.epoch.wrapping_add(1);
        }
    }

    /// The broker misses a batch before this one: a new epoch begins, unless one has.
    pub(super) fn note_gap(&mut self, partition: TopicPartition, sequence: Sequence) {
        self.numbering(partition).is_unresolved = false;
        if sequence.epoch == self.epoch {
            self.epoch = self.epoch.wrapping_add(1);
        }
    }
}

/// The number so many records later; after the largest comes 0.
fn sequence_after(sequence: i32, record_count: u32) -> i32 {
    let after = sequence.cast_unsigned().wrapping_add(record_count);
    (after & i32::MAX.cast_unsigned()).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TopicId;

    const ORDERS: TopicPartition = TopicPartition {
        topic: TopicId(0),
        partition: 0,
    };

    #[test]
    fn numbers_count_records_and_wrap() {
        let mut idempotence = Idempotence::new(7);
        assert_eq!(idempotence.assign(ORDERS, 3).first, 0);
        assert_eq!(idempotence.assign(ORDERS, 1).first, 3);
        assert_eq!(sequence_after(i32::MAX, 1), 0);
        assert_eq!(sequence_after(i32::MAX - 1, 4), 2);
    }

    #[test]
    fn a_gap_begins_a_new_epoch_at_0() {
        let mut idempotence = Idempotence::new(7);
        let first = idempotence.assign(ORDERS, 1);
        idempotence.note_acked(ORDERS, first, 1);
        idempotence.assign(ORDERS, 1);
        idempotence.note_given_up(ORDERS);
        assert!(!idempotence.may_send(ORDERS, None, Outstanding::Nothing));
        idempotence.resolve(ORDERS);
        let next = Sequence { epoch: 1, first: 0 };
        assert_eq!(idempotence.assign(ORDERS, 1), next);
    }

    #[test]
    fn without_a_gap_the_epoch_stays() {
        let mut idempotence = Idempotence::new(7);
        let first = idempotence.assign(ORDERS, 1);
        idempotence.note_given_up(ORDERS);
        idempotence.note_acked(ORDERS, first, 1);
        idempotence.resolve(ORDERS);
        let next = Sequence { epoch: 0, first: 1 };
        assert_eq!(idempotence.assign(ORDERS, 1), next);
    }
}
