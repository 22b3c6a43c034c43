//! What goes at the end: a replica drops what its leader does not have. `UnifiedLog.truncateTo`.

use super::partition_log::PartitionLog;
use super::segment::Segment;
use crate::ids::Offset;
use std::sync::Arc;

impl PartitionLog {
    /// Drops everything from `offset` on, whole batches; says whether there was anything. A log
    /// that begins later than `offset` becomes empty there.
    pub fn truncate_to(&mut self, offset: Offset, now_ms: i64) -> bool {
        if offset >= self.log_end_offset() {
            Arc::make_mut(&mut self.leader_epochs).truncate_from_end(self.log_end_offset);
            return false;
        }
        if self.segments[0].base_offset > offset {
            self.truncate_fully_and_start_at(offset, None, now_ms);
            return true;
        }
        self.segments
            .retain(|segment| segment.base_offset <= offset);
        self.active_mut().truncate_to(offset, now_ms);
        self.log_end_offset = offset;
        Arc::make_mut(&mut self.leader_epochs).truncate_from_end(offset);
        self.log_start_offset = self.log_start_offset.min(offset);
        self.rebuild_producers(offset);
        self.update_high_watermark(self.high_watermark());
        true
    }

    /// Drops everything and goes on at `offset`, as a replica that has fallen behind what its
    /// leader still has. The log start offset may lie before it: in tiered storage.
    pub fn truncate_fully_and_start_at(
        &mut self,
        offset: Offset,
        log_start_offset: Option<Offset>,
        now_ms: i64,
    ) {
        self.segments = vec![Arc::new(Segment::new(offset, now_ms))];
        self.log_end_offset = offset;
        self.leader_epochs = Arc::default();
        self.producers = Arc::default();
        self.log_start_offset = log_start_offset.unwrap_or(offset);
        self.update_high_watermark(offset);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LogConfig, NewRecord};
    use super::*;

    /// Batches of two records, two to a segment, all below the high watermark.
    fn log() -> PartitionLog {
        let record = NewRecord {
            timestamp_ms: -1,
            key: None,
            value: None,
        };
        let config = LogConfig {
            segment_bytes: 150,
            ..LogConfig::default()
        };
        let mut log = PartitionLog::new(0);
        for _ in 0..4 {
            log.append(vec![record.clone(); 2], 0, &config);
        }
        log.update_high_watermark(Offset::MAX);
        log
    }

    fn check(
        truncate: impl FnOnce(&mut PartitionLog),
        bounds: [Offset; 3],
        segments: &[(Offset, usize)],
    ) {
        let mut log = log();
        truncate(&mut log);
        let found = [
            log.log_start_offset(),
            log.high_watermark(),
            log.log_end_offset(),
        ];
        assert_eq!(found, bounds);
        let found = log
            .segments()
            .iter()
            .map(|it| (it.base_offset, it.batches.len()));
        assert_eq!(found.collect::<Vec<_>>(), segments);
    }

    #[test]
    fn batches_go_whole() {
        check(
            |log| assert!(!log.truncate_to(8, 0)),
            [0, 8, 8],
            &[(0, 2), (4, 2)],
        );
        check(
            |log| assert!(log.truncate_to(7, 0)),
            [0, 7, 7],
            &[(0, 2), (4, 1)],
        );
        check(
            |log| assert!(log.truncate_to(4, 0)),
            [0, 4, 4],
            &[(0, 2), (4, 0)],
        );
        check(|log| assert!(log.truncate_to(3, 0)), [0, 3, 3], &[(0, 1)]);
        check(|log| assert!(log.truncate_to(0, 0)), [0, 0, 0], &[(0, 0)]);
    }

    #[test]
    fn a_log_can_go_on_elsewhere() {
        check(
            |log| log.truncate_fully_and_start_at(29, None, 0),
            [29; 3],
            &[(29, 0)],
        );
        check(
            |log| log.truncate_fully_and_start_at(9, Some(5), 0),
            [5, 9, 9],
            &[(9, 0)],
        );
    }
}
