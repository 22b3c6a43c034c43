//! What comes out of a transition besides the new state: facts, messages and timers.

use crate::event::Event;
use crate::group::record::CoordinatorRecord;
use crate::ids::ConsumerId;
use crate::network::{
    Body, Client, Connection, Direction, Link, Message, MessageKind, Request, Response,
};
use crate::timer::Timer;
use serde::{Deserialize, Serialize};

/// Where an answer goes: to one life of a client process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReplyTo {
    /// The client.
    pub client: Client,
    /// Which of its lives.
    pub process: u16,
    /// Which of the sockets that its connection has had. Requests get it from the network.
    pub socket: u16,
}

/// A message was put on a link, behind the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The link.
    pub link: Link,
    /// What kind of message.
    pub kind: MessageKind,
}

/// A change to the armed timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerCommand {
    /// Arm it, or arm it anew.
    Arm {
        /// Which.
        timer: Timer,
        /// How long until it fires.
        after_ms: i64,
    },
    /// Disarm it.
    Cancel(Timer),
}

/// What one transition did, in order. The parts of the world fill it, the world carries it out,
/// the drivers read it. One is reused for many transitions.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// What happened.
    pub events: Vec<Event>,
    /// Timers to arm and cancel.
    pub timers: Vec<TimerCommand>,
    /// Messages that are now in flight.
    pub sent: Vec<Sent>,
    /// Links on which everything was lost.
    pub cut: Vec<Link>,
    /// Messages to put on links; the world empties it.
    pub(crate) outbox: Vec<(Link, Message)>,
    /// What the coordinator has to write down; the world does it.
    pub(crate) records: Vec<CoordinatorRecord>,
}

impl Effects {
    /// Forgets everything, to be used again.
    pub fn clear(&mut self) {
        self.events.clear();
        self.timers.clear();
        self.sent.clear();
        self.cut.clear();
        self.outbox.clear();
        self.records.clear();
    }

    /// Takes what is to be sent, for who drives clients and a broker without a world.
    pub fn take_messages(&mut self) -> Vec<(Link, Message)> {
        core::mem::take(&mut self.outbox)
    }

    /// The answers that are on their way, for who drives a part of the broker without a world.
    pub fn answers(&self) -> impl Iterator<Item = (ReplyTo, &Response)> {
        self.outbox.iter().filter_map(|(link, message)| {
            let Body::Response(response) = &message.body else {
                return None;
            };
            Some((message.sender(*link), response))
        })
    }

    pub(crate) fn report(&mut self, event: Event) {
        self.events.push(event);
    }

    pub(crate) fn write(&mut self, record: CoordinatorRecord) {
        self.records.push(record);
    }

    pub(crate) fn arm(&mut self, timer: Timer, after_ms: i64) {
        self.timers.push(TimerCommand::Arm { timer, after_ms });
    }

    pub(crate) fn cancel(&mut self, timer: Timer) {
        self.timers.push(TimerCommand::Cancel(timer));
    }

    pub(crate) fn send(&mut self, from: ReplyTo, connection: Connection, request: Request) {
        let link = Link {
            client: from.client,
            connection,
            direction: Direction::ToBroker,
        };
        let body = Body::Request(request);
        self.outbox.push((
            link,
            Message {
                process: from.process,
                socket: from.socket,
                body,
            },
        ));
    }

    pub(crate) fn reply(&mut self, to: ReplyTo, connection: Connection, response: Response) {
        let link = Link {
            client: to.client,
            connection,
            direction: Direction::ToClient,
        };
        let body = Body::Response(response);
        self.outbox.push((
            link,
            Message {
                process: to.process,
                socket: to.socket,
                body,
            },
        ));
    }
}

impl ReplyTo {
    /// A consumer process.
    pub fn consumer(consumer: ConsumerId, process: u16) -> Self {
        Self {
            client: Client::Consumer(consumer),
            process,
            socket: 0,
        }
    }
}
