//! What an administrator asks for. Follows `KafkaApis` and `GroupCoordinatorService`.

use super::Broker;
use crate::admin::{AdminError, AdminRequest};
use crate::effects::Effects;
use crate::event::Event;
use crate::group::Committer;
use crate::setup::Setup;

impl Broker {
    /// Does what an administrator asks, or refuses it.
    pub fn administer(
        &mut self,
        request: AdminRequest,
        setup: &Setup,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        fx.report(Event::AdminAsked(request));
        let coordinator = &mut self.coordinator;
        let done = match request {
            AdminRequest::DeleteRecords { partition, before } => {
                let log_start = self.delete_records(partition, Some(before), setup, fx);
                log_start.map(|_| ())
            }
            AdminRequest::AlterOffset {
                group,
                partition,
                to,
            } => {
                let offsets = vec![(partition, to.into())];
                let stored =
                    coordinator.store_commit(group, Committer::OUTSIDE, offsets, now_ms, fx);
                stored.map_err(AdminError::Group)
            }
            AdminRequest::DeleteOffset { group, partition } => {
                let deleted = coordinator.delete_offset(group, partition, fx);
                deleted.map_err(AdminError::Group)
            }
            AdminRequest::DeleteGroup(group) => {
                let deleted = coordinator.delete_group(group, fx);
                deleted.map_err(AdminError::Group)
            }
        };
        if let Err(error) = done {
            fx.report(Event::AdminRefused(error));
        }
    }
}
