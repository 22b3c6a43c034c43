//! How a consumer commits: when it is told to, and by itself. Follows `ConsumerCoordinator`.

use super::call::{Call, Returned};
use super::kafka_consumer::{AutoCommit, KafkaConsumer, Subscription};
use super::librdkafka::Library;
use super::membership::{FarewellCommit, Phase};
use crate::effects::Effects;
use crate::event::{CommitException, CommitTrigger, Event, JoinReason};
use crate::group::Committer;
use crate::ids::{Offset, TopicPartition};
use crate::network::{Connection, OffsetAndMetadata, Request};
use crate::setup::ConsumerConfig;
use crate::timer::Timer;

impl KafkaConsumer {
    /// `enable.auto.commit=true`, with a new interval.
    pub fn enable_auto_commit(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        self.auto_commit = AutoCommit::Waiting;
        self.arm_auto_commit(config, fx);
    }

    /// An interval of 0 leaves librdkafka without the timer (`rd_kafka_cgrp_new`); what is
    /// stored is then committed with the partitions only.
    pub(super) fn arm_auto_commit(&self, config: &ConsumerConfig, fx: &mut Effects) {
        if self.library == Library::Java || config.auto_commit_interval_ms > 0 {
            fx.arm(Timer::AutoCommit(self.id), config.auto_commit_interval_ms);
        }
    }

    /// `enable.auto.commit=false`
    pub fn disable_auto_commit(&mut self, fx: &mut Effects) {
        self.auto_commit = AutoCommit::Off;
        fx.cancel(Timer::AutoCommit(self.id));
    }

    /// The application calls `commitSync`.
    pub fn commit_sync<C: Into<OffsetAndMetadata>>(
        &mut self,
        offsets: Vec<(TopicPartition, C)>,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) -> Option<Returned> {
        let with_metadata = |(partition, commit): (_, C)| (partition, commit.into());
        let offsets: Vec<(_, OffsetAndMetadata)> = offsets.into_iter().map(with_metadata).collect();
        let sent = self.send_commit(CommitTrigger::CommitSync, offsets.clone(), fx);
        if let Err(exception) = sent {
            return Some(Returned::Committed(Err(exception)));
        }
        self.call = Some(Call::CommitSync);
        self.commit_sync_offsets = offsets;
        if self.library.librdkafka().is_none() {
            fx.arm(Timer::ApiTimeout(self.id), config.default_api_timeout_ms);
        }
        None
    }

    /// The application calls `commitAsync`. The callback runs in a later call: its result is then in
    /// [`Self::callbacks`].
    pub fn commit_async<C: Into<OffsetAndMetadata>>(
        &mut self,
        offsets: Vec<(TopicPartition, C)>,
        fx: &mut Effects,
    ) {
        if let Err(exception) = self.send_commit(CommitTrigger::CommitAsync, offsets, fx) {
            self.callbacks.push_back(Err(exception));
        }
    }

    /// A commit without arguments that waits: Java's `commitSync()` commits the positions,
    /// librdkafka's `commit()` what is stored.
    pub fn commit_all_sync(
        &mut self,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) -> Option<Returned> {
        match self.offsets_of_all() {
            Ok(offsets) => self.commit_sync(offsets, config, fx),
            Err(exception) => {
                self.report_unsent(CommitTrigger::CommitSync, exception, fx);
                Some(Returned::Committed(Err(exception)))
            }
        }
    }

    /// The same without waiting; the callback runs in a later call.
    pub fn commit_all_async(&mut self, fx: &mut Effects) {
        match self.offsets_of_all() {
            Ok(offsets) => self.commit_async(offsets, fx),
            Err(exception) => {
                self.report_unsent(CommitTrigger::CommitAsync, exception, fx);
                self.callbacks.push_back(Err(exception));
            }
        }
    }

    fn offsets_of_all(&self) -> Result<Vec<(TopicPartition, Offset)>, CommitException> {
        match &self.library {
            Library::Java => Ok(self.positions()),
            Library::Librdkafka(library) => self.stored_offsets(library),
        }
    }

    fn report_unsent(&self, trigger: CommitTrigger, exception: CommitException, fx: &mut Effects) {
        fx.report(Event::CommitFailed {
            consumer: self.id,
            trigger,
            exception,
        });
    }

    pub(super) fn commit_before_rebalance(&mut self, fx: &mut Effects) {
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
        if let Some(Call::Close(commit)) = &mut self.call {
            *commit = FarewellCommit::Done;
        }
    }

    pub(super) fn commit_before_close(&mut self, fx: &mut Effects) {
        let positions = self.positions();
        let sent = self.send_commit(CommitTrigger::BeforeRebalance, positions, fx);
        self.call = Some(Call::Close(match sent {
            Ok(()) => FarewellCommit::Sent,
            Err(_logged) => FarewellCommit::Done,
        }));
    }

    pub(super) fn auto_commit(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        self.enable_auto_commit(config, fx);
        let positions = self.positions();
        if !positions.is_empty() {
            // It is asynchronous and its failure is only logged.
            let _logged = self.send_commit(CommitTrigger::AutoCommit, positions, fx);
        }
    }

    /// Java counts the interval from its assignment, librdkafka from when the client was made.
    pub(super) fn auto_commit_while_joining(
        &mut self,
        reason: JoinReason,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) {
        match (&self.library, self.auto_commit) {
            (Library::Java, AutoCommit::Due) => self.auto_commit = AutoCommit::Waiting,
            (Library::Librdkafka(_), AutoCommit::Waiting) if reason == JoinReason::Started => {
                self.arm_auto_commit(config, fx);
            }
            (Library::Java | Library::Librdkafka(_), _) => {}
        }
        if self.library == Library::Java {
            fx.cancel(Timer::AutoCommit(self.id));
        }
    }

    /// The auto-commit timer fires. With Java nothing is sent: that is the next `poll`'s to do.
    pub fn auto_commit_interval_over(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        if self.library.librdkafka().is_some() {
            return self.auto_commit_stored(config, fx);
        }
        self.auto_commit = AutoCommit::Due;
        fx.report(Event::AutoCommitDue(self.id));
    }

    /// Sends a commit, unless the client knows that it is out of the group: then it fails at once.
    pub(super) fn send_commit<C: Into<OffsetAndMetadata>>(
        &mut self,
        trigger: CommitTrigger,
        offsets: Vec<(TopicPartition, C)>,
        fx: &mut Effects,
    ) -> Result<(), CommitException> {
        let (Some(group), Ok(committer)) = (self.group, self.committer()) else {
            let exception = match self.membership.phase {
                Phase::Joining | Phase::Syncing => CommitException::RebalanceInProgress,
                Phase::MustJoin { .. }
                | Phase::Prepared { .. }
                | Phase::Synced { .. }
                | Phase::Stable
                | Phase::Failed(_) => CommitException::CommitFailed,
            };
            self.report_unsent(trigger, exception, fx);
            return Err(exception);
        };
        self.commits_in_flight.push_back(trigger);
        let with_metadata = |(partition, commit): (_, C)| (partition, commit.into());
        let commits: Vec<(_, OffsetAndMetadata)> = offsets.into_iter().map(with_metadata).collect();
        let offsets: Vec<_> = commits.iter().map(|(at, it)| (*at, it.offset)).collect();
        self.note_committing(&offsets);
        fx.report(Event::CommitSent {
            consumer: self.id,
            trigger,
            offsets,
        });
        let request = Request::OffsetCommit {
            group,
            committer,
            offsets: commits,
        };
        fx.send(self.address(), Connection::Coordinator, request);
        Ok(())
    }

    /// In whose name it commits: a member's while the group has it, nobody's with `assign`
    /// (`ConsumerCoordinator.sendOffsetCommitRequest`).
    fn committer(&self) -> Result<Committer, NotInGroup> {
        let joining = matches!(self.membership.phase, Phase::Joining | Phase::Syncing);
        match self.membership.identity(self.instance) {
            _ if self.subscription == Subscription::Assigned => Ok(Committer::OUTSIDE),
            _ if self.library.librdkafka().is_some() => Ok(self.committer_as_known()),
            Some((who, generation)) if !joining => Ok(Committer {
                who,
                generation: Some(generation),
            }),
            _ => Err(NotInGroup),
        }
    }
}

/// The client knows that it is not, or not at the moment, part of the group.
struct NotInGroup;
