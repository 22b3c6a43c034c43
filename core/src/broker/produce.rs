//! Records come into the logs: `Produce`. Follows `ReplicaManager.appendRecords`.

use super::Broker;
use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::ids::{Offset, TopicPartition};
use crate::log::{
    AppendError, AppendInfo, AppendOrigin, Batch, LeaderAppend, ProducerStateError,
    RecordValidationError,
};
use crate::network::{Client, Connection, ProduceError, ProducedBatch, Response};
use crate::setup::{Acks, Setup};

impl Broker {
    /// Appends batches, each by itself, and answers. With one replica, the high watermark follows at
    /// once.
    pub(super) fn produce(
        &mut self,
        batches: Vec<ProducedBatch>,
        acks: Acks,
        from: ReplyTo,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let partitions: Vec<_> = batches.iter().map(|batch| batch.partition).collect();
        let mut append = |produced: ProducedBatch| {
            let partition = produced.partition;
            (
                partition,
                self.append_produced(produced, from, setup, now_ms, fx),
            )
        };
        let answers = batches.into_iter().map(&mut append).collect();
        if acks != Acks::None {
            fx.reply(from, Connection::Leader, Response::Produce(answers));
        }
        for partition in partitions {
            self.serve_held_fetches(partition, fx);
        }
    }

    fn append_produced(
        &mut self,
        produced: ProducedBatch,
        from: ReplyTo,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Result<Offset, ProduceError> {
        let ProducedBatch {
            partition,
            batch,
            orders,
        } = produced;
        let log = self.logs.get(&partition);
        let next_offset = log.map_or(0, |log| log.log_end_offset());
        let appended = self.append_to_log(partition, batch, setup, now_ms)?;
        if let Some(base_offset) = appended.rolled {
            fx.report(Event::SegmentRolled {
                partition,
                base_offset,
            });
        }
        let offset = appended.first_offset;
        if let Client::Producer(producer) = from.client
            && offset < next_offset
        {
            fx.report(Event::DuplicateBatch {
                producer,
                partition,
                offset,
            });
            return Ok(offset);
        }
        for (offset, order) in (offset..).zip(orders) {
            fx.report(Event::RecordAppended {
                order,
                partition,
                offset,
            });
        }
        Ok(offset)
    }

    /// Appends a batch as the leader of the partition does, with all its checks, and tells nobody but
    /// those who wait for records.
    ///
    /// # Errors
    /// Those of [`PartitionLog::append_as_leader`].
    ///
    /// # Panics
    /// If there is no such partition.
    pub fn append(
        &mut self,
        partition: TopicPartition,
        batch: Batch,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Result<AppendInfo, AppendError> {
        let appended = self.append_to_log(partition, batch, setup, now_ms)?;
        self.serve_held_fetches(partition, fx);
        Ok(appended)
    }

    fn append_to_log(
        &mut self,
        partition: TopicPartition,
        batch: Batch,
        setup: &Setup,
        now_ms: i64,
    ) -> Result<AppendInfo, AppendError> {
        let leader = LeaderAppend {
            origin: AppendOrigin::Client,
            leader_epoch: 0,
        };
        let config = &setup.topic(partition.topic).log;
        let log = self.logs.get_mut(&partition).expect("it is led here");
        let appended = log.append_as_leader(vec![batch], leader, now_ms, config)?;
        let log_end = log.log_end_offset();
        log.update_high_watermark(log_end);
        Ok(appended)
    }
}

impl From<AppendError> for ProduceError {
    /// The error code that goes with the exception (`Errors.forException`).
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::RecordTooLarge => Self::MessageTooLarge,
            AppendError::RecordBatchTooLarge => Self::RecordListTooLarge,
            AppendError::RecordValidation(RecordValidationError::InvalidTimestamp) => {
                Self::InvalidTimestamp
            }
            AppendError::Producer(ProducerStateError::OutOfOrderSequence) => {
                Self::OutOfOrderSequence
            }
            AppendError::Producer(ProducerStateError::InvalidProducerEpoch) => {
                Self::InvalidProducerEpoch
            }
            _ => Self::InvalidRecord,
        }
    }
}
