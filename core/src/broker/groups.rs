//! Requests for the group coordinator.

use super::Broker;
use crate::effects::{Effects, ReplyTo};
use crate::group::{JoinRequest, JoinVersion, ProtocolType, SyncRequest};
use crate::network::Request;

impl Broker {
    /// Hands a request of a group to its coordinator.
    pub(super) fn handle_for_group(
        &mut self,
        request: Request,
        from: ReplyTo,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let coordinator = &mut self.coordinator;
        match request {
            // Not for the coordinator.
            Request::Produce { .. } | Request::Fetch { .. } | Request::ListOffsets { .. } => {}
            Request::JoinGroup {
                group,
                member,
                new_id,
                instance,
                session_timeout_ms,
                rebalance_timeout_ms,
                protocols,
            } => {
                let request = JoinRequest {
                    member,
                    new_id,
                    instance,
                    session_timeout_ms,
                    rebalance_timeout_ms,
                    protocol_type: Some(ProtocolType::CONSUMER),
                    protocols,
                    version: JoinVersion::LATEST,
                    reply_to: from,
                };
                coordinator.group_mut(group).join(request, fx);
            }
            Request::SyncGroup {
                group,
                who,
                generation,
                assignments,
            } => {
                let request = SyncRequest {
                    who,
                    generation,
                    protocol_type: None,
                    protocol: None,
                    assignments,
                    reply_to: from,
                };
                coordinator.group_mut(group).sync(request, fx);
            }
            Request::Heartbeat {
                group,
                who,
                generation,
            } => {
                coordinator.heartbeat(group, who, generation, from, fx);
            }
            Request::LeaveGroup { group, who } => {
                // Whoever leaves does not wait to hear whether it was known.
                let _unheard = coordinator.group_mut(group).leave(&[who], fx);
            }
            Request::OffsetCommit {
                group,
                committer,
                offsets,
            } => {
                coordinator.commit(group, committer, offsets, from, now_ms, fx);
            }
            Request::OffsetFetch { group, partitions } => {
                coordinator.fetch_offsets(group, &partitions, from, fx);
            }
        }
    }
}
