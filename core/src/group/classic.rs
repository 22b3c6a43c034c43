//! One group of the classic protocol: who is in it, and how one gets in and out.
//!
//! Follows Kafka's `ClassicGroup` and the `classicGroup…` parts of `GroupMetadataManager`. How a
//! rebalance goes is in `rebalance.rs`.

use super::error::GroupError;
use super::member::Member;
use super::rebalance::InitialDelay;
use crate::effects::{Effects, ReplyTo};
use crate::event::{Event, RebalanceReason};
use crate::ids::{GroupId, MemberId, TopicId};
use crate::network::{Connection, Response};
use crate::timer::Timer;
use serde::{Deserialize, Serialize};

/// A new member that waits for its join to be answered is kept for this long, whatever its session
/// timeout (`ClassicGroupNewMemberJoinTimeoutMs`).
const NEW_MEMBER_JOIN_TIMEOUT_MS: i64 = 300_000;

/// Where a group is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GroupState {
    /// No members.
    Empty,
    /// A rebalance: waiting until all members have joined.
    PreparingRebalance,
    /// A rebalance: all have joined, waiting for the leader's assignment.
    CompletingRebalance,
    /// Everybody has an assignment.
    Stable,
}

/// What a join brings.
pub struct JoinRequest {
    /// The member id; none the first time.
    pub member: Option<MemberId>,
    /// The id to give if there is none.
    pub new_id: MemberId,
    /// `session.timeout.ms`
    pub session_timeout_ms: i64,
    /// `max.poll.interval.ms`
    pub rebalance_timeout_ms: i64,
    /// The topics wanted.
    pub subscription: Vec<TopicId>,
    /// Where the answer goes.
    pub reply_to: ReplyTo,
}

/// A group of the classic protocol.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClassicGroup {
    pub(super) id: GroupId,
    pub(super) initial_rebalance_delay_ms: i64,
    pub(super) state: GroupState,
    pub(super) generation: u32,
    pub(super) leader: Option<MemberId>,
    /// In the order they came.
    pub(super) members: Vec<Member>,
    /// Ids that were handed out and not yet joined with.
    pub(super) pending_members: Vec<MemberId>,
    /// The first rebalance of an empty group waits for company.
    pub(super) initial_delay: Option<InitialDelay>,
}

impl ClassicGroup {
    /// A group without members.
    pub fn new(id: GroupId, initial_rebalance_delay_ms: i64) -> Self {
        Self {
            id,
            initial_rebalance_delay_ms,
            state: GroupState::Empty,
            generation: 0,
            leader: None,
            members: Vec::new(),
            pending_members: Vec::new(),
            initial_delay: None,
        }
    }

    /// Where it is in its life.
    pub fn state(&self) -> GroupState {
        self.state
    }

    /// The number of the current generation: one more with every completed rebalance.
    pub fn generation(&self) -> u32 {
        self.generation
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

    /// Whether this is a member, and of the current generation.
    pub(super) fn validate_member(&self, id: MemberId, generation: u32) -> Result<(), GroupError> {
        if self.member(id).is_none() {
            Err(GroupError::UnknownMemberId)
        } else if self.generation != generation {
            Err(GroupError::IllegalGeneration)
        } else {
            Ok(())
        }
    }

    /// Handles `JoinGroup`.
    pub fn join(&mut self, request: JoinRequest, fx: &mut Effects) {
        let Some(id) = request.member else {
            return self.hand_out_member_id(&request, fx);
        };
        if let Some(place) = self
            .pending_members
            .iter()
            .position(|&pending| pending == id)
        {
            self.pending_members.remove(place);
            fx.cancel(Timer::PendingMember {
                group: self.id,
                member: id,
            });
            self.add_member(id, request, fx);
        } else if self.member(id).is_some() {
            self.rejoin(id, request, fx);
        } else {
            let error = GroupError::UnknownMemberId;
            fx.report(Event::RequestRefused {
                group: self.id,
                member: id,
                error,
            });
            fx.reply(
                request.reply_to,
                Connection::Coordinator,
                Response::JoinGroup(Err(error)),
            );
        }
    }

    /// A process that has no id yet gets one and must join again with it (KIP-394). This alone
    /// starts no rebalance.
    fn hand_out_member_id(&mut self, request: &JoinRequest, fx: &mut Effects) {
        let (group, member) = (self.id, request.new_id);
        self.pending_members.push(member);
        let timer = Timer::PendingMember { group, member };
        fx.arm(timer, request.session_timeout_ms);
        fx.report(Event::MemberIdGiven { group, member });
        fx.reply(
            request.reply_to,
            Connection::Coordinator,
            Response::MemberIdRequired(member),
        );
    }

    fn add_member(&mut self, id: MemberId, request: JoinRequest, fx: &mut Effects) {
        self.leader.get_or_insert(id);
        self.members.push(Member {
            id,
            session_timeout_ms: request.session_timeout_ms,
            rebalance_timeout_ms: request.rebalance_timeout_ms,
            subscription: request.subscription,
            assignment: Vec::new(),
            awaiting_join: Some(request.reply_to),
            awaiting_sync: None,
            pending_sync: false,
        });
        if let Some(delay) = &mut self.initial_delay {
            delay.new_member_added = true;
        }
        let timer = Timer::Session {
            group: self.id,
            member: id,
        };
        fx.arm(timer, NEW_MEMBER_JOIN_TIMEOUT_MS);
        fx.report(Event::MemberJoined {
            group: self.id,
            member: id,
        });
        self.rebalance(RebalanceReason::MemberJoined(id), fx);
    }

    /// A known member joins: because it was told to, or because something has changed.
    fn rejoin(&mut self, id: MemberId, request: JoinRequest, fx: &mut Effects) {
        let is_leader = self.leader == Some(id);
        let unchanged = self
            .member(id)
            .is_some_and(|member| member.subscription == request.subscription);
        let takes_part = match self.state {
            GroupState::Empty => false,
            GroupState::PreparingRebalance => true,
            GroupState::CompletingRebalance => !unchanged,
            // A leader rejoins when it has seen something that asks for a new assignment.
            GroupState::Stable => is_leader || !unchanged,
        };
        if !takes_part {
            // It has missed the answer: it gets the current generation again.
            let joined = self.joined(id);
            fx.reply(
                request.reply_to,
                Connection::Coordinator,
                Response::JoinGroup(Ok(joined)),
            );
            return;
        }
        if let Some(member) = self.member_mut(id) {
            member.subscription = request.subscription;
            member.awaiting_join = Some(request.reply_to);
        }
        // A member that waits for its answer counts as alive.
        fx.cancel(Timer::Session {
            group: self.id,
            member: id,
        });
        fx.report(Event::MemberJoined {
            group: self.id,
            member: id,
        });
        self.rebalance(RebalanceReason::MemberRejoined(id), fx);
    }

    /// Handles `Heartbeat`. It keeps the session alive even where its answer is to join again.
    ///
    /// # Errors
    /// What the member must know: that it is out, late, or that a rebalance is on.
    pub fn heartbeat(
        &mut self,
        id: MemberId,
        generation: u32,
        fx: &mut Effects,
    ) -> Result<(), GroupError> {
        self.validate_member(id, generation)?;
        self.restart_session(id, fx);
        match self.state {
            GroupState::PreparingRebalance => Err(GroupError::RebalanceInProgress),
            GroupState::Empty | GroupState::CompletingRebalance | GroupState::Stable => Ok(()),
        }
    }

    /// The member was heard: its session begins anew, unless it waits to be answered.
    pub(super) fn restart_session(&self, id: MemberId, fx: &mut Effects) {
        if let Some(member) = self.member(id)
            && member.awaiting_join.is_none()
            && member.awaiting_sync.is_none()
        {
            let timer = Timer::Session {
                group: self.id,
                member: id,
            };
            fx.arm(timer, member.session_timeout_ms);
        }
    }

    /// A member was silent for its session timeout. A new one may still wait for its join to be
    /// answered: it learns that it must begin again.
    pub fn session_expired(&mut self, id: MemberId, fx: &mut Effects) {
        fx.report(Event::SessionExpired {
            group: self.id,
            member: id,
        });
        if let Some(reply_to) = self.member(id).and_then(|member| member.awaiting_join) {
            let answer = Response::JoinGroup(Err(GroupError::UnknownMemberId));
            fx.reply(reply_to, Connection::Coordinator, answer);
        }
        self.remove(id, fx);
        self.rebalance(RebalanceReason::SessionExpired(id), fx);
    }

    /// Nobody joined with a member id in time.
    pub fn pending_member_expired(&mut self, id: MemberId, fx: &mut Effects) {
        self.pending_members.retain(|&pending| pending != id);
        fx.report(Event::MemberIdExpired {
            group: self.id,
            member: id,
        });
        if self.state == GroupState::PreparingRebalance {
            self.complete_join_if_all_are_in(fx);
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
}
