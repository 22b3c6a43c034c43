//! What a consumer does in a call: one sub-step of it at a time.

use super::assignment::{Assigned, Position};
use super::assignor::Assignor;
use super::call::{Call, ClientAction, Returned};
use super::kafka_consumer::{AutoCommit, ClientContext, KafkaConsumer, Subscription};
use super::librdkafka::Library;
use super::membership::Phase;
use super::records::{InHand, spans_of};
use crate::effects::Effects;
use crate::event::{Event, FatalException, JoinReason};
use crate::group::{Claim, Protocol, ProtocolName};
use crate::ids::{MemberId, Offset, TopicPartition};
use crate::network::{Connection, FetchLimits, Request};
use crate::setup::ConsumerConfig;
use crate::timer::Timer;

impl KafkaConsumer {
    /// Does one sub-step of the call that has not returned; tells if it returns with that.
    pub fn act(
        &mut self,
        action: ClientAction,
        context: ClientContext<'_>,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let returned = self.act_once(action, context, fx);
        self.run_library_thread(context, fx);
        returned
    }

    pub(super) fn act_once(
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
            ClientAction::AssignPartitions => self.assign_partitions(config, fx),
            ClientAction::ReturnError => return self.return_error(fx),
            ClientAction::Throw => return self.throw_refusal(),
            ClientAction::Join => self.join(context, fx),
            ClientAction::AutoCommit => self.auto_commit(config, fx),
            ClientAction::CommitAgain => return self.commit_again(fx),
            ClientAction::FetchCommittedOffsets => {
                return self.fetch_committed_offsets(config, fx);
            }
            ClientAction::ResetPositions => self.reset_positions(fx),
            ClientAction::ReturnRecords => return Some(self.return_records(config, fx)),
            ClientAction::Fetch => self.fetch(config, fx),
            ClientAction::ReturnPosition => return self.return_position(),
            ClientAction::CommitBeforeClose => self.commit_before_close(fx),
            ClientAction::Leave => return Some(self.leave(fx)),
        }
        None
    }

    /// Who catches this and polls on tries again; a fenced static member then fences the other.
    fn throw_refusal(&mut self) -> Option<Returned> {
        let Phase::Failed(error) = self.membership.phase else {
            return None;
        };
        self.membership.phase = match self.membership.generation {
            // Nothing was given up since the join: there is nothing to prepare.
            Some(_) => Phase::Prepared {
                reason: JoinReason::RebalanceInProgress,
            },
            None if self.assignment.is_empty() => Phase::must_join(JoinReason::Started),
            None => Phase::must_join(JoinReason::LostMembership),
        };
        self.throw(FatalException::Refused(error))
    }

    fn lose_partitions(&mut self, fx: &mut Effects) {
        let partitions = self.give_up_partitions();
        self.prepared();
        self.forget_stored(&partitions);
        fx.report(Event::PartitionsLost {
            consumer: self.id,
            partitions,
        });
    }

    fn revoke_partitions(&mut self, fx: &mut Effects) {
        if self.library.librdkafka().is_some() {
            return self.unassign(fx);
        }
        let partitions = self.to_give_up();
        self.give_up(&partitions);
        if let Phase::Synced { rejoin } = &mut self.membership.phase {
            *rejoin = Some(JoinReason::Revoked);
        }
        self.prepared();
        fx.report(Event::PartitionsRevoked {
            consumer: self.id,
            partitions,
        });
    }

    /// `onPartitionsAssigned`, the end of `ConsumerCoordinator.onJoinComplete`: partitions that were
    /// kept are as they were.
    fn assign_partitions(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        let Phase::Synced { rejoin } = self.membership.phase else {
            return self.assign_to_librdkafka(fx);
        };
        self.membership.phase = rejoin.map_or(Phase::Stable, Phase::must_join);
        let received = core::mem::take(&mut self.received);
        if self.membership.protocol == Some(ProtocolName::STICKY) {
            self.sticky = Some(Claim {
                partitions: received.clone(),
                generation: self.membership.generation,
            });
        }
        let is_new = |partition: &TopicPartition| self.assigned(*partition).is_none();
        let added: Vec<_> = received.into_iter().filter(is_new).collect();
        self.assignment
            .extend(added.iter().copied().map(Assigned::new));
        self.assignment.sort_by_key(|owned| owned.partition);
        if self.auto_commit != AutoCommit::Off {
            fx.arm(Timer::AutoCommit(self.id), config.auto_commit_interval_ms);
        }
        fx.report(Event::PartitionsAssigned {
            consumer: self.id,
            partitions: added,
        });
    }

    /// There is nothing more to do before the join.
    fn prepared(&mut self) {
        if let (Library::Java, Phase::MustJoin { reason, .. }) =
            (&self.library, self.membership.phase)
        {
            self.membership.phase = Phase::Prepared { reason };
        }
    }

    /// Gives up all partitions.
    pub(super) fn give_up_partitions(&mut self) -> Vec<TopicPartition> {
        let owned = self.owned_partitions();
        self.give_up(&owned);
        owned
    }

    /// Positions and buffered records go with the partitions.
    fn give_up(&mut self, partitions: &[TopicPartition]) {
        let stays = |owned: &Assigned| !partitions.contains(&owned.partition);
        self.assignment.retain(stays);
        if self.assignment.is_empty() {
            self.fetch_in_flight = None;
        }
    }

    fn join(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        if let Phase::MustJoin { reason, .. } | Phase::Prepared { reason } = self.membership.phase {
            fx.report(Event::JoinSent {
                consumer: self.id,
                reason,
            });
            self.auto_commit_while_joining(reason, context.config, fx);
        }
        self.membership.phase = Phase::Joining;
        fx.cancel(Timer::Heartbeat(self.id));
        self.send_join(context, fx);
    }

    pub(super) fn send_join(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        let config = context.config;
        if self.membership.member.is_none() {
            self.member_ids_asked_for += 1;
        }
        let (Some(group), Subscription::Topics(topics)) = (self.group, &self.subscription) else {
            return;
        };
        let generation = self.membership.generation;
        let owned = Claim {
            partitions: self.owned_partitions(),
            generation,
        };
        let protocol = |assignor: &Assignor| Protocol {
            name: assignor.protocol(),
            subscription: topics.clone(),
            generation,
            claim: match &self.sticky {
                Some(claim) if assignor.protocol() == ProtocolName::STICKY => claim.clone(),
                _ => owned.clone(),
            },
        };
        let request = Request::JoinGroup {
            group,
            member: self.membership.member,
            new_id: MemberId {
                consumer: self.id,
                number: self.member_ids_asked_for,
            },
            instance: self.instance,
            session_timeout_ms: config.session_timeout_ms,
            rebalance_timeout_ms: config.max_poll_interval_ms,
            protocols: config
                .partition_assignment_strategy
                .iter()
                .map(protocol)
                .collect(),
        };
        fx.send(self.address(), Connection::Coordinator, request);
    }

    fn fetch_committed_offsets(
        &mut self,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let partitions = self.move_on(Position::Unknown, Position::AwaitingCommitted);
        let Some(group) = self.group else {
            // Nobody keeps offsets for it.
            let nothing: Vec<_> = partitions.into_iter().map(|it| (it, None)).collect();
            return self.on_committed(&nothing, config, fx);
        };
        fx.report(Event::CommittedOffsetsAsked(self.id));
        let request = Request::OffsetFetch { group, partitions };
        fx.send(self.address(), Connection::Coordinator, request);
        None
    }

    fn reset_positions(&mut self, fx: &mut Effects) {
        let wanted = self.assignment.iter().find_map(|it| match it.position {
            Position::NeedsReset(end) => Some(end),
            _ => None,
        });
        let Some(end) = wanted else {
            return;
        };
        let partitions = self.move_on(Position::NeedsReset(end), Position::AwaitingReset(end));
        fx.report(Event::LogEndsAsked {
            consumer: self.id,
            end,
        });
        let request = Request::ListOffsets { partitions, end };
        fx.send(self.address(), Connection::Leader, request);
    }

    fn return_position(&mut self) -> Option<Returned> {
        let Some(Call::Position(partition)) = self.call else {
            return None;
        };
        let offset = self.assigned(partition)?.offset()?;
        self.call = None;
        Some(Returned::Position(offset))
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

    fn fetch(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        if self.library == Library::Java {
            self.step_over_gaps(fx);
        }
        let targets: Vec<_> = self.fetch_targets().collect();
        self.fetch_in_flight = Some(targets.clone());
        fx.report(Event::FetchSent(self.id));
        let limits = FetchLimits {
            max_bytes: config.fetch_max_bytes,
            partition_max_bytes: config.max_partition_fetch_bytes,
        };
        let request = Request::Fetch { targets, limits };
        fx.send(self.address(), Connection::Leader, request);
    }

    /// `poll` returns: positions move past what is returned, whether or not it is ever processed.
    fn return_records(&mut self, config: &ConsumerConfig, fx: &mut Effects) -> Returned {
        let mut records = Vec::new();
        let mut room = match &self.library {
            Library::Java => usize::try_from(config.max_poll_records).unwrap_or(usize::MAX),
            Library::Librdkafka(_) => 1,
        };
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
        self.note_handed_out(&records);
        self.arm_max_poll_interval(config, fx);
        fx.report(Event::PollReturned {
            consumer: self.id,
            records: spans_of(&records),
        });
        // Java looks for one more record as long as there is room, and so gets to the end of the
        // last batch (`CompletedFetch.fetchRecords`); librdkafka counts messages.
        if self.library == Library::Java && room > 0 {
            self.step_over_gaps(fx);
        }
        self.fetch_ahead(config, fx);
        self.call = None;
        Returned::Records(records)
    }

    /// From here on the background thread counts how long the application stays away.
    fn arm_max_poll_interval(&self, config: &ConsumerConfig, fx: &mut Effects) {
        if matches!(self.subscription, Subscription::Topics(_)) {
            fx.arm(Timer::MaxPollInterval(self.id), config.max_poll_interval_ms);
        }
    }

    /// Moves positions over what compaction took.
    pub(super) fn step_over_gaps(&mut self, fx: &mut Effects) {
        let consumer = self.id;
        for owned in &mut self.assignment {
            if let Some(offset) = owned.step_over_gap() {
                let partition = owned.partition;
                fx.report(Event::GapSkipped {
                    consumer,
                    partition,
                    offset,
                });
            }
        }
    }

    /// `poll` returns nothing: its timeout has passed.
    pub(super) fn return_nothing(&mut self, config: &ConsumerConfig, fx: &mut Effects) -> Returned {
        self.arm_max_poll_interval(config, fx);
        fx.report(Event::PollReturned {
            consumer: self.id,
            records: Vec::new(),
        });
        self.call = None;
        Returned::Records(Vec::new())
    }

    /// Before `poll` returns records, it asks for more: they come while the application works. Kafka
    /// 4.0 asks no broker of which there are records in the buffer (KAFKA-17182).
    fn fetch_ahead(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        let is_java = self.library == Library::Java;
        if is_java && self.next_action_with_records() == Some(ClientAction::Fetch) {
            self.fetch(config, fx);
        }
    }

    /// The heartbeat timer fires.
    pub fn heartbeat_due(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        fx.arm(Timer::Heartbeat(self.id), config.heartbeat_interval_ms);
        let identity = self.membership.identity(self.instance);
        if let (Some(group), Some((who, generation))) = (self.group, identity) {
            self.heartbeat_in_flight = true;
            fx.report(Event::HeartbeatSent(self.id));
            let request = Request::Heartbeat {
                group,
                who,
                generation,
            };
            fx.send(self.address(), Connection::Coordinator, request);
        }
    }
}
