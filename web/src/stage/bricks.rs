//! A record as a numbered brick, which can be asked why it fared as it did, and the place of the
//! next one.

use super::wall::BRICKS_Y;
use super::{at, px, text, x_of};
use offsetscope_scene::layout::lane;
use offsetscope_scene::signs;
use offsetscope_scene::{Brick, BrickState, Lane};
use offsetscope_words as words;
use yew::prelude::*;

/// The log end: the place and number of the next record.
pub fn next_slot(lane: &Lane) -> Html {
    html! {
        <g key={format!("next-{}", lane.log_end)} class="next" transform={at(x_of(lane.log_end), BRICKS_Y)}>
            <rect rx="4" width={px(lane::BRICK)} height={px(lane::BRICK)} />
            { text("number", lane::BRICK / 2.0, 15.0, lane.log_end.to_string()) }
            { text("verdict", lane::BRICK / 2.0, 25.0, "end".to_owned()) }
        </g>
    }
}

/// A record. Of each partition one can be reached with Tab, and from there the others with arrows.
pub fn brick(brick: &Brick, lane: &Lane) -> Html {
    let (presence, verdict) = match brick.state {
        BrickState::InLog(verdict) => ("in-log", verdict),
        BrickState::Deleted(verdict) => ("deleted", verdict),
    };
    let class = format!("brick {presence} {}", signs::verdict_class(verdict));
    let gone = match brick.state {
        BrickState::InLog(_) => "",
        BrickState::Deleted(_) => "no longer in the log; ",
    };
    let Brick { offset, order, .. } = brick;
    let name = format!(
        "{} offset {offset}: order {order}, {gone}{}",
        lane.name,
        words::verdict_note(verdict)
    );
    let (topic, partition) = (lane.partition.topic.0, lane.partition.partition);
    let record = format!("{topic}-{partition}-{offset}");
    let is_newest = lane.bricks.last().is_some_and(|it| it.offset == *offset);
    html! {
        <g key={*offset} {class} transform={at(x_of(*offset), BRICKS_Y)}
            role="button" tabindex={if is_newest { "0" } else { "-1" }}
            data-about={format!("o:{record}")} data-do={format!("why:{}-{record}", lane.selected.0)}>
            <title>{ name }</title>
            <rect class="falls" rx="4" width={px(lane::BRICK)} height={px(lane::BRICK)} />
            { text("number", lane::BRICK / 2.0, 15.0, offset.to_string()) }
            { text("verdict", lane::BRICK / 2.0, 25.0, signs::verdict_sign(verdict).to_owned()) }
        </g>
    }
}
