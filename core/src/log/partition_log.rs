//! One replica's log of one partition: its segments and the offsets that bound it.

use super::batch::Batch;
use super::epochs::LeaderEpochs;
use super::producers::ProducerStates;
use super::segment::Segment;
use crate::ids::Offset;
use std::sync::Arc;

/// A partition's log. Follows Kafka's `UnifiedLog`.
///
/// Invariant: log start offset ≤ last stable offset ≤ high watermark ≤ log end offset. Only
/// truncation lowers the log end offset.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartitionLog {
    /// Oldest first; never empty, the last one is the active one.
    pub(super) segments: Vec<Arc<Segment>>,
    pub(super) log_start_offset: Offset,
    pub(super) log_end_offset: Offset,
    high_watermark: Offset,
    // Behind an `Arc` because a world is cloned far more often than these change.
    pub(super) leader_epochs: Arc<LeaderEpochs>,
    pub(super) producers: Arc<ProducerStates>,
}

/// `OFFSET_OUT_OF_RANGE` (1): below the log start offset, or above what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetOutOfRange;

/// A high watermark above the log end offset (`IllegalArgumentException`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AboveLogEnd;

/// Why a new segment cannot begin at an offset (`KafkaException`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollError {
    /// There is a segment with that base offset, and it is not empty.
    SegmentExists,
    /// It lies below the active segment.
    BelowActiveSegment,
}

impl PartitionLog {
    /// An empty log.
    pub fn new(now_ms: i64) -> Self {
        Self::load(vec![Segment::new(0, now_ms)], 0)
    }

    /// A log that a broker finds on its disk. The high watermark is not known yet: it is the log
    /// start offset, until the leader learns what its replicas have.
    ///
    /// # Panics
    /// If there is no segment: every log has an active one.
    pub fn load(segments: Vec<Segment>, log_start_offset: Offset) -> Self {
        let active = segments.last().expect("a log has an active segment");
        let mut log = Self {
            log_start_offset,
            log_end_offset: active.next_offset(),
            high_watermark: log_start_offset,
            segments: segments.into_iter().map(Arc::new).collect(),
            leader_epochs: Arc::default(),
            producers: Arc::default(),
        };
        log.rebuild_epochs();
        log.rebuild_producers(Offset::MAX);
        log
    }

    /// The first offset that can still be read. Only deletion moves it, never a commit.
    pub fn log_start_offset(&self) -> Offset {
        self.log_start_offset
    }

    /// The offset the next record will get.
    pub fn log_end_offset(&self) -> Offset {
        self.log_end_offset
    }

    /// The offset up to which (exclusive) consumers may read: replicated to all in-sync replicas.
    pub fn high_watermark(&self) -> Offset {
        self.high_watermark
    }

    /// The offset up to which (exclusive) consumers of committed data may read.
    pub fn last_stable_offset(&self) -> Offset {
        let unstable = self.first_unstable_offset();
        unstable.map_or(self.high_watermark, |it| it.min(self.high_watermark))
    }

    /// The first offset of an open transaction. There are no transactions yet.
    #[expect(clippy::unused_self, reason = "transactions will be the log's")]
    fn first_unstable_offset(&self) -> Option<Offset> {
        None
    }

    /// Which leader wrote what.
    pub fn leader_epochs(&self) -> &LeaderEpochs {
        &self.leader_epochs
    }

    /// The segments, oldest first; the last one is the active one.
    pub fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// All batches that consumers may still see.
    pub fn batches(&self) -> impl DoubleEndedIterator<Item = &Arc<Batch>> {
        self.segments
            .iter()
            .flat_map(|segment| &segment.batches)
            .filter(|batch| batch.last_offset() >= self.log_start_offset)
    }

    /// Bytes on disk.
    pub fn size_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.size_bytes).sum()
    }

    /// Sets the high watermark, but not outside of what the log has; says what it is now. A replica
    /// that learns it from a new leader may have to lower it: `UnifiedLog.updateHighWatermark`.
    pub fn update_high_watermark(&mut self, to: Offset) -> Offset {
        self.high_watermark = to.max(self.log_start_offset).min(self.log_end_offset);
        self.high_watermark
    }

    /// Raises the high watermark, as a leader does; says what it was if it has risen:
    /// `UnifiedLog.maybeIncrementHighWatermark`.
    ///
    /// # Errors
    /// [`AboveLogEnd`]: no replica can have what the leader has not.
    pub fn maybe_increment_high_watermark(
        &mut self,
        to: Offset,
    ) -> Result<Option<Offset>, AboveLogEnd> {
        if to > self.log_end_offset {
            return Err(AboveLogEnd);
        }
        let before = self.high_watermark;
        Ok((to > before).then(|| {
            self.update_high_watermark(to);
            before
        }))
    }

    /// Raises the log start offset, as a `DeleteRecords` request does; says whether it has risen.
    /// Segments below it go with the next retention check:
    /// `UnifiedLog.maybeIncrementLogStartOffset`.
    ///
    /// # Errors
    /// [`OffsetOutOfRange`] above the high watermark.
    pub fn maybe_increment_log_start_offset(
        &mut self,
        to: Offset,
    ) -> Result<bool, OffsetOutOfRange> {
        if to > self.high_watermark {
            return Err(OffsetOutOfRange);
        }
        let rises = to > self.log_start_offset;
        if rises {
            self.raise_log_start(to);
        }
        Ok(rises)
    }

    pub(super) fn raise_log_start(&mut self, to: Offset) {
        self.log_start_offset = to;
        if self.leader_epochs.latest().is_some() {
            Arc::make_mut(&mut self.leader_epochs).truncate_from_start(to);
        }
    }

    /// The active segment: the one that is written to.
    pub fn active(&self) -> &Segment {
        &self.segments[self.segments.len() - 1]
    }

    pub(super) fn active_mut(&mut self) -> &mut Segment {
        let last = self.segments.len() - 1;
        Arc::make_mut(&mut self.segments[last])
    }

    /// Starts a new active segment at the log end offset, or at `expected_next_offset` if that is
    /// larger; says where. An empty active segment is made anew: `LocalLog.roll`.
    ///
    /// # Errors
    /// If there is a segment there already, or a later one.
    pub fn roll(
        &mut self,
        expected_next_offset: Option<Offset>,
        now_ms: i64,
    ) -> Result<Offset, RollError> {
        let base_offset = expected_next_offset.unwrap_or(0).max(self.log_end_offset);
        let active = self.active();
        if base_offset < active.base_offset {
            return Err(RollError::BelowActiveSegment);
        }
        if base_offset == active.base_offset {
            if !active.is_empty() {
                return Err(RollError::SegmentExists);
            }
            self.segments.pop();
        }
        self.start_segment(base_offset, now_ms);
        Ok(base_offset)
    }

    pub(super) fn start_segment(&mut self, base_offset: Offset, now_ms: i64) {
        self.segments
            .push(Arc::new(Segment::new(base_offset, now_ms)));
    }

    /// Adds batches to the active segment.
    pub(super) fn write(&mut self, batches: Vec<Arc<Batch>>, now_ms: i64) {
        self.active_mut().append(batches, now_ms);
        self.log_end_offset = self.active().next_offset();
    }

    /// Learns from the batches which leader wrote what.
    fn rebuild_epochs(&mut self) {
        let mut epochs = LeaderEpochs::default();
        for batch in self.batches() {
            if let Some(epoch) = batch.header.leader_epoch {
                epochs.assign(epoch, batch.base_offset());
            }
        }
        self.leader_epochs = Arc::new(epochs);
    }

    /// Forgets what producers have written at `offset` or later.
    pub(super) fn rebuild_producers(&mut self, offset: Offset) {
        let mut producers = ProducerStates::clone(&self.producers);
        let batches = self.segments.iter().flat_map(|segment| &segment.batches);
        producers.rebuild(offset, batches.map(AsRef::as_ref));
        self.producers = Arc::new(producers);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LogConfig, NewRecord};
    use super::*;

    fn log() -> PartitionLog {
        let record = NewRecord {
            timestamp_ms: -1,
            key: None,
            value: None,
        };
        let mut log = PartitionLog::new(0);
        log.append(vec![record; 10], 0, &LogConfig::default());
        log
    }

    /// `UnifiedLogTest#testHighWatermarkMaintenance`
    #[test]
    fn the_high_watermark_stays_in_the_log() {
        let mut log = log();
        assert_eq!(log.update_high_watermark(11), 10);
        assert_eq!(log.update_high_watermark(4), 4);
        assert_eq!(log.maybe_increment_log_start_offset(3), Ok(true));
        assert_eq!(log.update_high_watermark(1), 3);
        assert_eq!(log.maybe_increment_high_watermark(5), Ok(Some(3)));
        assert_eq!(log.maybe_increment_high_watermark(4), Ok(None));
        assert_eq!(log.maybe_increment_high_watermark(11), Err(AboveLogEnd));
    }

    #[test]
    fn records_above_the_high_watermark_cannot_be_deleted() {
        let mut log = log();
        log.update_high_watermark(5);
        assert_eq!(
            log.maybe_increment_log_start_offset(6),
            Err(OffsetOutOfRange)
        );
        assert_eq!(log.maybe_increment_log_start_offset(5), Ok(true));
        assert_eq!(log.maybe_increment_log_start_offset(5), Ok(false));
        assert_eq!(log.log_start_offset(), 5);
    }

    /// `UnifiedLogTest#testRollSegmentThatAlreadyExists`
    #[test]
    fn an_empty_active_segment_is_made_anew() {
        let mut log = PartitionLog::new(0);
        assert_eq!(log.roll(Some(0), 7), Ok(0));
        assert_eq!((log.segments().len(), log.active().created_ms), (1, 7));
        assert_eq!(log.roll(Some(20), 7), Ok(20));
        assert_eq!(log.log_end_offset(), 0, "only an append moves it");
        assert_eq!(log.roll(None, 7), Err(RollError::BelowActiveSegment));
    }
}
