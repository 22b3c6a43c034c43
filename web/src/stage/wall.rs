//! One partition: bricks, segments and markers, as SVG.

use super::px;
use offsetscope_core::ids::Offset;
use offsetscope_scene::layout::lane;
use offsetscope_scene::signs;
use offsetscope_scene::{Brick, BrickState, GroupRow, Lane, Rect};
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
const BRICKS_Y: f64 = lane::TITLE + lane::ENDS;
/// Markers at the edges stick out by this much.
const EDGE: f64 = 9.0;
const ROWS_Y: f64 = BRICKS_Y + lane::BRICK + 4.0;

/// One partition.
#[component]
pub fn LaneView(props: &LaneProps) -> Html {
    let LaneProps { lane, place, names } = props;
    let wall_width = f64::from(lane.slots) * lane::PITCH + 2.0 * EDGE;
    let wall_height = BRICKS_Y + lane::BRICK + 4.0 + lane.rows.len() as f64 * lane::ROW;
    let ends = format!(
        "log start {} · high watermark {} · log end {}",
        lane.log_start, lane.high_watermark, lane.log_end
    );
    html! {
        <g class="lane" role="img" aria-label={described(lane, names)}
            transform={at(place.x, place.y)}>
            <text key="name" class="lane-name" x="0" y="15">{ &lane.name }</text>
            <text key="ends" class="lane-ends" x={px(place.w)} y="15">{ ends }</text>
            { for lane.rows.iter().enumerate().map(|(number, row)| row_ends(number, row, lane, names, place.w)) }
            <svg key="window" x={px(lane::NAMES - EDGE)} y="0"
                width={px(wall_width)} height={px(wall_height)}>
                <g class="wall" style={moved_to(EDGE - x_of(lane.first_slot))}>
                    { for segments(lane) }
                    { next_slot(lane) }
                    { for lane.bricks.iter().map(|brick| brick_shape(brick, lane)) }
                    { for lane.rows.iter().enumerate().map(|(number, row)| markers(number, row, lane)) }
                </g>
            </svg>
        </g>
    }
}

/// Where a brick begins; also where an offset's marker stands, since an offset is the place
/// *before* its record.
fn x_of(offset: Offset) -> f64 {
    offset as f64 * lane::PITCH
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
    }
    parts.join("; ")
}

/// Segments behind the bricks; the last one is the active one.
fn segments(lane: &Lane) -> Vec<Html> {
    let ends = lane
        .segment_bases
        .iter()
        .skip(1)
        .copied()
        .chain([lane.log_end]);
    let last = lane.segment_bases.len() - 1;
    lane.segment_bases
        .iter()
        .zip(ends)
        .enumerate()
        .filter(|(_, (base, end))| end > base)
        .map(|(number, (&base, end))| {
            let class = if number == last {
                "segment active"
            } else {
                "segment"
            };
            let width = x_of(end - base);
            html! {
                <rect key={format!("segment-{base}")} {class} rx="6" height={px(lane::BRICK + 8.0)}
                    x={px(x_of(base) - 2.0)} y={px(BRICKS_Y - 4.0)} width={px(width)} />
            }
        })
        .collect()
}

/// The log end: the place and number of the next record.
fn next_slot(lane: &Lane) -> Html {
    html! {
        <g key={format!("next-{}", lane.log_end)} class="next" transform={at(x_of(lane.log_end), BRICKS_Y)}>
            <rect rx="4" width={px(lane::BRICK)} height={px(lane::BRICK)} />
            <text x={px(lane::BRICK / 2.0)} y="19">{ lane.log_end }</text>
        </g>
    }
}

fn brick_shape(brick: &Brick, lane: &Lane) -> Html {
    let (presence, verdict) = match brick.state {
        BrickState::InLog(verdict) => ("in-log", verdict),
        BrickState::Deleted(verdict) => ("deleted", verdict),
    };
    let class = classes!("brick", presence, signs::verdict_class(verdict));
    let title = format!(
        "{} offset {}: order {}, {}",
        lane.name,
        brick.offset,
        brick.order,
        words::verdict_note(verdict)
    );
    html! {
        <g key={brick.offset} {class} transform={at(x_of(brick.offset), BRICKS_Y)}>
            <title>{ title }</title>
            <g class="falls">
                <rect rx="4" width={px(lane::BRICK)} height={px(lane::BRICK)} />
                <text class="number" x={px(lane::BRICK / 2.0)} y="15">{ brick.offset }</text>
                <text class="verdict" x={px(lane::BRICK / 2.0)} y="25">
                    { signs::verdict_sign(verdict) }
                </text>
            </g>
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
    html! {
        <g key={format!("ends-{number}")} class={group_class(row)}>
            <text class="row-name" x="0" y={px(y)}>{ &names[row.group.index()] }</text>
            <text class="row-lag" x={px(width)} y={px(y)}>
                { if hidden { format!("◂ lag {lag}") } else { format!("lag {lag}") } }
            </text>
        </g>
    }
}

/// A group's committed offset and position, and the lag between commit and high watermark.
fn markers(number: usize, row: &GroupRow, lane: &Lane) -> Html {
    let y = row_y(number);
    let end_x = x_of(lane.high_watermark);
    html! {
        <g key={format!("markers-{number}")} class={classes!("markers", group_class(row))}
            transform={at(0.0, y)}>
            <line key="track" class="track" x1={px(x_of(lane.first_slot))} x2={px(end_x)} />
            if let Some(committed) = row.committed {
                <line key="lag" class="lag" x1={px(x_of(committed))} x2={px(end_x)} />
                <g key="committed" class="marker" style={moved_to(x_of(committed))}>
                    <path class="committed" d="M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z" />
                </g>
            }
            if let Some(position) = row.position {
                <g key="position" class="marker" style={moved_to(x_of(position))}>
                    <circle class="position" r="7" />
                </g>
            }
        </g>
    }
}

fn row_y(number: usize) -> f64 {
    ROWS_Y + (number as f64 + 0.5) * lane::ROW
}

fn group_class(row: &GroupRow) -> String {
    format!("group-{}", row.group.index())
}

fn at(x: f64, y: f64) -> String {
    format!("translate({} {})", px(x), px(y))
}

/// Markers move by style, not by attribute, so that the style sheet can let them glide.
fn moved_to(x: f64) -> String {
    format!("transform: translateX({}px)", px(x))
}
