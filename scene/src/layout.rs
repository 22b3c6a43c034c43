//! Where everything stands on the stage, in CSS pixels: left to right on a wide stage, top to
//! bottom on a narrow one.

use offsetscope_core::ids::{ConsumerId, GroupId};
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

const PRODUCER_HEIGHT_NARROW: f64 = 60.0;
const FLIGHT_KEY_HEIGHT: f64 = 182.0;
const FLIGHT_KEY_HEIGHT_NARROW: f64 = 86.0;

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
    /// Room below.
    pub const FOOT: f64 = 10.0;
}

impl Layout {
    /// The layout of a setup where there is room for so much: scaled up where there is plenty, as
    /// on a projector, never down.
    pub fn new(setup: &Setup, room: Room) -> Self {
        if room.width < NARROWEST_WIDE {
            return Self::narrow(setup, room.width);
        }
        let natural = Self::wide(setup, room.width);
        let fits = (room.width / COMFORTABLE_WIDTH).min(room.height / natural.size.h);
        let scale = fits.clamp(1.0, LARGEST_SCALE);
        Self {
            scale,
            ..Self::wide(setup, room.width / scale)
        }
    }

    fn wide(setup: &Setup, width: f64) -> Self {
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
            h: broker_height(setup),
        };
        let (groups, members) = stack_groups(setup, consumers_x, PAD, consumers_width);
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
            lanes: stack_lanes(setup, broker),
            coordinator_rows: stack_coordinator_rows(setup, broker),
            groups,
            members,
        }
    }

    fn narrow(setup: &Setup, width: f64) -> Self {
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
            h: broker_height(setup),
        };
        let (groups, members) = stack_groups(setup, PAD, broker.end_y() + GAP * 1.5, inner);
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
            lanes: stack_lanes(setup, broker),
            coordinator_rows: stack_coordinator_rows(setup, broker),
            groups,
            members,
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

fn partition_count(setup: &Setup) -> usize {
    setup
        .topics
        .iter()
        .map(|topic| usize::from(topic.partitions))
        .sum()
}

fn lane_height(setup: &Setup) -> f64 {
    lane::TITLE + lane::ENDS + lane::BRICK + offset(setup.groups.len(), lane::ROW) + lane::FOOT
}

fn broker_height(setup: &Setup) -> f64 {
    let lanes = offset(partition_count(setup), lane_height(setup));
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
fn stack_lanes(setup: &Setup, broker: Rect) -> Vec<Rect> {
    let h = lane_height(setup);
    (0..partition_count(setup))
        .map(|place| Rect {
            x: broker.x + PAD,
            y: broker.y + TITLE + offset(place, h),
            w: broker.w - 2.0 * PAD,
            h,
        })
        .collect()
}

/// The coordinator's rows one below the other, under the last lane and a title of their own.
fn stack_coordinator_rows(setup: &Setup, broker: Rect) -> Vec<Rect> {
    let lanes_height = offset(partition_count(setup), lane_height(setup));
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
fn stack_groups(setup: &Setup, x: f64, y: f64, w: f64) -> (Vec<Rect>, Vec<Rect>) {
    let (mut groups, mut members) = (Vec::new(), Vec::new());
    let mut next_y = y;
    for group in setup.group_ids() {
        let count = setup.members_of(group).count();
        let h = GROUP_HEADER + offset(count, MEMBER_HEIGHT + MEMBER_GAP);
        groups.push(Rect { x, y: next_y, w, h });
        members.extend((0..count).map(|place| Rect {
            x: x + MEMBER_GAP,
            y: next_y + GROUP_HEADER + offset(place, MEMBER_HEIGHT + MEMBER_GAP),
            w: w - 2.0 * MEMBER_GAP,
            h: MEMBER_HEIGHT,
        }));
        next_y += h + GAP * 0.6;
    }
    (groups, members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::scenario::Scenario;

    fn layout(width: f64) -> Layout {
        Layout::new(
            &Scenario::Shop.setup(1),
            Room {
                width,
                height: 700.0,
            },
        )
    }

    fn boxes(layout: &Layout) -> Vec<Rect> {
        let outer = [
            &layout.producers,
            &layout.groups,
            &vec![layout.broker, layout.flight_key],
        ];
        outer.into_iter().flatten().copied().collect()
    }

    fn overlap(a: Rect, b: Rect) -> bool {
        a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.end_y() && b.y < a.end_y()
    }

    #[test]
    fn nothing_overlaps_and_nothing_sticks_out_at_any_width() {
        for width in [320.0, 390.0, 819.0, 820.0, 900.0, 1280.0, 3840.0] {
            let layout = layout(width);
            let boxes = boxes(&layout);
            for (place, &one) in boxes.iter().enumerate() {
                assert!(
                    one.x >= 0.0 && (one.x + one.w) * layout.scale <= width + 1e-6,
                    "{width}: {one:?}"
                );
                assert!(one.end_y() <= layout.size.h, "{width}: {one:?}");
                for &other in &boxes[place + 1..] {
                    assert!(!overlap(one, other), "{width}: {one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn data_flows_left_to_right_where_there_is_room_and_down_where_not() {
        let wide = layout(1000.0);
        assert!(wide.producers[0].right().x < wide.broker.x);
        assert!(wide.broker.right().x < wide.groups[0].x);
        let narrow = layout(390.0);
        assert!(narrow.producers[0].end_y() < narrow.broker.y);
        assert!(narrow.broker.end_y() < narrow.groups[0].y);
    }

    #[test]
    fn a_projector_shows_things_larger_and_a_laptop_does_not() {
        let scale =
            |width, height| Layout::new(&Scenario::Shop.setup(1), Room { width, height }).scale;
        assert!((scale(900.0, 620.0) - 1.0).abs() < 1e-9);
        assert!(scale(1500.0, 900.0) > 1.3);
        assert!(scale(3000.0, 400.0) < 1.01, "it still fits the height");
    }

    #[test]
    fn a_phone_still_shows_a_few_bricks() {
        assert!(layout(320.0).slots() >= 4);
        assert!(layout(1000.0).slots() >= 8);
    }
}
