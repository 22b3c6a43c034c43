//! What a group writes to `__consumer_offsets`, and what follows when it is stored there, or is
//! not. A leader's assignment counts only once it is stored.

use super::classic::ClassicGroup;
use super::config::Acknowledged;
use super::error::GroupError;
use super::member::{InstanceId, Member};
use super::protocol::{ProtocolName, ProtocolType};
use super::record::CoordinatorRecord;
use super::state::GroupState;
use crate::effects::{Effects, ReplyTo};
use crate::ids::{MemberId, TopicId, TopicPartition};

/// Who gets what: the leader's assignment.
pub type Assignments = Vec<(MemberId, Vec<TopicPartition>)>;

/// A write that waits to be acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Append {
    /// A group that did not exist before; the request that made it waits here.
    NewGroup(ReplyTo),
    /// The last member is out.
    EmptyGroup,
    /// What the leader of a generation assigned.
    Assignments {
        /// The generation.
        generation: u32,
        /// Who gets what.
        assignments: Assignments,
    },
    /// A static member has a new member id, and nothing else changes.
    StaticMember {
        /// As the group had it before, to go back to.
        old: Box<Member>,
        /// Its new id.
        new_id: MemberId,
        /// Who was the leader.
        old_leader: Option<MemberId>,
        /// What is answered to versions that know it: whether the leader need not assign.
        skips_assignment: bool,
    },
}

/// A `GroupMetadata` record (`GroupMetadataValue`): what a coordinator would find when it loads the
/// group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMetadata {
    /// The type of its protocols; none if it never had a member.
    pub protocol_type: Option<ProtocolType>,
    /// The generation.
    pub generation: u32,
    /// The protocol chosen.
    pub protocol: Option<ProtocolName>,
    /// The member that assigns.
    pub leader: Option<MemberId>,
    /// The members.
    pub members: Vec<MemberMetadata>,
}

/// A member in a [`GroupMetadata`] record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberMetadata {
    /// Its id.
    pub id: MemberId,
    /// Its `group.instance.id`, if it is static.
    pub instance: Option<InstanceId>,
    /// How long it may be silent.
    pub session_timeout_ms: i64,
    /// How long a rebalance waits for it.
    pub rebalance_timeout_ms: i64,
    /// The topics it wants under the protocol chosen.
    pub subscription: Vec<TopicId>,
    /// What it owns.
    pub assignment: Vec<TopicPartition>,
}

impl ClassicGroup {
    /// The writes that wait to be acknowledged, oldest first.
    pub fn appends(&self) -> &[Append] {
        &self.appends
    }

    /// The record that an append writes.
    pub fn record_of(&self, append: &Append) -> GroupMetadata {
        match append {
            Append::NewGroup(_) => GroupMetadata {
                protocol_type: None,
                generation: 0,
                protocol: None,
                leader: None,
                members: Vec::new(),
            },
            Append::Assignments { assignments, .. } => {
                let mut record = self.record();
                for member in &mut record.members {
                    member.assignment = assignment_of(assignments, member.id);
                }
                record
            }
            Append::EmptyGroup | Append::StaticMember { .. } => self.record(),
        }
    }

    /// The record of the group as it is now.
    pub fn record(&self) -> GroupMetadata {
        let members = self.members.iter().map(|member| MemberMetadata {
            id: member.id,
            instance: member.instance,
            session_timeout_ms: member.session_timeout_ms,
            rebalance_timeout_ms: member.rebalance_timeout_ms,
            subscription: self.subscription_of(member),
            assignment: member.assignment.clone(),
        });
        GroupMetadata {
            protocol_type: self.protocol_type,
            generation: self.generation,
            protocol: self.protocol,
            leader: self.leader,
            members: members.collect(),
        }
    }

    /// Writes to `__consumer_offsets`.
    pub(super) fn append(&mut self, append: Append, fx: &mut Effects) {
        match self.config.acknowledged {
            Acknowledged::AtOnce => {
                fx.write(CoordinatorRecord::Group {
                    group: self.id,
                    metadata: Some(self.record_of(&append)),
                });
                self.stored(append, fx);
            }
            Acknowledged::Later => self.appends.push(append),
        }
    }

    /// The oldest write was acknowledged, or has failed with the error that clients are told
    /// (`appendGroupMetadataErrorToResponseError`).
    pub fn append_done(&mut self, result: Result<(), GroupError>, fx: &mut Effects) {
        if self.appends.is_empty() {
            return;
        }
        let append = self.appends.remove(0);
        match result {
            Ok(()) => self.stored(append, fx),
            Err(error) => self.not_stored(append, error, fx),
        }
    }

    fn stored(&mut self, append: Append, fx: &mut Effects) {
        match append {
            Append::NewGroup(_) | Append::EmptyGroup => {}
            Append::Assignments {
                generation,
                assignments,
            } => {
                if self.still_completes(generation) {
                    self.take_assignments(&assignments, fx);
                }
            }
            Append::StaticMember {
                new_id,
                old_leader,
                skips_assignment,
                ..
            } => self.answer_replacement(new_id, old_leader, skips_assignment, fx),
        }
    }

    fn not_stored(&mut self, append: Append, error: GroupError, fx: &mut Effects) {
        match append {
            Append::NewGroup(reply_to) => Self::refuse_join(reply_to, error, fx),
            Append::EmptyGroup => {}
            Append::Assignments { generation, .. } => {
                if self.still_completes(generation) {
                    self.reject_assignments(error, fx);
                }
            }
            Append::StaticMember { old, new_id, .. } => {
                self.undo_replacement(*old, new_id, error, fx);
            }
        }
    }

    /// A member may have joined while the write was under way: then it means nothing any more.
    fn still_completes(&self, generation: u32) -> bool {
        self.state == GroupState::CompletingRebalance && self.generation == generation
    }
}

/// What a member gets; nothing if the leader has left it out.
pub(super) fn assignment_of(
    assignments: &[(MemberId, Vec<TopicPartition>)],
    id: MemberId,
) -> Vec<TopicPartition> {
    let owned = assignments.iter().find(|(owner, _)| *owner == id);
    owned.map_or_else(Vec::new, |(_, partitions)| partitions.clone())
}
