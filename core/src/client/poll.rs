//! What a consumer does in a call: one sub-step of it at a time.

use super::assignment::Position;
use super::call::{Call, ClientAction, Returned};
use super::kafka_consumer::{ClientContext, KafkaConsumer, Subscription};
use super::librdkafka::Library;
use super::records::{InHand, spans_of};
use crate::effects::Effects;
use crate::event::Event;
use crate::ids::{Offset, TopicPartition};
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
}
