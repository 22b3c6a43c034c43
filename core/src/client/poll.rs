//! What a consumer does: one sub-step of its application thread at a time, and what it makes of
//! what arrives.

use super::assignment::{Assigned, Position};
use super::consumer::{Action, Consumer, FarewellCommit, InHand, Phase, Process, spans_of};
use super::program::{CommitScope, Statement};
use super::strategy::Strategy;
use crate::effects::Effects;
use crate::event::{
    CommitException, CommitTrigger, Event, FatalException, JoinReason, PositionSource, RecordSpan,
};
use crate::group::error::GroupError;
use crate::group::range::{self, Subscriber};
use crate::ids::{MemberId, Offset, TopicPartition};
use crate::network::{
    Connection, FetchAnswer, FetchTarget, Joined, JoinedMember, LogEnd, Request, Response,
};
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

    fn farewell_done(&mut self) {
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

    fn send_join(&mut self, setup: &Setup, fx: &mut Effects) {
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

    fn advance(&mut self) {
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

    /// An answer arrives.
    pub fn receive(&mut self, response: Response, setup: &Setup, fx: &mut Effects) {
        let config = &setup.group(self.group).client;
        match response {
            Response::Produce { .. } => {}
            Response::Fetch(answers) => self.on_fetch(answers, config, fx),
            Response::ListOffsets(ends) => self.on_list_offsets(&ends, config, fx),
            Response::MemberIdRequired(member) => {
                self.membership.member = Some(member);
                self.send_join(setup, fx);
            }
            Response::JoinGroup(Ok(joined)) => self.on_joined(&joined, setup, fx),
            Response::SyncGroup(Ok(partitions)) => self.on_synced(partitions, config, fx),
            Response::JoinGroup(Err(error)) | Response::SyncGroup(Err(error)) => {
                self.on_group_error(error, fx);
            }
            Response::Heartbeat(result) => self.on_heartbeat(result, fx),
            Response::OffsetCommit(result) => self.on_commit(result, fx),
            Response::OffsetFetch(committed) => self.on_committed(&committed, config, fx),
        }
    }

    fn on_joined(&mut self, joined: &Joined, setup: &Setup, fx: &mut Effects) {
        let Some(member) = self.membership.member else {
            return;
        };
        self.membership.generation = Some(joined.generation);
        self.membership.phase = Phase::Syncing;
        fx.arm(
            Timer::Heartbeat(self.id),
            setup.group(self.group).client.heartbeat_interval_ms,
        );
        let assignments = assign_as_leader(&joined.members, setup);
        if !assignments.is_empty() {
            fx.report(Event::PartitionsAssignedByLeader {
                consumer: self.id,
                assignments: assignments.clone(),
            });
        }
        let (group, generation) = (self.group, joined.generation);
        let request = Request::SyncGroup {
            group,
            member,
            generation,
            assignments,
        };
        fx.send(self.address(), Connection::Coordinator, request);
    }

    fn on_synced(
        &mut self,
        partitions: Vec<TopicPartition>,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) {
        self.membership.phase = Phase::Stable;
        self.assignment = partitions.iter().copied().map(Assigned::new).collect();
        if self.strategy.auto_commits() {
            fx.arm(Timer::AutoCommit(self.id), config.auto_commit_interval_ms);
        }
        fx.report(Event::PartitionsAssigned {
            consumer: self.id,
            partitions,
        });
    }

    fn on_heartbeat(&mut self, result: Result<(), GroupError>, fx: &mut Effects) {
        fx.report(Event::HeartbeatAnswered {
            consumer: self.id,
            error: result.err(),
        });
        if let Err(error) = result {
            self.on_error_beside_joining(error, fx);
        }
    }

    /// A heartbeat or a commit was refused. A member that is joining already will hear from that
    /// how things stand; the refusal is older than its question.
    fn on_error_beside_joining(&mut self, error: GroupError, fx: &mut Effects) {
        match self.membership.phase {
            Phase::Stable | Phase::MustJoin { .. } => self.on_group_error(error, fx),
            Phase::Joining | Phase::Syncing => {}
        }
    }

    /// The coordinator says that this member must join again, and perhaps that it is none.
    fn on_group_error(&mut self, error: GroupError, fx: &mut Effects) {
        let reason = match error {
            GroupError::RebalanceInProgress => JoinReason::RebalanceInProgress,
            GroupError::IllegalGeneration | GroupError::UnknownMemberId => {
                self.membership.generation = None;
                fx.cancel(Timer::Heartbeat(self.id));
                JoinReason::LostMembership
            }
        };
        if error == GroupError::UnknownMemberId {
            self.membership.member = None;
        }
        let already_told = matches!(self.membership.phase, Phase::MustJoin { .. })
            && reason == JoinReason::RebalanceInProgress;
        if !already_told {
            self.membership.phase = Phase::must_join(reason);
        }
    }

    fn on_commit(&mut self, result: Result<(), GroupError>, fx: &mut Effects) {
        let Some(trigger) = self.commits_in_flight.pop_front() else {
            return;
        };
        let consumer = self.id;
        match result {
            Ok(()) => fx.report(Event::CommitAcknowledged { consumer, trigger }),
            Err(error) => {
                let exception = match error {
                    GroupError::RebalanceInProgress => CommitException::RebalanceInProgress,
                    GroupError::IllegalGeneration | GroupError::UnknownMemberId => {
                        CommitException::CommitFailed
                    }
                };
                fx.report(Event::CommitFailed {
                    consumer,
                    trigger,
                    exception,
                });
                self.on_error_beside_joining(error, fx);
            }
        }
        match trigger {
            // The application logs the exception, if there is one, and goes on.
            CommitTrigger::CommitSync => self.advance(),
            CommitTrigger::BeforeRebalance => self.farewell_done(),
            CommitTrigger::AutoCommit => {}
        }
    }

    fn on_committed(
        &mut self,
        committed: &[(TopicPartition, Option<Offset>)],
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) {
        for &(partition, offset) in committed {
            let Some(owned) = self.assigned_mut(partition) else {
                continue;
            };
            if owned.position != Position::AwaitingCommitted {
                continue;
            }
            match offset {
                Some(offset) => {
                    self.set_position(partition, offset, PositionSource::Committed, fx);
                }
                None if config.auto_offset_reset == AutoOffsetReset::None => {
                    return self.fail(FatalException::NoOffsetForPartition(partition), fx);
                }
                None => owned.position = Position::NeedsReset,
            }
        }
    }

    fn on_list_offsets(
        &mut self,
        ends: &[(TopicPartition, Offset)],
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) {
        let end = match config.auto_offset_reset {
            AutoOffsetReset::Earliest => LogEnd::Earliest,
            AutoOffsetReset::Latest | AutoOffsetReset::None => LogEnd::Latest,
        };
        for &(partition, offset) in ends {
            let awaited = self
                .assigned(partition)
                .is_some_and(|owned| owned.position == Position::AwaitingReset);
            if awaited {
                self.set_position(partition, offset, PositionSource::Reset(end), fx);
            }
        }
    }

    fn set_position(
        &mut self,
        partition: TopicPartition,
        offset: Offset,
        source: PositionSource,
        fx: &mut Effects,
    ) {
        if let Some(owned) = self.assigned_mut(partition) {
            owned.position = Position::At(offset);
            owned.buffer.clear();
        }
        fx.report(Event::PositionSet {
            consumer: self.id,
            partition,
            offset,
            source,
        });
    }

    fn on_fetch(&mut self, answers: Vec<FetchAnswer>, config: &ConsumerConfig, fx: &mut Effects) {
        let asked = self.fetch_in_flight.as_ref().is_some_and(|targets| {
            answers.iter().all(|answer| {
                let FetchAnswer {
                    partition, offset, ..
                } = *answer;
                targets.contains(&FetchTarget { partition, offset })
            })
        });
        if !asked {
            return fx.report(Event::FetchDiscarded(self.id));
        }
        self.fetch_in_flight = None;
        let mut fetched = Vec::new();
        for FetchAnswer {
            partition,
            offset,
            records,
        } in answers
        {
            let Some(owned) = self.assigned_mut(partition) else {
                continue;
            };
            match records {
                Ok(batches) => {
                    owned.buffer = batches;
                    let mut offsets = owned.buffered();
                    if let Some(first) = offsets.next() {
                        let last = offsets.last().unwrap_or(first);
                        fetched.push(RecordSpan {
                            partition,
                            first,
                            last,
                        });
                    }
                }
                Err(_out_of_range) => {
                    owned.position = Position::NeedsReset;
                    let consumer = self.id;
                    fx.report(Event::PositionOutOfRange {
                        consumer,
                        partition,
                        offset,
                    });
                    if config.auto_offset_reset == AutoOffsetReset::None {
                        return self.fail(FatalException::OffsetOutOfRange(partition), fx);
                    }
                }
            }
        }
        if !fetched.is_empty() {
            fx.report(Event::RecordsFetched {
                consumer: self.id,
                records: fetched,
            });
        }
    }

    /// The program ends with an exception that nobody catches, and the process with it.
    fn fail(&mut self, exception: FatalException, fx: &mut Effects) {
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

/// What the leader assigns; nothing from members that are not.
fn assign_as_leader(
    members: &[JoinedMember],
    setup: &Setup,
) -> Vec<(MemberId, Vec<TopicPartition>)> {
    let mut subscribers: Vec<_> = members
        .iter()
        .map(|joined| Subscriber {
            member: joined.member,
            topics: joined.subscription.clone(),
        })
        .collect();
    subscribers.sort_by_cached_key(|subscriber| setup.member_name(subscriber.member));
    let counts = setup
        .topic_ids()
        .map(|topic| (topic, setup.topic(topic).partitions))
        .collect();
    range::assign(&subscribers, &counts)
}
