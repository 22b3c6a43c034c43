//! The stage as it stands, drawn with nothing but SVG: producers, the broker's walls of bricks, groups
//! and their members, and what is in flight.

use super::Drawn;
use crate::panel::Look;
use maud::{Markup, html};
use offsetscope_core::history::Moment;
use offsetscope_core::ids::Offset;
use offsetscope_language::{say, text};
use offsetscope_scene::flights::{millis, travellers};
use offsetscope_scene::layout::lane;
use offsetscope_scene::{
    Brick, BrickState, Form, GroupBox, GroupRow, Lane, Layout, ProducerCard, Rect, Room, Shape,
    Sight, Traveller, signs,
};
use offsetscope_words as words;

/// A picture is made for a room like this.
const ROOM: Room = Room {
    width: 1_040.0,
    height: 720.0,
};

const BRICKS_Y: f64 = lane::TITLE + lane::ENDS;
const ENDS_Y: f64 = lane::TITLE + 12.0;
const ROWS_Y: f64 = BRICKS_Y + lane::BRICK + 4.0;

/// The stage at the moment that is looked at.
pub fn stage(look: &Look<'_>) -> Drawn {
    let moment = look.run.current();
    let setup = moment.world.setup();
    let newest = || Sight::of(look.gaze.consumer);
    let sight = look.sight.cloned().unwrap_or_else(newest);
    let layout = Layout::new(setup, ROOM, &sight);
    let groups: Vec<GroupBox> = setup
        .group_ids()
        .map(|it| GroupBox::new(moment, it))
        .collect();
    let lanes = moment.world.partitions().zip(&layout.forms);
    let lanes = lanes.map(|(it, &form)| Lane::new(moment, it, &sight, layout.slots(), form));
    let now_ms = millis(moment.clock.now_ms());
    let inside = html! {
        @for (card, place) in ProducerCard::all(&moment.world).iter().zip(&layout.producers) {
            (panel(*place))
            (line(place.x + 10.0, place.y + 22.0, "alone loud", &card.name))
            (line(place.x + 10.0, place.y + 40.0, "alone", text!("producer", "生产者")))
            // The customer's name would not fit beside the number.
            @let (order, customer) = card.last_order.split_once(text!(" by ", "，")).unwrap_or((&card.last_order, ""));
            (line(place.x + 10.0, place.y + 58.0, "alone", order))
            (line(place.x + 10.0, place.y + 76.0, "alone", customer))
        }
        (panel(layout.broker))
        (line(layout.broker.x + 12.0, layout.broker.y + 22.0, "alone loud", "broker"))
        @for (lane, place) in lanes.zip(&layout.lanes) {
            @match lane.form {
                Form::Wall => (wall(&lane, *place, &groups)),
                Form::Strip => (strip(&lane, *place)),
            }
        }
        @if let Some(first) = layout.coordinator_rows.first() {
            (line(first.x, first.y - 10.0, "alone loud", text!("group coordinator", "组协调者")))
        }
        @for (group, place) in groups.iter().zip(&layout.coordinator_rows) { (coordinated(group, *place)) }
        @for (group, place) in groups.iter().zip(&layout.groups) { (members(moment, group, *place, &layout)) }
        @for it in travellers(moment, &layout, &sight) { (flying(&it, now_ms)) }
    };
    Drawn {
        width: whole(layout.size.w),
        height: whole(layout.size.h),
        inside,
    }
}

/// A length in whole pixels, upwards.
fn whole(length: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a stage is small"
    )]
    let pixels = length.ceil() as u32;
    pixels
}

fn panel(place: Rect) -> Markup {
    html! { rect.box x=(place.x) y=(place.y) width=(place.w) height=(place.h) rx="8" {} }
}

fn line(x: f64, y: f64, class: &str, text: &str) -> Markup {
    html! { text x=(x) y=(y) class=(class) font-size="12" { (text) } }
}

fn at(x: f64, y: f64) -> String {
    format!("translate({x} {y})")
}

fn x_of(lane: &Lane, offset: Offset) -> f64 {
    let slots =
        i64::try_from(offset).unwrap_or(i64::MAX) - i64::try_from(lane.first_slot).unwrap_or(0);
    millis(slots).clamp(-0.3, f64::from(lane.slots)) * lane::PITCH
}

/// A partition.
fn wall(of: &Lane, place: Rect, groups: &[GroupBox]) -> Markup {
    html! {
        g.lane transform=(at(place.x, place.y)) {
            text.lane-name x="0" y="15" { (of.name) }
            text.lane-ends x=(place.w) y="15" { (of.ends()) }
            g transform=(at(lane::NAMES, 0.0)) {
                (segments(of))
                g.next transform=(at(x_of(of, of.log_end), BRICKS_Y)) {
                    rect rx="4" width=(lane::BRICK) height=(lane::BRICK) {}
                    text.number x=(lane::BRICK / 2.0) y="15" { (of.log_end) }
                    text.verdict x=(lane::BRICK / 2.0) y="25" { (text!("end", "末端")) }
                }
                @for it in &of.bricks { (brick(it, of)) }
                (log_start(of))
                (high_watermark(of))
            }
            @for (number, row) in of.rows.iter().enumerate() { (markers(number, row, of, place, groups)) }
        }
    }
}

/// A partition where there are many: what became of its records from end to end.
fn strip(of: &Lane, place: Rect) -> Markup {
    let lag = of.rows.iter().find(|row| row.group == of.selected);
    let lag = lag.and_then(|row| row.lag);
    let width = place.w - lane::NAMES - lane::LAGS;
    html! {
        g.lane transform=(at(place.x, place.y)) {
            text.lane-name x="0" y="16" { (of.name) }
            @if let Some(lag) = lag { text.lane-ends x=(place.w) y="16" { (text!("lag ", "滞后 ")) (lag) } }
            g.density transform=(at(lane::NAMES, place.h - 6.0)) {
                @for run in of.density.iter().flat_map(|it| it.runs(width)) {
                    path class=(signs::verdict_class(run.verdict)) opacity=[run.is_gone.then_some("0.45")]
                        d=(run.outline()) {}
                }
            }
        }
    }
}

fn segments(of: &Lane) -> Markup {
    let ends = of
        .segment_bases
        .iter()
        .skip(1)
        .copied()
        .chain([of.log_end + 1]);
    let shown = of
        .segment_bases
        .iter()
        .zip(ends)
        .filter(|(_, end)| *end > of.first_slot);
    html! {
        @for (&base, end) in shown {
            @let x = x_of(of, base);
            rect.segment.active[end > of.log_end] rx="6" x=(x - 2.0) y=(BRICKS_Y - 4.0)
                width=(x_of(of, end) - x) height=(lane::BRICK + 8.0) {}
        }
    }
}

fn brick(brick: &Brick, of: &Lane) -> Markup {
    let (presence, verdict) = match brick.state {
        BrickState::InLog(verdict) => ("in-log", verdict),
        BrickState::Deleted(verdict) => ("deleted", verdict),
    };
    html! {
        g class={ "brick " (presence) " " (signs::verdict_class(verdict)) }
            transform=(at(x_of(of, brick.offset), BRICKS_Y)) {
            @if presence == "in-log" { rect rx="4" width=(lane::BRICK) height=(lane::BRICK) {} }
            text.number x=(lane::BRICK / 2.0) y="15" { (brick.offset) }
            text.verdict x=(lane::BRICK / 2.0) y="25" { (signs::verdict_sign(verdict)) }
        }
    }
}

/// The log start offset: a flag before the first record that is left.
fn log_start(of: &Lane) -> Markup {
    // Where the log is short, there is no room right of it.
    let (x, class) = match of.high_watermark - of.log_start {
        0 | 1 => (-5.0, "left"),
        _ => (11.0, "right"),
    };
    html! {
        @if of.log_start >= of.first_slot {
            g.log-start transform=(at(x_of(of, of.log_start) - 3.0, 0.0)) {
                path.pole d="M0 72V26" {}
                path.flag d="M0 25l9 4.5l-9 4.5z" {}
                text class=(class) x=(x) y=(ENDS_Y) { (text!("start", "起始")) }
            }
        }
    }
}

/// The high watermark, and the line down to which lag is measured.
fn high_watermark(of: &Lane) -> Markup {
    let rows = u32::try_from(of.rows.len()).map_or(0.0, f64::from);
    html! {
        g.high-watermark transform=(at(x_of(of, of.high_watermark) - 1.0, 0.0)) {
            path.pole d={ "M0 34V" (ROWS_Y + rows * lane::ROW) } {}
            path.arrow d="M-5.5 26h11l-5.5 8z" {}
            text.right x="9" y=(ENDS_Y) { "HW = LSO" }
        }
    }
}

/// Where a group stands on a partition.
fn markers(number: usize, row: &GroupRow, of: &Lane, place: Rect, groups: &[GroupBox]) -> Markup {
    let number = u32::try_from(number).map_or(0.0, f64::from);
    let y = ROWS_Y + (number + 0.5) * lane::ROW;
    let lag = row.lag.map_or("–".to_owned(), |lag| lag.to_string());
    let end = x_of(of, of.high_watermark);
    let again = row.outlook.filter(|it| it.again > 0);
    html! {
        g class=(group_class(row.group.index())) transform=(at(0.0, y)) {
            text.row-name x="0" y="4" { (groups[row.group.index()].name) }
            text.row-lag x=(place.w) y="4" { (text!("lag ", "滞后 ")) (lag) }
            @if let Some(again) = again { text.again x=(place.w) y="4" { "↺ " (again.again) } }
            g.markers transform=(at(lane::NAMES, 0.0)) {
                line.track x1="0" x2=(end) {}
                @if let Some(committed) = row.committed {
                    line.lag x1=(x_of(of, committed)) x2=(end) {}
                    path.committed transform=(at(x_of(of, committed), 0.0)) d="M0-5.5 5.5 0 0 5.5-5.5 0z" {}
                }
                @if let Some(again) = again {
                    line.again x1=(x_of(of, again.begins_at)) x2=(x_of(of, again.position)) {}
                }
                @if let Some(position) = row.position {
                    circle.position cx=(x_of(of, position)) r="7" {}
                }
            }
        }
    }
}

fn coordinated(group: &GroupBox, place: Rect) -> Markup {
    let said = say!(
        "{} · generation {} · members: {}",
        "{} · 第 {} 代 · 成员：{}";
        words::group_state(group.state),
        group.generation,
        group.member_count
    );
    html! {
        g class=(group_class(group.group.index())) {
            circle cx=(place.x + 6.0) cy=(place.y + 14.0) r="5" fill="currentColor" {}
            (line(place.x + 18.0, place.y + 18.0, "alone loud", &group.name))
            (line(place.x + 118.0, place.y + 18.0, "alone", &said))
        }
    }
}

fn members(moment: &Moment, group: &GroupBox, place: Rect, layout: &Layout) -> Markup {
    let strategy = words::strategy_name(moment.world.strategy(group.group));
    html! {
        g class=(group_class(group.group.index())) {
            (panel(place))
            rect x=(place.x) y=(place.y) width="4" height=(place.h) fill="currentColor" {}
            (line(place.x + 14.0, place.y + 22.0, "alone loud", &group.name))
            (line(place.x + 14.0, place.y + 42.0, "alone", strategy))
            @for member in &group.members {
                @let card = layout.member(member.consumer);
                (panel(card))
                (line(card.x + 8.0, card.y + 20.0, "alone loud", &member.name))
                @if layout.only_in_full.is_none_or(|it| it == member.consumer) {
                    (line(card.x + 8.0, card.y + 40.0, "alone", &member.activity))
                    (line(card.x + 8.0, card.y + 58.0, "alone", &member.owns))
                    (line(card.x + 8.0, card.y + 76.0, "alone", &member.outlook))
                }
            }
        }
    }
}

/// A message on its way.
fn flying(it: &Traveller, now_ms: f64) -> Markup {
    let place = it.at(now_ms);
    let class = it.group.map_or("alone loud".to_owned(), group_class);
    html! {
        g class=(class) transform=(at(place.x, place.y)) {
            @match it.shape {
                Shape::Order(number) => {
                    rect x="-13" y="-13" width="26" height="26" fill="currentColor" {}
                    text.order-number y="4" text-anchor="middle" font-size="12" { (number) }
                }
                Shape::Records => path d="M-8-2h10v10h-10zM-2-8h10v10h-10z" fill="currentColor" {},
                Shape::Commit => path d="M0-8 8 0 0 8-8 0z" fill="currentColor" {},
                Shape::Membership => circle r="6" fill="none" stroke="currentColor" stroke-width="3" {},
                Shape::Heartbeat => circle r="2.5" fill="currentColor" {},
                Shape::Other => circle r="4" fill="currentColor" {},
            }
        }
    }
}

fn group_class(group: usize) -> String {
    format!("group-{}", group % 6)
}
