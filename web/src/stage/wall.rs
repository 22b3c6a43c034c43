//! One partition: bricks, segments and markers, as SVG.

use super::bricks::{brick, next_slot};
use super::{at, moved_to, px, text, x_of};
use offsetscope_core::ids::Offset;
use offsetscope_scene::layout::lane;
use offsetscope_scene::{GroupRow, Lane, Rect};
use offsetscope_words as words;
use std::rc::Rc;
use yew::prelude::*;

/// What [`LaneView`] takes.
#[derive(Properties, PartialEq)]
pub struct LaneProps {
    /// What it shows.
    pub lane: Rc<Lane>,
    /// Where it stands in the broker.
    pub place: Rect,
    /// The groups' names.
    pub names: Rc<[String]>,
}

/// Where the bricks' row begins.
pub const BRICKS_Y: f64 = lane::TITLE + lane::ENDS;
/// Markers at the edges stick out by this much.
const EDGE: f64 = 9.0;
const ROWS_Y: f64 = BRICKS_Y + lane::BRICK + 4.0;
/// The baseline of what stands above the bricks.
const ENDS_Y: f64 = lane::TITLE + 12.0;

/// One partition.
#[component]
pub fn LaneView(props: &LaneProps) -> Html {
    let LaneProps { lane, place, names } = props;
    let wall_width = f64::from(lane.slots) * lane::PITCH + 2.0 * EDGE;
    let wall_height = ROWS_Y + lane.rows.len() as f64 * lane::ROW;
    let ends = format!(
        "log start {} · high watermark {} · log end {}",
        lane.log_start, lane.high_watermark, lane.log_end
    );
    let moved = moved_to(-x_of(lane.first_slot));
    html! {
        <g class="lane" role="group" aria-label={described(lane, names)}
            transform={at(place.x, place.y)}>
            { text("lane-name", 0.0, 15.0, lane.name.clone()) }
            { text("lane-ends", place.w, 15.0, ends) }
            { for lane.rows.iter().enumerate().map(|(number, row)| row_ends(number, row, lane, names, place.w)) }
            <svg key="window" x={px(lane::NAMES - EDGE)} y="0"
                width={px(wall_width)} height={px(wall_height)}>
                <g transform={at(EDGE, 0.0)}><g class="wall" data-row="" style={moved.clone()}>
                    { for segments(lane) }
                    { next_slot(lane) }
                    { for lane.bricks.iter().map(|it| brick(it, lane)) }
                    { for lane.rows.iter().enumerate().map(|(number, row)| markers(number, row, lane)) }
                </g></g>
            </svg>
            <g key="ends-of-log" transform={at(lane::NAMES, 0.0)}><g class="wall" style={moved}>
                { log_start(lane) }
                { high_watermark(lane, wall_height) }
            </g></g>
        </g>
    }
}

/// The same for the eye and the ear.
fn described(lane: &Lane, names: &[String]) -> String {
    let mut parts = vec![format!(
        "{}: log start {}, high watermark {}, log end {}",
        lane.name, lane.log_start, lane.high_watermark, lane.log_end
    )];
    for row in &lane.rows {
        let offset = |at: Option<Offset>| at.map_or("none".to_owned(), |at| at.to_string());
        parts.push(format!(
            "{}: committed {}, position {}, lag {}",
            names[row.group.index()],
            offset(row.committed),
            offset(row.position),
            row.lag.map_or("unknown".to_owned(), |lag| lag.to_string())
        ));
        parts.extend(row.outlook.as_ref().and_then(words::again_after_a_crash));
    }
    parts.join("; ")
}

/// Segments behind the bricks; the last one is the active one, which the next record goes into.
fn segments(lane: &Lane) -> Vec<Html> {
    let bases = &lane.segment_bases;
    let ends = bases.iter().skip(1).copied().chain([lane.log_end + 1]);
    let segment = |(number, (&base, end)): (usize, (&Offset, Offset))| {
        let is_active = number + 1 == bases.len();
        let width = x_of(end - base);
        html! {
            <rect key={format!("segment-{base}")} class={if is_active { "segment active" } else { "segment" }}
                rx="6" height={px(lane::BRICK + 8.0)}
                x={px(x_of(base) - 2.0)} y={px(BRICKS_Y - 4.0)} width={px(width)} />
        }
    };
    bases.iter().zip(ends).enumerate().map(segment).collect()
}

/// The log start offset: a flag before the first record that is left.
fn log_start(lane: &Lane) -> Html {
    if lane.log_start < lane.first_slot {
        return html! {};
    }
    // Where the log is short, there is no room right of it.
    let (x, class) = match lane.high_watermark - lane.log_start {
        0 | 1 => (-5.0, "left"),
        _ => (11.0, "right"),
    };
    html! {
        <g key="log-start" class="log-start" transform={at(x_of(lane.log_start) - 3.0, 0.0)}>
            { path("pole", "M0 72 V26") }
            { path("flag", "M0 25 l9 4.5 l-9 4.5 Z") }
            { text(class, x, ENDS_Y, "start".to_owned()) }
        </g>
    }
}

/// The high watermark, and the line down to which lag is measured.
fn high_watermark(lane: &Lane, bottom: f64) -> Html {
    html! {
        <g key="high-watermark" class="marker high-watermark" style={moved_to(x_of(lane.high_watermark) - 1.0)}>
            { path("pole", format!("M0 34 V{}", px(bottom))) }
            { path("arrow", "M-5.5 26 h11 l-5.5 8 Z") }
            { text("right", 9.0, ENDS_Y, "HW = LSO".to_owned()) }
        </g>
    }
}

/// A group's name and lag, left and right of its markers.
fn row_ends(number: usize, row: &GroupRow, lane: &Lane, names: &[String], width: f64) -> Html {
    let y = row_y(number) + 4.0;
    let lag = row.lag.map_or("–".to_owned(), |lag| lag.to_string());
    let hidden = row
        .committed
        .is_some_and(|committed| committed < lane.first_slot);
    let again = row.outlook.map_or(0, |it| it.again);
    html! {
        <g key={format!("ends-{number}")} class={group_class(row)}>
            { text("row-name", 0.0, y, names[row.group.index()].clone()) }
            { text("row-lag", width, y, format!("{}lag {lag}", if hidden { "◂ " } else { "" })) }
            { for (again > 0).then(|| text("again", width, y, format!("↺ {again}"))) }
        </g>
    }
}

/// A group's committed offset and position, the lag between commit and high watermark, and what
/// would be read again after a crash.
fn markers(number: usize, row: &GroupRow, lane: &Lane) -> Html {
    let y = row_y(number);
    let again = row.outlook.filter(|it| it.again > 0);
    html! {
        <g key={format!("markers-{number}")} class={format!("markers {}", group_class(row))}
            transform={at(0.0, y)}>
            { span("track", lane.first_slot, lane.high_watermark) }
            { for row.committed.map(|it| span("lag", it, lane.high_watermark)) }
            { for again.map(|it| span("again", it.begins_at, it.position)) }
            { for row.committed.map(|it| marker("committed", it, "M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z")) }
            { for row.position.map(|it| marker("position", it, "M-7 0 A7 7 0 1 1 7 0 A7 7 0 1 1 -7 0 Z")) }
        </g>
    }
}

/// A line from one offset to another.
fn span(class: &'static str, from: Offset, to: Offset) -> Html {
    html! { <line key={class} {class} x1={px(x_of(from))} x2={px(x_of(to))} /> }
}

/// A sign at an offset.
fn marker(class: &'static str, offset: Offset, shape: &'static str) -> Html {
    html! { <g key={class} class="marker" style={moved_to(x_of(offset))}>{ path(class, shape) }</g> }
}

fn path(class: &'static str, shape: impl Into<AttrValue>) -> Html {
    html! { <path key={class} {class} d={shape.into()} /> }
}

fn row_y(number: usize) -> f64 {
    ROWS_Y + (number as f64 + 0.5) * lane::ROW
}

fn group_class(row: &GroupRow) -> String {
    format!("group-{}", row.group.index())
}
