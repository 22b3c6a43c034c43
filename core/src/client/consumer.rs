//! A consumer process: a client, and the application that calls it.
//!
//! The application thread does one sub-step at a time ([`Action`]), its own or one of the call that
//! it waits for.

use super::application::Application;
use super::assignor::RebalanceProtocol;
use super::call::{Call, ClientAction, Returned};
use super::kafka_consumer::{AutoCommit, ClientContext, KafkaConsumer, Subscription};
use super::program::Statement;
use super::strategy::Strategy;
use crate::effects::Effects;
use crate::event::{Event, FatalException};
use crate::ids::{ConsumerId, GroupId};
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
}

/// The next sub-step of a consumer's application thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Action {
    /// Take over the group's new program.
    AdoptProgram,
    /// Go on with the call.
    InCall(ClientAction),
    /// Take a record in hand.
    StartProcessing,
    /// The record takes effect.
    FinishProcessing,
    /// Call `commitSync` or `commitAsync`.
    Commit,
    /// Inside `poll`: the callbacks of `commitAsync` that are due.
    RunCallbacks,
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
            application: Application::new(strategy),
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
        self.process = Process::Running;
        self.application = Application::new(strategy);
        self.client.subscription = Subscription::Topics(vec![setup.group(self.group).topic]);
        if strategy.auto_commits() {
            self.client.auto_commit = AutoCommit::Waiting;
        }
        self.client.call = Some(Call::Poll);
        self
    }

    /// Whether it is alive.
    pub fn is_running(&self) -> bool {
        self.process == Process::Running
    }

    /// What its application thread would do next, or none while it is blocked.
    pub fn next_action(&self, group_strategy: Strategy) -> Option<Action> {
        if !self.is_running() {
            return None;
        }
        match self.application.statement() {
            Statement::Poll if self.application.strategy != group_strategy => {
                Some(Action::AdoptProgram)
            }
            Statement::Poll if !self.client.callbacks.is_empty() => Some(Action::RunCallbacks),
            Statement::Poll => self.client.next_action().map(Action::InCall),
            Statement::ForEachRecord | Statement::ForEachPartition => None,
            Statement::Process if self.application.processing => Some(Action::FinishProcessing),
            Statement::Process => Some(Action::StartProcessing),
            Statement::CommitSync(_) if self.client.call.is_some() => {
                self.client.next_action().map(Action::InCall)
            }
            Statement::CommitSync(_) | Statement::CommitAsync(_) => Some(Action::Commit),
        }
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
        match action {
            Action::AdoptProgram => self.adopt_program(group_strategy, context, fx),
            Action::InCall(action) => {
                let returned = self.client.act(action, context, fx);
                self.take(returned, fx);
            }
            Action::StartProcessing => self.start_processing(fx),
            Action::FinishProcessing => self.finish_processing(),
            Action::Commit => self.commit(context, fx),
            Action::RunCallbacks => self.run_callbacks(fx),
        }
    }

    /// An answer arrives.
    pub fn receive(&mut self, response: Response, setup: &Setup, fx: &mut Effects) {
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

    fn context<'a>(&self, setup: &'a Setup) -> ClientContext<'a> {
        ClientContext {
            config: &setup.group(self.group).client,
            setup,
        }
    }

    /// The application takes what its call returns.
    fn take(&mut self, returned: Option<Returned>, fx: &mut Effects) {
        match returned {
            Some(Returned::Records(records)) => {
                self.application.take_batch(records);
                self.go_on();
            }
            // The application logs the exception, if there is one, and goes on.
            Some(Returned::Committed(_)) => {
                self.run_callbacks(fx);
                self.go_on();
            }
            Some(Returned::Thrown(exception)) => self.fail(exception, fx),
            // It is logged, and the program polls on.
            Some(Returned::Error(_)) => self.client.call = Some(Call::Poll),
            // Calls that these programs do not make return nothing to them.
            None | Some(Returned::Position(_) | Returned::Closed) => {}
        }
    }

    /// On to the next statement; `poll` is called as soon as it is reached.
    fn go_on(&mut self) {
        self.application.advance();
        if self.application.statement() == Statement::Poll {
            self.client.call = Some(Call::Poll);
        }
    }

    fn adopt_program(&mut self, strategy: Strategy, context: ClientContext<'_>, fx: &mut Effects) {
        let counter = self.application.counter;
        self.application = Application {
            counter,
            ..Application::new(strategy)
        };
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

    fn start_processing(&mut self, fx: &mut Effects) {
        self.application.processing = true;
        if let Some(record) = self.application.current_record() {
            fx.report(Event::ProcessingStarted {
                consumer: self.id,
                partition: record.partition,
                offset: record.offset,
            });
        }
    }

    /// The effect itself is the outside world's to note.
    fn finish_processing(&mut self) {
        self.application.current_record_done();
        self.go_on();
    }

    fn commit(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        self.run_callbacks(fx);
        match self.application.statement() {
            Statement::CommitSync(scope) => {
                let returned = match self.application.offsets(scope) {
                    Some(offsets) => self.client.commit_sync(offsets, context.config, fx),
                    None => self.client.commit_all_sync(context.config, fx),
                };
                self.take(returned, fx);
            }
            Statement::CommitAsync(scope) => {
                match self.application.offsets(scope) {
                    Some(offsets) => self.client.commit_async(offsets, fx),
                    None => self.client.commit_all_async(fx),
                }
                self.go_on();
            }
            Statement::Poll
            | Statement::ForEachRecord
            | Statement::ForEachPartition
            | Statement::Process => {}
        }
    }

    /// `ConsumerCoordinator.invokeCompletedOffsetCommitCallbacks`: `poll` begins with it, so does a
    /// commit, and `commitSync` also ends with it. `close` does not.
    fn run_callbacks(&mut self, fx: &mut Effects) {
        while let Some(result) = self.client.callbacks.pop_front() {
            fx.report(Event::CommitCallbackRan {
                consumer: self.id,
                exception: result.err(),
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
        fx.cancel(Timer::ApiTimeout(self.id));
        self.process = Process::Crashed;
        self.client = self.client.forgotten(self.client.process_number);
        self.application = Application::new(self.application.strategy);
    }
}
