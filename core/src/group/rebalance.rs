//! How a rebalance goes: all members join, a generation begins, its leader assigns, all sync.

use super::classic::{ClassicGroup, GroupState};
use super::error::GroupError;
use crate::effects::{Effects, ReplyTo};
use crate::event::{Event, RebalanceReason};
use crate::ids::{MemberId, TopicPartition};
use crate::network::{Connection, Joined, JoinedMember, Response};
use crate::timer::Timer;

/// The wait of an empty group's first rebalance (`group.initial.rebalance.delay.ms`), so that
/// members that start together get their partitions together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct InitialDelay {
    /// How long it may still be extended, in all.
    pub(super) remaining_ms: i64,
    /// Someone has come since the timer was armed: reason to extend.
    pub(super) new_member_added: bool,
}

impl ClassicGroup {
    /// Begins a rebalance, or carries on with the one that is on. An empty group needs none when
    /// somebody leaves.
    pub(super) fn rebalance(&mut self, reason: RebalanceReason, fx: &mut Effects) {
        match self.state {
            GroupState::PreparingRebalance => {}
            GroupState::CompletingRebalance => {
                fx.cancel(Timer::SyncDeadline(self.id));
                self.answer_syncs(Err(GroupError::RebalanceInProgress), fx);
                self.begin(reason, fx);
                self.await_joins(fx);
            }
            GroupState::Stable => {
                fx.cancel(Timer::SyncDeadline(self.id));
                self.begin(reason, fx);
                self.await_joins(fx);
            }
            GroupState::Empty => {
                self.begin(reason, fx);
                self.await_company(fx);
            }
        }
        self.complete_join_if_all_are_in(fx);
    }

    fn begin(&mut self, reason: RebalanceReason, fx: &mut Effects) {
        self.state = GroupState::PreparingRebalance;
        fx.report(Event::RebalanceStarted {
            group: self.id,
            reason,
        });
    }

    fn longest_rebalance_timeout_ms(&self) -> i64 {
        self.members
            .iter()
            .map(|member| member.rebalance_timeout_ms)
            .max()
            .unwrap_or(0)
    }

    fn await_joins(&mut self, fx: &mut Effects) {
        let after_ms = self.longest_rebalance_timeout_ms();
        fx.arm(Timer::JoinDeadline(self.id), after_ms);
    }

    fn await_company(&mut self, fx: &mut Effects) {
        let delay_ms = self.initial_rebalance_delay_ms;
        let remaining_ms = (self.longest_rebalance_timeout_ms() - delay_ms).max(0);
        self.initial_delay = Some(InitialDelay {
            remaining_ms,
            new_member_added: false,
        });
        let timer = Timer::InitialRebalanceDelay(self.id);
        fx.arm(timer, delay_ms);
    }

    /// The initial delay is over: it is extended if somebody new has come meanwhile.
    pub fn initial_delay_over(&mut self, fx: &mut Effects) {
        let delay_ms = self.initial_rebalance_delay_ms;
        if let Some(delay) = &mut self.initial_delay
            && delay.new_member_added
            && delay.remaining_ms > 0
        {
            let after_ms = delay_ms.min(delay.remaining_ms);
            delay.remaining_ms -= after_ms;
            delay.new_member_added = false;
            fx.arm(Timer::InitialRebalanceDelay(self.id), after_ms);
        } else {
            self.complete_join(fx);
        }
    }

    pub(super) fn complete_join_if_all_are_in(&mut self, fx: &mut Effects) {
        let all_joined = self
            .members
            .iter()
            .all(|member| member.awaiting_join.is_some());
        if all_joined && self.pending_members.is_empty() && self.initial_delay.is_none() {
            self.complete_join(fx);
        }
    }

    /// Members that have not joined by now are out.
    pub fn join_deadline_over(&mut self, fx: &mut Effects) {
        for id in self.members_that(|member| member.awaiting_join.is_none()) {
            self.remove(id, fx);
            fx.report(Event::MemberRemoved {
                group: self.id,
                member: id,
            });
        }
        self.complete_join(fx);
    }

    fn members_that(&self, is_so: impl Fn(&super::Member) -> bool) -> Vec<MemberId> {
        self.members
            .iter()
            .filter(|member| is_so(member))
            .map(|member| member.id)
            .collect()
    }

    /// A new generation: everybody's join is answered, and the leader will assign.
    fn complete_join(&mut self, fx: &mut Effects) {
        let group = self.id;
        fx.cancel(Timer::JoinDeadline(group));
        fx.cancel(Timer::InitialRebalanceDelay(group));
        self.initial_delay = None;
        self.generation += 1;
        self.state = if self.members.is_empty() {
            GroupState::Empty
        } else {
            GroupState::CompletingRebalance
        };
        fx.report(Event::GenerationStarted {
            group,
            generation: self.generation,
            leader: self.leader,
            members: u16::try_from(self.members.len()).unwrap_or(u16::MAX),
        });
        for place in 0..self.members.len() {
            self.answer_join(place, fx);
        }
        if self.state == GroupState::CompletingRebalance {
            let after_ms = self.longest_rebalance_timeout_ms();
            fx.arm(Timer::SyncDeadline(group), after_ms);
        }
    }

    fn answer_join(&mut self, place: usize, fx: &mut Effects) {
        let member = &mut self.members[place];
        member.assignment.clear();
        member.pending_sync = true;
        let (id, reply_to) = (member.id, member.awaiting_join.take());
        if let Some(reply_to) = reply_to {
            let joined = self.joined(id);
            fx.reply(
                reply_to,
                Connection::Coordinator,
                Response::JoinGroup(Ok(joined)),
            );
        }
        self.restart_session(id, fx);
    }

    /// The answer to a join: only the leader sees the others.
    pub(super) fn joined(&self, id: MemberId) -> Joined {
        let is_leader = self.leader == Some(id);
        let members = self
            .members
            .iter()
            .filter(|_| is_leader)
            .map(|member| JoinedMember {
                member: member.id,
                subscription: member.subscription.clone(),
            });
        Joined {
            generation: self.generation,
            members: members.collect(),
        }
    }

    /// Handles `SyncGroup`: a follower waits for the leader's assignment, the leader brings it.
    pub fn sync(
        &mut self,
        id: MemberId,
        generation: u32,
        assignments: &[(MemberId, Vec<TopicPartition>)],
        reply_to: ReplyTo,
        fx: &mut Effects,
    ) {
        if let Err(error) = self.validate_sync(id, generation) {
            fx.report(Event::RequestRefused {
                group: self.id,
                member: id,
                error,
            });
            fx.reply(
                reply_to,
                Connection::Coordinator,
                Response::SyncGroup(Err(error)),
            );
            return;
        }
        if let Some(member) = self.member_mut(id) {
            member.awaiting_sync = Some(reply_to);
            member.pending_sync = false;
        }
        // A member that waits for its answer counts as alive.
        fx.cancel(Timer::Session {
            group: self.id,
            member: id,
        });
        if self.state == GroupState::CompletingRebalance && self.leader == Some(id) {
            self.take_assignments(assignments, fx);
        }
        if self.state == GroupState::Stable {
            self.answer_syncs(Ok(()), fx);
        }
        if self.members.iter().all(|member| !member.pending_sync) {
            fx.cancel(Timer::SyncDeadline(self.id));
        }
    }

    fn validate_sync(&self, id: MemberId, generation: u32) -> Result<(), GroupError> {
        self.validate_member(id, generation)?;
        match self.state {
            GroupState::Empty => Err(GroupError::UnknownMemberId),
            GroupState::PreparingRebalance => Err(GroupError::RebalanceInProgress),
            GroupState::CompletingRebalance | GroupState::Stable => Ok(()),
        }
    }

    fn take_assignments(
        &mut self,
        assignments: &[(MemberId, Vec<TopicPartition>)],
        fx: &mut Effects,
    ) {
        for member in &mut self.members {
            let owned = assignments.iter().find(|(owner, _)| *owner == member.id);
            member.assignment = owned.map_or_else(Vec::new, |(_, partitions)| partitions.clone());
        }
        self.state = GroupState::Stable;
        let (group, generation) = (self.id, self.generation);
        fx.report(Event::GroupStable { group, generation });
    }

    /// Answers every sync that waits: with the member's assignment, or with an error.
    fn answer_syncs(&mut self, result: Result<(), GroupError>, fx: &mut Effects) {
        for place in 0..self.members.len() {
            let member = &mut self.members[place];
            if let Some(reply_to) = member.awaiting_sync.take() {
                let (id, answer) = (member.id, result.map(|()| member.assignment.clone()));
                fx.reply(
                    reply_to,
                    Connection::Coordinator,
                    Response::SyncGroup(answer),
                );
                self.restart_session(id, fx);
            }
        }
    }

    /// Members that have not synced by now are out, and the rest must begin again.
    pub fn sync_deadline_over(&mut self, fx: &mut Effects) {
        for id in self.members_that(|member| member.pending_sync) {
            self.remove(id, fx);
            fx.report(Event::MemberRemoved {
                group: self.id,
                member: id,
            });
            self.rebalance(RebalanceReason::SyncMissed(id), fx);
        }
    }
}
