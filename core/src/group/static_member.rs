//! Static members (KIP-345): a restarted process with the same `group.instance.id` takes over its
//! predecessor's place, and its partitions, without a rebalance.

use super::append::Append;
use super::classic::ClassicGroup;
use super::error::GroupError;
use super::join::JoinRequest;
use super::member::Member;
use super::state::GroupState;
use crate::effects::Effects;
use crate::event::{Event, RebalanceReason};
use crate::ids::MemberId;
use crate::network::{Connection, Joined, Response};
use crate::timer::Timer;

impl ClassicGroup {
    /// A static member comes back without its member id
    /// (`updateStaticMemberThenRebalanceOrCompleteJoin`).
    pub(super) fn replace(&mut self, old_id: MemberId, request: JoinRequest, fx: &mut Effects) {
        let (new_id, old_leader) = (request.new_id, self.leader);
        let skips_assignment = request.version.supports_skipping_assignment;
        let Some(old) = self.take_over(old_id, new_id, fx) else {
            return;
        };
        self.restart_session(new_id, fx);
        self.update_member(new_id, request);
        fx.report(Event::MemberJoined {
            group: self.id,
            member: new_id,
        });
        if self.state == GroupState::Stable && self.select_protocol() == self.protocol {
            let replacement = Append::StaticMember {
                old: Box::new(old),
                new_id,
                old_leader,
                skips_assignment,
            };
            self.append(replacement, fx);
        } else {
            // While the leader assigns, it may do so for the old id: all must join once more.
            self.rebalance(RebalanceReason::MemberRejoined(new_id), fx);
        }
    }

    /// The member gets another id (`ClassicGroup.replaceStaticMember`). Who still waits under the
    /// old one is fenced. Returns the member as it was.
    fn take_over(
        &mut self,
        old_id: MemberId,
        new_id: MemberId,
        fx: &mut Effects,
    ) -> Option<Member> {
        let member = self.member_mut(old_id)?;
        let (join, sync) = (member.awaiting_join.take(), member.awaiting_sync.take());
        let old = member.clone();
        member.id = new_id;
        member.pending_sync = false;
        member.is_new = false;
        if self.leader == Some(old_id) {
            self.leader = Some(new_id);
        }
        if let Some(reply_to) = join {
            Self::refuse_join(reply_to, GroupError::FencedInstanceId, fx);
        }
        if let Some(reply_to) = sync {
            Self::refuse_sync(reply_to, GroupError::FencedInstanceId, fx);
        }
        fx.cancel(Timer::Session {
            group: self.id,
            member: old_id,
        });
        Some(old)
    }

    /// The new id is stored: its owner learns where the group stands. Requests too old to be told
    /// not to assign are told that the old leader leads.
    pub(super) fn answer_replacement(
        &mut self,
        new_id: MemberId,
        old_leader: Option<MemberId>,
        skips_assignment: bool,
        fx: &mut Effects,
    ) {
        let Some(member) = self.member_mut(new_id) else {
            return;
        };
        let Some(reply_to) = member.awaiting_join.take() else {
            return;
        };
        let joined = self.joined(new_id);
        let joined = if skips_assignment {
            Joined {
                skip_assignment: self.leader == Some(new_id),
                ..joined
            }
        } else {
            Joined {
                leader: old_leader,
                members: Vec::new(),
                ..joined
            }
        };
        let answer = Response::JoinGroup(Ok(joined));
        fx.reply(reply_to, Connection::Coordinator, answer);
    }

    /// The new id could not be stored: the old one is back.
    pub(super) fn undo_replacement(
        &mut self,
        old: Member,
        new_id: MemberId,
        error: GroupError,
        fx: &mut Effects,
    ) {
        let Some(member) = self.member_mut(new_id) else {
            return;
        };
        let old_id = old.id;
        let reply_to = member.awaiting_join;
        *member = old;
        if self.leader == Some(new_id) {
            self.leader = Some(old_id);
        }
        fx.cancel(Timer::Session {
            group: self.id,
            member: new_id,
        });
        self.restart_session(old_id, fx);
        if let Some(reply_to) = reply_to {
            Self::refuse_join(reply_to, error, fx);
        }
    }
}
