//! A connection breaks.

use super::World;
use crate::client::Process;
use crate::effects::Effects;
use crate::event::Event;
use crate::ids::ConsumerId;
use crate::network::{Client, Connection, Direction, Link};

impl World {
    /// Whether a connection can break there: something is on the way, and somebody is there to
    /// notice.
    pub(super) fn can_disconnect(&self, link: Link) -> bool {
        let has_client = match link.client {
            Client::Consumer(id) => self
                .state
                .consumers
                .get(id.index())
                .is_some_and(|it| it.process == Process::Running),
            Client::Producer(id) => self.state.producers.get(id.index()).is_some(),
        };
        has_client && self.state.network.on_link(link).next().is_some()
    }

    /// What is on the link is lost, and so are answers, whichever direction it is; the client opens
    /// a new socket.
    pub(super) fn disconnect(&mut self, link: Link, now_ms: i64, fx: &mut Effects) -> Option<()> {
        if !self.can_disconnect(link) {
            return None;
        }
        self.break_connection(link, now_ms, fx);
        Some(())
    }

    pub(super) fn break_connection(&mut self, link: Link, now_ms: i64, fx: &mut Effects) {
        let Link {
            client, connection, ..
        } = link;
        let mut lose = |direction| self.state.network.lose(Link { direction, ..link }, fx);
        let requests_lost = match link.direction {
            Direction::ToBroker => lose(Direction::ToBroker),
            Direction::ToClient => 0,
        };
        let answers_lost = lose(Direction::ToClient);
        self.state.network.open_socket(client, connection);
        fx.report(Event::Disconnected {
            client,
            connection,
            requests_lost,
            answers_lost,
        });
        match client {
            Client::Consumer(id) => {
                self.consumer_disconnected(id, connection, fx);
                if connection == Connection::Leader {
                    self.send_dead_letters_again(id, now_ms, fx);
                }
            }
            Client::Producer(id) => {
                self.with_producer(id, |producer, context| producer.disconnected(context, fx));
            }
        }
    }

    fn consumer_disconnected(&mut self, id: ConsumerId, connection: Connection, fx: &mut Effects) {
        if connection == Connection::Leader {
            self.state.broker.forget_fetch(id);
        }
        self.state.consumers[id.index()].disconnected(connection, &self.setup, fx);
    }
}
