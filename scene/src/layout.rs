//! Where everything stands on the stage, in CSS pixels: left to right on a wide stage, top to
//! bottom on a narrow one.

use super::sight::Sight;
use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
use offsetscope_core::setup::Setup;

/// A box on the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub w: f64,
    /// Its height.
    pub h: f64,
}

/// A point on the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Rect {
    /// The middle of its left edge.
    pub fn left(self) -> Point {
        Point {
            x: self.x,
            y: self.y + self.h / 2.0,
        }
    }

    /// The middle of its right edge.
    pub fn right(self) -> Point {
        Point {
            x: self.x + self.w,
            y: self.y + self.h / 2.0,
        }
    }

    /// The middle of its upper edge.
    pub fn top(self) -> Point {
        Point {
            x: self.x + self.w / 2.0,
            y: self.y,
        }
    }

    /// The middle of its lower edge.
    pub fn bottom(self) -> Point {
        Point {
            x: self.x + self.w / 2.0,
            y: self.y + self.h,
        }
    }

    /// Its lower edge.
    pub fn end_y(self) -> f64 {
        self.y + self.h
    }

    /// The same box, moved.
    #[must_use]
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        Self {
            x: self.x + dx,
            y: self.y + dy,
            ..self
        }
    }
}

/// How the stage is arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Producers, broker and consumers side by side.
    Wide,
    /// One below the other.
    Narrow,
}

/// How a partition is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A window of its log as numbered bricks.
    Wall,
    /// All of its log on one line.
    Strip,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Side by side or stacked.
    pub arrangement: Arrangement,
    /// How much larger than life all of it is shown, on a screen with room to spare.
    pub scale: f64,
    /// The whole stage, before it is scaled, as is all the rest.
    pub size: Rect,
    /// Each producer.
    pub producers: Vec<Rect>,
    /// What the shapes in flight mean.
    pub flight_key: Rect,
    /// The broker with its partitions and the coordinator.
    pub broker: Rect,
    /// Each partition's lane, in the order of the world's partitions.
    pub lanes: Vec<Rect>,
    /// Each group's line at the coordinator.
    pub coordinator_rows: Vec<Rect>,
    /// Each group.
    pub groups: Vec<Rect>,
    /// Each consumer.
    pub members: Vec<Rect>,
    /// Each partition's form.
    pub forms: Vec<Form>,
    /// The consumer that is shown in full, where there are too many to show all of them so.
    pub only_in_full: Option<ConsumerId>,
}

/// The room there is for a stage, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// As wide as its frame is.
    pub width: f64,
    /// As high as what is seen without scrolling.
    pub height: f64,
}

/// At this width a wall shows enough bricks; from there on, things grow instead.
const COMFORTABLE_WIDTH: f64 = 920.0;
const LARGEST_SCALE: f64 = 3.0;
/// A stage narrower than this is stacked.
const NARROWEST_WIDE: f64 = 820.0;
const PAD: f64 = 12.0;
const GAP: f64 = 20.0;
const PRODUCER_WIDTH: f64 = 104.0;
const PRODUCER_HEIGHT: f64 = 92.0;
const FLIGHT_SPACE: f64 = 44.0;
/// The broker's title line.
const TITLE: f64 = 30.0;
const COORDINATOR_ROW: f64 = 28.0;
const GROUP_HEADER: f64 = 62.0;
const MEMBER_HEIGHT: f64 = 90.0;
const MEMBER_GAP: f64 = 8.0;
/// A member's height on one line, and the gap below it.
const LINE_HEIGHT: f64 = 28.0;
const LINE_GAP: f64 = 3.0;

/// More partitions than this are strips, but for those that were opened.
const MOST_WALLS: usize = 8;
/// Of more consumers than this only the selected one is shown in full.
const MOST_CARDS: usize = 8;

const PRODUCER_HEIGHT_NARROW: f64 = 38.0;
const FLIGHT_KEY_HEIGHT: f64 = 182.0;
const FLIGHT_KEY_HEIGHT_NARROW: f64 = 106.0;

/// Inside a lane: its title, the bricks with their markers, then a row for each group.
pub mod lane {
    /// The line with the partition's name.
    pub const TITLE: f64 = 22.0;
    /// A brick's width and height.
    pub const BRICK: f64 = 28.0;
    /// From one brick to the next.
    pub const PITCH: f64 = 31.0;
    /// Room above the bricks for the markers of the log's ends.
    pub const ENDS: f64 = 18.0;
    /// A group's row.
    pub const ROW: f64 = 17.0;
    /// Room for a row's name, left of the bricks.
    pub const NAMES: f64 = 74.0;
    /// Room for a row's lag and what would be read again, right of the bricks.
    pub const LAGS: f64 = 70.0;
    /// Room below, for the strip of a log that has more records than there is room for.
    pub const FOOT: f64 = 16.0;
    /// The height of such a strip.
    pub const DENSITY: f64 = 10.0;
    /// A lane's height as a strip.
    pub const STRIP: f64 = 24.0;
}

impl Layout {
    /// The layout of a setup where there is room for so much: scaled up where there is plenty, as
    /// on a projector, never down.
    pub fn new(setup: &Setup, room: Room, sight: &Sight) -> Self {
        if room.width < NARROWEST_WIDE {
            return Self::narrow(setup, room.width, sight);
        }
        let natural = Self::wide(setup, room.width, sight);
        let fits = (room.width / COMFORTABLE_WIDTH).min(room.height / natural.size.h);
        let scale = fits.clamp(1.0, LARGEST_SCALE);
        Self {
            scale,
            ..Self::wide(setup, room.width / scale, sight)
        }
    }

    fn wide(setup: &Setup, width: f64, sight: &Sight) -> Self {
        let forms = forms(setup, sight);
        let only_in_full = (setup.consumers.len() > MOST_CARDS).then_some(sight.selected);
        let consumers_width = (width * 0.27).clamp(224.0, 340.0);
        let broker_x = PAD + PRODUCER_WIDTH + FLIGHT_SPACE;
        let consumers_x = width - PAD - consumers_width;
        let first_producer = Rect {
            x: PAD,
            y: PAD + TITLE,
            w: PRODUCER_WIDTH,
            h: PRODUCER_HEIGHT,
        };
        let producers = stack_producers(setup, first_producer);
        let producers_end = producers.last().map_or(PAD, |last| last.end_y());
        let broker = Rect {
            x: broker_x,
            y: PAD,
            w: consumers_x - FLIGHT_SPACE - broker_x,
            h: broker_height(setup, &forms),
        };
        let (groups, members) = stack_groups(
            setup,
            Point {
                x: consumers_x,
                y: PAD,
            },
            consumers_width,
            only_in_full,
        );
        let consumers_end = groups.last().map_or(0.0, |group| group.end_y());
        let flight_key = Rect {
            x: PAD,
            y: producers_end + GAP,
            w: PRODUCER_WIDTH,
            h: FLIGHT_KEY_HEIGHT,
        };
        let ends = [broker.end_y(), consumers_end, flight_key.end_y()];
        let height = ends.into_iter().fold(0.0, f64::max) + PAD;
        Self {
            arrangement: Arrangement::Wide,
            scale: 1.0,
            size: whole(width, height),
            producers,
            flight_key,
            broker,
            lanes: stack_lanes(setup, broker, &forms),
            coordinator_rows: stack_coordinator_rows(setup, broker, &forms),
            groups,
            members,
            forms,
            only_in_full,
        }
    }

    fn narrow(setup: &Setup, width: f64, sight: &Sight) -> Self {
        let forms = forms(setup, sight);
        let only_in_full = (setup.consumers.len() > MOST_CARDS).then_some(sight.selected);
        let inner = width - 2.0 * PAD;
        let first_producer = Rect {
            x: PAD,
            y: PAD,
            w: inner,
            h: PRODUCER_HEIGHT_NARROW,
        };
        let producers = stack_producers(setup, first_producer);
        let broker = Rect {
            x: PAD,
            y: producers.last().map_or(PAD, |last| last.end_y() + GAP),
            w: inner,
            h: broker_height(setup, &forms),
        };
        let first = Point {
            x: PAD,
            y: broker.end_y() + GAP * 1.5,
        };
        let (groups, members) = stack_groups(setup, first, inner, only_in_full);
        let flight_key = Rect {
            x: PAD,
            y: groups.last().map_or(broker.end_y(), |group| group.end_y()) + GAP,
            w: inner,
            h: FLIGHT_KEY_HEIGHT_NARROW,
        };
        Self {
            arrangement: Arrangement::Narrow,
            scale: 1.0,
            size: whole(width, flight_key.end_y() + PAD),
            producers,
            flight_key,
            broker,
            lanes: stack_lanes(setup, broker, &forms),
            coordinator_rows: stack_coordinator_rows(setup, broker, &forms),
            groups,
            members,
            forms,
            only_in_full,
        }
    }

    /// Where a consumer stands.
    pub fn member(&self, consumer: ConsumerId) -> Rect {
        self.members[consumer.index()]
    }

    /// A group's line at the coordinator.
    pub fn coordinator_row(&self, group: GroupId) -> Rect {
        self.coordinator_rows[group.index()]
    }

    /// Whether there are so many partitions that they are strips unless they are opened.
    pub fn has_strips(&self) -> bool {
        self.forms.len() > MOST_WALLS
    }

    /// How wide all of a log is, on the strip that shows it.
    pub fn density_width(&self) -> f64 {
        let width = |first: &Rect| first.w - lane::NAMES - lane::LAGS;
        self.lanes.first().map_or(0.0, width).max(0.0)
    }

    /// How many bricks a lane has room for.
    pub fn slots(&self) -> u32 {
        let room = self
            .lanes
            .first()
            .map_or(0.0, |first| first.w - lane::NAMES - lane::LAGS);
        // A lane always shows a few, and no screen is wide enough for a thousand.
        (room / lane::PITCH).clamp(4.0, 1000.0) as u32
    }
}

fn offset(place: usize, step: f64) -> f64 {
    f64::from(u32::try_from(place).unwrap_or(u32::MAX)) * step
}

fn forms(setup: &Setup, sight: &Sight) -> Vec<Form> {
    let topics = (0..).map(TopicId).zip(&setup.topics);
    let partitions = topics.flat_map(|(topic, it)| {
        (0..it.partitions).map(move |partition| TopicPartition { topic, partition })
    });
    let partitions: Vec<TopicPartition> = partitions.collect();
    let form = |&partition| {
        if partitions.len() <= MOST_WALLS || sight.has_opened(partition) {
            Form::Wall
        } else {
            Form::Strip
        }
    };
    partitions.iter().map(form).collect()
}

fn lane_height(setup: &Setup, form: Form) -> f64 {
    match form {
        Form::Wall => {
            let rows = offset(setup.groups.len(), lane::ROW);
            lane::TITLE + lane::ENDS + lane::BRICK + rows + lane::FOOT
        }
        Form::Strip => lane::STRIP,
    }
}

fn lanes_height(setup: &Setup, forms: &[Form]) -> f64 {
    forms.iter().map(|&form| lane_height(setup, form)).sum()
}

fn broker_height(setup: &Setup, forms: &[Form]) -> f64 {
    let lanes = lanes_height(setup, forms);
    TITLE + lanes + TITLE + offset(setup.groups.len(), COORDINATOR_ROW) + PAD
}

fn whole(width: f64, height: f64) -> Rect {
    Rect {
        x: 0.0,
        y: 0.0,
        w: width,
        h: height,
    }
}

fn stack_producers(setup: &Setup, first: Rect) -> Vec<Rect> {
    (0..setup.producers.len())
        .map(|place| first.moved(0.0, offset(place, first.h + GAP)))
        .collect()
}

/// Lanes one below the other, under the broker's title.
fn stack_lanes(setup: &Setup, broker: Rect, forms: &[Form]) -> Vec<Rect> {
    let mut y = broker.y + TITLE;
    let lane = |&form| {
        let h = lane_height(setup, form);
        y += h;
        Rect {
            x: broker.x + PAD,
            y: y - h,
            w: broker.w - 2.0 * PAD,
            h,
        }
    };
    forms.iter().map(lane).collect()
}

/// The coordinator's rows one below the other, under the last lane and a title of their own.
fn stack_coordinator_rows(setup: &Setup, broker: Rect, forms: &[Form]) -> Vec<Rect> {
    let lanes_height = lanes_height(setup, forms);
    (0..setup.groups.len())
        .map(|place| Rect {
            x: broker.x + PAD,
            y: broker.y + TITLE + lanes_height + TITLE + offset(place, COORDINATOR_ROW),
            w: broker.w - 2.0 * PAD,
            h: COORDINATOR_ROW,
        })
        .collect()
}

/// Groups one below the other, each with its members in it.
fn stack_groups(
    setup: &Setup,
    first: Point,
    w: f64,
    only_in_full: Option<ConsumerId>,
) -> (Vec<Rect>, Vec<Rect>) {
    let (mut groups, mut members) = (Vec::new(), Vec::new());
    let mut y = first.y;
    for group in setup.group_ids() {
        let begins_at = y;
        y += GROUP_HEADER;
        for member in setup.members_of(group) {
            let (h, gap) = match only_in_full {
                Some(selected) if selected != member => (LINE_HEIGHT, LINE_GAP),
                _ => (MEMBER_HEIGHT, MEMBER_GAP),
            };
            members.push(Rect {
                x: first.x + MEMBER_GAP,
                y,
                w: w - 2.0 * MEMBER_GAP,
                h,
            });
            y += h + gap;
        }
        groups.push(Rect {
            x: first.x,
            y: begins_at,
            w,
            h: y - begins_at,
        });
        y += GAP * 0.6;
    }
    (groups, members)
}

#[cfg(test)]
mod tests;
