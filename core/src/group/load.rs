//! How a coordinator comes by a group that another one had: from its record in
//! `__consumer_offsets`.

use super::append::{GroupMetadata, MemberMetadata};
use super::classic::ClassicGroup;
use super::config::GroupConfig;
use super::member::Member;
use super::protocol::Protocol;
use super::state::GroupState;
use crate::effects::Effects;
use crate::event::RebalanceReason;
use crate::ids::GroupId;

impl ClassicGroup {
    /// The group that a record describes (`GroupMetadataManager.replay`). No record means none.
    /// Of what its members support, only the protocol chosen is known.
    pub fn load(id: GroupId, config: GroupConfig, record: Option<&GroupMetadata>) -> Self {
        let group = Self::new(id, config);
        let Some(record) = record else {
            return group;
        };
        let member = |stored: &MemberMetadata| Member {
            id: stored.id,
            instance: stored.instance,
            session_timeout_ms: stored.session_timeout_ms,
            rebalance_timeout_ms: stored.rebalance_timeout_ms,
            protocols: record
                .protocol
                .iter()
                .map(|&name| Protocol::new(name, stored.subscription.clone()))
                .collect(),
            assignment: stored.assignment.clone(),
            awaiting_join: None,
            awaiting_sync: None,
            pending_sync: false,
            is_new: false,
        };
        Self {
            exists: true,
            state: if record.members.is_empty() {
                GroupState::Empty
            } else {
                GroupState::Stable
            },
            generation: record.generation,
            protocol_type: record.protocol_type,
            protocol: record.protocol,
            leader: record.leader,
            members: record.members.iter().map(member).collect(),
            ..group
        }
    }

    /// All records are read: from now on the members must be heard, and if there are more than the
    /// broker lets in, the group rebalances (`GroupMetadataManager.onLoaded`).
    pub fn loaded(&mut self, fx: &mut Effects) {
        for place in 0..self.members.len() {
            self.restart_session(self.members[place].id, fx);
        }
        let size = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        if size > self.config.max_size {
            self.rebalance(RebalanceReason::LoadedTooLarge, fx);
        }
    }
}
