//! What the threads of a consumer process do: one sub-step at a time, each its own or one of the
//! call that it waits for. Between any two of them the process can die.

use super::SeekTo;
use super::application::{Application, Listener, Sender, Shutdown};
use super::call::{Call, ClientAction, Returned};
use super::consumer::{Consumer, Process};
use super::kafka_consumer::ClientContext;
use super::librdkafka::Library;
use super::membership::Phase;
use super::program::{CommitScope, OnAssigned, OnFailure, Place, Statement};
use super::records::{InHand, spans_of};
use super::strategy::Strategy;
use super::workers::{Stage, WorkerAction, WorkerId};
use crate::effects::Effects;
use crate::event::{Event, FatalException, PositionSource, ProgramEvent};
use crate::ids::{Offset, TopicPartition};
use crate::setup::Setup;
use serde::{Deserialize, Serialize};

/// The next sub-step of the thread that polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Action {
    /// Take over the group's new program.
    AdoptProgram,
    /// Go on with the call.
    InCall(ClientAction),
    /// Take a record in hand.
    StartProcessing,
    /// The record takes effect, or an exception says why not.
    FinishProcessing,
    /// Call `commitSync` or `commitAsync`.
    Commit,
    /// Inside `poll`: the callbacks of `commitAsync` that are due.
    RunCallbacks,
    /// Inside `poll`: its timeout has passed and nothing has come.
    ReturnNothing,
    /// Hand the record to a worker.
    HandOff,
    /// Call `store_offsets`.
    StoreOffset,
    /// `onPartitionsAssigned`: look the offsets up in the database and seek there.
    LookUpOffsets,
    /// `onPartitionsRevoked`: call `commitSync`.
    CommitInListener,
    /// The call throws `WakeupException`.
    WakeUp,
    /// `finally`: call `commitSync`.
    CommitOnClose,
}

/// What came of processing a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// An exception was thrown.
    Thrown,
}

impl Consumer {
    /// What the thread that polls would do next, or none while it is blocked.
    pub fn next_action(&self, group_strategy: Strategy) -> Option<Action> {
        if self.process != Process::Running {
            return None;
        }
        let application = &self.application;
        match application.shutdown {
            Shutdown::Asked if self.can_be_woken_up() => return Some(Action::WakeUp),
            Shutdown::Committing => return self.next_action_in_finally(),
            Shutdown::Closing => return self.next_action_in_call(),
            Shutdown::NotAsked | Shutdown::Asked => {}
        }
        match application.statement() {
            Statement::Poll => self.next_action_in_poll(group_strategy),
            Statement::ForEachRecord | Statement::ForEachPartition => None,
            Statement::Process | Statement::ProcessAndStoreOffset(_) => match application.stage {
                None => Some(Action::StartProcessing),
                Some(Stage::Processing) => Some(Action::FinishProcessing),
                Some(Stage::SendingDeadLetter) => None,
            },
            Statement::HandOff => Some(Action::HandOff),
            Statement::StoreOffset => Some(Action::StoreOffset),
            Statement::CommitSync(_) if self.client.call.is_some() => self.next_action_in_call(),
            Statement::CommitSync(_) | Statement::CommitAsync(_) => Some(Action::Commit),
        }
    }

    /// `wakeup()` ends any call of the Java client that blocks. With librdkafka there is no such
    /// thing: the program looks at its flag when `poll` has returned.
    fn can_be_woken_up(&self) -> bool {
        match (&self.client.library, self.client.call) {
            (_, None) => false,
            (Library::Java, Some(_)) => true,
            (Library::Librdkafka(_), Some(call)) => call == Call::Poll,
        }
    }

    fn next_action_in_poll(&self, group_strategy: Strategy) -> Option<Action> {
        if self.client.call != Some(Call::Poll) {
            // `onPartitionsRevoked` waits for its commit.
            self.next_action_in_call()
        } else if self.application.strategy != group_strategy {
            Some(Action::AdoptProgram)
        } else if !self.client.callbacks.is_empty() {
            Some(Action::RunCallbacks)
        } else if self.partitions_to_look_up().next().is_some() {
            Some(Action::LookUpOffsets)
        } else {
            let waits = || {
                self.has_use_for_an_empty_batch()
                    .then_some(Action::ReturnNothing)
            };
            self.next_action_in_call().or_else(waits)
        }
    }

    fn next_action_in_call(&self) -> Option<Action> {
        match self.client.next_action()? {
            ClientAction::RevokePartitions | ClientAction::Leave if self.listener_is_due() => {
                Some(Action::CommitInListener)
            }
            action => Some(Action::InCall(action)),
        }
    }

    fn next_action_in_finally(&self) -> Option<Action> {
        let handlers = self.application.program.handlers;
        // `awaitTermination`: what was handed over is completed first, if that is to be committed.
        let awaits_workers = handlers.on_close == Some(CommitScope::Completed)
            && !self.application.workers.is_idle();
        if self.client.call.is_some() {
            return self.next_action_in_call();
        }
        (!awaits_workers).then_some(Action::CommitOnClose)
    }

    /// `onPartitionsRevoked` wants to commit and has not yet. A member that is out of its group has
    /// lost its partitions, and then it is not called.
    fn listener_is_due(&self) -> bool {
        let application = &self.application;
        let membership = &self.client.membership;
        let joins = matches!(membership.phase, Phase::Joining | Phase::Syncing);
        application.program.handlers.on_revoked.is_some()
            && application.listener == Listener::Idle
            && membership.generation.is_some()
            && !joins
            && !self.client.assignment.is_empty()
    }

    /// Partitions that `onPartitionsAssigned` has not yet been told of, if it wants to know.
    pub fn partitions_to_look_up(&self) -> impl Iterator<Item = TopicPartition> + '_ {
        let application = &self.application;
        let wants = application.program.handlers.on_assigned == OnAssigned::SeekToStored;
        let owned = self.client.assignment.iter().map(|owned| owned.partition);
        owned.filter(move |it| wants && !application.looked_up.contains(it))
    }

    /// A `poll` that returns nothing lets the loop go round, and that changes something only if
    /// workers have completed what it commits.
    fn has_use_for_an_empty_batch(&self) -> bool {
        let mut lines = self.application.program.lines().iter();
        self.client.membership.phase == Phase::Stable
            && lines.any(|it| it.statement == Statement::CommitSync(CommitScope::Completed))
            && self.application.completed().next().is_some()
    }

    /// Does one sub-step.
    pub fn act(
        &mut self,
        action: Action,
        group_strategy: Strategy,
        setup: &Setup,
        fx: &mut Effects,
    ) {
        let context = self.context(setup);
        let handlers = self.application.program.handlers;
        match action {
            Action::AdoptProgram => self.adopt_program(group_strategy, context, fx),
            Action::InCall(action) => self.go_on_with_call(action, context, fx),
            Action::StartProcessing => self.start_processing(fx),
            Action::Commit => self.commit(context, fx),
            Action::RunCallbacks => self.run_callbacks(fx),
            Action::ReturnNothing => {
                let returned = self.client.return_nothing(context.config, fx);
                self.take(Some(returned), fx);
            }
            Action::HandOff => self.hand_off(fx),
            Action::StoreOffset => self.store_offset(fx),
            Action::CommitInListener => {
                if let (Some(call), Some(scope)) = (self.client.call, handlers.on_revoked) {
                    self.application.listener = Listener::Committing(call);
                    self.commit_sync(scope, context, fx);
                }
            }
            Action::WakeUp => self.wake_up(fx),
            Action::CommitOnClose => {
                if let Some(scope) = handlers.on_close {
                    self.commit_sync(scope, context, fx);
                }
            }
            // What comes of these is not the process's to know: [`Self::finish_processing`],
            // [`Self::seek_to_stored`].
            Action::FinishProcessing | Action::LookUpOffsets => {}
        }
    }

    fn go_on_with_call(
        &mut self,
        action: ClientAction,
        context: ClientContext<'_>,
        fx: &mut Effects,
    ) {
        let returned = self.client.act(action, context, fx);
        if matches!(
            action,
            ClientAction::RevokePartitions | ClientAction::LosePartitions
        ) {
            self.application.listener = Listener::Idle;
        }
        let client = &self.client;
        let cancelled = self
            .application
            .keep_only(|partition| client.assigned(partition).is_some());
        if !cancelled.is_empty() {
            let records = spans_of(&cancelled);
            self.report(ProgramEvent::WorkCancelled { records }, fx);
        }
        self.take(returned, fx);
    }

    fn adopt_program(&mut self, strategy: Strategy, context: ClientContext<'_>, fx: &mut Effects) {
        let old = &mut self.application;
        let on_failure = old.program.handlers.on_failure;
        self.application = Application {
            workers: core::mem::take(&mut old.workers),
            dead_letters: core::mem::take(&mut old.dead_letters),
            shutdown: old.shutdown,
            listener: old.listener,
            ..Application::new(strategy, on_failure)
        };
        self.client
            .set_auto_offset_store(strategy.auto_offset_store());
        if strategy.auto_commits() {
            self.client.enable_auto_commit(context.config, fx);
        } else {
            self.client.disable_auto_commit(fx);
        }
        fx.report(Event::StrategyAdopted {
            consumer: self.id,
            strategy,
        });
    }

    /// It cannot fail: partitions go only inside `poll`.
    fn store_offset(&mut self, fx: &mut Effects) {
        if let Some(record) = self.application.current_record() {
            let (partition, next) = (record.partition, record.offset + 1);
            if self.client.store_offset(partition, next).is_ok() {
                self.report(ProgramEvent::StoredForCommit { partition, next }, fx);
            }
        }
        self.go_on(fx);
    }

    fn start_processing(&mut self, fx: &mut Effects) {
        self.application.stage = Some(Stage::Processing);
        if let Some(record) = self.application.current_record() {
            fx.report(Event::ProcessingStarted {
                consumer: self.id,
                partition: record.partition,
                offset: record.offset,
            });
        }
    }

    fn hand_off(&mut self, fx: &mut Effects) {
        if let Some(record) = self.application.current_record() {
            self.application.workers.submit(record);
            let InHand { partition, offset } = record;
            self.report(ProgramEvent::HandedOff { partition, offset }, fx);
        }
        self.application.current_record_done();
        self.go_on(fx);
    }

    /// What a worker would do next.
    pub fn next_work(&self, worker: WorkerId) -> Option<WorkerAction> {
        (self.process == Process::Running).then(|| self.application.workers.next_action(worker))?
    }

    /// A worker takes a record up.
    pub fn start_work(&mut self, worker: WorkerId, fx: &mut Effects) {
        if let Some(InHand { partition, offset }) = self.application.workers.start(worker) {
            let what = ProgramEvent::WorkStarted {
                worker,
                partition,
                offset,
            };
            self.report(what, fx);
        }
    }

    /// The record that somebody in this process has begun with.
    pub fn record_of(&self, by: Sender) -> Option<InHand> {
        match by {
            Sender::Loop => self.application.current_record(),
            Sender::Worker(worker) => {
                let task = self.application.workers.task(worker);
                task.map(|task| task.record)
            }
        }
    }

    /// Somebody has processed a record. The effect itself is the outside world's to note.
    pub fn finish_processing(&mut self, by: Sender, outcome: Outcome, fx: &mut Effects) {
        let on_failure = self.application.program.handlers.on_failure;
        match (outcome, on_failure, by) {
            (Outcome::Thrown, OnFailure::EndProcess, Sender::Loop) => {
                if let Some(record) = self.application.current_record() {
                    let InHand { partition, offset } = record;
                    self.fail(FatalException::ProcessingFailed(partition, offset), fx);
                }
            }
            (Outcome::Thrown, OnFailure::Retry, Sender::Loop) => self.seek_back(fx),
            // It has the record still, and begins again.
            (Outcome::Thrown, OnFailure::Retry, Sender::Worker(_)) => {}
            (Outcome::Thrown, OnFailure::DeadLetter(_), Sender::Loop) => {
                self.application.stage = Some(Stage::SendingDeadLetter);
                self.application.dead_letters.push_back(by);
            }
            (Outcome::Thrown, OnFailure::DeadLetter(_), Sender::Worker(worker)) => {
                self.application.workers.send_dead_letter(worker);
                self.application.dead_letters.push_back(by);
            }
            (Outcome::Thrown, OnFailure::Skip | OnFailure::EndProcess, _)
            | (Outcome::Done, _, _) => {
                self.record_done(by, fx);
            }
        }
    }

    /// The oldest dead letter is stored: whoever sent it goes on.
    pub(super) fn dead_letter_stored(&mut self, fx: &mut Effects) {
        if let Some(by) = self.application.dead_letters.pop_front() {
            if let Some(InHand { partition, offset }) = self.record_of(by) {
                self.report(
                    ProgramEvent::DeadLetterAcknowledged { partition, offset },
                    fx,
                );
            }
            self.record_done(by, fx);
        }
    }

    fn record_done(&mut self, by: Sender, fx: &mut Effects) {
        match by {
            Sender::Loop => {
                self.application.current_record_done();
                self.go_on(fx);
            }
            Sender::Worker(worker) => self.application.workers.finish(worker),
        }
    }

    /// Every partition of the batch goes back to its first record that is not done, and the program
    /// polls again. Without that, the next `poll` would go on behind them.
    fn seek_back(&mut self, fx: &mut Effects) {
        let mut positions: Vec<(TopicPartition, Offset)> = Vec::new();
        for &InHand { partition, offset } in self.application.rest_of_batch() {
            if !positions.iter().any(|(known, _)| *known == partition) {
                positions.push((partition, offset));
            }
        }
        // A partition that is no longer assigned has a new owner, who will read it.
        positions.retain(|&(partition, offset)| {
            let sought = self.client.seek(partition, SeekTo::Offset(offset));
            sought.is_ok()
        });
        self.application.drop_batch();
        self.client.poll(fx);
        self.report(ProgramEvent::SoughtBack { positions }, fx);
    }

    /// `onPartitionsAssigned` has looked up these offsets, and seeks where there is one.
    pub fn seek_to_stored(
        &mut self,
        found: Vec<(TopicPartition, Option<Offset>)>,
        fx: &mut Effects,
    ) {
        for (partition, stored) in found {
            self.application.looked_up.push(partition);
            let Some(offset) = stored else {
                continue;
            };
            if self.client.seek(partition, SeekTo::Offset(offset)).is_ok() {
                fx.report(Event::PositionSet {
                    consumer: self.id,
                    partition,
                    offset,
                    source: PositionSource::Database,
                });
            }
        }
    }

    fn commit(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        match self.application.statement() {
            Statement::CommitSync(scope) => self.commit_sync(scope, context, fx),
            Statement::CommitAsync(scope) => {
                self.run_callbacks(fx);
                match self.application.offsets(scope) {
                    Some(offsets) => {
                        self.application.note_committed(&offsets);
                        self.client.commit_async(offsets, fx);
                    }
                    None => self.client.commit_all_async(fx),
                }
                self.go_on(fx);
            }
            Statement::Poll
            | Statement::ForEachRecord
            | Statement::ForEachPartition
            | Statement::Process
            | Statement::ProcessAndStoreOffset(_)
            | Statement::StoreOffset
            | Statement::HandOff => {}
        }
    }

    /// `commitSync`; with nothing to commit it returns at once.
    fn commit_sync(&mut self, scope: CommitScope, context: ClientContext<'_>, fx: &mut Effects) {
        self.run_callbacks(fx);
        let returned = match self.application.offsets(scope) {
            Some(offsets) if offsets.is_empty() => {
                self.client.call = None;
                Some(Returned::Committed(Ok(())))
            }
            Some(offsets) => {
                self.application.note_committed(&offsets);
                self.client.commit_sync(offsets, context.config, fx)
            }
            None => self.client.commit_all_sync(context.config, fx),
        };
        self.take(returned, fx);
    }

    /// `ConsumerCoordinator.invokeCompletedOffsetCommitCallbacks`: `poll` begins with it, so does a
    /// commit, and `commitSync` also ends with it. `close` does not.
    pub(super) fn run_callbacks(&mut self, fx: &mut Effects) {
        while let Some(result) = self.client.callbacks.pop_front() {
            fx.report(Event::CommitCallbackRan {
                consumer: self.id,
                exception: result.err(),
            });
        }
    }

    /// Where its threads are in its program's text.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let works = self.application.workers.is_working();
        self.place()
            .into_iter()
            .chain(works.then_some(Place::Worker))
    }

    /// Where the thread that polls is in its program's text; nowhere in a dead process.
    pub fn place(&self) -> Option<Place> {
        let application = &self.application;
        self.is_running().then_some(match application.shutdown {
            _ if matches!(application.listener, Listener::Committing(_)) => Place::OnRevoked,
            Shutdown::Committing => Place::CommitOnClose,
            Shutdown::Closing => Place::Close,
            _ if application.stage == Some(Stage::SendingDeadLetter) => Place::OnFailure,
            _ if self.partitions_to_look_up().next().is_some()
                && application.statement() == Statement::Poll =>
            {
                Place::OnAssigned
            }
            Shutdown::NotAsked | Shutdown::Asked => Place::Line(application.counter.line),
        })
    }
}
