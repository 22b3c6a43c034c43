//! Broker, clients and virtual time for the model's arm. A message arrives as soon as it is sent;
//! timers fire when the time gets there.

use crate::arm::{
    AutoCommit, HEARTBEAT_MS, MAX_POLL_INTERVAL_MS, SESSION_TIMEOUT_MS, Settings, Who,
};
use offsetscope_core::broker::Broker;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::client::{ClientContext, KafkaConsumer, Returned};
use offsetscope_core::effects::{Effects, TimerCommand};
use offsetscope_core::event::{CommitException, CommitTrigger, Event};
use offsetscope_core::group::InstanceId;
use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
use offsetscope_core::log::{Batch, LogConfig, NewRecord};
use offsetscope_core::network::{Body, Client, Connection, Link, Message};
use offsetscope_core::setup::{
    BrokerSetup, ConsumerConfig, ConsumerSetup, GroupSetup, Setup, Timing, TopicSetup,
};
use offsetscope_core::timer::Timer;
use std::collections::{BTreeMap, VecDeque};

pub const GROUP: GroupId = GroupId(0);
pub const TOPIC: TopicId = TopicId(0);

/// A consumer process.
pub struct Process {
    pub client: KafkaConsumer,
    config: ConsumerConfig,
    /// What its call in progress has returned.
    pub returned: Option<Returned>,
    /// When it polled last.
    pub polled_ms: i64,
    pub rebalances: Vec<String>,
    /// Commits that were answered; the next `poll` runs the callbacks.
    pub answered: VecDeque<String>,
}

/// Everything there is.
pub struct Rig {
    pub setup: Setup,
    pub broker: Broker,
    pub now_ms: i64,
    pub processes: BTreeMap<ConsumerId, Process>,
    timers: BTreeMap<Timer, i64>,
    in_flight: VecDeque<(Link, Message)>,
    network: Network,
}

/// Whether the broker can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Network {
    Up,
    /// Requests wait for a connection, and answers are lost.
    Down,
}

/// A consumer's place in the setup.
pub fn id_of(who: Who) -> ConsumerId {
    match who {
        Who::C1 => ConsumerId(0),
        Who::C2 => ConsumerId(1),
    }
}

/// A partition of the topic.
pub fn partition(number: u16) -> TopicPartition {
    TopicPartition {
        topic: TOPIC,
        partition: number,
    }
}

impl Rig {
    /// A broker with one topic.
    pub fn new(partitions: u16) -> Self {
        let member = |name: &str| ConsumerSetup {
            name: name.to_owned(),
            group: GROUP,
            instance: None,
        };
        let setup = Setup {
            seed: 1,
            topics: vec![TopicSetup {
                name: "topic".to_owned(),
                partitions,
                log: LogConfig::default(),
            }],
            broker: BrokerSetup::default(),
            producers: Vec::new(),
            poison: Vec::new(),
            groups: vec![GroupSetup {
                name: "group".to_owned(),
                topic: TOPIC,
                strategy: Strategy::AutoOffsetStore,
                on_failure: OnFailure::EndProcess,
                processing_ms: 0,
                client: ConsumerConfig::librdkafka(),
            }],
            consumers: vec![member("c1"), member("c2")],
            instances: vec!["c1".to_owned(), "c2".to_owned()],
            timing: Timing {
                min_latency_ms: 0,
                max_latency_ms: 0,
                client_step_ms: 0,
            },
        };
        Self {
            broker: Broker::new(&setup),
            setup,
            now_ms: 0,
            processes: BTreeMap::new(),
            timers: BTreeMap::new(),
            in_flight: VecDeque::new(),
            network: Network::Up,
        }
    }

    /// A consumer is made.
    pub fn start(&mut self, who: Who, settings: Settings) {
        let config = ConsumerConfig {
            session_timeout_ms: SESSION_TIMEOUT_MS,
            heartbeat_interval_ms: HEARTBEAT_MS,
            max_poll_interval_ms: MAX_POLL_INTERVAL_MS,
            auto_commit_interval_ms: settings.auto_commit.interval_ms(),
            auto_offset_reset: settings.reset,
            ..ConsumerConfig::librdkafka()
        };
        let id = id_of(who);
        let mut client = KafkaConsumer::new(id, Some(GROUP), config.library);
        client.set_auto_offset_store(settings.auto_offset_store);
        client.instance = settings.instance.map(|_| InstanceId(id.0));
        let process = Process {
            client,
            config,
            returned: None,
            polled_ms: self.now_ms,
            rebalances: Vec::new(),
            answered: VecDeque::new(),
        };
        self.processes.insert(id, process);
        if settings.auto_commit != AutoCommit::Off {
            self.with_client(who, |client, context, fx| {
                client.enable_auto_commit(context.config, fx);
            });
        }
    }

    /// A consumer's process.
    pub fn process(&mut self, who: Who) -> &mut Process {
        let process = self.processes.get_mut(&id_of(who));
        process.expect("it was started")
    }

    /// The process is gone, and its threads with it.
    pub fn end(&mut self, who: Who) {
        let id = id_of(who);
        self.processes.remove(&id);
        self.broker.forget_fetch(id);
        self.timers.remove(&Timer::Heartbeat(id));
        self.timers.remove(&Timer::AutoCommit(id));
    }

    /// Something happens in a client, with all that follows at once.
    pub fn with_client<T>(
        &mut self,
        who: Who,
        what: impl FnOnce(&mut KafkaConsumer, ClientContext<'_>, &mut Effects) -> T,
    ) -> T {
        let mut effects = Effects::default();
        let process = self.processes.get_mut(&id_of(who)).expect("it was started");
        let context = ClientContext {
            config: &process.config,
            setup: &self.setup,
        };
        let result = what(&mut process.client, context, &mut effects);
        self.carry_out(&mut effects);
        self.deliver_all();
        result
    }

    /// A record is written.
    pub fn produce(&mut self, partition: TopicPartition) {
        let record = NewRecord {
            timestamp_ms: self.now_ms,
            key: None,
            value: None,
        };
        let batch = Batch::new(0, vec![record]);
        let mut effects = Effects::default();
        let broker = &mut self.broker;
        broker
            .append(partition, batch, &self.setup, self.now_ms, &mut effects)
            .expect("the log takes it");
        self.carry_out(&mut effects);
        self.deliver_all();
    }

    /// Lets time pass, up to this moment, and fires what is due first. Says whether anything was.
    pub fn advance_to(&mut self, until_ms: i64) -> bool {
        let first = self
            .timers
            .iter()
            .map(|(&timer, &due_ms)| (due_ms, timer))
            .min();
        match first {
            Some((due_ms, timer)) if due_ms <= until_ms => {
                self.now_ms = self.now_ms.max(due_ms);
                self.timers.remove(&timer);
                self.fire(timer);
                true
            }
            _ => {
                self.now_ms = self.now_ms.max(until_ms);
                false
            }
        }
    }

    fn fire(&mut self, timer: Timer) {
        let mut effects = Effects::default();
        let fx = &mut effects;
        let coordinator = &mut self.broker.coordinator;
        match timer {
            Timer::Heartbeat(id) => self.heartbeat(id, fx),
            Timer::AutoCommit(id) => {
                if let Some(process) = self.processes.get_mut(&id) {
                    process
                        .client
                        .auto_commit_interval_over(&process.config, fx);
                }
            }
            Timer::Session { group, member } => {
                coordinator.group_mut(group).session_expired(member, fx);
            }
            Timer::PendingMember { group, member } => {
                let group = coordinator.group_mut(group);
                group.pending_member_expired(member, fx);
            }
            Timer::InitialRebalanceDelay(group) => {
                coordinator.group_mut(group).initial_delay_over(fx);
            }
            Timer::JoinDeadline(group) => coordinator.group_mut(group).join_deadline_over(fx),
            Timer::SyncDeadline(group) => coordinator.group_mut(group).sync_deadline_over(fx),
            // There is no shop, and nothing is deleted.
            _ => {}
        }
        self.carry_out(&mut effects);
        self.deliver_all();
    }

    /// The library's thread looks at `max.poll.interval.ms` as often as at anything.
    fn heartbeat(&mut self, id: ConsumerId, fx: &mut Effects) {
        if let Some(process) = self.processes.get_mut(&id) {
            if self.now_ms - process.polled_ms > process.config.max_poll_interval_ms {
                process.client.max_poll_interval_over(fx);
            } else {
                process.client.heartbeat_due(&process.config, fx);
            }
        }
    }

    fn carry_out(&mut self, effects: &mut Effects) {
        self.in_flight.extend(effects.take_messages());
        for command in effects.timers.drain(..) {
            match command {
                TimerCommand::Arm { timer, after_ms } => {
                    self.timers.insert(timer, self.now_ms + after_ms);
                }
                TimerCommand::Cancel(timer) => drop(self.timers.remove(&timer)),
            }
        }
        for event in effects.events.drain(..) {
            note(&mut self.processes, event);
        }
    }

    /// Every connection breaks.
    pub fn disconnect(&mut self) {
        self.network = Network::Down;
        let ids: Vec<_> = self.processes.keys().copied().collect();
        for id in ids {
            self.broker.forget_fetch(id);
            let mut effects = Effects::default();
            let process = self.processes.get_mut(&id).expect("it was listed");
            let context = ClientContext {
                config: &process.config,
                setup: &self.setup,
            };
            for connection in [Connection::Leader, Connection::Coordinator] {
                process
                    .client
                    .disconnected(connection, context, &mut effects);
            }
            self.carry_out(&mut effects);
        }
    }

    /// What was asked meanwhile is sent.
    pub fn reconnect(&mut self) {
        self.network = Network::Up;
        self.deliver_all();
    }

    fn deliver_all(&mut self) {
        if self.network == Network::Down {
            let is_request =
                |(_, message): &(Link, Message)| matches!(message.body, Body::Request(_));
            self.in_flight.retain(is_request);
            return;
        }
        let mut effects = Effects::default();
        while let Some((link, message)) = self.in_flight.pop_front() {
            let from = message.sender(link);
            match (message.body, link.client) {
                (Body::Request(request), _) => {
                    let broker = &mut self.broker;
                    broker.handle(request, from, &self.setup, self.now_ms, &mut effects);
                }
                (Body::Response(response), Client::Consumer(id)) => {
                    if let Some(process) = self.processes.get_mut(&id) {
                        let context = ClientContext {
                            config: &process.config,
                            setup: &self.setup,
                        };
                        let returned = process.client.receive(response, context, &mut effects);
                        process.returned = returned.or(process.returned.take());
                    }
                }
                (Body::Response(_), Client::Producer(_)) => {}
            }
            self.carry_out(&mut effects);
        }
    }
}

/// What the application's callbacks see.
fn note(processes: &mut BTreeMap<ConsumerId, Process>, event: Event) {
    let numbers = |partitions: &[TopicPartition]| {
        let mut numbers: Vec<u16> = partitions.iter().map(|it| it.partition).collect();
        numbers.sort_unstable();
        numbers
    };
    let (id, what, partitions) = match event {
        Event::PartitionsAssigned {
            consumer,
            partitions,
        } => (consumer, "assigned", partitions),
        Event::PartitionsRevoked {
            consumer,
            partitions,
        } => (consumer, "revoked", partitions),
        Event::PartitionsLost {
            consumer,
            partitions,
        } => (consumer, "lost", partitions),
        Event::CommitAcknowledged { consumer, trigger } => {
            return note_commit(processes, consumer, trigger, Ok(()));
        }
        Event::CommitFailed {
            consumer,
            trigger,
            exception,
        } => return note_commit(processes, consumer, trigger, Err(exception)),
        _ => return,
    };
    if let Some(process) = processes.get_mut(&id) {
        let what = format!("{what} {:?}", numbers(&partitions));
        process.rebalances.push(what);
    }
}

/// Only what the library commits by itself has a callback.
fn note_commit(
    processes: &mut BTreeMap<ConsumerId, Process>,
    id: ConsumerId,
    trigger: CommitTrigger,
    result: Result<(), CommitException>,
) {
    if let Some(process) = processes.get_mut(&id)
        && matches!(
            trigger,
            CommitTrigger::AutoCommit | CommitTrigger::BeforeRebalance
        )
    {
        process.answered.push_back(outcome(result));
    }
}

/// What a commit returns, by librdkafka's names.
pub fn outcome(result: Result<(), CommitException>) -> String {
    result
        .map_or_else(CommitException::class, |()| "ok")
        .to_owned()
}
