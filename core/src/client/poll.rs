//! What a consumer does: one sub-step of its application thread at a time.

use super::assignment::Position;
use super::consumer::{Action, Consumer, FarewellCommit, InHand, Phase, Process, spans_of};
use super::program::{CommitScope, Statement};
use super::strategy::Strategy;
use crate::effects::Effects;
use crate::event::{CommitException, CommitTrigger, Event, FatalException};
use crate::ids::{MemberId, Offset, TopicPartition};
use crate::network::{Connection, FetchTarget, LogEnd, Request};
use crate::setup::{AutoOffsetReset, ConsumerConfig, Setup};
use crate::timer::Timer;
use std::sync::Arc;

impl Consumer {
    /// Does one sub-step.
    pub fn act(
        &mut self,
        action: Action,
        group_strategy: Strategy,
        setup: &Setup,
        fx: &mut Effects,
    ) {
        let config = &setup.group(self.group).client;
        match action {
            Action::AdoptProgram => self.adopt_program(group_strategy, config, fx),
            Action::LosePartitions => self.lose_partitions(fx),
            Action::CommitBeforeRebalance => self.commit_before_rebalance(fx),
            Action::RevokePartitions => self.revoke_partitions(fx),
            Action::Join => self.join(setup, fx),
            Action::AutoCommit => self.auto_commit(config, fx),
            Action::FetchCommittedOffsets => self.fetch_committed_offsets(fx),
            Action::ResetPositions => self.reset_positions(config, fx),
            Action::ReturnRecords => self.return_records(config, fx),
            Action::Fetch => self.fetch(fx),
            Action::StartProcessing => self.start_processing(fx),
            Action::FinishProcessing => self.finish_processing(),
            Action::Commit => self.commit(fx),
        }
    }

    fn adopt_program(&mut self, strategy: Strategy, config: &ConsumerConfig, fx: &mut Effects) {
        self.strategy = strategy;
        self.program = Arc::new(strategy.program());
        self.auto_commit_due = false;
        if strategy.auto_commits() {
            fx.arm(Timer::AutoCommit(self.id), config.auto_commit_interval_ms);
        } else {
            fx.cancel(Timer::AutoCommit(self.id));
        }
        fx.report(Event::StrategyAdopted {
            consumer: self.id,
            strategy,
        });
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

    fn join(&mut self, setup: &Setup, fx: &mut Effects) {
        if let Phase::MustJoin { reason, .. } = self.membership.phase {
            fx.report(Event::JoinSent {
                consumer: self.id,
                reason,
            });
        }
        self.membership.phase = Phase::Joining;
        self.auto_commit_due = false;
        fx.cancel(Timer::Heartbeat(self.id));
        fx.cancel(Timer::AutoCommit(self.id));
        self.send_join(setup, fx);
    }

    pub(super) fn send_join(&mut self, setup: &Setup, fx: &mut Effects) {
        let group = setup.group(self.group);
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
            session_timeout_ms: group.client.session_timeout_ms,
            rebalance_timeout_ms: group.client.max_poll_interval_ms,
            subscription: vec![group.topic],
        };
        fx.send(self.address(), Connection::Coordinator, request);
    }

    fn auto_commit(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        self.auto_commit_due = false;
        fx.arm(Timer::AutoCommit(self.id), config.auto_commit_interval_ms);
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
    fn return_records(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        self.batch.clear();
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
            self.batch.extend(returned.into_iter().map(in_hand));
        }
        fx.report(Event::PollReturned {
            consumer: self.id,
            records: spans_of(&self.batch),
        });
        self.advance();
    }

    fn start_processing(&mut self, fx: &mut Effects) {
        self.processing = true;
        if let Some(InHand { partition, offset }) = self.current_record() {
            fx.report(Event::ProcessingStarted {
                consumer: self.id,
                partition,
                offset,
            });
        }
    }

    /// The effect itself is the outside world's to note.
    fn finish_processing(&mut self) {
        self.processing = false;
        self.advance();
    }

    fn commit(&mut self, fx: &mut Effects) {
        let offsets = match (self.statement(), self.current_record()) {
            (Statement::CommitSync(CommitScope::Record), Some(record)) => {
                vec![(record.partition, record.offset + 1)]
            }
            _ => self.positions(),
        };
        if self
            .send_commit(CommitTrigger::CommitSync, offsets, fx)
            .is_err()
        {
            self.advance();
        }
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

    pub(super) fn advance(&mut self) {
        let batch_len = u32::try_from(self.batch.len()).unwrap_or(u32::MAX);
        self.counter = self.program.advance(self.counter, batch_len);
        if self.statement() == Statement::Poll {
            self.batch.clear();
        }
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
        self.auto_commit_due = true;
        fx.report(Event::AutoCommitDue(self.id));
    }

    /// The program ends with an exception that nobody catches, and the process with it.
    pub(super) fn fail(&mut self, exception: FatalException, fx: &mut Effects) {
        fx.report(Event::ConsumerFailed {
            consumer: self.id,
            exception,
        });
        self.die(fx);
    }

    /// The process is gone: its memory, its threads, its timers. The coordinator is not told.
    pub fn die(&mut self, fx: &mut Effects) {
        fx.cancel(Timer::Heartbeat(self.id));
        fx.cancel(Timer::AutoCommit(self.id));
        let dead = Self {
            process: Process::Crashed,
            process_number: self.process_number,
            member_ids_asked_for: self.member_ids_asked_for,
            ..Self::new(self.id, self.group, self.strategy)
        };
        *self = dead;
    }
}
