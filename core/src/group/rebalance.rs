//! The first half of a rebalance: all members join, and a generation begins.

use super::append::Append;
use super::classic::ClassicGroup;
use super::error::GroupError;
use super::member::Member;
use super::state::GroupState;
use crate::effects::Effects;
use crate::event::{Event, RebalanceReason};
use crate::ids::MemberId;
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
            GroupState::PreparingRebalance | GroupState::Dead => {}
            GroupState::CompletingRebalance => {
                fx.cancel(Timer::SyncDeadline(self.id));
                self.reset_assignments(GroupError::RebalanceInProgress, fx);
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
        self.enter(GroupState::PreparingRebalance);
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
        let delay_ms = self.config.initial_rebalance_delay_ms;
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
        let delay_ms = self.config.initial_rebalance_delay_ms;
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

    /// Somebody has joined, or left: the generation begins if nobody else is awaited, but not
    /// before the initial delay is over (`maybeCompleteJoinPhase`).
    pub(super) fn complete_join_if_all_are_in(&mut self, fx: &mut Effects) {
        if self.initial_delay.is_none() {
            self.complete_join_without_the_lost(fx);
        }
    }

    /// Somebody was given up: the generation begins if nobody else is awaited. Kafka looks at no
    /// initial delay here.
    pub(super) fn complete_join_without_the_lost(&mut self, fx: &mut Effects) {
        let joined = |member: &Member| member.awaiting_join.is_some();
        if self.state == GroupState::PreparingRebalance
            && self.members.iter().all(joined)
            && self.pending_members.is_empty()
        {
            self.complete_join(fx);
        }
    }

    /// The rebalance timeout is over: the generation begins with those who have joined.
    pub fn join_deadline_over(&mut self, fx: &mut Effects) {
        self.complete_join(fx);
    }

    pub(super) fn members_that(&self, is_so: impl Fn(&Member) -> bool) -> Vec<MemberId> {
        self.members
            .iter()
            .filter(|member| is_so(member))
            .map(|member| member.id)
            .collect()
    }

    /// A new generation (`completeClassicGroupJoin`): everybody's join is answered, and the leader
    /// will assign. Dynamic members that have not joined are out; static ones keep their place.
    fn complete_join(&mut self, fx: &mut Effects) {
        let group = self.id;
        fx.cancel(Timer::JoinDeadline(group));
        fx.cancel(Timer::InitialRebalanceDelay(group));
        self.initial_delay = None;
        for id in self.members_that(|it| it.awaiting_join.is_none() && it.instance.is_none()) {
            self.remove(id, fx);
            fx.report(Event::MemberRemoved { group, member: id });
        }
        if !self.elect_leader_who_joined() && !self.members.is_empty() {
            // Only silent static members are left: their sessions decide.
            return self.await_joins(fx);
        }
        self.generation += 1;
        self.protocol = self.select_protocol();
        self.enter(if self.members.is_empty() {
            GroupState::Empty
        } else {
            GroupState::CompletingRebalance
        });
        fx.report(Event::GenerationStarted {
            group,
            generation: self.generation,
            leader: self.leader,
            members: u16::try_from(self.members.len()).unwrap_or(u16::MAX),
        });
        if self.state == GroupState::Empty {
            return self.append(Append::EmptyGroup, fx);
        }
        for place in 0..self.members.len() {
            self.answer_join(place, fx);
        }
        let after_ms = self.longest_rebalance_timeout_ms();
        fx.arm(Timer::SyncDeadline(group), after_ms);
    }

    /// A leader that has not joined makes way for a member that has
    /// (`ClassicGroup.maybeElectNewJoinedLeader`). False if there is none.
    fn elect_leader_who_joined(&mut self) -> bool {
        let joined = |member: &&Member| member.awaiting_join.is_some();
        let leader = self.leader.and_then(|id| self.member(id)).filter(joined);
        let leader = leader.or_else(|| self.members.iter().find(joined));
        match leader.map(|member| member.id) {
            Some(id) => {
                self.leader = Some(id);
                true
            }
            None => false,
        }
    }

    fn answer_join(&mut self, place: usize, fx: &mut Effects) {
        let member = &mut self.members[place];
        member.assignment.clear();
        member.pending_sync = true;
        member.is_new = false;
        let (id, reply_to) = (member.id, member.awaiting_join.take());
        if let Some(reply_to) = reply_to {
            let answer = Response::JoinGroup(Ok(self.joined(id)));
            fx.reply(reply_to, Connection::Coordinator, answer);
        }
        self.restart_session(id, fx);
    }

    fn joined_member(&self, member: &Member) -> JoinedMember {
        let protocol = self.protocol.and_then(|it| member.protocol(it));
        JoinedMember {
            member: member.id,
            instance: member.instance,
            subscription: self.subscription_of(member),
            generation: protocol.and_then(|it| it.generation),
            claim: protocol.map(|it| it.claim.clone()).unwrap_or_default(),
        }
    }

    /// The answer to a join: only the leader sees the others.
    pub(super) fn joined(&self, id: MemberId) -> Joined {
        let is_leader = self.leader == Some(id);
        let members = self
            .members
            .iter()
            .filter(|_| is_leader)
            .map(|member| self.joined_member(member));
        Joined {
            member: id,
            generation: self.generation,
            leader: self.leader,
            protocol: self.protocol,
            skip_assignment: false,
            members: members.collect(),
        }
    }
}
