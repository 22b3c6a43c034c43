//! Messages in flight: each one's place follows from its way and the time alone.

use super::layout::{Arrangement, Form, Layout, Point, Rect, lane};
use super::sight::Sight;
use offsetscope_core::clock::Flight;
use offsetscope_core::history::Moment;
use offsetscope_core::ids::{ConsumerId, Offset, OrderNumber, TopicPartition};
use offsetscope_core::network::{
    Body, Client, Connection, Direction, Message, MessageKind, Request, Response,
};
use offsetscope_core::world::World;

/// How a message looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An order on its way into the log: a brick with the order's number.
    Order(OrderNumber),
    /// Records on their way to a consumer.
    Records,
    /// A commit, or its answer.
    Commit,
    /// Joining and syncing.
    Membership,
    /// A heartbeat.
    Heartbeat,
    /// Everything else: questions and short answers.
    Other,
}

/// A kind of message, by which they can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Orders on their way into the log.
    Orders,
    /// Records on their way to a consumer.
    Records,
    /// Commits and their answers.
    Commits,
    /// Joining and syncing.
    Membership,
    /// Heartbeats.
    Heartbeats,
    /// Everything else.
    Others,
}

impl Kind {
    /// All of them, in the order they are listed.
    pub const ALL: [Self; 6] = [
        Self::Orders,
        Self::Records,
        Self::Commits,
        Self::Membership,
        Self::Heartbeats,
        Self::Others,
    ];
}

/// Kinds of messages that are not to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    bits: u8,
}

impl Hidden {
    /// Hides a kind, or shows it again.
    pub fn turn(&mut self, kind: Kind) {
        self.bits ^= 1 << kind as u8;
    }

    /// Whether a kind is hidden.
    pub fn has(self, kind: Kind) -> bool {
        self.bits & (1 << kind as u8) != 0
    }
}

impl Shape {
    /// Of which kind it is.
    pub fn kind(self) -> Kind {
        match self {
            Self::Order(_) => Kind::Orders,
            Self::Records => Kind::Records,
            Self::Commit => Kind::Commits,
            Self::Membership => Kind::Membership,
            Self::Heartbeat => Kind::Heartbeats,
            Self::Other => Kind::Others,
        }
    }
}

/// A message on its way over the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traveller {
    /// How it looks.
    pub shape: Shape,
    /// Whose it is: the group's number, none for a producer's.
    pub group: Option<usize>,
    /// Where it set out.
    pub from: Point,
    /// Where it goes.
    pub to: Point,
    /// When it set out.
    pub sent_ms: i64,
    /// When it arrives.
    pub arrives_ms: i64,
    /// How many it stands for.
    pub count: u32,
}

impl Traveller {
    /// Where it is at a time; clamped to its way.
    pub fn at(&self, now_ms: f64) -> Point {
        let (sent, arrives) = (millis(self.sent_ms), millis(self.arrives_ms));
        let way = (arrives - sent).max(1.0);
        let share = ((now_ms - sent) / way).clamp(0.0, 1.0);
        Point {
            x: self.from.x + (self.to.x - self.from.x) * share,
            y: self.from.y + (self.to.y - self.from.y) * share,
        }
    }
}

/// Virtual milliseconds as the page's own number.
pub fn millis(ms: i64) -> f64 {
    // Exact up to 2^53 ms, which is 285,000 years.
    ms as f64
}

/// All messages in flight at a moment. Fetch requests are left out: one is always under way or
/// waiting, and what matters is what it brings back.
pub fn travellers(moment: &Moment, layout: &Layout, sight: &Sight) -> Vec<Traveller> {
    let world = &moment.world;
    let mut travellers = Vec::new();
    // Both sides have the links in the same order, and on each the oldest first.
    let mut flights = moment.clock.flights().peekable();
    for link in world.network().busy_links() {
        while flights.next_if(|flight| flight.link < link).is_some() {}
        for message in world.network().on_link(link) {
            let flight = flights.next_if(|flight| flight.link == link);
            travellers.extend(flight.and_then(|it| traveller(world, layout, sight, message, it)));
        }
    }
    gathered(travellers)
}

/// More than this are not told apart.
const MOST_TRAVELLERS: usize = 1_500;
/// What sets out and arrives within this time is taken together then.
const GATHERED_MS: i64 = 100;

/// Where there are too many, those of a kind that are on a link beside each other, go the same way and set
/// out at about the same time are one.
fn gathered(mut travellers: Vec<Traveller>) -> Vec<Traveller> {
    if travellers.len() > MOST_TRAVELLERS {
        travellers.dedup_by(|it, kept| {
            let is_alike = it.shape.kind() == kept.shape.kind()
                && (it.group, it.from, it.to) == (kept.group, kept.from, kept.to)
                && it.sent_ms - kept.sent_ms < GATHERED_MS
                && (it.arrives_ms - kept.arrives_ms).abs() < GATHERED_MS;
            kept.count += u32::from(is_alike);
            is_alike
        });
    }
    travellers
}

fn traveller(
    world: &World,
    layout: &Layout,
    sight: &Sight,
    message: &Message,
    flight: Flight,
) -> Option<Traveller> {
    let shape = shape(message)?;
    let link = flight.link;
    let (client, group) = match link.client {
        Client::Producer(producer) => (
            client_port(
                layout.producers[producer.index()],
                layout,
                Side::BeforeBroker,
            ),
            None,
        ),
        Client::Consumer(id) => {
            let port = client_port(layout.member(id), layout, Side::AfterBroker);
            (port, Some(world.setup().consumer(id).group.index()))
        }
    };
    let broker = match (link.connection, link.client) {
        (Connection::Coordinator, Client::Consumer(id)) => coordinator_port(world, layout, id),
        _ => partition_port(world, layout, sight, message),
    };
    let (from, to) = match link.direction {
        Direction::ToBroker => (client, broker),
        Direction::ToClient => (broker, client),
    };
    let Flight {
        sent_ms,
        arrives_ms,
        ..
    } = flight;
    Some(Traveller {
        shape,
        group,
        from,
        to,
        sent_ms,
        arrives_ms,
        count: 1,
    })
}

fn shape(message: &Message) -> Option<Shape> {
    Some(match (message.kind(), &message.body) {
        (MessageKind::Produce, Body::Request(Request::Produce { batches, .. })) => {
            Shape::Order(*batches.first()?.orders.first()?)
        }
        (MessageKind::Fetch, Body::Request(_)) => return None,
        (MessageKind::Fetch, Body::Response(_)) => Shape::Records,
        (MessageKind::Commit, _) => Shape::Commit,
        (MessageKind::Join | MessageKind::Sync, _) => Shape::Membership,
        (MessageKind::Heartbeat, _) => Shape::Heartbeat,
        (MessageKind::Produce | MessageKind::OffsetLookup, _) => Shape::Other,
    })
}

/// On which side of the broker a client stands.
#[derive(Clone, Copy)]
enum Side {
    BeforeBroker,
    AfterBroker,
}

fn client_port(client: Rect, layout: &Layout, side: Side) -> Point {
    match (layout.arrangement, side) {
        (Arrangement::Wide, Side::BeforeBroker) => client.right(),
        (Arrangement::Wide, Side::AfterBroker) => client.left(),
        (Arrangement::Narrow, Side::BeforeBroker) => client.bottom(),
        (Arrangement::Narrow, Side::AfterBroker) => client.top(),
    }
}

fn coordinator_port(world: &World, layout: &Layout, id: ConsumerId) -> Point {
    let row = layout.coordinator_row(world.setup().consumer(id).group);
    match layout.arrangement {
        Arrangement::Wide => row.right(),
        Arrangement::Narrow => row.bottom(),
    }
}

/// The place in a lane that a message is about: a new record flies to the slot it will get, answers
/// leave from the lower edge of where records stand, so that a brick's number can be read meanwhile.
fn partition_port(world: &World, layout: &Layout, sight: &Sight, message: &Message) -> Point {
    let Some((partition, offset)) = subject(message, world) else {
        return layout.broker.right();
    };
    let place = world.partitions().position(|it| it == partition);
    let Some((place, lane_rect)) = place.and_then(|it| Some((it, layout.lanes.get(it)?))) else {
        return layout.broker.right();
    };
    let log_end = world.log(partition).log_end_offset();
    let slots = layout.slots();
    let (dx, dy) = match layout.forms[place] {
        Form::Wall => {
            let first_slot = sight.first_slot(partition, log_end, slots);
            let slot = offset.saturating_sub(first_slot).min(Offset::from(slots)) as f64;
            let depth = match message.body {
                Body::Response(_) => lane::BRICK,
                Body::Request(_) => lane::BRICK / 2.0,
            };
            (
                slot * lane::PITCH + lane::BRICK / 2.0,
                lane::TITLE + lane::ENDS + depth,
            )
        }
        Form::Strip => (
            layout.density_width() * offset as f64 / log_end.max(1) as f64,
            lane::STRIP / 2.0,
        ),
    };
    Point {
        x: lane_rect.x + lane::NAMES + dx,
        y: lane_rect.y + dy,
    }
}

/// Which record, or place in a log, a message is about.
fn subject(message: &Message, world: &World) -> Option<(TopicPartition, Offset)> {
    let next_of = |partition| (partition, world.log(partition).log_end_offset());
    match &message.body {
        Body::Request(Request::Produce { batches, .. }) => {
            batches.first().map(|batch| next_of(batch.partition))
        }
        Body::Response(Response::Produce(answers)) => {
            let &(partition, result) = answers.first()?;
            result.map_or_else(
                |_| Some(next_of(partition)),
                |offset| Some((partition, offset)),
            )
        }
        Body::Response(Response::Fetch(answers)) => answers
            .first()
            .map(|answer| (answer.partition, answer.offset)),
        Body::Request(Request::ListOffsets { partitions, .. }) => {
            partitions.first().copied().map(next_of)
        }
        Body::Response(Response::ListOffsets { offsets, .. }) => offsets.first().copied(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_is_turned_twice_is_seen_again() {
        let mut hidden = Hidden::default();
        for kind in Kind::ALL {
            assert!(!hidden.has(kind));
            hidden.turn(kind);
            assert!(hidden.has(kind));
        }
        hidden.turn(Kind::Commits);
        let seen = Kind::ALL.into_iter().filter(|&kind| !hidden.has(kind));
        assert!(seen.eq([Kind::Commits]));
    }

    #[test]
    fn a_message_is_where_the_time_says() {
        let traveller = Traveller {
            shape: Shape::Commit,
            group: Some(0),
            from: Point { x: 0.0, y: 10.0 },
            to: Point { x: 100.0, y: 10.0 },
            sent_ms: 1000,
            arrives_ms: 1400,
            count: 1,
        };
        let cases = [
            (900.0, 0.0),
            (1000.0, 0.0),
            (1100.0, 25.0),
            (1400.0, 100.0),
            (2000.0, 100.0),
        ];
        for (now_ms, x) in cases {
            assert!((traveller.at(now_ms).x - x).abs() < 1e-9, "{now_ms}");
        }
    }
}
