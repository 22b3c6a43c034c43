//! What stands on the stage in its places, each drawn anew when it has changed.

use super::broker::coordinator;
use super::group::group_view;
use super::wall::{Drawing, partition_of};
use super::{flight_key, placed, producer};
use crate::platform::{self, Filling};
use crate::session::Session;
use offsetscope_core::ids::Offset;
use offsetscope_language::{say, text};
use offsetscope_scene::layout::lane;
use offsetscope_scene::{Form, GroupBox, Lane, Layout, ProducerCard, Rect, Room};
use std::mem;

/// What stands in the places of the stage, as it was drawn last.
#[derive(Default)]
pub struct Walls {
    drawn: Vec<String>,
    /// The offset at the left edge of each partition's window.
    firsts: Vec<Offset>,
}

/// The place of producers and the key to what flies.
pub const BEFORE: &str = "before-broker";
/// The place of groups.
pub const AFTER: &str = "after-broker";
/// The coordinator's place.
pub const COORDINATOR: &str = "coordinator";

/// The ids of a partition's places: its wall and, below it, the way through its log.
pub fn places(number: usize) -> [String; 2] {
    [format!("wall-{number}"), format!("window-{number}")]
}

impl Walls {
    /// Draws the stage as a session stands, where there is room for so much.
    pub fn draw(&mut self, session: &Session, room: Room) {
        let moment = session.history().current();
        let setup = moment.world.setup();
        let layout = Layout::new(setup, room, session.sight());
        let groups = setup.group_ids().map(|group| GroupBox::new(moment, group));
        let groups: Vec<GroupBox> = groups.collect();
        // Of another setup nothing is left in its places.
        self.drawn
            .resize_with(2 * layout.lanes.len() + 3, String::new);
        self.firsts.resize(layout.lanes.len(), 0);
        let stays = Filling::Changed;
        self.put(0, BEFORE, before(session, &layout), stays);
        self.put(1, COORDINATOR, coordinator(&layout, &groups), stays);
        self.put(2, AFTER, after(session, &layout, &groups), stays);
        let names: Vec<String> = groups.into_iter().map(|it| it.name).collect();
        for (number, partition) in moment.world.partitions().enumerate() {
            let (form, place) = (layout.forms[number], layout.lanes[number]);
            let lane = &Lane::new(moment, partition, session.sight(), layout.slots(), form);
            let turn = layout.has_strips();
            let drawing = Drawing {
                lane,
                place,
                width: layout.density_width(),
                names: &names,
                turn: turn.then(|| turn_of(lane, number)),
            };
            let moved = mem::replace(&mut self.firsts[number], lane.first_slot);
            let filling = if moved.abs_diff(lane.first_slot) < u64::from(lane.slots) {
                Filling::Changed
            } else {
                Filling::Anew
            };
            let [wall, way] = places(number);
            self.put(2 * number + 3, &wall, drawing.html(), filling);
            self.put(2 * number + 4, &way, window(lane, drawing.width), stays);
        }
    }

    /// Puts something into its place, unless it is there.
    fn put(&mut self, number: usize, place: &str, html: String, filling: Filling) {
        platform::put(&mut self.drawn[number], place, html, filling);
    }
}

fn before(session: &Session, layout: &Layout) -> String {
    let mut out = String::new();
    let cards = ProducerCard::all(&session.history().current().world);
    for (card, &place) in cards.iter().zip(&layout.producers) {
        producer(&mut out, card, place);
    }
    flight_key(&mut out, layout.flight_key, session.hidden());
    out
}

fn after(session: &Session, layout: &Layout, groups: &[GroupBox]) -> String {
    let mut out = String::new();
    for (group, &place) in groups.iter().zip(&layout.groups) {
        group_view(
            &mut out,
            group,
            place,
            session.selected(),
            layout.only_in_full,
        );
    }
    out
}

/// What turns a partition from a strip to a wall and back. With Tab the first can be reached, and from there
/// the others with arrows.
fn turn_of(lane: &Lane, number: usize) -> String {
    let partition = partition_of(lane);
    let tab = if number == 0 { 0 } else { -1 };
    format!(" id='l{partition}' tabindex='{tab}' data-do='lane:{partition}'")
}

/// Where the bricks that are shown stand in the log, if there are more, and the way to others.
fn window(lane: &Lane, width: f64) -> String {
    if lane.form == Form::Strip || lane.density.is_none() {
        return String::new();
    }
    let newest = lane.newest_window();
    let slots = Offset::from(lane.slots);
    let thumb = (width * slots as f64 / (newest + slots) as f64).max(8.0);
    let place = |x: f64, w: f64| {
        placed(Rect {
            x,
            y: 0.0,
            w,
            h: lane::FOOT,
        })
    };
    let (name, partition) = (&lane.name, partition_of(lane));
    let mut html = format!(
        "<input type='range' min='0' max='{newest}' value='{}' name='{partition}' aria-label='{}' \
         aria-valuetext='{}' style='{};--window:{}px'>",
        lane.first_slot,
        say!("Window on {name}", "{name} 的窗口"),
        say!(
            "offsets {} to {} of {}",
            "偏移量 {} 到 {}，共 {}";
            lane.first_slot,
            lane.first_slot + slots - 1,
            lane.log_end
        ),
        place(lane::NAMES, width),
        thumb as i32
    );
    if lane.is_held {
        let newest = format!(
            "<button style='{}' data-do='newest:{partition}' aria-label='{}'>{}</button>",
            place(lane::NAMES + width + 4.0, lane::LAGS - 4.0),
            say!("Follow the newest of {name}", "跟随 {name} 的最新记录"),
            text!("newest", "最新")
        );
        html.push_str(&newest);
    }
    html
}
