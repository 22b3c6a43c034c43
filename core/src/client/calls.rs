//! The calls of a consumer that return at once, and how it leaves. Follows `SubscriptionState` and
//! `AbstractCoordinator.maybeLeaveGroup`.

use super::assignment::{Assigned, Flow, Position};
use super::call::{Call, Returned};
use super::kafka_consumer::{KafkaConsumer, Subscription};
use super::librdkafka::Library;
use super::membership::Phase;
use crate::effects::Effects;
use crate::event::{ConsumerError, Event, JoinReason};
use crate::ids::{Offset, TopicId, TopicPartition};
use crate::network::{Connection, LogEnd, Request};
use crate::setup::ConsumerConfig;
use crate::timer::Timer;

/// `IllegalStateException`: the call does not fit the way the consumer is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IllegalState;

/// Where `seek` goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeekTo {
    /// `seek(offset)`
    Offset(Offset),
    /// `seekToBeginning`, `seekToEnd`: found out when it is needed.
    End(LogEnd),
}

impl KafkaConsumer {
    /// `subscribe(topics)`: at the next `poll` it joins.
    ///
    /// # Errors
    /// [`IllegalState`] after `assign`.
    pub fn subscribe(&mut self, topics: Vec<TopicId>) -> Result<(), IllegalState> {
        match &self.subscription {
            Subscription::Assigned => return Err(IllegalState),
            Subscription::Topics(_) => self.rejoin(JoinReason::Changed),
            Subscription::None => {}
        }
        self.subscription = Subscription::Topics(topics);
        Ok(())
    }

    /// `assign(partitions)`
    ///
    /// # Errors
    /// [`IllegalState`] after `subscribe`.
    pub fn assign(&mut self, partitions: Vec<TopicPartition>) -> Result<(), IllegalState> {
        if matches!(self.subscription, Subscription::Topics(_)) {
            return Err(IllegalState);
        }
        self.subscription = Subscription::Assigned;
        self.fetch_in_flight = None;
        self.assignment = partitions.into_iter().map(Assigned::new).collect();
        Ok(())
    }

    /// `unsubscribe()`: it leaves the group. Java commits nothing; librdkafka commits what is stored.
    pub fn unsubscribe(&mut self, fx: &mut Effects) {
        if self.library.librdkafka().is_some() {
            self.unassign(fx);
        }
        self.leave_group(fx);
        self.subscription = Subscription::None;
        self.assignment.clear();
    }

    /// `enforceRebalance()`, or the consumer has seen something that asks for a new assignment: at
    /// the next `poll` it joins again.
    pub fn rejoin(&mut self, reason: JoinReason) {
        match &mut self.membership.phase {
            Phase::Stable => self.membership.phase = Phase::must_join(reason),
            Phase::Synced { rejoin } => {
                rejoin.get_or_insert(reason);
            }
            _ => {}
        }
    }

    /// `seek…(partition)`: what was fetched for the old position is dropped, and so is what is still
    /// to come.
    ///
    /// # Errors
    /// [`IllegalState`] if the partition is not assigned; with librdkafka (`_STATE`) also if it is
    /// not, or no longer, being fetched (`rd_kafka_toppar_seek`).
    pub fn seek(&mut self, partition: TopicPartition, to: SeekTo) -> Result<(), IllegalState> {
        let is_java = self.library == Library::Java;
        let owned = self.assigned_mut(partition).ok_or(IllegalState)?;
        if !is_java && !owned.position.is_fetched_for() {
            return Err(IllegalState);
        }
        owned.position = match to {
            SeekTo::Offset(offset) => Position::At(offset),
            SeekTo::End(end) => Position::NeedsReset(end),
        };
        owned.buffer.clear();
        self.fetch_in_flight = None;
        Ok(())
    }

    /// `pause(partition)` and `resume(partition)`: position and buffer stay.
    ///
    /// # Errors
    /// [`IllegalState`] if the partition is not assigned.
    pub fn set_flow(&mut self, partition: TopicPartition, flow: Flow) -> Result<(), IllegalState> {
        self.assigned_mut(partition).ok_or(IllegalState)?.flow = flow;
        self.fetch_in_flight = None;
        Ok(())
    }

    /// `poll()`
    pub fn poll(&mut self, fx: &mut Effects) {
        fx.cancel(Timer::MaxPollInterval(self.id));
        self.call = Some(Call::Poll);
    }

    /// The timer that `poll` armed as it returned fires. While the client joins, its background
    /// thread rests (`hasNotJoinedGroup`), and looks again after that.
    pub fn max_poll_interval_due(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        match self.membership.phase {
            Phase::Joining | Phase::Syncing => {
                fx.arm(
                    Timer::MaxPollInterval(self.id),
                    config.heartbeat_interval_ms,
                );
            }
            // It is out already.
            Phase::Failed(_) => {}
            _ if self.membership.generation.is_none() => {}
            _ => self.max_poll_interval_over(fx),
        }
    }

    /// The background thread finds that `max.poll.interval.ms` has passed since the last `poll`: it
    /// leaves the group, and the next `poll` loses the partitions.
    pub fn max_poll_interval_over(&mut self, fx: &mut Effects) {
        fx.report(Event::PollTimeoutExpired(self.id));
        self.raise(ConsumerError::MaxPollExceeded);
        self.received.clear();
        let generation = self.membership.generation;
        self.send_leave(fx);
        if self.library.librdkafka().is_some() {
            // It forgets only its id, so a commit is refused even if the group is empty by then.
            self.membership.generation = generation;
        }
        self.membership.phase = Phase::must_join(JoinReason::LostMembership);
    }

    /// The last sub-step of `close()`.
    pub(super) fn leave(&mut self, fx: &mut Effects) -> Returned {
        self.leave_group(fx);
        self.disable_auto_commit(fx);
        fx.cancel(Timer::MaxPollInterval(self.id));
        if self.library.librdkafka().is_some() {
            // Its thread has ended.
            self.subscription = Subscription::None;
        }
        self.call = None;
        Returned::Closed
    }

    /// Gives up the partitions, if the group has assigned them, and leaves it (`onLeavePrepare`).
    fn leave_group(&mut self, fx: &mut Effects) {
        if !matches!(self.subscription, Subscription::Topics(_)) {
            return;
        }
        let (consumer, partitions) = (self.id, self.give_up_partitions());
        self.received.clear();
        if !partitions.is_empty() {
            let joins = matches!(self.membership.phase, Phase::Joining | Phase::Syncing);
            fx.report(match self.membership.generation {
                Some(_) if !joins => Event::PartitionsRevoked {
                    consumer,
                    partitions,
                },
                _ => Event::PartitionsLost {
                    consumer,
                    partitions,
                },
            });
        }
        self.send_leave(fx);
        self.membership.phase = Phase::must_join(JoinReason::Started);
    }

    /// A static member is gone for now, but does not say so: its session keeps its place.
    fn send_leave(&mut self, fx: &mut Effects) {
        fx.cancel(Timer::Heartbeat(self.id));
        self.membership.generation = None;
        let member = self.membership.member.take();
        if let (Some(group), Some(member), None) = (self.group, member, self.instance) {
            let who = member.into();
            let request = Request::LeaveGroup { group, who };
            fx.send(self.address(), Connection::Coordinator, request);
        }
    }
}
