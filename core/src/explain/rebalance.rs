//! What made a group rebalance, what that took from whom, and what is read again by it.

use super::Cause;
use super::handover::Teller;
pub use super::handover::{Beginning, Handover, Holder};
use super::past::{Past, in_order};
use crate::event::{Event, JoinReason, ProgramEvent, RebalanceReason};
use crate::history::Entry;
use crate::ids::{ConsumerId, GroupId, MemberId};
use crate::network::Client;
use crate::world::World;

/// A rebalance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebalance<'a> {
    /// Whose.
    pub group: GroupId,
    /// What the coordinator began it for.
    pub reason: RebalanceReason,
    /// How that came about, where the events say it: the last thing that its cause did or suffered.
    pub root: Option<Cause<'a>>,
    /// Whether everybody has got an assignment.
    pub stage: Stage,
    /// What went from one to another, and what was given up.
    pub handovers: Vec<Handover>,
    /// What led to it, and what it did, oldest first.
    pub causes: Vec<Cause<'a>>,
}

/// How far a rebalance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Members are joining, or wait for their assignment.
    UnderWay,
    /// The assignment has reached the coordinator.
    Stable,
    /// Nobody is left.
    Empty,
    /// The next one began before this one was through.
    Overtaken,
}

/// Whether an event belongs to a rebalance that can be explained.
pub(super) fn is_part_of_one(event: &Event) -> bool {
    match event {
        Event::PartitionsAssigned { partitions, .. }
        | Event::PartitionsRevoked { partitions, .. }
        | Event::PartitionsLost { partitions, .. } => !partitions.is_empty(),
        _ => group_of_coordinators(event).is_some(),
    }
}

/// The group, if an event is the coordinator's part of a rebalance.
fn group_of_coordinators(event: &Event) -> Option<GroupId> {
    match event {
        Event::RebalanceStarted { group, .. }
        | Event::MemberJoined { group, .. }
        | Event::MemberRemoved { group, .. }
        | Event::GenerationStarted { group, .. }
        | Event::GroupStable { group, .. }
        | Event::SessionExpired { group, .. } => Some(*group),
        _ => None,
    }
}

/// The rebalance that a step is part of; none if it is part of none. `opening` is the world before the
/// first step: who owned what then, no event says.
pub fn rebalance<'a>(opening: &World, entries: &'a [Entry], step: usize) -> Option<Rebalance<'a>> {
    let setup = opening.setup();
    let past = Past(entries);
    let asked = past.of(step).find(|it| is_part_of_one(it.event))?;
    let group = match asked.event {
        Event::PartitionsAssigned { consumer, .. }
        | Event::PartitionsRevoked { consumer, .. }
        | Event::PartitionsLost { consumer, .. } => setup.consumer(*consumer).group,
        event => group_of_coordinators(event)?,
    };
    let begins =
        |event: &Event| matches!(event, Event::RebalanceStarted { group: it, .. } if *it == group);
    let before = past.last(step, begins);
    let after = || past.first(step, begins);
    // Who leaves gives up its partitions first, and that is what the next rebalance is for.
    let is_farewell = is_after_the_last(past, asked, before);
    let beginning = match before {
        Some(before) if !is_farewell => before,
        before => after().or(before)?,
    };
    let Event::RebalanceStarted { reason, .. } = *beginning.event else {
        return None;
    };
    let next = past.first(beginning.step, begins);
    let inquiry = Inquiry {
        opening,
        past,
        group,
        beginning,
        next,
        end: next.map_or(past.steps(), |it| it.step - 1),
    };
    let root = inquiry.root(reason);
    Some(Rebalance {
        group,
        reason,
        root: root.last().copied(),
        stage: inquiry.stage(next.is_some()),
        handovers: inquiry.handovers(),
        causes: inquiry.causes(root),
    })
}

/// Whether a partition is given up that was assigned since the last rebalance began.
fn is_after_the_last(past: Past<'_>, asked: Cause<'_>, before: Option<Cause<'_>>) -> bool {
    let Event::PartitionsRevoked { consumer, .. } = asked.event else {
        return false;
    };
    let is_assigned = |it: &Event| matches!(it, Event::PartitionsAssigned { consumer: who, .. } if who == consumer);
    let assigned = past.last(asked.step, is_assigned).map(|it| it.step);
    assigned > before.map(|it| it.step)
}

/// What is asked of the past about one rebalance.
struct Inquiry<'a, 'w> {
    opening: &'w World,
    past: Past<'a>,
    group: GroupId,
    /// When it began.
    beginning: Cause<'a>,
    /// The one after it.
    next: Option<Cause<'a>>,
    /// The last step before that.
    end: usize,
}

impl<'a> Inquiry<'a, '_> {
    fn is_of_group(&self, consumer: ConsumerId) -> bool {
        self.opening.setup().consumer(consumer).group == self.group
    }

    fn during(&self) -> impl Iterator<Item = Cause<'a>> {
        self.past.all(self.beginning.step..=self.end)
    }

    fn stage(&self, is_followed: bool) -> Stage {
        let is_stable = |it: Cause<'_>| matches!(it.event, Event::GroupStable { group, .. } if *group == self.group);
        let is_empty = |it: Cause<'_>| matches!(it.event, Event::GenerationStarted { group, leader: None, .. } if *group == self.group);
        if self.during().any(is_stable) {
            Stage::Stable
        } else if self.during().any(is_empty) {
            Stage::Empty
        } else if is_followed {
            Stage::Overtaken
        } else {
            Stage::UnderWay
        }
    }

    /// What its cause did or suffered before, oldest first.
    fn root(&self, reason: RebalanceReason) -> Vec<Cause<'a>> {
        match reason {
            RebalanceReason::MemberJoined(member) | RebalanceReason::MemberRejoined(member) => {
                self.why_joined(member.consumer)
            }
            RebalanceReason::SessionExpired(member) => self.why_silent(member),
            RebalanceReason::SyncMissed(member) => {
                self.end_of(member.consumer).into_iter().collect()
            }
            RebalanceReason::MemberLeft(member) => {
                self.why_left(member.consumer).into_iter().collect()
            }
            RebalanceReason::LoadedTooLarge => Vec::new(),
        }
    }

    fn last(&self, is_so: impl Fn(&Event) -> bool) -> Option<Cause<'a>> {
        self.past.last(self.beginning.step, is_so)
    }

    fn why_joined(&self, consumer: ConsumerId) -> Vec<Cause<'a>> {
        let is_join =
            |it: &Event| matches!(it, Event::JoinSent { consumer: who, .. } if *who == consumer);
        let Some(join) = self.last(is_join) else {
            return Vec::new();
        };
        let Event::JoinSent { reason, .. } = join.event else {
            return vec![join];
        };
        let is_before = |it: &Event| match (reason, it) {
            (JoinReason::Started, Event::ConsumerRestarted(who))
            | (JoinReason::LostMembership, Event::PollTimeoutExpired(who)) => *who == consumer,
            (
                JoinReason::LostMembership,
                Event::SessionExpired { member, .. } | Event::MemberRemoved { member, .. },
            ) => member.consumer == consumer,
            (
                JoinReason::Revoked,
                Event::PartitionsRevoked {
                    consumer: who,
                    partitions,
                },
            ) => *who == consumer && !partitions.is_empty(),
            (JoinReason::Disconnected, Event::Disconnected { client, .. }) => {
                *client == Client::Consumer(consumer)
            }
            _ => false,
        };
        let before = self.past.last(join.step, is_before);
        before.into_iter().chain([join]).collect()
    }

    /// Why nothing was heard of it for so long: it is gone, or cannot be heard.
    fn why_silent(&self, member: MemberId) -> Vec<Cause<'a>> {
        let is_heard =
            |it: &Event| matches!(it, Event::HeartbeatHeard { member: who, .. } if *who == member);
        let heard = self.last(is_heard);
        heard
            .into_iter()
            .chain(self.end_of(member.consumer))
            .collect()
    }

    /// How a process ended, or was cut off; none if it has been started again since.
    fn end_of(&self, consumer: ConsumerId) -> Option<Cause<'a>> {
        let is_turn = |it: &Event| match it {
            Event::ConsumerCrashed { consumer: who, .. }
            | Event::ConsumerFailed { consumer: who, .. } => *who == consumer,
            Event::Disconnected { client, .. } => *client == Client::Consumer(consumer),
            _ => false,
        };
        self.last(is_turn)
    }

    fn why_left(&self, consumer: ConsumerId) -> Option<Cause<'a>> {
        self.last(|it| match it {
            Event::PollTimeoutExpired(who)
            | Event::ConsumerFailed { consumer: who, .. }
            | Event::Program {
                consumer: who,
                what: ProgramEvent::StopAsked,
            } => *who == consumer,
            _ => false,
        })
    }

    fn causes(&self, root: Vec<Cause<'a>>) -> Vec<Cause<'a>> {
        let mut causes = root;
        let is_settled = |it: &Cause<'_>| matches!(it.event, Event::GroupStable { group, .. } if *group == self.group);
        let settled = self
            .during()
            .find(is_settled)
            .map_or(self.end, |it| it.step);
        causes.extend(self.during().filter(|it| self.is_told(it, settled)));
        // Those who leave give up their partitions before the coordinator hears of it.
        let is_farewell = |it: &Cause<'_>| self.is_farewell(it);
        let before = self
            .past
            .all(1..=self.beginning.step)
            .rev()
            .find(is_farewell);
        causes.extend(before);
        in_order(causes)
    }

    fn is_told(&self, cause: &Cause<'_>, settled: usize) -> bool {
        match cause.event {
            Event::RebalanceStarted { group, .. }
            | Event::SessionExpired { group, .. }
            | Event::MemberRemoved { group, .. }
            | Event::GenerationStarted { group, .. } => *group == self.group,
            Event::PartitionsAssignedByLeader { consumer, .. } => self.is_of_group(*consumer),
            Event::PartitionsRevoked {
                consumer,
                partitions,
            }
            | Event::PartitionsLost {
                consumer,
                partitions,
            } => {
                // Who leaves later gives up its partitions for that.
                let is_for_the_next = self.next.is_some_and(|it| is_left_by(it.event, *consumer));
                let is_for_this = cause.step <= settled || !is_for_the_next;
                self.is_of_group(*consumer) && !partitions.is_empty() && is_for_this
            }
            // Where the group stands decides what is read again.
            Event::CommitApplied {
                group,
                previous,
                offset,
                ..
            } => *group == self.group && *previous != Some(*offset) && cause.step <= settled,
            Event::CommitFailed { consumer, .. } => {
                self.is_of_group(*consumer) && cause.step <= settled
            }
            _ => false,
        }
    }

    /// Whether this is how the member gave its partitions up whose leaving it is about.
    fn is_farewell(&self, cause: &Cause<'_>) -> bool {
        matches!(cause.event, Event::PartitionsRevoked { consumer, partitions }
            if is_left_by(self.beginning.event, *consumer) && !partitions.is_empty())
    }

    fn handovers(&self) -> Vec<Handover> {
        let members = self.opening.consumers();
        let mut teller = Teller::default();
        for member in members.filter(|it| it.group == self.group && it.is_running()) {
            teller.assign(member.id, &member.client.owned_partitions());
        }
        for cause in self.past.all(1..=self.end) {
            if cause.step == self.beginning.step && cause.place == self.beginning.place {
                teller.begin();
            }
            if self.concerns(cause.event) {
                teller.hear(cause);
            }
        }
        teller.handovers()
    }

    fn concerns(&self, event: &Event) -> bool {
        match event {
            Event::PartitionsAssigned { consumer, .. }
            | Event::PartitionsRevoked { consumer, .. }
            | Event::PartitionsLost { consumer, .. }
            | Event::PositionSet { consumer, .. }
            | Event::PollReturned { consumer, .. }
            | Event::EffectDone { consumer, .. } => self.is_of_group(*consumer),
            _ => false,
        }
    }
}

/// Whether a rebalance began because this one left.
fn is_left_by(event: &Event, consumer: ConsumerId) -> bool {
    matches!(event, Event::RebalanceStarted { reason: RebalanceReason::MemberLeft(member), .. }
        if member.consumer == consumer)
}
