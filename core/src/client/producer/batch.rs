//! Records that a producer sends together: `ProducerBatch`.

use super::idempotence::Sequence;
use crate::ids::{OrderNumber, TopicPartition};
use crate::log::{Batch, NewRecord, ProducerStamp};
use crate::network::ProducedBatch;

/// A batch before it is in a log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProducerBatch {
    /// Where it goes.
    pub partition: TopicPartition,
    /// The records, at least one.
    pub records: Vec<NewRecord>,
    /// Which order each carries.
    pub orders: Vec<OrderNumber>,
    /// What it would take in a request.
    pub size_bytes: u64,
    /// How often it was sent.
    pub attempts: u32,
    /// The sequence number of its first record, once it has one.
    pub sequence: Option<Sequence>,
    /// Whether it can be sent.
    pub readiness: Readiness,
}

/// Whether a batch can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Readiness {
    /// It waits for more records, at most `linger.ms`.
    Lingering,
    /// It can.
    Ready,
    /// It failed and waits for `retry.backoff.ms`.
    BackingOff,
}

impl ProducerBatch {
    /// A batch of one record.
    pub fn new(partition: TopicPartition, record: NewRecord, order: OrderNumber) -> Self {
        let records = vec![record];
        Self {
            partition,
            size_bytes: size_bytes(&records),
            records,
            orders: vec![order],
            attempts: 0,
            sequence: None,
            readiness: Readiness::Lingering,
        }
    }

    /// The first order in it, by which its timers know it.
    pub fn first_order(&self) -> OrderNumber {
        self.orders[0]
    }

    /// Takes one more record, if the batch is open and has room for it; else gives it back.
    pub(super) fn try_append(
        &mut self,
        record: NewRecord,
        order: OrderNumber,
        batch_size: u64,
    ) -> Result<(), NewRecord> {
        if self.attempts > 0 || self.is_full(batch_size) {
            return Err(record);
        }
        self.records.push(record);
        let size_bytes = size_bytes(&self.records);
        if size_bytes > batch_size {
            return self.records.pop().map_or(Ok(()), Err);
        }
        self.size_bytes = size_bytes;
        self.orders.push(order);
        Ok(())
    }

    /// `batch.size` is reached.
    pub(super) fn is_full(&self, batch_size: u64) -> bool {
        self.size_bytes >= batch_size
    }

    /// How many records it has.
    pub fn record_count(&self) -> u32 {
        u32::try_from(self.records.len()).unwrap_or(u32::MAX)
    }

    /// What goes into a request.
    pub(super) fn to_send(&self, producer_id: Option<i64>) -> ProducedBatch {
        let mut batch = Batch::new(0, self.records.clone());
        if let (Some(id), Some(sequence)) = (producer_id, self.sequence) {
            batch.header.producer = Some(ProducerStamp {
                id,
                epoch: sequence.epoch,
                base_sequence: sequence.first,
            });
        }
        ProducedBatch {
            partition: self.partition,
            batch,
            orders: self.orders.clone(),
        }
    }
}

fn size_bytes(records: &[NewRecord]) -> u64 {
    Batch::new(0, records.to_vec()).size_bytes()
}
