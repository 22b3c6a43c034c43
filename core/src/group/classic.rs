//! One group of the classic protocol: who is in it, and where it stands.
//!
//! Follows Kafka's `ClassicGroup` and the `classicGroup…` parts of `GroupMetadataManager`. How one
//! gets in is in `join.rs`, how a rebalance goes in `rebalance.rs` and `sync.rs`, how one gets out
//! in `leave.rs`, how a group is taken over from another broker in `load.rs`.

use super::append::Append;
use super::config::GroupConfig;
use super::error::GroupError;
use super::member::{InstanceId, Member, MemberIdentity};
use super::protocol::{ProtocolName, ProtocolType};
use super::rebalance::InitialDelay;
use super::state::GroupState;
use crate::effects::{Effects, ReplyTo};
use crate::ids::{GroupId, MemberId, TopicId};
use crate::network::{Connection, Response};
use crate::timer::Timer;

/// A group of the classic protocol.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClassicGroup {
    pub(super) id: GroupId,
    pub(super) config: GroupConfig,
    /// Somebody has made it, and nobody has deleted it since.
    pub(super) exists: bool,
    pub(super) state: GroupState,
    pub(super) generation: u32,
    pub(super) protocol_type: Option<ProtocolType>,
    pub(super) protocol: Option<ProtocolName>,
    pub(super) leader: Option<MemberId>,
    /// Since when it has had no members; a group that never had any does not say.
    pub(super) empty_since_ms: Option<i64>,
    /// In the order they came.
    pub(super) members: Vec<Member>,
    /// Ids that were handed out and not yet joined with.
    pub(super) pending_members: Vec<MemberId>,
    /// The first rebalance of an empty group waits for company.
    pub(super) initial_delay: Option<InitialDelay>,
    /// Writes that wait to be acknowledged, oldest first.
    pub(super) appends: Vec<Append>,
}

impl ClassicGroup {
    /// A group that nobody has joined yet.
    pub fn new(id: GroupId, config: GroupConfig) -> Self {
        Self {
            id,
            config,
            exists: false,
            state: GroupState::Empty,
            generation: 0,
            protocol_type: None,
            protocol: None,
            leader: None,
            empty_since_ms: None,
            members: Vec::new(),
            pending_members: Vec::new(),
            initial_delay: None,
            appends: Vec::new(),
        }
    }

    /// Which group it is.
    pub fn id(&self) -> GroupId {
        self.id
    }

    /// Whether the coordinator knows it: a member or a commit without one has made it.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Where it is in its life.
    pub fn state(&self) -> GroupState {
        self.state
    }

    /// The number of the current generation: one more with every completed rebalance.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The type of its protocols; none for a group that only ever had offsets.
    pub fn protocol_type(&self) -> Option<ProtocolType> {
        self.protocol_type
    }

    /// The protocol of the current generation.
    pub fn protocol(&self) -> Option<ProtocolName> {
        self.protocol
    }

    /// The member that assigns.
    pub fn leader(&self) -> Option<MemberId> {
        self.leader
    }

    /// Its members, in the order they came.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Ids that were handed out and that nobody has joined with yet.
    pub fn pending_members(&self) -> &[MemberId] {
        &self.pending_members
    }

    /// A member by its id.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    pub(super) fn member_mut(&mut self, id: MemberId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == id)
    }

    /// The member that has this `group.instance.id`.
    pub fn static_member(&self, instance: InstanceId) -> Option<&Member> {
        let has_it = |member: &&Member| member.instance == Some(instance);
        self.members.iter().find(has_it)
    }

    /// Neither members nor a rebalance.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.state, GroupState::Empty | GroupState::Dead)
    }

    /// The topics that a member wants under the protocol chosen.
    pub(super) fn subscription_of(&self, member: &Member) -> Vec<TopicId> {
        let subscription = self.protocol.and_then(|it| member.subscription(it));
        subscription.unwrap_or_default().to_vec()
    }

    /// Whether this is a member (`ClassicGroup.validateMember`): an instance that another process
    /// has taken over is fenced.
    pub(super) fn validate_member(&self, who: MemberIdentity) -> Result<MemberId, GroupError> {
        if let Some(instance) = who.instance {
            let current = self
                .static_member(instance)
                .ok_or(GroupError::UnknownMemberId)?;
            if Some(current.id) != who.member {
                return Err(GroupError::FencedInstanceId);
            }
        }
        who.member
            .filter(|&id| self.member(id).is_some())
            .ok_or(GroupError::UnknownMemberId)
    }

    /// Whether this is a member, and of the current generation.
    pub(super) fn validate_current(
        &self,
        who: MemberIdentity,
        generation: u32,
    ) -> Result<MemberId, GroupError> {
        if self.state == GroupState::Dead {
            return Err(GroupError::CoordinatorNotAvailable);
        }
        let member = self.validate_member(who)?;
        if self.generation == generation {
            Ok(member)
        } else {
            Err(GroupError::IllegalGeneration)
        }
    }

    /// Handles `Heartbeat`. It keeps the session alive even where its answer is to join again.
    ///
    /// # Errors
    /// What the member must know: that it is out, late, or that a rebalance is on.
    pub fn heartbeat(
        &self,
        who: impl Into<MemberIdentity>,
        generation: u32,
        fx: &mut Effects,
    ) -> Result<(), GroupError> {
        let who = who.into();
        let id = self.validate_current(who, generation)?;
        self.restart_session(id, fx);
        self.answer_to_heartbeat(who, generation)
    }

    /// What a heartbeat would be answered now.
    ///
    /// # Errors
    /// The same as of [`Self::heartbeat`].
    pub fn answer_to_heartbeat(
        &self,
        who: MemberIdentity,
        generation: u32,
    ) -> Result<(), GroupError> {
        self.validate_current(who, generation)?;
        match self.state {
            GroupState::PreparingRebalance => Err(GroupError::RebalanceInProgress),
            GroupState::Empty
            | GroupState::CompletingRebalance
            | GroupState::Stable
            | GroupState::Dead => Ok(()),
        }
    }

    /// The member was heard: its session begins anew. While it waits to be answered it needs none,
    /// unless it is new and might be gone without ever having known its id.
    pub(super) fn restart_session(&self, id: MemberId, fx: &mut Effects) {
        if let Some(member) = self.member(id)
            && (member.is_new || member.awaiting_join.is_none() && member.awaiting_sync.is_none())
        {
            let timer = Timer::Session {
                group: self.id,
                member: id,
            };
            fx.arm(timer, member.session_timeout_ms);
        }
    }

    /// A member that waits for its answer counts as alive, unless it is new.
    pub(super) fn pause_session(&self, id: MemberId, fx: &mut Effects) {
        if self.member(id).is_some_and(|member| !member.is_new) {
            fx.cancel(Timer::Session {
                group: self.id,
                member: id,
            });
        }
    }

    /// Takes a member out. Whoever calls this also sees to the rebalance.
    pub(super) fn remove(&mut self, id: MemberId, fx: &mut Effects) {
        self.members.retain(|member| member.id != id);
        if self.leader == Some(id) {
            self.leader = self.members.first().map(|member| member.id);
        }
        fx.cancel(Timer::Session {
            group: self.id,
            member: id,
        });
    }

    /// Puts the members in another order. Kafka goes through them in the order of a hash map, which
    /// decides who leads when the leader is gone; who knows that order says it here.
    pub fn order_members<K: Ord>(&mut self, place: impl FnMut(&Member) -> K) {
        self.members.sort_by_key(place);
    }

    /// The group becomes another broker's: whoever waits here must look for it there
    /// (`GroupMetadataManager.onUnloaded`).
    pub fn unload(&mut self, fx: &mut Effects) {
        for place in 0..self.members.len() {
            let member = &mut self.members[place];
            let (join, sync) = (member.awaiting_join.take(), member.awaiting_sync.take());
            if let Some(reply_to) = join {
                Self::refuse_join(reply_to, GroupError::NotCoordinator, fx);
            }
            if let Some(reply_to) = sync {
                Self::refuse_sync(reply_to, GroupError::NotCoordinator, fx);
            }
        }
        self.enter(GroupState::Dead);
    }

    pub(super) fn refuse_join(reply_to: ReplyTo, error: GroupError, fx: &mut Effects) {
        let answer = Response::JoinGroup(Err(error));
        fx.reply(reply_to, Connection::Coordinator, answer);
    }

    pub(super) fn refuse_sync(reply_to: ReplyTo, error: GroupError, fx: &mut Effects) {
        let answer = Response::SyncGroup(Err(error));
        fx.reply(reply_to, Connection::Coordinator, answer);
    }
}
