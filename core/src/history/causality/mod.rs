//! Happened-before: which step of a run can have led to which.
//!
//! A process does one step after the other, and it learns of others only by messages. So a step
//! follows from the one before it in the same process and, if it takes in a message, from the step
//! that sent it; and from whatever those follow from (Lamport 1978). What is not connected in this
//! way happened side by side: each would be the same if the other had come later.
//!
//! The broker counts as two: the logs, and the coordinator. Clients keep a connection to each, and
//! neither looks into the other.

use super::Moment;
use crate::choice::Choice;
use crate::clock::Flight;
use crate::effects::Effects;
use crate::ids::{ConsumerId, ProducerId};
use crate::network::{Client, Connection, Direction, Link, MessageKind};
use crate::timer::Timer;
use core::ops::Range;
use litemap::LiteMap;
use std::collections::VecDeque;

/// Where steps happen one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// A producer process.
    Producer(ProducerId),
    /// The broker's partitions: produce, fetch, retention.
    Logs,
    /// The broker's coordinator: members, commits.
    Coordinator,
    /// A consumer process, its workers and its background thread. A restarted one is at the same.
    Consumer(ConsumerId),
}

impl Site {
    /// Where a choice happens. None if somebody outside changes a setting, or asks as an
    /// administrator: that happens at no process, and nothing led to it.
    pub fn of(choice: Choice) -> Option<Self> {
        match choice {
            Choice::Deliver(link) => Some(Self::receiver(link)),
            Choice::Fire(timer) => Some(Self::of_timer(timer)),
            Choice::Run(consumer)
            | Choice::Work { consumer, .. }
            | Choice::Stop(consumer)
            | Choice::Crash(consumer)
            | Choice::Restart(consumer)
            | Choice::Pause(consumer)
            | Choice::Resume(consumer) => Some(Self::Consumer(consumer)),
            Choice::Disconnect(link) => Some(Self::of_client(link.client)),
            Choice::Cut(_)
            | Choice::Heal(_)
            | Choice::Delay { .. }
            | Choice::SetStrategy { .. }
            | Choice::Administer(_) => None,
        }
    }

    /// Who sends on a link.
    pub fn sender(link: Link) -> Self {
        match link.direction {
            Direction::ToBroker => Self::of_client(link.client),
            Direction::ToClient => Self::of_broker(link.connection),
        }
    }

    /// Who receives on a link.
    pub fn receiver(link: Link) -> Self {
        match link.direction {
            Direction::ToBroker => Self::of_broker(link.connection),
            Direction::ToClient => Self::of_client(link.client),
        }
    }

    fn of_client(client: Client) -> Self {
        match client {
            Client::Producer(id) => Self::Producer(id),
            Client::Consumer(id) => Self::Consumer(id),
        }
    }

    fn of_broker(connection: Connection) -> Self {
        match connection {
            Connection::Leader => Self::Logs,
            Connection::Coordinator => Self::Coordinator,
        }
    }

    fn of_timer(timer: Timer) -> Self {
        match timer {
            Timer::OrderDue(producer)
            | Timer::Linger { producer, .. }
            | Timer::RequestTimeout { producer, .. }
            | Timer::DeliveryTimeout { producer, .. }
            | Timer::RetryBackoff(producer) => Self::Producer(producer),
            Timer::Heartbeat(consumer)
            | Timer::AutoCommit(consumer)
            | Timer::ApiTimeout(consumer)
            | Timer::Unanswered { consumer, .. }
            | Timer::MaxPollInterval(consumer) => Self::Consumer(consumer),
            Timer::Session { .. }
            | Timer::PendingMember { .. }
            | Timer::InitialRebalanceDelay(_)
            | Timer::JoinDeadline(_)
            | Timer::SyncDeadline(_)
            | Timer::OffsetExpiration => Self::Coordinator,
            Timer::RetentionCheck | Timer::LogCleaner => Self::Logs,
        }
    }
}

/// A message's way from step to step. Steps are counted from 1: step 1 is a run's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voyage {
    /// The link it is on.
    pub link: Link,
    /// What kind of message.
    pub kind: MessageKind,
    /// The step that sent it; none if it was under way when the run began.
    pub sent: Option<usize>,
    /// What became of it.
    pub end: End,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is still under way.
    UnderWay,
    /// This step took it in.
    Arrived(usize),
    /// It was lost in this step: the connection broke, or the process that it was for has died.
    Lost(usize),
}

/// What a step follows from at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Causes {
    /// The step before it at its own site.
    before: Option<usize>,
    /// The step that sent the message that it took in.
    sent: Option<usize>,
}

/// All steps of a run and all messages between them; grows with it.
#[derive(Clone, Debug, Default)]
pub struct Causality {
    sites: Vec<Option<Site>>,
    causes: Vec<Causes>,
    voyages: Vec<Voyage>,
    /// The messages on each link, by their places.
    under_way: LiteMap<Link, VecDeque<usize>>,
    /// The last step at each site.
    last: LiteMap<Site, usize>,
}

impl Causality {
    /// A run that begins at this moment: what is under way then was sent by no step of it.
    pub fn beginning_at(moment: &Moment) -> Self {
        let mut causality = Self::default();
        for Flight { link, kind, .. } in moment.clock.flights() {
            causality.set_out(link, kind, None);
        }
        causality
    }

    /// How many steps it knows.
    pub fn steps(&self) -> usize {
        self.sites.len()
    }

    /// Where a step happened.
    pub fn site(&self, step: usize) -> Option<Site> {
        *self.sites.get(step.checked_sub(1)?)?
    }

    /// All messages, in the order in which they were sent.
    pub fn voyages(&self) -> &[Voyage] {
        &self.voyages
    }

    /// Takes in the next step: what was chosen, and what it did.
    pub fn take_in(&mut self, choice: Choice, effects: &Effects) {
        let step = self.steps() + 1;
        let site = Site::of(choice);
        let mut causes = Causes::default();
        if let Choice::Deliver(link) = choice {
            causes.sent = self.end_first(link, End::Arrived(step));
        }
        for link in &effects.cut {
            while self.under_way.contains_key(link) {
                self.end_first(*link, End::Lost(step));
            }
        }
        for sent in &effects.sent {
            self.set_out(sent.link, sent.kind, Some(step));
        }
        if let Some(site) = site {
            causes.before = self.last.insert(site, step);
        }
        self.sites.push(site);
        self.causes.push(causes);
    }

    fn set_out(&mut self, link: Link, kind: MessageKind, sent: Option<usize>) {
        let on_link = self.under_way.entry(link).or_default();
        on_link.push_back(self.voyages.len());
        self.voyages.push(Voyage {
            link,
            kind,
            sent,
            end: End::UnderWay,
        });
    }

    /// Ends the way of the oldest message on a link, and tells which step had sent it.
    fn end_first(&mut self, link: Link, end: End) -> Option<usize> {
        let on_link = self.under_way.get_mut(&link)?;
        let place = on_link.pop_front()?;
        if on_link.is_empty() {
            self.under_way.remove(&link);
        }
        let voyage = self.voyages.get_mut(place)?;
        voyage.end = end;
        voyage.sent
    }

    /// Forgets what came after so many steps: the run goes on otherwise from there.
    pub fn truncate(&mut self, steps: usize) {
        self.sites.truncate(steps);
        self.causes.truncate(steps);
        let sites = self.sites.iter().zip(1..);
        self.last = sites
            .filter_map(|(site, step)| Some(((*site)?, step)))
            .collect();
        let voyages = core::mem::take(&mut self.voyages);
        self.under_way = LiteMap::new();
        for voyage in voyages {
            let is_known = voyage.sent.is_none_or(|sent| sent <= steps);
            match voyage.end {
                End::Arrived(step) | End::Lost(step) if step <= steps => self.voyages.push(voyage),
                _ if is_known => self.set_out(voyage.link, voyage.kind, voyage.sent),
                _ => {}
            }
        }
    }

    /// What a step is connected with, of the steps of `window`: what can have led to it, itself, and
    /// what can have come of it. One flag for each step of the window.
    pub fn connected_with(&self, step: usize, window: Range<usize>) -> Vec<bool> {
        let mut is_past = vec![false; window.len()];
        let mut is_future = is_past.clone();
        let place = |step: usize| {
            let place = step.checked_sub(window.start)?;
            (step < window.end).then_some(place)
        };
        if let Some(place) = place(step) {
            is_past[place] = true;
            is_future[place] = true;
        }
        for later in window.clone().rev() {
            if place(later).is_some_and(|it| is_past[it]) {
                for cause in self.causes_of(later).filter_map(place) {
                    is_past[cause] = true;
                }
            }
        }
        for later in window.clone() {
            let comes_of_it = self
                .causes_of(later)
                .filter_map(place)
                .any(|it| is_future[it]);
            if comes_of_it && let Some(place) = place(later) {
                is_future[place] = true;
            }
        }
        is_past
            .iter()
            .zip(is_future)
            .map(|(&past, future)| past || future)
            .collect()
    }

    fn causes_of(&self, step: usize) -> impl Iterator<Item = usize> + use<> {
        let causes = step.checked_sub(1).and_then(|it| self.causes.get(it));
        let Causes { before, sent } = causes.copied().unwrap_or_default();
        before.into_iter().chain(sent)
    }
}

#[cfg(test)]
mod tests;
