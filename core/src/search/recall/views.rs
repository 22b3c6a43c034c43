//! What a choice looks at: as long as that is the same, it leads to the same.
//!
//! A process knows only itself and what it was told; the coordinator knows its groups, and of a
//! process only whether it is still there to be answered. This is why most of what can happen is
//! independent of most of the world.

use super::places::{Map, Read, Slot, all_places, is_of};
use crate::choice::Choice;
use crate::client::{Action, WorkerAction};
use crate::ids::ConsumerId;
use crate::network::{Body, Client, Connection, Direction, Link, Request};
use crate::timer::Timer;
use crate::world::{Place, World};

/// How much of the world a choice looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// What most of its kind look at, and what tells whether this one is of that kind.
    Narrow,
    /// What any of its kind may look at.
    Wide,
}

/// The places of a setup, and what of them each choice looks at.
pub(super) struct Views {
    places: Vec<Place>,
    consumers: Vec<Slot>,
    groups: Vec<Slot>,
    of_consumer: Vec<OfConsumer>,
    /// Whatever the coordinator does without being asked by a consumer.
    coordinator: Vec<Read>,
    /// Who lives.
    lives: Vec<Read>,
    /// Groups, and who lives.
    groups_and_lives: Vec<Read>,
    verdicts: Vec<Read>,
}

/// What is looked at when something happens to one consumer.
struct OfConsumer {
    process: Vec<Read>,
    /// The process, and what only that one uses.
    own: Vec<Read>,
    own_and_outside: Vec<Read>,
    /// Its question to a leader arrives.
    leader: Vec<Read>,
    /// Its question to the coordinator arrives.
    coordinator: Vec<Read>,
    /// Whether a heartbeat is worth sending.
    heartbeat: Vec<Read>,
    /// Whether there is something to commit.
    auto_commit: Vec<Read>,
    life: Vec<Read>,
}

impl OfConsumer {
    fn new(map: &Map<'_>, id: ConsumerId) -> Self {
        let own = map.whole(|it| is_of(it, id));
        let outside = map.whole(|it| it == Place::Outside);
        let process = map.whole(|it| it == Place::Consumer(id));
        let life = vec![map.lives()[id.index()]];
        let of_leader = map.whole(|it| match it {
            Place::HeldFetch(of) | Place::Sockets(of) => of == id,
            Place::Link(link) => {
                link.client == Client::Consumer(id) && link.connection == Connection::Leader
            }
            Place::Log(_) => true,
            _ => false,
        });
        let asks = map.link(id, Connection::Coordinator, Direction::ToBroker);
        let offsets = map.whole(|it| it == Place::Offsets);
        Self {
            own_and_outside: [&own[..], &outside].concat(),
            leader: [&life[..], &of_leader].concat(),
            coordinator: [map.coordinator(), asks].concat(),
            heartbeat: [&own[..], &map.groups()].concat(),
            auto_commit: [&process[..], &offsets].concat(),
            process,
            own,
            life,
        }
    }
}

impl Views {
    pub fn new(world: &World) -> Self {
        let setup = world.setup();
        let places = all_places(world, setup);
        let map = Map(&places);
        Self {
            consumers: map.slots(|it| matches!(it, Place::Consumer(_))),
            groups: map.slots(|it| matches!(it, Place::Group(_))),
            of_consumer: setup
                .consumer_ids()
                .map(|id| OfConsumer::new(&map, id))
                .collect(),
            coordinator: map.coordinator(),
            lives: map.lives(),
            groups_and_lives: [map.groups(), map.lives()].concat(),
            verdicts: map.whole(|it| {
                matches!(
                    it,
                    Place::Outside | Place::Offsets | Place::Log(_) | Place::Consumer(_)
                )
            }),
            places,
        }
    }

    /// All places that a choice may change, with where their parts are in a state.
    pub fn places(&self) -> impl Iterator<Item = (usize, Place)> + '_ {
        (1..).zip(self.places.iter().copied())
    }

    /// One of them.
    pub fn place(&self, place: usize) -> (usize, Place) {
        (place + 1, self.places[place])
    }

    /// The links among them, in their fixed order.
    pub fn links(&self) -> impl Iterator<Item = (usize, Link)> + '_ {
        self.places().filter_map(|(slot, place)| match place {
            Place::Link(link) => Some((slot, link)),
            _ => None,
        })
    }

    /// Where a consumer is.
    pub fn consumer(&self, id: ConsumerId) -> usize {
        usize::from(self.consumers[id.index()])
    }

    /// Where the groups are.
    pub fn groups(&self) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().copied().map(usize::from)
    }

    /// What a choice looks at; none if that may be anything.
    pub fn of(&self, choice: Choice, reach: Reach) -> Option<&[Read]> {
        let consumer = |id: ConsumerId| &self.of_consumer[id.index()];
        let is_wide = reach == Reach::Wide;
        let view = match choice {
            Choice::Deliver(Link {
                client: Client::Consumer(id),
                connection,
                direction,
            }) => match (direction, connection) {
                (Direction::ToClient, _) => &consumer(id).own,
                (Direction::ToBroker, Connection::Coordinator) => &consumer(id).coordinator,
                (Direction::ToBroker, Connection::Leader) if is_wide => return None,
                (Direction::ToBroker, Connection::Leader) => &consumer(id).leader,
            },
            Choice::Run(id) | Choice::Work { consumer: id, .. } if is_wide => {
                &consumer(id).own_and_outside
            }
            Choice::Run(id)
            | Choice::Work { consumer: id, .. }
            | Choice::Stop(id)
            | Choice::Crash(id)
            | Choice::Restart(id)
            | Choice::Pause(id)
            | Choice::Resume(id)
            | Choice::Disconnect(Link {
                client: Client::Consumer(id),
                connection: Connection::Coordinator,
                ..
            })
            | Choice::Fire(
                Timer::Heartbeat(id)
                | Timer::AutoCommit(id)
                | Timer::ApiTimeout(id)
                | Timer::MaxPollInterval(id),
            ) => &consumer(id).own,
            Choice::Fire(
                Timer::Session { .. }
                | Timer::PendingMember { .. }
                | Timer::InitialRebalanceDelay(_)
                | Timer::JoinDeadline(_)
                | Timer::SyncDeadline(_),
            ) => &self.coordinator,
            Choice::Fire(_)
            | Choice::Deliver(_)
            | Choice::Disconnect(_)
            | Choice::Cut(_)
            | Choice::Heal(_)
            | Choice::Delay { .. }
            | Choice::SetStrategy { .. }
            | Choice::Administer(_) => return None,
        };
        Some(view)
    }

    /// What it depends on whether a choice is a move, and what it costs.
    pub fn of_cost(&self, choice: Choice) -> &[Read] {
        let consumer = |id: ConsumerId| &self.of_consumer[id.index()];
        match choice {
            Choice::Fire(Timer::Heartbeat(id)) => &consumer(id).heartbeat,
            Choice::Fire(Timer::AutoCommit(id)) => &consumer(id).auto_commit,
            Choice::Fire(Timer::MaxPollInterval(id)) => &consumer(id).process,
            Choice::Fire(Timer::Session { member, .. } | Timer::PendingMember { member, .. }) => {
                &consumer(member.consumer).life
            }
            Choice::Fire(Timer::JoinDeadline(_) | Timer::SyncDeadline(_)) => &self.groups_and_lives,
            Choice::Restart(_) => &self.lives,
            _ => &[],
        }
    }

    /// What every verdict depends on.
    pub fn of_verdicts(&self) -> &[Read] {
        &self.verdicts
    }

    /// What decides what a consumer does at once.
    pub fn of_settling(&self, id: ConsumerId) -> &[Read] {
        &self.of_consumer[id.index()].own
    }
}

/// Whether a choice looks at more than what most of its kind do.
pub(super) fn looks_wide(world: &World, choice: Choice) -> bool {
    match choice {
        Choice::Run(id) => matches!(
            world.next_action(id),
            Some(Action::FinishProcessing | Action::LookUpOffsets)
        ),
        Choice::Work { consumer, worker } => {
            world.next_work(consumer, worker) == Some(WorkerAction::Finish)
        }
        Choice::Deliver(link) if link.connection == Connection::Leader => {
            let head = world.network().on_link(link).next();
            let produces = |body: &Body| matches!(body, Body::Request(Request::Produce { .. }));
            head.is_some_and(|message| produces(&message.body))
        }
        _ => false,
    }
}
