//! Records come into the logs: `Produce`. Follows `ReplicaManager.appendRecords`.

use super::Broker;
use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::ids::{OrderNumber, TopicPartition};
use crate::log::{AppendError, AppendInfo, AppendOrigin, Batch, LeaderAppend, NewRecord};
use crate::network::{Connection, Response};
use crate::setup::Setup;

/// A record on its way into a log.
pub(super) struct Produced {
    pub partition: TopicPartition,
    pub record: NewRecord,
    pub order: OrderNumber,
}

impl Broker {
    /// Appends a record and answers. With one replica, the high watermark follows at once.
    pub(super) fn produce(
        &mut self,
        produced: Produced,
        from: ReplyTo,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let Produced {
            partition,
            record,
            order,
        } = produced;
        let Some(log) = self.logs.get_mut(&partition) else {
            return;
        };
        let appended = log.append(vec![record], now_ms, &setup.topic(partition.topic).log);
        let log_end = log.log_end_offset();
        log.update_high_watermark(log_end);
        let offset = appended.first_offset;
        if let Some(base_offset) = appended.rolled {
            fx.report(Event::SegmentRolled {
                partition,
                base_offset,
            });
        }
        fx.report(Event::RecordAppended {
            order,
            partition,
            offset,
        });
        fx.reply(
            from,
            Connection::Leader,
            Response::Produce { partition, offset },
        );
        self.serve_held_fetches(partition, fx);
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
        let leader = LeaderAppend {
            origin: AppendOrigin::Client,
            leader_epoch: 0,
        };
        let config = &setup.topic(partition.topic).log;
        let log = self.logs.get_mut(&partition).expect("it is led here");
        let appended = log.append_as_leader(vec![batch], leader, now_ms, config)?;
        let log_end = log.log_end_offset();
        log.update_high_watermark(log_end);
        self.serve_held_fetches(partition, fx);
        Ok(appended)
    }
}
