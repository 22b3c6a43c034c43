//! How one gets out of a group: `LeaveGroup`, silence, or an id that nobody joined with.

use super::classic::ClassicGroup;
use super::error::GroupError;
use super::member::MemberIdentity;
use super::state::GroupState;
use crate::effects::Effects;
use crate::event::{Event, RebalanceReason};
use crate::ids::MemberId;
use crate::timer::Timer;

impl ClassicGroup {
    /// Handles `LeaveGroup`, which may name several members. An operator may name static ones by
    /// their instance alone.
    ///
    /// Tells of each whether it is out now.
    ///
    /// # Errors
    /// [`GroupError::UnknownMemberId`] where there is no such group,
    /// [`GroupError::CoordinatorNotAvailable`] where it is no longer this broker's.
    pub fn leave(
        &mut self,
        members: &[MemberIdentity],
        fx: &mut Effects,
    ) -> Result<Vec<Result<(), GroupError>>, GroupError> {
        if !self.exists {
            return Err(GroupError::UnknownMemberId);
        }
        if self.state == GroupState::Dead {
            return Err(GroupError::CoordinatorNotAvailable);
        }
        let left: Vec<_> = members.iter().map(|&who| self.leave_one(who, fx)).collect();
        let last_out = left.iter().rev().find_map(|it| it.ok());
        if let Some(id) = last_out {
            self.rebalance_without(RebalanceReason::MemberLeft(id), fx);
        }
        Ok(left.into_iter().map(|it| it.map(|_| ())).collect())
    }

    fn leave_one(&mut self, who: MemberIdentity, fx: &mut Effects) -> Result<MemberId, GroupError> {
        if let Some(id) = who.member
            && self.forget_pending(id, fx)
        {
            return Ok(id);
        }
        let by_instance = who.instance.and_then(|it| self.static_member(it));
        let member = who.member.or(by_instance.map(|member| member.id));
        let id = self.validate_member(MemberIdentity { member, ..who })?;
        self.turn_out(id, fx);
        Ok(id)
    }

    /// An id that was handed out is joined with, or never will be. False if it is none such.
    pub(super) fn forget_pending(&mut self, id: MemberId, fx: &mut Effects) -> bool {
        let Some(place) = self.pending_members.iter().position(|&it| it == id) else {
            return false;
        };
        self.pending_members.remove(place);
        let timer = Timer::PendingMember {
            group: self.id,
            member: id,
        };
        fx.cancel(timer);
        true
    }

    /// A member that still waits to be let in learns that it must begin again.
    fn turn_out(&mut self, id: MemberId, fx: &mut Effects) {
        if let Some(reply_to) = self.member(id).and_then(|member| member.awaiting_join) {
            Self::refuse_join(reply_to, GroupError::UnknownMemberId, fx);
        }
        self.remove(id, fx);
    }

    /// Somebody is out: the others share what it had. An empty group has nothing to share.
    fn rebalance_without(&mut self, reason: RebalanceReason, fx: &mut Effects) {
        if !self.is_idle() {
            self.rebalance(reason, fx);
        }
    }

    /// A member was silent for its session timeout. A new one may still wait for its join to be
    /// answered: it learns that it must begin again. Any other that waits for an answer counts as
    /// alive (`ClassicGroupMember.hasSatisfiedHeartbeat`).
    pub fn session_expired(&mut self, id: MemberId, fx: &mut Effects) {
        let Some(member) = self.member(id) else {
            return;
        };
        if !member.is_new && (member.awaiting_join.is_some() || member.awaiting_sync.is_some()) {
            return;
        }
        fx.report(Event::SessionExpired {
            group: self.id,
            member: id,
        });
        self.turn_out(id, fx);
        if self.state == GroupState::PreparingRebalance {
            self.complete_join_without_the_lost(fx);
        } else {
            self.rebalance(RebalanceReason::SessionExpired(id), fx);
        }
    }

    /// Nobody joined with a member id in time.
    pub fn pending_member_expired(&mut self, id: MemberId, fx: &mut Effects) {
        self.pending_members.retain(|&pending| pending != id);
        fx.report(Event::MemberIdExpired {
            group: self.id,
            member: id,
        });
        self.complete_join_without_the_lost(fx);
    }
}
