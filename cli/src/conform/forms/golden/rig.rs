//! Broker, clients and clock. A message arrives as soon as it is sent, in the order in which all were
//! sent; timers fire when the clock gets there.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result};
use offsetscope_core::broker::Broker;
use offsetscope_core::client::{ClientContext, KafkaConsumer, RebalanceProtocol};
use offsetscope_core::effects::{Effects, TimerCommand};
use offsetscope_core::event::Event;
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_core::network::{Body, Client, Link, Message};
use offsetscope_core::setup::Setup;
use offsetscope_core::timer::Timer;
use serde_json::{Value, json};

use super::names::setup_of;
use super::outcome::partitions;
use super::process::{Life, Process};
use super::step::Trace;

/// The time at which every trace begins.
const BEGINNING_MS: i64 = 1_700_000_000_000;

/// Everything there is while a trace is replayed.
pub struct Rig {
    pub setup: Setup,
    pub broker: Broker,
    pub now_ms: i64,
    pub processes: BTreeMap<ConsumerId, Process>,
    /// What was written, and how often each record was processed.
    pub processed: BTreeMap<(TopicPartition, Offset), u32>,
    /// Groups of which an offset has expired.
    pub expired: BTreeSet<GroupId>,
    /// Groups that went because they had neither members nor offsets.
    pub removed: BTreeSet<GroupId>,
    /// How many sub-steps clients have taken.
    pub sub_steps: u64,
    timers: BTreeMap<Timer, i64>,
    in_flight: VecDeque<(Link, Message)>,
}

impl Rig {
    /// Before the first step.
    pub fn new(trace: &Trace) -> Result<Self> {
        let setup = setup_of(trace)?;
        Ok(Self {
            broker: Broker::new(&setup),
            setup,
            now_ms: BEGINNING_MS,
            processes: BTreeMap::new(),
            processed: BTreeMap::new(),
            expired: BTreeSet::new(),
            removed: BTreeSet::new(),
            sub_steps: 0,
            timers: BTreeMap::new(),
            in_flight: VecDeque::new(),
        })
    }

    /// A process that has been started.
    pub fn process(&mut self, id: ConsumerId) -> Result<&mut Process> {
        self.processes
            .get_mut(&id)
            .context("a consumer that was never started")
    }

    /// Something happens in a client, with all that follows at once.
    pub fn with_client<T>(
        &mut self,
        id: ConsumerId,
        what: impl FnOnce(&mut KafkaConsumer, ClientContext<'_>, &mut Effects) -> T,
    ) -> Result<T> {
        let mut effects = Effects::default();
        let process = self
            .processes
            .get_mut(&id)
            .context("a consumer that was never started")?;
        let context = ClientContext {
            config: &process.config,
            setup: &self.setup,
        };
        let result = what(&mut process.client, context, &mut effects);
        self.carry_out(&mut effects);
        self.deliver_all();
        Ok(result)
    }

    /// Something happens at the broker, with all that follows at once.
    pub fn with_broker<T>(
        &mut self,
        what: impl FnOnce(&mut Broker, &Setup, i64, &mut Effects) -> T,
    ) -> T {
        let mut effects = Effects::default();
        let result = what(&mut self.broker, &self.setup, self.now_ms, &mut effects);
        self.carry_out(&mut effects);
        self.deliver_all();
        result
    }

    /// The process is gone, and its connections with it.
    pub fn end(&mut self, id: ConsumerId) -> Result<()> {
        self.process(id)?.life = Life::Gone;
        self.broker.forget_fetch(id);
        self.timers.remove(&Timer::Heartbeat(id));
        self.timers.remove(&Timer::AutoCommit(id));
        Ok(())
    }

    /// Lets time pass, up to this moment, and fires what is due first. Says whether anything was.
    pub fn advance_to(&mut self, until_ms: i64) -> bool {
        let due = self.timers.iter().filter(|&(&timer, _)| self.runs(timer));
        let first = due.map(|(&timer, &due_ms)| (due_ms, timer)).min();
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

    fn runs(&self, timer: Timer) -> bool {
        match timer {
            Timer::Heartbeat(id) | Timer::AutoCommit(id) => {
                self.processes.get(&id).is_some_and(Process::is_running)
            }
            _ => true,
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
            // Steps say when these happen, and what is produced. Every call is answered at once.
            Timer::Linger { .. }
            | Timer::RequestTimeout { .. }
            | Timer::DeliveryTimeout { .. }
            | Timer::RetryBackoff(_)
            | Timer::ApiTimeout(_)
            | Timer::Unanswered { .. }
            | Timer::MaxPollInterval(_)
            | Timer::OrderDue(_)
            | Timer::RetentionCheck
            | Timer::LogCleaner
            | Timer::OffsetExpiration => {}
        }
        self.carry_out(&mut effects);
        self.deliver_all();
    }

    /// The background thread looks at `max.poll.interval.ms` before it sends a heartbeat.
    fn heartbeat(&mut self, id: ConsumerId, fx: &mut Effects) {
        if let Some(process) = self.processes.get_mut(&id) {
            let polled_ago_ms = self.now_ms - process.polled_ms;
            if polled_ago_ms > process.config.max_poll_interval_ms {
                process.client.max_poll_interval_over(fx);
            } else {
                process.client.heartbeat_due(&process.config, fx);
            }
        }
    }

    fn carry_out(&mut self, effects: &mut Effects) {
        self.broker.coordinator.note_time(self.now_ms);
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
            let (id, call) = match event {
                Event::OffsetsExpired { group, .. } => {
                    self.expired.insert(group);
                    continue;
                }
                Event::GroupRemoved(group) => {
                    self.removed.insert(group);
                    continue;
                }
                Event::PartitionsAssigned {
                    consumer,
                    partitions,
                } => (consumer, ("assigned", partitions)),
                Event::PartitionsRevoked {
                    consumer,
                    partitions,
                } => (consumer, ("revoked", partitions)),
                Event::PartitionsLost {
                    consumer,
                    partitions,
                } => (consumer, ("lost", partitions)),
                _ => continue,
            };
            if let Some(process) = self.processes.get_mut(&id) {
                let (name, given) = call;
                // The recordings leave these out.
                let cooperates =
                    process.client.rebalance_protocol == RebalanceProtocol::Cooperative;
                if given.is_empty() && cooperates {
                    continue;
                }
                let call: Value = json!([name, partitions(&self.setup, &given)]);
                process.listener_calls.push(call);
            }
        }
    }

    fn deliver_all(&mut self) {
        let mut effects = Effects::default();
        while let Some((link, message)) = self.in_flight.pop_front() {
            let from = message.sender(link);
            match (message.body, link.client) {
                (Body::Request(request), _) => {
                    let broker = &mut self.broker;
                    broker.handle(request, from, &self.setup, self.now_ms, &mut effects);
                }
                (Body::Response(response), Client::Consumer(id)) => {
                    let Some(process) = self.processes.get_mut(&id) else {
                        continue;
                    };
                    if process.client.process_number != message.process {
                        continue;
                    }
                    match &mut process.life {
                        Life::Gone => continue,
                        Life::Frozen(inbox) => inbox.push(response),
                        Life::Running => {
                            let context = ClientContext {
                                config: &process.config,
                                setup: &self.setup,
                            };
                            let returned = process.client.receive(response, context, &mut effects);
                            process.returned = returned.or(process.returned.take());
                        }
                    }
                }
                (Body::Response(_), Client::Producer(_)) => {}
            }
            self.carry_out(&mut effects);
        }
    }

    /// A process that stood still goes on with what has arrived meanwhile.
    pub fn thaw(&mut self, id: ConsumerId) -> Result<()> {
        let process = self.process(id)?;
        let life = std::mem::replace(&mut process.life, Life::Running);
        if let Life::Frozen(inbox) = life {
            for response in inbox {
                let returned = self.with_client(id, |client, context, fx| {
                    client.receive(response, context, fx)
                })?;
                let process = self.process(id)?;
                process.returned = returned.or(process.returned.take());
            }
        }
        Ok(())
    }
}
