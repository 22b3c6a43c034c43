//! What a consumer does in a call: one sub-step of it at a time.

use super::assignment::Position;
use super::call::{Call, ClientAction, Returned};
use super::kafka_consumer::{AutoCommit, ClientContext, KafkaConsumer};
use super::membership::{FarewellCommit, Phase};
use super::records::{InHand, spans_of};
use crate::effects::Effects;
use crate::event::{CommitException, CommitTrigger, Event};
use crate::ids::{MemberId, Offset, TopicPartition};
use crate::network::{Connection, FetchTarget, LogEnd, Request};
use crate::setup::{AutoOffsetReset, ConsumerConfig};
use crate::timer::Timer;

impl KafkaConsumer {
    /// Does one sub-step of the call that has not returned; tells if it returns with that.
    pub fn act(
        &mut self,
        action: ClientAction,
        context: ClientContext<'_>,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let config = context.config;
        match action {
            ClientAction::LosePartitions => self.lose_partitions(fx),
            ClientAction::CommitBeforeRebalance => self.commit_before_rebalance(fx),
            ClientAction::RevokePartitions => self.revoke_partitions(fx),
            ClientAction::Join => self.join(context, fx),
            ClientAction::AutoCommit => self.auto_commit(config, fx),
            ClientAction::FetchCommittedOffsets => self.fetch_committed_offsets(fx),
            ClientAction::ResetPositions => self.reset_positions(config, fx),
            ClientAction::ReturnRecords => return Some(self.return_records(config, fx)),
            ClientAction::Fetch => self.fetch(fx),
        }
        None
    }

    /// `enable.auto.commit=true`, with a new interval.
    pub fn enable_auto_commit(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        self.auto_commit = AutoCommit::Waiting;
        fx.arm(Timer::AutoCommit(self.id), config.auto_commit_interval_ms);
    }

    /// `enable.auto.commit=false`
    pub fn disable_auto_commit(&mut self, fx: &mut Effects) {
        self.auto_commit = AutoCommit::Off;
        fx.cancel(Timer::AutoCommit(self.id));
    }

    /// The application calls `commitSync`.
    pub fn commit_sync(
        &mut self,
        offsets: Vec<(TopicPartition, Offset)>,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let sent = self.send_commit(CommitTrigger::CommitSync, offsets, fx);
        self.call = sent.is_ok().then_some(Call::CommitSync);
        sent.err()
            .map(|exception| Returned::Committed(Err(exception)))
    }

    fn lose_partitions(&mut self, fx: &mut Effects) {
        let partitions = self.give_up_partitions();
        fx.report(Event::PartitionsLost {
            consumer: self.id,
            partitions,
        });
    }

    fn revoke_partitions(&mut self, fx: &mut Effects) {
        let partitions = self.give_up_partitions();
        fx.report(Event::PartitionsRevoked {
            consumer: self.id,
            partitions,
        });
    }

    /// Positions and buffered records go with the partitions.
    fn give_up_partitions(&mut self) -> Vec<TopicPartition> {
        self.fetch_in_flight = None;
        let owned = self.owned_partitions();
        self.assignment.clear();
        owned
    }

    fn commit_before_rebalance(&mut self, fx: &mut Effects) {
        if let Phase::MustJoin { farewell, .. } = &mut self.membership.phase {
            *farewell = FarewellCommit::Sent;
        }
        let positions = self.positions();
        if self
            .send_commit(CommitTrigger::BeforeRebalance, positions, fx)
            .is_err()
        {
            self.farewell_done();
        }
    }

    pub(super) fn farewell_done(&mut self) {
        if let Phase::MustJoin { farewell, .. } = &mut self.membership.phase {
            *farewell = FarewellCommit::Done;
        }
    }

    fn join(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        if let Phase::MustJoin { reason, .. } = self.membership.phase {
            fx.report(Event::JoinSent {
                consumer: self.id,
                reason,
            });
        }
        self.membership.phase = Phase::Joining;
        if self.auto_commit == AutoCommit::Due {
            self.auto_commit = AutoCommit::Waiting;
        }
        fx.cancel(Timer::Heartbeat(self.id));
        fx.cancel(Timer::AutoCommit(self.id));
        self.send_join(context, fx);
    }

    pub(super) fn send_join(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        if self.membership.member.is_none() {
            self.member_ids_asked_for += 1;
        }
        let request = Request::JoinGroup {
            group: self.group,
            member: self.membership.member,
            new_id: MemberId {
                consumer: self.id,
                number: self.member_ids_asked_for,
            },
            session_timeout_ms: context.config.session_timeout_ms,
            rebalance_timeout_ms: context.config.max_poll_interval_ms,
            subscription: self.subscription.clone(),
        };
        fx.send(self.address(), Connection::Coordinator, request);
    }

    fn auto_commit(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        self.enable_auto_commit(config, fx);
        let positions = self.positions();
        if !positions.is_empty() {
            // It is asynchronous and its failure is only logged.
            let _logged = self.send_commit(CommitTrigger::AutoCommit, positions, fx);
        }
    }

    fn fetch_committed_offsets(&mut self, fx: &mut Effects) {
        let partitions = self.move_on(Position::Unknown, Position::AwaitingCommitted);
        fx.report(Event::CommittedOffsetsAsked(self.id));
        let request = Request::OffsetFetch {
            group: self.group,
            partitions,
        };
        fx.send(self.address(), Connection::Coordinator, request);
    }

    fn reset_positions(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        let end = match config.auto_offset_reset {
            AutoOffsetReset::Earliest => LogEnd::Earliest,
            AutoOffsetReset::Latest => LogEnd::Latest,
            AutoOffsetReset::None => return,
        };
        let partitions = self.move_on(Position::NeedsReset, Position::AwaitingReset);
        fx.report(Event::LogEndsAsked {
            consumer: self.id,
            end,
        });
        let request = Request::ListOffsets { partitions, end };
        fx.send(self.address(), Connection::Leader, request);
    }

    /// Moves every partition at one kind of position on to another; returns which.
    fn move_on(&mut self, from: Position, to: Position) -> Vec<TopicPartition> {
        let mut moved = Vec::new();
        for owned in self
            .assignment
            .iter_mut()
            .filter(|owned| owned.position == from)
        {
            owned.position = to;
            moved.push(owned.partition);
        }
        moved
    }

    fn fetch(&mut self, fx: &mut Effects) {
        let target = |(partition, offset)| FetchTarget { partition, offset };
        let targets: Vec<_> = self.positions().into_iter().map(target).collect();
        self.fetch_in_flight = Some(targets.clone());
        fx.report(Event::FetchSent(self.id));
        fx.send(self.address(), Connection::Leader, Request::Fetch(targets));
    }

    /// `poll` returns: positions move past what is returned, whether or not it is ever processed.
    fn return_records(&mut self, config: &ConsumerConfig, fx: &mut Effects) -> Returned {
        let mut records = Vec::new();
        let mut room = usize::try_from(config.max_poll_records).unwrap_or(usize::MAX);
        for owned in &mut self.assignment {
            let returned: Vec<Offset> = owned.buffered().take(room).collect();
            room -= returned.len();
            if let Some(&last) = returned.last() {
                owned.position = Position::At(last + 1);
                owned.buffer.retain(|batch| batch.last_offset() > last);
            }
            let partition = owned.partition;
            let in_hand = |offset| InHand { partition, offset };
            records.extend(returned.into_iter().map(in_hand));
        }
        fx.report(Event::PollReturned {
            consumer: self.id,
            records: spans_of(&records),
        });
        self.call = None;
        Returned::Records(records)
    }

    /// Sends a commit, unless the client knows that it is out of the group: then it fails at once.
    fn send_commit(
        &mut self,
        trigger: CommitTrigger,
        offsets: Vec<(TopicPartition, Offset)>,
        fx: &mut Effects,
    ) -> Result<(), CommitException> {
        let (Some(member), Some(generation)) = (self.membership.member, self.membership.generation)
        else {
            let exception = CommitException::CommitFailed;
            fx.report(Event::CommitFailed {
                consumer: self.id,
                trigger,
                exception,
            });
            return Err(exception);
        };
        self.commits_in_flight.push_back(trigger);
        fx.report(Event::CommitSent {
            consumer: self.id,
            trigger,
            offsets: offsets.clone(),
        });
        let request = Request::OffsetCommit {
            group: self.group,
            member,
            generation,
            offsets,
        };
        fx.send(self.address(), Connection::Coordinator, request);
        Ok(())
    }

    /// The heartbeat timer fires.
    pub fn heartbeat_due(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        fx.arm(Timer::Heartbeat(self.id), config.heartbeat_interval_ms);
        if let (Some(member), Some(generation)) =
            (self.membership.member, self.membership.generation)
        {
            fx.report(Event::HeartbeatSent(self.id));
            let request = Request::Heartbeat {
                group: self.group,
                member,
                generation,
            };
            fx.send(self.address(), Connection::Coordinator, request);
        }
    }

    /// The auto-commit timer fires. Nothing is sent: that is the next `poll`'s to do.
    pub fn auto_commit_interval_over(&mut self, fx: &mut Effects) {
        self.auto_commit = AutoCommit::Due;
        fx.report(Event::AutoCommitDue(self.id));
    }
}
