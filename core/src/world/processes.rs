//! Consumer processes die, are started again, and stand still.

use super::{State, World};
use crate::client::Process;
use crate::effects::Effects;
use crate::event::Event;
use crate::ids::ConsumerId;
use crate::network::{Client, Connection, Direction, Link};
use crate::timer::Timer;

impl World {
    pub(super) fn crash(&mut self, id: ConsumerId, fx: &mut Effects) -> Option<()> {
        let consumer = self.state.consumers.get_mut(id.index())?;
        if !consumer.is_running() {
            return None;
        }
        consumer.end(Process::Crashed, fx);
        self.state.close_connections(id, fx);
        Some(())
    }

    pub(super) fn restart(&mut self, id: ConsumerId, fx: &mut Effects) -> Option<()> {
        let consumer = self.state.consumers.get_mut(id.index())?;
        if consumer.is_running() {
            return None;
        }
        **consumer = consumer.restarted(self.state.strategies[consumer.group.index()], &self.setup);
        fx.report(Event::ConsumerRestarted(id));
        Some(())
    }

    pub(super) fn pause(&mut self, id: ConsumerId, fx: &mut Effects) -> Option<()> {
        let consumer = self.state.consumers.get_mut(id.index())?;
        consumer.pause(fx)
    }

    pub(super) fn resume(&mut self, id: ConsumerId, fx: &mut Effects) -> Option<()> {
        let consumer = self.state.consumers.get_mut(id.index())?;
        consumer.resume(fx)
    }

    /// Whether what is on a link can arrive: its client is not cut off, and what comes to a
    /// process that stands still waits in its socket.
    pub(super) fn can_arrive(&self, link: Link) -> bool {
        let is_heard = match (link.client, link.direction) {
            (Client::Consumer(id), Direction::ToClient) => !self.is_paused(id),
            _ => true,
        };
        is_heard && !self.state.network.is_cut_off(link.client)
    }

    /// Whether a timer is armed, and somebody is there to notice.
    pub(super) fn can_fire(&self, timer: Timer) -> bool {
        let stands_still = || timer.consumer().is_some_and(|id| self.is_paused(id));
        self.state.timers.contains_key(&timer) && !stands_still()
    }

    fn is_paused(&self, id: ConsumerId) -> bool {
        let consumer = self.state.consumers.get(id.index());
        consumer.is_some_and(|it| it.is_paused())
    }
}

impl State {
    /// The operating system closes a dead process's connections. What it had sent still arrives;
    /// what was on its way to it is gone.
    pub(super) fn close_connections(&mut self, id: ConsumerId, fx: &mut Effects) {
        self.broker.forget_fetch(id);
        for connection in [Connection::Leader, Connection::Coordinator] {
            let client = Client::Consumer(id);
            let link = Link {
                client,
                connection,
                direction: Direction::ToClient,
            };
            self.network.lose(link, fx);
        }
    }
}
