//! The second half of a rebalance: the leader's assignment reaches everybody. `SyncGroup`.

use super::append::{Append, Assignments, assignment_of};
use super::classic::ClassicGroup;
use super::error::GroupError;
use super::member::MemberIdentity;
use super::protocol::{ProtocolName, ProtocolType};
use super::state::GroupState;
use crate::effects::{Effects, ReplyTo};
use crate::event::{Event, RebalanceReason};
use crate::ids::{MemberId, TopicPartition};
use crate::network::{Connection, Response};
use crate::timer::Timer;

/// What a sync brings.
pub struct SyncRequest {
    /// Who asks.
    pub who: MemberIdentity,
    /// The generation it believes in.
    pub generation: u32,
    /// The type of protocol it believes in, if it says so.
    pub protocol_type: Option<ProtocolType>,
    /// The protocol it believes in, if it says so.
    pub protocol: Option<ProtocolName>,
    /// From the leader: who gets what. Empty from others.
    pub assignments: Assignments,
    /// Where the answer goes.
    pub reply_to: ReplyTo,
}

impl ClassicGroup {
    /// Handles `SyncGroup`: a follower waits for the leader's assignment, the leader brings it.
    pub fn sync(&mut self, request: SyncRequest, fx: &mut Effects) {
        match self.validate_sync(&request) {
            Ok(id) => self.take_sync(id, request, fx),
            Err(error) => {
                if let Some(member) = request.who.member {
                    let group = self.id;
                    fx.report(Event::RequestRefused {
                        group,
                        member,
                        error,
                    });
                }
                Self::refuse_sync(request.reply_to, error, fx);
            }
        }
    }

    fn validate_sync(&self, request: &SyncRequest) -> Result<MemberId, GroupError> {
        let id = self.validate_current(request.who, request.generation)?;
        let types_differ = request.protocol_type.is_some() && self.protocol_type.is_some();
        let names_differ = request.protocol.is_some() && self.protocol.is_some();
        if types_differ && request.protocol_type != self.protocol_type
            || names_differ && request.protocol != self.protocol
        {
            return Err(GroupError::InconsistentGroupProtocol);
        }
        match self.state {
            GroupState::Empty | GroupState::Dead => Err(GroupError::UnknownMemberId),
            GroupState::PreparingRebalance => Err(GroupError::RebalanceInProgress),
            GroupState::CompletingRebalance | GroupState::Stable => Ok(id),
        }
    }

    fn take_sync(&mut self, id: MemberId, request: SyncRequest, fx: &mut Effects) {
        let SyncRequest {
            reply_to,
            assignments,
            ..
        } = request;
        let is_stable = self.state == GroupState::Stable;
        let Some(member) = self.member_mut(id) else {
            return;
        };
        member.pending_sync = false;
        if is_stable {
            let answer = Response::SyncGroup(Ok(member.assignment.clone()));
            fx.reply(reply_to, Connection::Coordinator, answer);
        } else {
            member.awaiting_sync = Some(reply_to);
            self.pause_session(id, fx);
        }
        if self.members.iter().all(|member| !member.pending_sync) {
            fx.cancel(Timer::SyncDeadline(self.id));
        }
        if !is_stable && self.leader == Some(id) {
            let generation = self.generation;
            let append = Append::Assignments {
                generation,
                assignments,
            };
            self.append(append, fx);
        }
    }

    /// The leader's assignment is stored: the group is stable.
    pub(super) fn take_assignments(
        &mut self,
        assignments: &[(MemberId, Vec<TopicPartition>)],
        fx: &mut Effects,
    ) {
        for member in &mut self.members {
            member.assignment = assignment_of(assignments, member.id);
        }
        self.enter(GroupState::Stable);
        let (group, generation) = (self.id, self.generation);
        fx.report(Event::GroupStable { group, generation });
        self.answer_syncs(Ok(()), fx);
    }

    /// The leader's assignment could not be stored: all must join again.
    pub(super) fn reject_assignments(&mut self, error: GroupError, fx: &mut Effects) {
        self.reset_assignments(error, fx);
        if let Some(leader) = self.leader {
            self.rebalance(RebalanceReason::SyncMissed(leader), fx);
        }
    }

    /// Nobody owns anything any more, and whoever waits for an assignment gets the error.
    pub(super) fn reset_assignments(&mut self, error: GroupError, fx: &mut Effects) {
        for member in &mut self.members {
            member.assignment.clear();
        }
        self.answer_syncs(Err(error), fx);
    }

    /// Answers every sync that waits: with the member's assignment, or with an error.
    fn answer_syncs(&mut self, result: Result<(), GroupError>, fx: &mut Effects) {
        for place in 0..self.members.len() {
            let member = &mut self.members[place];
            if let Some(reply_to) = member.awaiting_sync.take() {
                let (id, answer) = (member.id, result.map(|()| member.assignment.clone()));
                let answer = Response::SyncGroup(answer);
                fx.reply(reply_to, Connection::Coordinator, answer);
                self.restart_session(id, fx);
            }
        }
    }

    /// Members that have not synced by now are out, and the rest must begin again
    /// (`expirePendingSync`).
    pub fn sync_deadline_over(&mut self, fx: &mut Effects) {
        let mut last_out = None;
        for id in self.members_that(|member| member.pending_sync) {
            self.remove(id, fx);
            let group = self.id;
            fx.report(Event::MemberRemoved { group, member: id });
            last_out = Some(id);
        }
        if let Some(id) = last_out {
            self.rebalance(RebalanceReason::SyncMissed(id), fx);
        }
    }
}
