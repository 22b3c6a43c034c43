//! Where the parts of a state are.

use crate::ids::ConsumerId;
use crate::network::{Client, Connection, Direction, Link};
use crate::setup::Setup;
use crate::world::{Place, World};

/// Where in a state's list of parts something is. What has gone wrong stands before them.
pub(super) type Slot = u16;

/// What has gone wrong so far.
pub(super) const FAULTS: usize = 0;
/// The timers that are armed.
pub(super) const TIMERS: usize = 1;

/// Something of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// All there is at a place.
    Whole(Slot),
    /// Of a process, only who it is for others.
    Life(Slot),
}

/// Where the places are that one asks for.
pub(super) struct Map<'a>(pub &'a [Place]);

impl Map<'_> {
    pub fn slots(&self, is_it: impl Fn(Place) -> bool) -> Vec<Slot> {
        let all = (1..).zip(self.0);
        all.filter(|(_, it)| is_it(**it)).map(|it| it.0).collect()
    }

    pub fn whole(&self, is_it: impl Fn(Place) -> bool) -> Vec<Read> {
        let slots = self.slots(is_it).into_iter();
        slots.map(Read::Whole).collect()
    }

    pub fn link(&self, id: ConsumerId, connection: Connection, direction: Direction) -> Vec<Read> {
        let client = Client::Consumer(id);
        let link = Link {
            client,
            connection,
            direction,
        };
        self.whole(|it| it == Place::Link(link))
    }

    pub fn groups(&self) -> Vec<Read> {
        self.whole(|it| matches!(it, Place::Group(_)))
    }

    /// Who lives.
    pub fn lives(&self) -> Vec<Read> {
        let consumers = self.slots(|it| matches!(it, Place::Consumer(_)));
        consumers.into_iter().map(Read::Life).collect()
    }

    /// What the coordinator looks at and changes, and whom it answers.
    pub fn coordinator(&self) -> Vec<Read> {
        let mut all = self.whole(|it| match it {
            Place::Group(_) | Place::Offsets | Place::Sockets(_) => true,
            Place::Link(link) => {
                link.connection == Connection::Coordinator && link.direction == Direction::ToClient
            }
            _ => false,
        });
        all.extend(self.lives());
        all
    }
}

/// Links and consumers in the order in which their moves are listed.
pub(super) fn all_places(world: &World, setup: &Setup) -> Vec<Place> {
    let mut places = vec![Place::Timers, Place::Offsets, Place::Outside];
    places.extend(setup.group_ids().map(Place::Group));
    places.extend(world.partitions().map(Place::Log));
    for id in setup.consumer_ids() {
        places.extend([
            Place::Consumer(id),
            Place::HeldFetch(id),
            Place::Sockets(id),
        ]);
        for connection in [Connection::Leader, Connection::Coordinator] {
            for direction in [Direction::ToBroker, Direction::ToClient] {
                let client = Client::Consumer(id);
                places.push(Place::Link(Link {
                    client,
                    connection,
                    direction,
                }));
            }
        }
    }
    places
}

/// Whether it is a process, or what only that one uses.
pub(super) fn is_of(place: Place, id: ConsumerId) -> bool {
    match place {
        Place::Consumer(of) | Place::HeldFetch(of) | Place::Sockets(of) => of == id,
        Place::Link(link) => link.client == Client::Consumer(id),
        Place::Timers | Place::Offsets | Place::Outside | Place::Group(_) | Place::Log(_) => false,
    }
}
