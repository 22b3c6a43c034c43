//! The clock: the driver that lets time choose. What comes next is what is due first.
//!
//! All that is known of time is here, beside the world: when messages arrive, when timers fire,
//! how long a client needs for its next sub-step.

use crate::choice::Choice;
use crate::client::{Action, WorkerAction, WorkerId};
use crate::effects::{Effects, Sent, TimerCommand};
use crate::ids::ConsumerId;
use crate::network::{Client, Connection, CutOff, Direction, Link, MessageKind};
use crate::setup::{Setup, Stream, stream_of_chance};
use crate::timer::Timer;
use crate::world::World;
use litemap::LiteMap;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use std::collections::VecDeque;

/// When what is due.
#[derive(Clone, Debug)]
pub struct Clock {
    now_ms: i64,
    in_air: LiteMap<Link, VecDeque<Flight>>,
    timers: LiteMap<Timer, i64>,
    runs: LiteMap<ConsumerId, i64>,
    works: LiteMap<(ConsumerId, WorkerId), i64>,
    /// Since when processes stand still.
    paused: LiteMap<ConsumerId, i64>,
    /// Whom nothing gets through to.
    cut_off: CutOff,
    latencies: LiteMap<Link, Pcg64Mcg>,
}

/// A message's way, for drawing: where it is at any moment follows from this alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flight {
    /// The link it is on.
    pub link: Link,
    /// What kind of message.
    pub kind: MessageKind,
    /// When it left.
    pub sent_ms: i64,
    /// When it arrives.
    pub arrives_ms: i64,
}

impl Clock {
    /// The clock of a new world, with the effects of its making.
    pub fn new(world: &World, effects: &Effects) -> Self {
        let mut clock = Self {
            now_ms: 0,
            in_air: LiteMap::new(),
            timers: LiteMap::new(),
            runs: LiteMap::new(),
            works: LiteMap::new(),
            paused: LiteMap::new(),
            cut_off: CutOff::default(),
            latencies: LiteMap::new(),
        };
        clock.take_in(world, effects);
        clock
    }

    /// The time now: that of the last choice.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// When a timer will fire, if it is armed.
    pub fn deadline_ms(&self, timer: Timer) -> Option<i64> {
        self.timers.get(&timer).copied()
    }

    /// When a choice is due, if it is.
    pub fn due_ms(&self, choice: Choice) -> Option<i64> {
        match choice {
            Choice::Deliver(link) => Some(self.in_air.get(&link)?.front()?.arrives_ms),
            Choice::Fire(timer) => self.deadline_ms(timer),
            Choice::Run(consumer) => self.run_due_ms(consumer),
            _ => None,
        }
    }

    /// When a consumer's next sub-step is due, if it is not blocked.
    pub fn run_due_ms(&self, consumer: ConsumerId) -> Option<i64> {
        let due_ms = self.runs.get(&consumer).copied();
        due_ms.filter(|_| !self.is_paused(consumer))
    }

    /// When a worker's next sub-step is due, if it has one.
    pub fn work_due_ms(&self, consumer: ConsumerId, worker: WorkerId) -> Option<i64> {
        let due_ms = self.works.get(&(consumer, worker)).copied();
        due_ms.filter(|_| !self.is_paused(consumer))
    }

    fn is_paused(&self, consumer: ConsumerId) -> bool {
        self.paused.contains_key(&consumer)
    }

    /// Whether what is on a link does not get through, or has nobody to take it in.
    fn is_blocked(&self, link: Link) -> bool {
        let is_heard = match (link.client, link.direction) {
            (Client::Consumer(id), Direction::ToClient) => !self.is_paused(id),
            _ => true,
        };
        !is_heard || self.cut_off.has(link.client)
    }

    /// What comes next, and when. At the same moment, messages go before timers and timers before
    /// clients and clients before their workers, each in their fixed order. What somebody else's
    /// choices have made late comes now.
    pub fn next(&self) -> Option<(i64, Choice)> {
        let arrivals = self
            .in_air
            .iter()
            .filter(|(link, _)| !self.is_blocked(**link))
            .filter_map(|(&link, queue)| Some((queue.front()?.arrives_ms, Choice::Deliver(link))));
        let timers = self
            .timers
            .iter()
            .filter(|(timer, _)| !timer.consumer().is_some_and(|id| self.is_paused(id)))
            .map(|(&timer, &due)| (due, Choice::Fire(timer)));
        let runs = self
            .runs
            .iter()
            .filter(|(consumer, _)| !self.is_paused(**consumer))
            .map(|(&consumer, &due)| (due, Choice::Run(consumer)));
        let works = self
            .works
            .iter()
            .filter(|((consumer, _), _)| !self.is_paused(*consumer))
            .map(|(&(consumer, worker), &due)| (due, Choice::Work { consumer, worker }));
        let due = arrivals.chain(timers).chain(runs).chain(works);
        // Of several at the same moment it is the first, and they come in their fixed order.
        let first = due.min_by_key(|&(due_ms, _)| due_ms);
        first.map(|(due_ms, choice)| (due_ms.max(self.now_ms), choice))
    }

    /// The messages in flight, each with its way.
    pub fn flights(&self) -> impl Iterator<Item = Flight> + '_ {
        self.in_air.values().flatten().copied()
    }

    /// Notes that a choice has happened, and what it led to.
    pub fn observe(&mut self, choice: Choice, at_ms: i64, world: &World, effects: &Effects) {
        debug_assert!(at_ms >= self.now_ms, "time only goes forward");
        self.now_ms = at_ms;
        match choice {
            Choice::Deliver(link) => self.land_first(link),
            Choice::Fire(timer) => drop(self.timers.remove(&timer)),
            Choice::Run(consumer) => drop(self.runs.remove(&consumer)),
            Choice::Work { consumer, worker } => drop(self.works.remove(&(consumer, worker))),
            Choice::Pause(consumer) => drop(self.paused.insert(consumer, at_ms)),
            Choice::Resume(consumer) => self.resume(consumer),
            Choice::Cut(client) => {
                self.cut_off.add(client);
            }
            Choice::Heal(client) => {
                self.cut_off.remove(client);
            }
            Choice::Delay { link, by_ms } => self.delay(link, by_ms),
            Choice::Crash(consumer) => drop(self.paused.remove(&consumer)),
            Choice::Stop(_)
            | Choice::Restart(_)
            | Choice::Disconnect(_)
            | Choice::SetStrategy { .. }
            | Choice::Administer(_) => {}
        }
        self.take_in(world, effects);
    }

    /// What a process was in the middle of takes as long as it would have: the rest comes now.
    fn resume(&mut self, consumer: ConsumerId) {
        let since_ms = self.paused.remove(&consumer).unwrap_or(self.now_ms);
        let stood_still_ms = self.now_ms - since_ms;
        if let Some(due_ms) = self.runs.get_mut(&consumer) {
            *due_ms += stood_still_ms;
        }
        for worker in WorkerId::ALL {
            if let Some(due_ms) = self.works.get_mut(&(consumer, worker)) {
                *due_ms += stood_still_ms;
            }
        }
    }

    /// All of it takes longer, so it stays in order.
    fn delay(&mut self, link: Link, by_ms: i64) {
        for flight in self.in_air.get_mut(&link).into_iter().flatten() {
            flight.arrives_ms += by_ms;
        }
    }

    fn land_first(&mut self, link: Link) {
        if let Some(queue) = self.in_air.get_mut(&link) {
            queue.pop_front();
            if queue.is_empty() {
                self.in_air.remove(&link);
            }
        }
    }

    fn take_in(&mut self, world: &World, effects: &Effects) {
        for link in &effects.cut {
            self.in_air.remove(link);
        }
        let setup = world.setup();
        for &sent in &effects.sent {
            self.schedule(sent, setup);
        }
        for command in &effects.timers {
            match *command {
                TimerCommand::Arm { timer, after_ms } => {
                    let after_ms = jittered(timer, after_ms, world);
                    self.timers.insert(timer, self.now_ms + after_ms);
                }
                TimerCommand::Cancel(timer) => drop(self.timers.remove(&timer)),
            }
        }
        for consumer in setup.consumer_ids() {
            if self.is_paused(consumer) {
                continue;
            }
            match world.next_action(consumer) {
                None => drop(self.runs.remove(&consumer)),
                Some(action) => {
                    let due_ms = self.now_ms + duration_ms(setup, consumer, action);
                    self.runs.entry(consumer).or_insert(due_ms);
                }
            }
            for worker in WorkerId::ALL {
                self.take_in_worker(world, consumer, worker);
            }
        }
    }

    fn take_in_worker(&mut self, world: &World, consumer: ConsumerId, worker: WorkerId) {
        let setup = world.setup();
        let takes_ms = match world.next_work(consumer, worker) {
            None => {
                self.works.remove(&(consumer, worker));
                return;
            }
            Some(WorkerAction::Start) => setup.timing.client_step_ms,
            Some(WorkerAction::Finish) => setup.group_of(consumer).processing_ms,
        };
        let due_ms = self.now_ms + takes_ms;
        self.works.entry((consumer, worker)).or_insert(due_ms);
    }

    /// A link keeps order: a message arrives no sooner than the one before it.
    fn schedule(&mut self, sent: Sent, setup: &Setup) {
        let Sent { link, kind } = sent;
        let chance = self
            .latencies
            .entry(link)
            .or_insert_with(|| stream_of_chance(setup.seed, Stream::Latency, link_index(link)));
        let timing = &setup.timing;
        let latency_ms = chance.random_range(timing.min_latency_ms..=timing.max_latency_ms);
        let queue = self.in_air.entry(link).or_default();
        let earliest_ms = queue.back().map_or(0, |ahead| ahead.arrives_ms);
        let arrives_ms = earliest_ms.max(self.now_ms + latency_ms);
        queue.push_back(Flight {
            link,
            kind,
            sent_ms: self.now_ms,
            arrives_ms,
        });
    }
}

/// Customers do not come by the clock: half to one and a half times the interval.
fn jittered(timer: Timer, after_ms: i64, world: &World) -> i64 {
    match timer {
        Timer::OrderDue(_) if world.outside().orders_placed() > 0 => {
            let index = u64::from(world.outside().orders_placed());
            let seed = world.setup().seed;
            let mut chance = stream_of_chance(seed, Stream::OrderInterval, index);
            chance.random_range(after_ms / 2..=after_ms + after_ms / 2)
        }
        _ => after_ms,
    }
}

/// How long a consumer's next sub-step takes.
fn duration_ms(setup: &Setup, consumer: ConsumerId, action: Action) -> i64 {
    match action {
        Action::FinishProcessing => setup.group_of(consumer).processing_ms,
        _ => setup.timing.client_step_ms,
    }
}

/// A number of its own for every link.
fn link_index(link: Link) -> u64 {
    let (kind, client) = match link.client {
        Client::Producer(producer) => (0, producer.0),
        Client::Consumer(consumer) => (1, consumer.0),
    };
    let connection = match link.connection {
        Connection::Leader => 0,
        Connection::Coordinator => 1,
    };
    let direction = match link.direction {
        Direction::ToBroker => 0,
        Direction::ToClient => 1,
    };
    u64::from(client) << 3 | kind << 2 | connection << 1 | direction
}
