//! Writing: `UnifiedLog.appendAsLeader` and `appendAsFollower`.

use super::batch::Batch;
use super::config::LogConfig;
use super::partition_log::{PartitionLog, RollError};
use super::producers::{ProducerStateError, ProducerStates, Verdict};
use super::record::NewRecord;
use super::segment::RollParams;
use super::validation::{self, RecordValidationError};
use crate::ids::Offset;
use std::sync::Arc;

/// Where an append comes from: `AppendOrigin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendOrigin {
    /// A replica copies what its leader has; the leader has checked it.
    Replication,
    /// The broker itself writes, as its group coordinator does.
    Coordinator,
    /// A producer.
    Client,
}

/// What a leader knows of an append beyond its batches.
#[derive(Clone, Copy, Debug)]
pub struct LeaderAppend {
    /// Where it comes from.
    pub origin: AppendOrigin,
    /// The leader's epoch, which it stamps on the batches.
    pub leader_epoch: u32,
}

/// What an append did: `LogAppendInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppendInfo {
    /// The first record's offset.
    pub first_offset: Offset,
    /// The last record's offset.
    pub last_offset: Offset,
    /// The largest timestamp of the records; -1 if none has one.
    pub max_timestamp_ms: i64,
    /// The log start offset, which producers are told too.
    pub log_start_offset: Offset,
    /// The base offset of the segment that had to be started first, if one was.
    pub rolled: Option<Offset>,
}

/// Why an append is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendError {
    /// The batch is not one that a client may send (`InvalidRecordException`).
    InvalidRecord,
    /// A record is not one that the topic takes (`RecordValidationException`).
    RecordValidation(RecordValidationError),
    /// `MESSAGE_TOO_LARGE` (10): a batch is larger than `max.message.bytes`.
    RecordTooLarge,
    /// `RECORD_LIST_TOO_LARGE` (18): the batches are larger than `segment.bytes`.
    RecordBatchTooLarge,
    /// A replica is given batches that are not in order (`OffsetsOutOfOrderException`).
    OffsetsOutOfOrder,
    /// A replica is given what lies below its log end (`UnexpectedAppendOffsetException`).
    UnexpectedAppendOffset,
    /// A replica is given a batch that no leader has stamped (`IllegalArgumentException`).
    NoLeaderEpoch,
    /// A new segment is needed and cannot begin there.
    Roll(RollError),
    /// The batch is not the next of its producer.
    Producer(ProducerStateError),
}

impl PartitionLog {
    /// Writes records that need no check as one batch, after starting a new segment if the active
    /// one is full or too old.
    pub fn append(
        &mut self,
        records: Vec<NewRecord>,
        now_ms: i64,
        config: &LogConfig,
    ) -> AppendInfo {
        let batch = Batch::new(self.log_end_offset(), records);
        let mut info = self.info_on(&batch, &batch);
        info.max_timestamp_ms = batch.max_timestamp_ms();
        if self.must_roll_before(batch.size_bytes(), &info, now_ms, config) {
            self.start_segment(info.first_offset, now_ms);
            info.rolled = Some(info.first_offset);
        }
        self.write(vec![Arc::new(batch)], now_ms);
        info
    }

    /// Writes batches as the partition's leader: checks them, gives them their offsets and stamps
    /// its epoch on them.
    ///
    /// # Errors
    /// If the topic, the log or the producer's past do not allow it.
    pub fn append_as_leader(
        &mut self,
        mut batches: Vec<Batch>,
        leader: LeaderAppend,
        now_ms: i64,
        config: &LogConfig,
    ) -> Result<AppendInfo, AppendError> {
        validation::validate_for_leader(&batches, leader.origin, now_ms, config)?;
        let mut next_offset = self.log_end_offset();
        for batch in &mut batches {
            batch.move_to(next_offset);
            batch.header.leader_epoch = Some(leader.leader_epoch);
            validation::set_timestamps(batch, now_ms, config);
            next_offset = batch.last_offset() + 1;
        }
        self.append_in_order(batches, leader.origin, now_ms, config)
    }

    /// Writes batches as a replica: at the offsets that the leader has given them, which may leave
    /// gaps.
    ///
    /// # Errors
    /// If the batches do not come after what the log has, in order.
    pub fn append_as_follower(
        &mut self,
        batches: Vec<Batch>,
        now_ms: i64,
        config: &LogConfig,
    ) -> Result<AppendInfo, AppendError> {
        if !batches.is_sorted_by(|a, b| a.last_offset() < b.last_offset()) {
            return Err(AppendError::OffsetsOutOfOrder);
        }
        let next_offset = self.log_end_offset();
        if batches
            .first()
            .is_some_and(|it| it.base_offset() < next_offset)
        {
            return Err(AppendError::UnexpectedAppendOffset);
        }
        self.append_in_order(batches, AppendOrigin::Replication, now_ms, config)
    }

    /// What leaders and replicas do alike. In this order: a batch that is a duplicate, or too
    /// large, may still begin an epoch, and one that is a duplicate may start a segment.
    fn append_in_order(
        &mut self,
        batches: Vec<Batch>,
        origin: AppendOrigin,
        now_ms: i64,
        config: &LogConfig,
    ) -> Result<AppendInfo, AppendError> {
        let (Some(first), Some(last)) = (batches.first(), batches.last()) else {
            return Err(AppendError::InvalidRecord);
        };
        let mut info = self.info_on(first, last);
        let timestamps = batches.iter().map(Batch::max_timestamp_ms);
        info.max_timestamp_ms = timestamps.max().unwrap_or(-1);
        self.note_epochs(&batches)?;
        let size_bytes = batches.iter().map(Batch::size_bytes).sum();
        if size_bytes > config.segment_bytes {
            return Err(AppendError::RecordBatchTooLarge);
        }
        if self.must_roll_before(size_bytes, &info, now_ms, config) {
            let rolled = self.roll(Some(info.first_offset), now_ms);
            info.rolled = Some(rolled.map_err(AppendError::Roll)?);
        }
        let mut producers = Arc::clone(&self.producers);
        for batch in batches.iter().filter(|it| it.header.producer.is_some()) {
            let producers: &mut ProducerStates = Arc::make_mut(&mut producers);
            let verdict = producers.check_and_note(batch, origin);
            if let Verdict::Duplicate(known) = verdict.map_err(AppendError::Producer)? {
                info.first_offset = known.base_offset;
                info.last_offset = known.last_offset;
                return Ok(info);
            }
        }
        self.producers = producers;
        self.write(batches.into_iter().map(Arc::new).collect(), now_ms);
        Ok(info)
    }

    fn note_epochs(&mut self, batches: &[Batch]) -> Result<(), AppendError> {
        for batch in batches {
            let epoch = batch.header.leader_epoch;
            let epoch = epoch.ok_or(AppendError::NoLeaderEpoch)?;
            Arc::make_mut(&mut self.leader_epochs).assign(epoch, batch.base_offset());
        }
        Ok(())
    }

    fn info_on(&self, first: &Batch, last: &Batch) -> AppendInfo {
        AppendInfo {
            first_offset: first.base_offset(),
            last_offset: last.last_offset(),
            max_timestamp_ms: -1,
            log_start_offset: self.log_start_offset(),
            rolled: None,
        }
    }

    fn must_roll_before(
        &self,
        size_bytes: u64,
        info: &AppendInfo,
        now_ms: i64,
        config: &LogConfig,
    ) -> bool {
        let append = RollParams {
            size_bytes,
            max_timestamp_ms: info.max_timestamp_ms,
            last_offset: info.last_offset,
            now_ms,
        };
        self.active().must_roll_before(&append, config)
    }
}

#[cfg(test)]
mod tests;
