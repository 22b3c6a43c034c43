//! Records go: the retention task, and `DeleteRecords`.

use super::Broker;
use crate::admin::AdminError;
use crate::effects::Effects;
use crate::event::Event;
use crate::ids::{Offset, TopicPartition};
use crate::log::DeletedSegments;
use crate::setup::Setup;

/// What went from a partition's old end.
pub type Deleted = (TopicPartition, DeletedSegments);

impl Broker {
    /// Handles `DeleteRecords`: everything below an offset, or all; says where the log starts now
    /// (`Partition.deleteRecordsOnLeader`). What is committed stays as it is.
    ///
    /// # Errors
    /// [`AdminError::OffsetOutOfRange`] above the high watermark, [`AdminError::PolicyViolation`]
    /// where the topic's policy is to compact alone.
    ///
    /// # Panics
    /// If there is no such partition.
    pub fn delete_records(
        &mut self,
        partition: TopicPartition,
        before: Option<Offset>,
        setup: &Setup,
        fx: &mut Effects,
    ) -> Result<Offset, AdminError> {
        if !setup.topic(partition.topic).log.cleanup_policy.deletes() {
            return Err(AdminError::PolicyViolation);
        }
        let log = self.logs.get_mut(&partition).expect("it is led here");
        let before = before.unwrap_or_else(|| log.high_watermark());
        let old_log_start = log.log_start_offset();
        log.maybe_increment_log_start_offset(before)
            .map_err(|_| AdminError::OffsetOutOfRange)?;
        let new_log_start = log.log_start_offset();
        fx.report(Event::RecordsDeleted {
            partition,
            old_log_start,
            new_log_start,
        });
        self.serve_held_fetches(partition, fx);
        Ok(new_log_start)
    }

    /// The retention task's round: every partition loses the segments that may go. Tells which.
    /// Compacted logs are the cleaner's (`LogManager.cleanupLogs`).
    pub fn check_retention(
        &mut self,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Vec<Deleted> {
        let is_ours = |partition: TopicPartition| {
            let config = &setup.topic(partition.topic).log;
            !config.cleanup_policy.compacts()
        };
        let deleted = self.delete_old_segments(is_ours, setup, now_ms, fx);
        if deleted.is_empty() {
            fx.report(Event::RetentionFoundNothing);
        }
        deleted
    }

    /// `UnifiedLog.deleteOldSegments`, of these partitions.
    pub(super) fn delete_old_segments(
        &mut self,
        is_meant: impl Fn(TopicPartition) -> bool,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Vec<Deleted> {
        let mut changed = Vec::new();
        for (&partition, log) in &mut self.logs {
            if !is_meant(partition) {
                continue;
            }
            for deleted in log.apply_retention(now_ms, &setup.topic(partition.topic).log) {
                fx.report(Event::SegmentsDeleted { partition, deleted });
                changed.push((partition, deleted));
            }
        }
        for &(partition, _) in &changed {
            self.serve_held_fetches(partition, fx);
        }
        changed
    }
}
