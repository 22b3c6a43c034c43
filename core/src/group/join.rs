//! How one gets into a group: `JoinGroup`.

use super::append::Append;
use super::classic::ClassicGroup;
use super::error::GroupError;
use super::member::{InstanceId, Member, MemberIdentity};
use super::protocol::{Protocol, ProtocolType};
use super::state::GroupState;
use crate::effects::{Effects, ReplyTo};
use crate::event::{Event, RebalanceReason};
use crate::ids::MemberId;
use crate::network::{Connection, Response};
use crate::timer::Timer;

/// What a join brings.
pub struct JoinRequest {
    /// The member id; none the first time.
    pub member: Option<MemberId>,
    /// The id to give if there is none.
    pub new_id: MemberId,
    /// `group.instance.id`
    pub instance: Option<InstanceId>,
    /// `session.timeout.ms`
    pub session_timeout_ms: i64,
    /// `max.poll.interval.ms`
    pub rebalance_timeout_ms: i64,
    /// The type of the protocols.
    pub protocol_type: Option<ProtocolType>,
    /// The protocols supported, with the topics wanted.
    pub protocols: Vec<Protocol>,
    /// What this version of the request can do.
    pub version: JoinVersion,
    /// Where the answer goes.
    pub reply_to: ReplyTo,
}

/// What a version of `JoinGroup` can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinVersion {
    /// A dynamic member gets its id first and joins with it then (version 4, KIP-394).
    pub requires_known_member_id: bool,
    /// A leader can be told not to assign (version 9).
    pub supports_skipping_assignment: bool,
}

impl JoinVersion {
    /// What today's clients send.
    pub const LATEST: Self = Self {
        requires_known_member_id: true,
        supports_skipping_assignment: true,
    };
}

impl ClassicGroup {
    /// Handles `JoinGroup` (`classicGroupJoinToClassicGroup`).
    pub fn join(&mut self, request: JoinRequest, fx: &mut Effects) {
        let is_new_group = !self.exists;
        let (appends, reply_to) = (self.appends.len(), request.reply_to);
        let named = request.member.unwrap_or(request.new_id);
        match self.validate_join(&request) {
            Ok(()) => self.admit(request, fx),
            Err(error) => {
                if error == GroupError::GroupMaxSizeReached {
                    self.forget_pending(named, fx);
                    self.remove(named, fx);
                }
                fx.report(Event::RequestRefused {
                    group: self.id,
                    member: named,
                    error,
                });
                Self::refuse_join(reply_to, error, fx);
            }
        }
        if is_new_group && self.exists && appends == self.appends.len() {
            self.append(Append::NewGroup(reply_to), fx);
        }
    }

    /// Whether the request may be looked at further. The first join of all makes the group.
    fn validate_join(&mut self, request: &JoinRequest) -> Result<(), GroupError> {
        let config = &self.config;
        let bounds = config.min_session_timeout_ms..=config.max_session_timeout_ms;
        if !bounds.contains(&request.session_timeout_ms) {
            return Err(GroupError::InvalidSessionTimeout);
        }
        if !self.exists && request.member.is_some() {
            return Err(GroupError::UnknownMemberId);
        }
        self.exists = true;
        if !self.has_room_for(request.member) {
            return Err(GroupError::GroupMaxSizeReached);
        }
        if self.state == GroupState::Dead {
            return Err(GroupError::CoordinatorNotAvailable);
        }
        if !self.supports(request.protocol_type, &request.protocols) {
            return Err(GroupError::InconsistentGroupProtocol);
        }
        match request.member {
            None => Ok(()),
            // Static members are given no ids to join with: Kafka throws an IllegalStateException.
            Some(id) if self.pending_members.contains(&id) => match request.instance {
                Some(_) => Err(GroupError::UnknownServerError),
                None => Ok(()),
            },
            member @ Some(_) => {
                let instance = request.instance;
                self.validate_member(MemberIdentity { member, instance })?;
                Ok(())
            }
        }
    }

    /// `group.max.size`. While a rebalance waits for joins, those count who have joined: whoever
    /// comes last must stay outside.
    fn has_room_for(&self, id: Option<MemberId>) -> bool {
        let member = id.and_then(|id| self.member(id));
        let waits = |member: &Member| member.awaiting_join.is_some();
        let (is_in, in_all) = match self.state {
            GroupState::Empty | GroupState::Dead => return true,
            GroupState::PreparingRebalance => {
                let joined = self.members.iter().filter(|member| waits(member)).count();
                (member.is_some_and(waits), joined)
            }
            GroupState::CompletingRebalance | GroupState::Stable => {
                (member.is_some(), self.members.len())
            }
        };
        is_in || u32::try_from(in_all).is_ok_and(|in_all| in_all < self.config.max_size)
    }

    fn admit(&mut self, request: JoinRequest, fx: &mut Effects) {
        let replaced = request.instance.and_then(|it| self.static_member(it));
        match (request.member, replaced.map(|member| member.id)) {
            (None, Some(old)) => self.replace(old, request, fx),
            (None, None) if request.instance.is_none() && request.asks_for_id() => {
                self.hand_out_member_id(&request, fx);
            }
            (None, None) => self.add_member(request.new_id, request, fx),
            (Some(id), _) => {
                if self.forget_pending(id, fx) {
                    self.add_member(id, request, fx);
                } else {
                    self.rejoin(id, request, fx);
                }
            }
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
        if self.members.is_empty() {
            self.protocol_type = request.protocol_type;
        }
        self.leader.get_or_insert(id);
        self.members.push(Member {
            id,
            instance: request.instance,
            session_timeout_ms: request.session_timeout_ms,
            rebalance_timeout_ms: request.rebalance_timeout_ms,
            protocols: request.protocols.into(),
            assignment: Vec::new(),
            awaiting_join: Some(request.reply_to),
            awaiting_sync: None,
            pending_sync: false,
            is_new: true,
        });
        if let Some(delay) = &mut self.initial_delay {
            delay.new_member_added = true;
        }
        let timer = Timer::Session {
            group: self.id,
            member: id,
        };
        fx.arm(timer, self.config.new_member_join_timeout_ms);
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
            .is_some_and(|member| *member.protocols == *request.protocols);
        let takes_part = match self.state {
            // Nobody is a member of an empty group.
            GroupState::Empty | GroupState::Dead => return,
            GroupState::PreparingRebalance => true,
            GroupState::CompletingRebalance => !unchanged,
            // A leader rejoins when it has seen something that asks for a new assignment.
            GroupState::Stable => is_leader || !unchanged,
        };
        if !takes_part {
            // It has missed the answer: it gets the current generation again.
            let answer = Response::JoinGroup(Ok(self.joined(id)));
            fx.reply(request.reply_to, Connection::Coordinator, answer);
            return;
        }
        self.update_member(id, request);
        self.pause_session(id, fx);
        fx.report(Event::MemberJoined {
            group: self.id,
            member: id,
        });
        self.rebalance(RebalanceReason::MemberRejoined(id), fx);
    }

    /// What a member says of itself in a later join counts from now on.
    pub(super) fn update_member(&mut self, id: MemberId, request: JoinRequest) {
        if let Some(member) = self.member_mut(id) {
            member.session_timeout_ms = request.session_timeout_ms;
            member.rebalance_timeout_ms = request.rebalance_timeout_ms;
            member.protocols = request.protocols.into();
            member.awaiting_join = Some(request.reply_to);
        }
    }
}

impl JoinRequest {
    fn asks_for_id(&self) -> bool {
        self.version.requires_known_member_id
    }
}
