//! The transition function: one choice happens.

use super::{OffsetsTopic, State, World};
#[cfg(feature = "admin")]
use crate::admin::AdminRequest;
use crate::broker::Broker;
use crate::choice::{Choice, NotEnabled};
use crate::client::strategy::Strategy;
use crate::client::{Consumer, KafkaProducer};
use crate::effects::{Effects, ReplyTo, Sent};
use crate::event::{Event, RecordSpan};
use crate::ids::{GroupId, Offset, TopicPartition};
use crate::network::{Body, Client, Connection, Direction, Link, Network, Request, Response};
use crate::outside::Outside;
use crate::setup::Setup;
use crate::shared::Shared;
use crate::timer::Timer;
use core::ops::Range;
use litemap::LiteMap;
use std::sync::Arc;

impl World {
    /// The world before anything has happened: empty logs, and consumers that have just started.
    /// The first timers are armed through `effects`.
    pub fn new(setup: Arc<Setup>, effects: &mut Effects) -> Self {
        effects.clear();
        let consumers = setup.consumer_ids().map(|id| {
            let strategy = setup.group_of(id).strategy;
            Shared::new(Consumer::new(id, strategy, &setup))
        });
        let producers = setup.producer_ids().map(|id| {
            let config = &setup.producer(id).client;
            Shared::new(KafkaProducer::new(id, 1, config))
        });
        let state = State {
            producers: producers.collect(),
            broker: Broker::new(&setup),
            consumers: consumers.collect(),
            strategies: setup.groups.iter().map(|group| group.strategy).collect(),
            network: Network::default(),
            timers: Shared::new(LiteMap::new()),
            outside: Shared::new(Outside::new(setup.groups.len())),
        };
        for producer in setup.producer_ids() {
            effects.arm(
                Timer::OrderDue(producer),
                setup.producer(producer).first_order_ms,
            );
        }
        effects.arm(
            Timer::RetentionCheck,
            setup.broker.log_initial_task_delay_ms,
        );
        effects.arm(Timer::LogCleaner, setup.broker.log_cleaner_backoff_ms);
        effects.arm(
            Timer::OffsetExpiration,
            setup.broker.offsets_retention_check_interval_ms,
        );
        let mut world = Self {
            setup,
            state,
            offsets_topic: Shared::new(OffsetsTopic::default()),
        };
        world.carry_out(0, effects);
        world
    }

    /// Makes one choice happen at `now_ms` and tells what it did. The world's rules do not depend
    /// on the time, but for the age of records.
    ///
    /// # Errors
    /// [`NotEnabled`] if the world does not offer this choice; then nothing has changed.
    pub fn apply(
        &mut self,
        choice: Choice,
        now_ms: i64,
        effects: &mut Effects,
    ) -> Result<(), NotEnabled> {
        effects.clear();
        match choice {
            Choice::Deliver(link) => self.deliver(link, now_ms, effects),
            Choice::Fire(timer) => self.fire(timer, now_ms, effects),
            Choice::Run(consumer) => self.run(consumer, now_ms, effects),
            Choice::Work { consumer, worker } => self.work(consumer, worker, now_ms, effects),
            Choice::Stop(consumer) => self.stop(consumer, effects),
            Choice::Crash(consumer) => self.crash(consumer, effects),
            Choice::Restart(consumer) => self.restart(consumer, effects),
            Choice::Pause(consumer) => self.pause(consumer, effects),
            Choice::Resume(consumer) => self.resume(consumer, effects),
            Choice::Disconnect(link) => self.disconnect(link, now_ms, effects),
            Choice::Cut(client) => self.cut(client, effects),
            Choice::Heal(client) => self.heal(client, effects),
            Choice::Delay { link, by_ms } => self.delay(link, by_ms, effects),
            Choice::SetStrategy { group, strategy } => self.set_strategy(group, strategy, effects),
            #[cfg(feature = "admin")]
            Choice::Administer(request) => self.administer(request, now_ms, effects),
            #[cfg(not(feature = "admin"))]
            Choice::Administer(_) => None,
        }
        .ok_or(NotEnabled(choice))?;
        self.state.broker.coordinator.note_time(now_ms);
        self.carry_out(now_ms, effects);
        Ok(())
    }

    /// Puts messages on their links, arms and disarms timers, and writes down what the coordinator
    /// has to.
    fn carry_out(&mut self, now_ms: i64, effects: &mut Effects) {
        if !effects.records.is_empty() {
            let records = &effects.records;
            self.offsets_topic.write(records, &self.setup, now_ms);
        }
        for (link, message) in effects.outbox.drain(..) {
            let answer = link.direction == Direction::ToClient;
            if answer
                && !self
                    .state
                    .is_connected(message.sender(link), link.connection)
            {
                if let Client::Consumer(consumer) = link.client {
                    effects.events.push(Event::AnswerLost(consumer));
                }
                continue;
            }
            effects.sent.push(Sent {
                link,
                kind: message.kind(),
            });
            self.state.network.send(link, message);
        }
        self.watch_the_cut_off(effects);
        self.set_timers(effects);
    }

    fn set_strategy(&mut self, group: GroupId, strategy: Strategy, fx: &mut Effects) -> Option<()> {
        let current = self.state.strategies.get_mut(group.index())?;
        let library = self.setup.group(group).client.library;
        if *current == strategy || !Strategy::offered(library).contains(&strategy) {
            return None;
        }
        *current = strategy;
        fx.report(Event::StrategyChosen { group, strategy });
        Some(())
    }

    #[cfg(feature = "admin")]
    fn administer(&mut self, request: AdminRequest, now_ms: i64, fx: &mut Effects) -> Option<()> {
        let state = &mut self.state;
        let is_known = request
            .group()
            .is_none_or(|it| it.index() < self.setup.groups.len())
            && request
                .partition()
                .is_none_or(|it| state.broker.logs.contains_key(&it))
            && request.offset().is_none_or(|it| i64::try_from(it).is_ok());
        if !is_known {
            return None;
        }
        state.broker.administer(request, &self.setup, now_ms, fx);
        for event in &fx.events {
            if let Event::RecordsDeleted {
                partition,
                old_log_start,
                new_log_start,
            } = *event
            {
                state.note_deleted(partition, old_log_start..new_log_start, &self.setup);
            }
        }
        Some(())
    }

    fn fire(&mut self, timer: Timer, now_ms: i64, fx: &mut Effects) -> Option<()> {
        self.can_fire(timer).then_some(())?;
        self.state.timers.remove(&timer);
        let coordinator = &mut self.state.broker.coordinator;
        match timer {
            Timer::OrderDue(producer) => self.place_order(producer, now_ms, fx),
            Timer::Linger { producer, order } => {
                self.with_producer(producer, |it, context| it.linger_over(order, context, fx));
            }
            Timer::RetryBackoff(producer) => {
                self.with_producer(producer, |it, context| it.retry_backoff_over(context, fx));
            }
            Timer::DeliveryTimeout { producer, order } => {
                self.with_producer(producer, |it, context| {
                    it.delivery_timeout_over(order, context, fx);
                });
            }
            Timer::RequestTimeout { producer, .. } => {
                let client = Client::Producer(producer);
                self.give_connection_up(client, Connection::Leader, now_ms, fx);
            }
            Timer::Unanswered {
                consumer,
                connection,
            } => self.give_connection_up(Client::Consumer(consumer), connection, now_ms, fx),
            Timer::Heartbeat(id) => {
                let config = &self.setup.group_of(id).client;
                self.state.consumers[id.index()]
                    .client
                    .heartbeat_due(config, fx);
            }
            Timer::AutoCommit(id) => {
                let config = &self.setup.group_of(id).client;
                self.state.consumers[id.index()]
                    .client
                    .auto_commit_interval_over(config, fx);
            }
            Timer::MaxPollInterval(id) => {
                let config = &self.setup.group_of(id).client;
                self.state.consumers[id.index()]
                    .client
                    .max_poll_interval_due(config, fx);
            }
            Timer::ApiTimeout(id) => self.state.consumers[id.index()].api_timeout_over(fx),
            Timer::Session { group, member } => {
                coordinator.group_mut(group).session_expired(member, fx);
            }
            Timer::PendingMember { group, member } => {
                coordinator
                    .group_mut(group)
                    .pending_member_expired(member, fx);
            }
            Timer::InitialRebalanceDelay(group) => {
                coordinator.group_mut(group).initial_delay_over(fx);
            }
            Timer::JoinDeadline(group) => coordinator.group_mut(group).join_deadline_over(fx),
            Timer::SyncDeadline(group) => coordinator.group_mut(group).sync_deadline_over(fx),
            Timer::RetentionCheck => {
                fx.arm(timer, self.setup.broker.retention_check_interval_ms);
                self.check_retention(now_ms, fx);
            }
            Timer::LogCleaner => {
                fx.arm(timer, self.setup.broker.log_cleaner_backoff_ms);
                self.clean(now_ms, fx);
            }
            Timer::OffsetExpiration => {
                fx.arm(timer, self.setup.broker.offsets_retention_check_interval_ms);
                coordinator.remove_expired(now_ms, fx);
            }
        }
        Some(())
    }

    fn check_retention(&mut self, now_ms: i64, fx: &mut Effects) {
        let state = &mut self.state;
        for (partition, deleted) in state.broker.check_retention(&self.setup, now_ms, fx) {
            state.note_deleted(partition, deleted.offsets(), &self.setup);
        }
    }

    fn clean(&mut self, now_ms: i64, fx: &mut Effects) {
        let state = &mut self.state;
        let cleaned = state.broker.clean(&self.setup, now_ms, fx);
        for span in cleaned.compacted {
            state.note_compacted(span, &self.setup);
        }
        for (partition, deleted) in cleaned.deleted {
            state.note_deleted(partition, deleted.offsets(), &self.setup);
        }
        if self.offsets_topic.is_due(&self.setup, now_ms) {
            self.offsets_topic.clean(&self.setup, now_ms);
        }
    }

    fn deliver(&mut self, link: Link, now_ms: i64, fx: &mut Effects) -> Option<()> {
        self.can_arrive(link).then_some(())?;
        let message = self.state.network.receive(link)?;
        let from = message.sender(link);
        match (message.body, link.client) {
            (Body::Request(request), _) => self.handle_request(request, from, now_ms, fx),
            (Body::Response(Response::Produce(answers)), Client::Producer(producer)) => {
                self.with_producer(producer, |producer, context| {
                    producer.receive(&answers, context, fx);
                });
            }
            (Body::Response(response), Client::Consumer(id)) => {
                let consumer = &mut self.state.consumers[id.index()];
                consumer.receive(response, &self.setup, fx);
                if !consumer.is_running() {
                    self.state.close_connections(id, fx);
                }
            }
            (Body::Response(_), Client::Producer(_)) => {}
        }
        Some(())
    }

    fn handle_request(&mut self, request: Request, from: ReplyTo, now_ms: i64, fx: &mut Effects) {
        let state = &mut self.state;
        match (&request, from.client) {
            (Request::Fetch { .. }, Client::Consumer(id))
                if !state.is_connected(from, Connection::Leader) =>
            {
                return fx.report(Event::AnswerLost(id));
            }
            _ => {}
        }
        let state = &mut self.state;
        state.broker.handle(request, from, &self.setup, now_ms, fx);
        state.note_records(&fx.events);
        if let Client::Consumer(id) = from.client {
            self.note_dead_letters(id, fx);
        }
    }
}

impl State {
    /// Whether this life of a client is still there to be answered, through this socket.
    fn is_connected(&self, to: ReplyTo, connection: Connection) -> bool {
        let lives = match to.client {
            Client::Producer(_) => true,
            Client::Consumer(id) => {
                let consumer = &self.consumers[id.index()];
                consumer.is_running() && consumer.client.process_number == to.process
            }
        };
        lives && self.network.socket(to.client, connection) == to.socket
    }

    /// For the ledger: what goes now can no longer be read by groups that have not got there.
    fn note_deleted(&mut self, partition: TopicPartition, deleted: Range<Offset>, setup: &Setup) {
        for group in setup.group_ids() {
            if setup.group(group).topic != partition.topic {
                continue;
            }
            let committed = self.resumes_at(group, partition).unwrap_or(0);
            for offset in deleted.start.max(committed)..deleted.end {
                self.outside
                    .note_deleted_uncommitted(group, partition, offset);
            }
        }
    }

    /// For the ledger: the same of records that later ones have overtaken.
    fn note_compacted(&mut self, span: RecordSpan, setup: &Setup) {
        for group in setup.group_ids() {
            if setup.group(group).topic != span.partition.topic {
                continue;
            }
            let committed = self.resumes_at(group, span.partition);
            for offset in span.first.max(committed.unwrap_or(0))..=span.last {
                self.outside
                    .note_compacted_uncommitted(group, span.partition, offset);
            }
        }
    }
}
