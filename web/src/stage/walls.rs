//! The partitions in their places, each drawn anew when it has changed.

use super::placed;
use super::wall::{Drawing, partition_of};
use crate::platform;
use crate::session::Session;
use offsetscope_core::ids::Offset;
use offsetscope_scene::layout::lane;
use offsetscope_scene::{Form, Lane, Layout, Rect, Room};

/// What was drawn last: each partition's wall and, below it, the way through its log.
#[derive(Default)]
pub struct Walls {
    drawn: Vec<[String; 2]>,
}

/// The ids of a partition's places.
pub fn places(number: usize) -> [String; 2] {
    [format!("wall-{number}"), format!("window-{number}")]
}

impl Walls {
    /// Draws the partitions as a session stands, where there is room for so much.
    pub fn draw(&mut self, session: &Session, room: Room) {
        let moment = session.history().current();
        let setup = moment.world.setup();
        let sight = session.sight();
        let layout = Layout::new(setup, room, sight);
        let names: Vec<String> = setup.groups.iter().map(|it| it.name.clone()).collect();
        self.drawn.resize_with(layout.lanes.len(), Default::default);
        for (number, partition) in moment.world.partitions().enumerate() {
            let (form, place) = (layout.forms[number], layout.lanes[number]);
            let lane = &Lane::new(moment, partition, sight, layout.slots(), form);
            let turn = layout.has_strips();
            let drawing = Drawing {
                lane,
                place,
                width: layout.density_width(),
                names: &names,
                turn: turn.then(|| format!("lane:{}", partition_of(lane))),
            };
            let wanted = [drawing.html(), window(lane, drawing.width)];
            let drawn = self.drawn[number].iter_mut();
            for ((drawn, wanted), id) in drawn.zip(wanted).zip(places(number)) {
                if *drawn != wanted && platform::fill(&id, &wanted) {
                    *drawn = wanted;
                }
            }
        }
    }
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
        "<input type='range' min='0' max='{newest}' value='{}' name='{partition}' aria-label='Window on {name}' \
         aria-valuetext='offsets {} to {} of {}' style='{};--window:{}px'>",
        lane.first_slot,
        lane.first_slot,
        lane.first_slot + slots - 1,
        lane.log_end,
        place(lane::NAMES, width),
        thumb as i32
    );
    if lane.is_held {
        let newest = format!(
            "<button style='{}' data-do='newest:{partition}' aria-label='Follow the newest of {name}'>newest</button>",
            place(lane::NAMES + width + 4.0, lane::LAGS - 4.0)
        );
        html.push_str(&newest);
    }
    html
}
