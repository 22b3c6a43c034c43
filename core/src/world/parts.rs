//! The parts that a world is made of, to take one together from parts that were in others.
//!
//! These are the parts that a search changes. The rest stays as it was when the search began: who
//! produces, how a group shall commit, and what was cleaned.

use super::{State, World};
use crate::broker::HeldFetch;
use crate::client::Consumer;
use crate::group::ClassicGroup;
use crate::group::offset_manager::OffsetManager;
use crate::ids::{ConsumerId, GroupId, TopicPartition};
use crate::log::PartitionLog;
use crate::network::{Client, Link, Queue, Sockets};
use crate::outside::Outside;
use crate::shared::Shared;
use crate::timer::Timer;
use litemap::LiteMap;

/// Where a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The timers that are armed.
    Timers,
    /// The offsets that are committed.
    Offsets,
    /// What happened outside Kafka.
    Outside,
    /// What the coordinator knows of a group's members.
    Group(GroupId),
    /// A partition.
    Log(TopicPartition),
    /// A consumer process.
    Consumer(ConsumerId),
    /// Its fetch that the broker keeps.
    HeldFetch(ConsumerId),
    /// How often its connections have broken.
    Sockets(ConsumerId),
    /// What travels on a link.
    Link(Link),
}

/// What is at a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Timers(Shared<LiteMap<Timer, ()>>),
    Offsets(Shared<OffsetManager>),
    Outside(Shared<Outside>),
    Group(Shared<ClassicGroup>),
    Log(Shared<PartitionLog>),
    Consumer(Shared<Consumer>),
    HeldFetch(Option<Shared<HeldFetch>>),
    Sockets(Sockets),
    Link(Option<Queue>),
}

impl World {
    /// What is at a place.
    pub(crate) fn part(&self, place: Place) -> Part {
        let State {
            broker,
            consumers,
            network,
            timers,
            outside,
            ..
        } = &self.state;
        match place {
            Place::Timers => Part::Timers(timers.clone()),
            Place::Offsets => Part::Offsets(broker.coordinator.offsets.clone()),
            Place::Outside => Part::Outside(outside.clone()),
            Place::Group(id) => Part::Group(broker.coordinator.groups[id.index()].clone()),
            Place::Log(id) => Part::Log(broker.logs[&id].clone()),
            Place::Consumer(id) => Part::Consumer(consumers[id.index()].clone()),
            Place::HeldFetch(id) => Part::HeldFetch(broker.held_fetches.get(&id).cloned()),
            Place::Sockets(id) => Part::Sockets(network.sockets_of(Client::Consumer(id))),
            Place::Link(link) => Part::Link(network.queue(link).cloned()),
        }
    }

    /// Puts a part where it was in another world.
    ///
    /// # Panics
    /// If it is of another kind.
    pub(crate) fn put(&mut self, place: Place, part: Part) {
        let State {
            broker,
            consumers,
            network,
            timers,
            outside,
            ..
        } = &mut self.state;
        let coordinator = &mut broker.coordinator;
        match (place, part) {
            (Place::Timers, Part::Timers(part)) => *timers = part,
            (Place::Offsets, Part::Offsets(part)) => coordinator.offsets = part,
            (Place::Outside, Part::Outside(part)) => *outside = part,
            (Place::Group(id), Part::Group(part)) => coordinator.groups[id.index()] = part,
            (Place::Log(id), Part::Log(part)) => drop(broker.logs.insert(id, part)),
            (Place::Consumer(id), Part::Consumer(part)) => consumers[id.index()] = part,
            (Place::HeldFetch(id), Part::HeldFetch(part)) => {
                broker.held_fetches.remove(&id);
                broker.held_fetches.extend(part.map(|part| (id, part)));
            }
            (Place::Sockets(id), Part::Sockets(part)) => {
                network.set_sockets(Client::Consumer(id), part);
            }
            (Place::Link(link), Part::Link(part)) => network.set_queue(link, part),
            (place, part) => unreachable!("{part:?} does not belong to {place:?}"),
        }
    }
}
