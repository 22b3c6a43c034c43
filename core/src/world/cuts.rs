//! The network between a client and its broker fails, and comes back. Nobody is told: the broker hears
//! nothing, and the client waits for answers until it gives its connections up.

use super::World;
use crate::effects::{Effects, TimerCommand};
use crate::event::Event;
use crate::ids::ConsumerId;
use crate::network::{Client, Connection, Direction, Link};
use crate::timer::Timer;

/// Nobody waits longer than that for a message: an hour.
const LONGEST_DELAY_MS: i64 = 3_600_000;

impl World {
    /// All clients, of whom each can be cut off.
    pub(super) fn clients(&self) -> impl Iterator<Item = Client> + use<> {
        let producers = self.setup.producer_ids().map(Client::Producer);
        producers.chain(self.setup.consumer_ids().map(Client::Consumer))
    }

    pub(super) fn cut(&mut self, client: Client, fx: &mut Effects) -> Option<()> {
        self.clients().find(|&it| it == client)?;
        self.state.network.cut_off_mut().add(client)?;
        fx.report(Event::NetworkCut(client));
        Some(())
    }

    pub(super) fn heal(&mut self, client: Client, fx: &mut Effects) -> Option<()> {
        self.state.network.cut_off_mut().remove(client)?;
        fx.report(Event::NetworkHealed(client));
        if let Client::Consumer(consumer) = client {
            for &connection in client.connections() {
                fx.cancel(Timer::Unanswered {
                    consumer,
                    connection,
                });
            }
        }
        Some(())
    }

    /// The world knows no times, so nothing is otherwise in it.
    pub(super) fn delay(&self, link: Link, by_ms: i64, fx: &mut Effects) -> Option<()> {
        let is_busy = self.state.network.on_link(link).next().is_some();
        let is_delay = (1..=LONGEST_DELAY_MS).contains(&by_ms);
        (is_busy && is_delay).then(|| fx.report(Event::MessagesDelayed { link, by_ms }))
    }

    /// A client has waited too long for an answer and closes the connection itself. What it has sent
    /// arrives (`NetworkClient.handleTimedOutRequests`), unless the network is gone: then that is
    /// taken to be lost.
    pub(super) fn give_connection_up(
        &mut self,
        client: Client,
        connection: Connection,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let direction = if self.state.network.is_cut_off(client) {
            Direction::ToBroker
        } else {
            Direction::ToClient
        };
        let link = Link {
            client,
            connection,
            direction,
        };
        self.break_connection(link, now_ms, fx);
    }

    /// Consumers that are cut off look at their watches: from when on they wait for an answer.
    pub(super) fn watch_the_cut_off(&self, fx: &mut Effects) {
        for client in self.state.network.cut_off().all() {
            let Client::Consumer(consumer) = client else {
                continue;
            };
            for &connection in client.connections() {
                let timer = Timer::Unanswered {
                    consumer,
                    connection,
                };
                let is_armed = self.state.timers.contains_key(&timer);
                match self.gives_up_after_ms(consumer, connection) {
                    Some(after_ms) if !is_armed => fx.arm(timer, after_ms),
                    None if is_armed => fx.cancel(timer),
                    _ => {}
                }
            }
        }
    }

    fn gives_up_after_ms(&self, id: ConsumerId, connection: Connection) -> Option<i64> {
        let consumer = self.consumer(id);
        let config = &self.setup.group_of(id).client;
        let awaited = || consumer.client.gives_up_after_ms(connection, config);
        consumer.is_running().then(awaited)?
    }

    /// Carries out what is to be armed and cancelled.
    pub(super) fn set_timers(&mut self, fx: &Effects) {
        for command in &fx.timers {
            // Most timers that are armed are armed already, and nothing is copied for them.
            let (TimerCommand::Arm { timer, .. } | TimerCommand::Cancel(timer)) = *command;
            let is_armed = self.state.timers.contains_key(&timer);
            match command {
                TimerCommand::Arm { .. } if !is_armed => drop(self.state.timers.insert(timer, ())),
                TimerCommand::Cancel(_) if is_armed => drop(self.state.timers.remove(&timer)),
                TimerCommand::Arm { .. } | TimerCommand::Cancel(_) => {}
            }
        }
    }
}
