//! What a consumer makes of a connection that breaks: requests that were not answered have failed
//! with `DisconnectException`, and nobody knows whether the broker has done what they asked for.
//! Follows `NetworkClient.processDisconnection`, `ConsumerCoordinator` and `AbstractCoordinator`.
//! librdkafka sends again what was not answered (`rd_kafka_buf_retry`), and tells nobody.

use super::assignment::Position;
use super::call::{Call, Returned};
use super::kafka_consumer::{AutoCommit, ClientContext, KafkaConsumer, Subscription};
use super::librdkafka::Library;
use super::membership::{FarewellCommit, Phase};
use crate::effects::Effects;
use crate::event::{CommitException, CommitTrigger, Event, JoinReason};
use crate::network::Connection;
use crate::setup::{ClientLibrary, ConsumerConfig};
use crate::timer::Timer;

/// `AbstractCoordinator.JOIN_GROUP_TIMEOUT_LAPSE`
const JOIN_GROUP_TIMEOUT_LAPSE_MS: i64 = 5_000;

impl KafkaConsumer {
    /// For how long it waits for an answer on a connection before it gives the connection up, if it
    /// waits for one (`NetworkClient.handleTimedOutRequests`).
    pub fn gives_up_after_ms(
        &self,
        connection: Connection,
        config: &ConsumerConfig,
    ) -> Option<i64> {
        let mut positions = self.assignment.iter().map(|owned| owned.position);
        let asks = match connection {
            Connection::Leader => {
                let resets = |it| matches!(it, Position::AwaitingReset(_));
                self.fetch_in_flight.is_some() || positions.any(resets)
            }
            Connection::Coordinator => {
                let looks_up = |it| it == Position::AwaitingCommitted;
                let rebalances = matches!(self.membership.phase, Phase::Joining | Phase::Syncing);
                let asks = self.heartbeat_in_flight || !self.commits_in_flight.is_empty();
                asks || rebalances || positions.any(looks_up)
            }
        };
        let timeout_ms = match (connection, self.membership.phase) {
            // `AbstractCoordinator.sendJoinGroupRequest`: others may take as long to join.
            (Connection::Coordinator, Phase::Joining) => {
                let rebalance_ms = config.max_poll_interval_ms + JOIN_GROUP_TIMEOUT_LAPSE_MS;
                config.request_timeout_ms.max(rebalance_ms)
            }
            // `AbstractCoordinator.HeartbeatThread`: no heartbeat was answered for a whole session, so the
            // coordinator counts as unknown and its connection is closed.
            (Connection::Coordinator, _) if self.library.kind() == ClientLibrary::Java => {
                config.request_timeout_ms.min(config.session_timeout_ms)
            }
            _ => config.request_timeout_ms,
        };
        asks.then_some(timeout_ms)
    }

    /// One of its connections has broken.
    pub fn disconnected(
        &mut self,
        connection: Connection,
        context: ClientContext<'_>,
        fx: &mut Effects,
    ) {
        match connection {
            Connection::Leader => {
                self.fetch_in_flight = None;
                self.ask_again(|awaited| match awaited {
                    Position::AwaitingReset(end) => Position::NeedsReset(end),
                    other => other,
                });
            }
            Connection::Coordinator => {
                self.ask_again(|awaited| match awaited {
                    Position::AwaitingCommitted => Position::Unknown,
                    other => other,
                });
                self.heartbeat_failed(context.config, fx);
                self.join_failed();
                self.commits_disconnected(context.config, fx);
            }
        }
        self.run_library_thread(context, fx);
    }

    /// Positions that were asked for are missing again: the next sub-step of the call asks anew.
    fn ask_again(&mut self, missing: fn(Position) -> Position) {
        for owned in &mut self.assignment {
            owned.position = missing(owned.position);
        }
    }

    /// `joinGroupIfNeeded`: join or sync is begun again, with the member id if it has one. A process
    /// that never heard its first id asks for another, and the coordinator keeps the first for a
    /// while.
    fn join_failed(&mut self) {
        if matches!(self.membership.phase, Phase::Joining | Phase::Syncing) {
            let reason = JoinReason::Disconnected;
            self.membership.phase = match self.library {
                // Nothing was given up since the join: there is nothing to prepare.
                Library::Java => Phase::Prepared { reason },
                Library::Librdkafka(_) => Phase::MustJoin {
                    reason,
                    farewell: FarewellCommit::Done,
                },
            };
        }
    }

    /// `Heartbeat.failHeartbeat`: the next one does not wait for the interval.
    pub(super) fn heartbeat_failed(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        let asked = core::mem::take(&mut self.heartbeat_in_flight);
        let beats = self.membership.generation.is_some() && self.membership.phase != Phase::Joining;
        if asked && beats {
            fx.arm(Timer::Heartbeat(self.id), config.retry_backoff_ms);
        }
    }

    fn commits_disconnected(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        let commits = core::mem::take(&mut self.commits_in_flight);
        if let Some(library) = self.library.librdkafka_mut() {
            let carried = core::mem::take(&mut library.committing);
            for (trigger, offsets) in commits.into_iter().zip(carried) {
                // A consumer that has sent a commit has a group, so it can send one.
                let _sent = self.send_commit(trigger, offsets, fx);
            }
            return;
        }
        for trigger in commits {
            self.commit_failed_for_now(trigger, config, fx);
        }
    }

    /// A commit has failed with a `RetriableException`.
    pub(super) fn commit_failed_for_now(
        &mut self,
        trigger: CommitTrigger,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) {
        let exception = CommitException::RetriableCommitFailed;
        match trigger {
            // The call has not returned: its next sub-step sends it again.
            CommitTrigger::CommitSync | CommitTrigger::Abandoned => return,
            CommitTrigger::CommitAsync => self.callbacks.push_back(Err(exception)),
            CommitTrigger::AutoCommit => self.auto_commit_again_soon(config, fx),
            CommitTrigger::BeforeRebalance => self.farewell_again(),
        }
        fx.report(Event::CommitFailed {
            consumer: self.id,
            trigger,
            exception,
        });
    }

    /// `ConsumerCoordinator.autoCommitOffsetsAsync`: a poll after `retry.backoff.ms` tries again.
    fn auto_commit_again_soon(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        let polls_may_commit =
            self.subscription == Subscription::Assigned || self.membership.phase == Phase::Stable;
        if self.auto_commit == AutoCommit::Waiting && polls_may_commit {
            fx.arm(Timer::AutoCommit(self.id), config.retry_backoff_ms);
        }
    }

    /// `ConsumerCoordinator.onJoinPrepare` waits for a commit that is stored, or fails for good.
    fn farewell_again(&mut self) {
        if let (_, Some(Call::Close(farewell))) | (Phase::MustJoin { farewell, .. }, _) =
            (&mut self.membership.phase, &mut self.call)
        {
            *farewell = FarewellCommit::Due;
        }
    }

    /// `commitSync` waits for an answer that will not come.
    pub(super) fn must_commit_again(&self) -> bool {
        !self.commits_in_flight.contains(&CommitTrigger::CommitSync)
    }

    /// `commitSync` sends its commit again. That can fail at once: meanwhile the client may have
    /// heard that it is out of the group.
    pub(super) fn commit_again(&mut self, fx: &mut Effects) -> Option<Returned> {
        let offsets = self.commit_sync_offsets.clone();
        let sent = self.send_commit(CommitTrigger::CommitSync, offsets, fx);
        sent.err()
            .map(|exception| self.commit_sync_returns(Err(exception), fx))
    }

    /// `default.api.timeout.ms` has passed; tells if the call returns with that. A commit that is
    /// still under way may be stored all the same.
    pub fn api_timeout_over(&mut self, fx: &mut Effects) -> Option<Returned> {
        if self.call != Some(Call::CommitSync) {
            return None;
        }
        self.abandon_commit_sync();
        let exception = CommitException::Timeout;
        fx.report(Event::CommitFailed {
            consumer: self.id,
            trigger: CommitTrigger::CommitSync,
            exception,
        });
        Some(self.commit_sync_returns(Err(exception), fx))
    }

    /// `wakeup()`: the call throws `WakeupException`. What it has sent stays sent.
    pub(super) fn wake_up(&mut self, fx: &mut Effects) {
        self.abandon_commit_sync();
        fx.cancel(Timer::ApiTimeout(self.id));
        self.commit_sync_offsets.clear();
        self.call = None;
    }

    /// Whatever the answer will be, nobody waits for it.
    fn abandon_commit_sync(&mut self) {
        for trigger in &mut self.commits_in_flight {
            if *trigger == CommitTrigger::CommitSync {
                *trigger = CommitTrigger::Abandoned;
            }
        }
    }

    /// `commitSync` is over.
    pub(super) fn commit_sync_returns(
        &mut self,
        outcome: Result<(), CommitException>,
        fx: &mut Effects,
    ) -> Returned {
        fx.cancel(Timer::ApiTimeout(self.id));
        self.commit_sync_offsets.clear();
        self.call = None;
        Returned::Committed(outcome)
    }
}
