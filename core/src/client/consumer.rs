//! A consumer process: a client, and the application that calls it. Here is how it comes and goes;
//! what its threads do is in `threads`.

use super::application::{Application, Listener, Shutdown};
use super::assignor::RebalanceProtocol;
use super::call::{Call, Returned};
use super::kafka_consumer::{AutoCommit, ClientContext, KafkaConsumer, Subscription};
use super::membership::FarewellCommit;
use super::program::{OnFailure, Statement};
use super::records::{InHand, spans_of};
use super::strategy::Strategy;
use crate::effects::Effects;
use crate::event::{Event, FatalException, ProgramEvent};
use crate::ids::{ConsumerId, GroupId};
use crate::in_order::insert_in_order;
use crate::network::{Connection, Response};
use crate::setup::Setup;
use crate::timer::Timer;
use serde::{Deserialize, Serialize};

/// A consumer process, or the place where one was.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Consumer {
    /// Its place in the setup.
    pub id: ConsumerId,
    /// Its group.
    pub group: GroupId,
    /// Whether it is alive.
    pub process: Process,
    /// The library.
    pub client: KafkaConsumer,
    /// What uses it.
    pub application: Application,
}

/// Whether a process is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Process {
    /// It runs.
    Running,
    /// It died and its memory with it.
    Crashed,
    /// It has closed its client and ended.
    Stopped,
    /// It lives and stands still.
    Paused,
}

impl Consumer {
    /// A process just started: it has subscribed to its group's topic and polls.
    pub fn new(id: ConsumerId, strategy: Strategy, setup: &Setup) -> Self {
        let group = setup.consumer(id).group;
        let consumer = Self {
            id,
            group,
            process: Process::Crashed,
            client: KafkaConsumer {
                instance: setup.consumer(id).instance,
                rebalance_protocol: RebalanceProtocol::of(
                    &setup.group(group).client.partition_assignment_strategy,
                ),
                ..KafkaConsumer::new(id, Some(group), setup.group(group).client.library)
            },
            application: Application::new(strategy, OnFailure::EndProcess),
        };
        consumer.running(strategy, setup)
    }

    /// Its next life.
    #[must_use]
    pub fn restarted(&self, strategy: Strategy, setup: &Setup) -> Self {
        let next = Self {
            client: self.client.forgotten(self.client.process_number + 1),
            ..self.clone()
        };
        next.running(strategy, setup)
    }

    fn running(mut self, strategy: Strategy, setup: &Setup) -> Self {
        let group = setup.group(self.group);
        self.process = Process::Running;
        self.application = Application::new(strategy, group.on_failure);
        self.client.subscription = Subscription::Topics(vec![group.topic]);
        self.client
            .set_auto_offset_store(strategy.auto_offset_store());
        if strategy.auto_commits() {
            self.client.auto_commit = AutoCommit::Waiting;
        }
        self.client.call = Some(Call::Poll);
        self
    }

    /// Whether it is alive; it may stand still.
    pub fn is_running(&self) -> bool {
        matches!(self.process, Process::Running | Process::Paused)
    }

    /// Whether it is alive and stands still.
    pub fn is_paused(&self) -> bool {
        self.process == Process::Paused
    }

    /// All its threads stand still, wherever they are.
    pub fn pause(&mut self, fx: &mut Effects) -> Option<()> {
        (self.process == Process::Running).then_some(())?;
        self.process = Process::Paused;
        fx.report(Event::ConsumerPaused(self.id));
        Some(())
    }

    /// They go on.
    pub fn resume(&mut self, fx: &mut Effects) -> Option<()> {
        self.is_paused().then_some(())?;
        self.process = Process::Running;
        fx.report(Event::ConsumerResumed(self.id));
        Some(())
    }

    /// An answer arrives.
    pub fn receive(&mut self, response: Response, setup: &Setup, fx: &mut Effects) {
        if let Response::Produce(_) = response {
            // Its producer has sent a dead letter.
            return self.dead_letter_stored(fx);
        }
        let context = self.context(setup);
        let returned = self.client.receive(response, context, fx);
        self.take(returned, fx);
    }

    /// One of its connections has broken.
    pub fn disconnected(&mut self, connection: Connection, setup: &Setup, fx: &mut Effects) {
        let context = self.context(setup);
        self.client.disconnected(connection, context, fx);
    }

    /// The call takes longer than `default.api.timeout.ms`.
    pub fn api_timeout_over(&mut self, fx: &mut Effects) {
        let returned = self.client.api_timeout_over(fx);
        self.take(returned, fx);
    }

    pub(super) fn context<'a>(&self, setup: &'a Setup) -> ClientContext<'a> {
        ClientContext {
            config: &setup.group(self.group).client,
            setup,
        }
    }

    /// The application takes what its call returns.
    pub(super) fn take(&mut self, returned: Option<Returned>, fx: &mut Effects) {
        match returned {
            Some(Returned::Records(records)) => {
                self.application.take_batch(records);
                self.go_on(fx);
            }
            // The application logs the exception, if there is one, and goes on.
            Some(Returned::Committed(_)) => {
                self.run_callbacks(fx);
                self.go_on_after_commit(fx);
            }
            Some(Returned::Thrown(exception)) => self.fail(exception, fx),
            Some(Returned::Closed) => self.end(Process::Stopped, fx),
            // It is logged, and the program polls on.
            Some(Returned::Error(_)) => self.client.poll(fx),
            // A call that these programs do not make returns nothing to them.
            None | Some(Returned::Position(_)) => {}
        }
    }

    /// On to the next statement; `poll` is called as soon as it is reached.
    pub(super) fn go_on(&mut self, fx: &mut Effects) {
        self.application.advance();
        if self.application.statement() == Statement::Poll {
            self.client.poll(fx);
        }
    }

    fn go_on_after_commit(&mut self, fx: &mut Effects) {
        match (self.application.listener, self.application.shutdown) {
            (Listener::Committing(call), _) => {
                self.application.listener = Listener::Done;
                self.client.call = Some(call);
            }
            (_, Shutdown::Committing) => self.close(),
            _ => self.go_on(fx),
        }
    }

    /// Whether it runs and nobody has asked it to stop.
    pub fn can_be_asked_to_stop(&self) -> bool {
        self.is_running() && self.application.shutdown == Shutdown::NotAsked
    }

    /// `SIGTERM`: another thread calls `wakeup()`.
    pub fn ask_to_stop(&mut self, fx: &mut Effects) -> Option<()> {
        if !self.can_be_asked_to_stop() {
            return None;
        }
        self.application.shutdown = Shutdown::Asked;
        self.report(ProgramEvent::StopAsked, fx);
        Some(())
    }

    /// The call that blocks throws `WakeupException`, which ends the loop. What it has sent stays
    /// sent (`ConsumerNetworkClient.maybeTriggerWakeup`).
    pub(super) fn wake_up(&mut self, fx: &mut Effects) {
        let dropped = spans_of(self.application.rest_of_batch());
        self.report(ProgramEvent::WokenUp { dropped }, fx);
        self.leave_loop(fx);
    }

    /// An exception that nobody catches ends the loop. `finally` is all that is left of the program.
    pub(super) fn fail(&mut self, exception: FatalException, fx: &mut Effects) {
        let dropped = spans_of(self.application.rest_of_batch());
        fx.report(Event::ConsumerFailed {
            consumer: self.id,
            exception,
            dropped,
        });
        self.leave_loop(fx);
    }

    fn leave_loop(&mut self, fx: &mut Effects) {
        self.client.wake_up(fx);
        self.application.listener = Listener::Idle;
        self.application.drop_batch();
        if self.application.program.handlers.on_close.is_some() {
            self.application.shutdown = Shutdown::Committing;
        } else {
            self.close();
        }
    }

    /// `close()`, in `finally`.
    fn close(&mut self) {
        self.application.shutdown = Shutdown::Closing;
        self.client.call = Some(Call::Close(FarewellCommit::Due));
    }

    pub(super) fn report(&self, what: ProgramEvent, fx: &mut Effects) {
        let consumer = self.id;
        fx.report(Event::Program { consumer, what });
    }

    /// The process is gone: its memory, its threads, its timers. The coordinator is told only by
    /// what `close` has sent.
    pub fn end(&mut self, how: Process, fx: &mut Effects) {
        let consumer = self.id;
        let mut in_hand = Vec::new();
        for record in self.application.in_hand() {
            insert_in_order(&mut in_hand, record, InHand::lt);
        }
        let in_hand = spans_of(&in_hand);
        if how == Process::Stopped {
            self.report(ProgramEvent::Stopped { in_hand }, fx);
        } else {
            fx.report(Event::ConsumerCrashed { consumer, in_hand });
        }
        self.forget_everything(how, fx);
    }

    fn forget_everything(&mut self, process: Process, fx: &mut Effects) {
        fx.cancel(Timer::Heartbeat(self.id));
        fx.cancel(Timer::AutoCommit(self.id));
        fx.cancel(Timer::ApiTimeout(self.id));
        fx.cancel(Timer::MaxPollInterval(self.id));
        self.process = process;
        self.client = self.client.forgotten(self.client.process_number);
        let on_failure = self.application.program.handlers.on_failure;
        self.application = Application::new(self.application.strategy, on_failure);
    }
}
