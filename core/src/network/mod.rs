//! Messages in flight and the links they travel on.
//!
//! A link is one direction of one TCP connection, so it keeps order: only its head can arrive.
//! When a process dies, what it had already sent still arrives (the operating system flushes its
//! sockets); what was on its way to it is gone. When a connection breaks, the client opens another
//! socket, and nothing that belongs to the old one can reach it any more.

mod cut_off;
mod message;

pub use cut_off::CutOff;
pub use message::{
    Body, FetchAnswer, FetchLimits, FetchTarget, Joined, JoinedMember, LogEnd, Message,
    MessageKind, OffsetAndMetadata, OffsetOutOfRange, ProduceError, ProducedBatch, Request,
    Response,
};

use crate::effects::Effects;
use crate::ids::{ConsumerId, ProducerId};
use crate::shared::Shared;
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A client process, the far end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Client {
    /// A producer.
    Producer(ProducerId),
    /// A consumer.
    Consumer(ConsumerId),
}

impl Client {
    /// The connections that it has.
    pub fn connections(self) -> &'static [Connection] {
        match self {
            Self::Producer(_) => &[Connection::Leader],
            Self::Consumer(_) => &[Connection::Leader, Connection::Coordinator],
        }
    }
}

/// What the connection is for. Kafka's consumer keeps its coordinator's connection apart from the
/// one it fetches on, even where both lead to the same broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Connection {
    /// To the leader of partitions: produce, fetch, list offsets.
    Leader,
    /// To the group coordinator: join, sync, heartbeat, commit.
    Coordinator,
}

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Direction {
    /// A request, from the client.
    ToBroker,
    /// A response, to the client.
    ToClient,
}

/// One direction of one connection: a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// The client at one end.
    pub client: Client,
    /// What the connection is for.
    pub connection: Connection,
    /// Which way.
    pub direction: Direction,
}

/// What is on a link, oldest first.
pub(crate) type Queue = Shared<VecDeque<Message>>;

/// How often a client's connections have broken: to leaders, to the coordinator.
pub(crate) type Sockets = [u16; 2];

/// All messages in flight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Network {
    // Only links that carry something are in here, so that equal networks compare equal.
    queues: LiteMap<Link, Queue>,
    /// How often each connection has broken; only those that have.
    sockets: LiteMap<(Client, Connection), u16>,
    /// The clients that the network has cut off.
    cut_off: CutOff,
}

impl Network {
    /// Puts a message behind the others on its link. A request goes through the socket that is
    /// open; an answer has the one that was asked through.
    pub fn send(&mut self, link: Link, mut message: Message) {
        if link.direction == Direction::ToBroker {
            message.socket = self.socket(link.client, link.connection);
        }
        let empty = || Shared::new(VecDeque::new());
        self.queues
            .entry(link)
            .or_insert_with(empty)
            .push_back(message);
    }

    /// Takes the oldest message off a link.
    pub fn receive(&mut self, link: Link) -> Option<Message> {
        let queue = self.queues.get_mut(&link)?;
        if queue.len() > 1 {
            return queue.pop_front();
        }
        let last = self.queues.remove(&link)?;
        last.front().cloned()
    }

    /// The oldest message on a link, for who wants to change it.
    pub fn next_on(&mut self, link: Link) -> Option<&mut Message> {
        self.queues.get_mut(&link)?.front_mut()
    }

    /// Loses everything on a link; returns how many messages that were.
    pub fn lose(&mut self, link: Link, fx: &mut Effects) -> u16 {
        let Some(lost) = self.queues.remove(&link) else {
            return 0;
        };
        fx.cut.push(link);
        u16::try_from(lost.len()).unwrap_or(u16::MAX)
    }

    /// Which socket a connection goes through now: how often it has broken.
    pub fn socket(&self, client: Client, connection: Connection) -> u16 {
        let sockets = self.sockets.get(&(client, connection));
        sockets.copied().unwrap_or(0)
    }

    /// The connection has broken: from now on it goes through a new socket.
    pub fn open_socket(&mut self, client: Client, connection: Connection) {
        let socket = self.sockets.entry((client, connection)).or_insert(0);
        // Of a socket so long ago nothing is left.
        *socket = socket.wrapping_add(1);
    }

    /// Whether nothing gets through to this client and from it.
    pub fn is_cut_off(&self, client: Client) -> bool {
        self.cut_off.has(client)
    }

    /// The clients that are cut off.
    pub fn cut_off(&self) -> &CutOff {
        &self.cut_off
    }

    /// The same, to be changed.
    pub(crate) fn cut_off_mut(&mut self) -> &mut CutOff {
        &mut self.cut_off
    }

    /// How often a client's connections have broken.
    pub(crate) fn sockets_of(&self, client: Client) -> Sockets {
        [Connection::Leader, Connection::Coordinator].map(|it| self.socket(client, it))
    }

    /// Lets a client's connections have broken so often.
    pub(crate) fn set_sockets(&mut self, client: Client, sockets: Sockets) {
        let connections = [Connection::Leader, Connection::Coordinator];
        for (connection, times) in connections.into_iter().zip(sockets) {
            self.sockets.remove(&(client, connection));
            if times > 0 {
                self.sockets.insert((client, connection), times);
            }
        }
    }

    /// What is on a link, if there is something.
    pub(crate) fn queue(&self, link: Link) -> Option<&Queue> {
        self.queues.get(&link)
    }

    /// Lets something else be on a link.
    pub(crate) fn set_queue(&mut self, link: Link, queue: Option<Queue>) {
        self.queues.remove(&link);
        self.queues.extend(queue.map(|queue| (link, queue)));
    }

    /// The links that carry something, in their fixed order.
    pub fn busy_links(&self) -> impl Iterator<Item = Link> + '_ {
        self.queues.keys().copied()
    }

    /// What is on a link, oldest first.
    pub fn on_link(&self, link: Link) -> impl Iterator<Item = &Message> {
        self.queues.get(&link).into_iter().flat_map(|it| it.iter())
    }
}
