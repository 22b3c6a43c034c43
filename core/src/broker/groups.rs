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
                session_timeout_ms,
                rebalance_timeout_ms,
                protocols,
            } => {
                let request = JoinRequest {
                    member,
                    new_id,
                    instance: None,
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
                member,
                generation,
                assignments,
            } => {
                let request = SyncRequest {
                    who: member.into(),
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
                member,
                generation,
            } => {
                coordinator.heartbeat(group, member, generation, from, fx);
            }
            Request::LeaveGroup { group, member } => {
                // Whoever leaves does not wait to hear whether it was known.
                let _unheard = coordinator.group_mut(group).leave(&[member.into()], fx);
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
