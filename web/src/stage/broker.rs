//! The broker: its partitions as walls of bricks, and the group coordinator.

use super::walls::{COORDINATOR, places};
use super::{placed, px};
use crate::text::{Said, add};
use offsetscope_language::{say, text};
use offsetscope_scene::layout::lane;
use offsetscope_scene::signs::marker_class;
use offsetscope_scene::{GroupBox, Layout, Rect};
use offsetscope_words::{self as words, Marker};
use yew::prelude::*;

/// The broker, with places for what is in it.
pub fn broker(layout: &Layout) -> Html {
    html! {
        <section key="broker" class="broker" aria-label="Broker" style={placed(layout.broker)}>
            <h2 key="title">{ "broker" }{ key_to_markers() }</h2>
            { for layout.lanes.iter().enumerate().map(|(number, &place)| {
                let place = place.moved(-layout.broker.x, -layout.broker.y);
                let [wall, window] = places(number);
                let below = Rect { y: place.end_y() - lane::FOOT, h: 0.0, ..place };
                html! {
                    <>
                        <div key={wall.clone()} id={wall} class="place" style={placed(place)} />
                        <div key={window.clone()} id={window} class="place window" style={placed(below)} />
                    </>
                }
            }) }
            <div key="coordinator" id={COORDINATOR} class="coordinator" role="group" aria-label={text!("Group coordinator", "组协调者")} />
        </section>
    }
}

/// The markers of a group.
const MARKERS: [Marker; 4] = [
    Marker::Committed,
    Marker::Position,
    Marker::Lag,
    Marker::ReadAgain,
];

/// What the markers mean, shown where they are.
fn key_to_markers() -> Html {
    html! {
        <span class="marker-key">
            { for MARKERS.map(|marker| html! {
                <span key={marker_class(marker)}>
                    <i class={marker_class(marker)} aria-hidden="true" />{ words::marker_name(marker) }
                    { (marker == Marker::ReadAgain).then_some(" ↺") }
                </span>
            }) }
        </span>
    }
}

/// What is in the coordinator's place.
pub fn coordinator(layout: &Layout, groups: &[GroupBox]) -> String {
    let mut out = String::new();
    for (place, (group, row)) in groups.iter().zip(&layout.coordinator_rows).enumerate() {
        let row = row.moved(-layout.broker.x, -layout.broker.y);
        if place == 0 {
            add!(
                &mut out,
                "<h3 style='top:{}px'>{}</h3>",
                px(row.y - 26.0),
                text!("group coordinator", "组协调者")
            );
        }
        let state = words::group_state(group.state);
        add!(
            &mut out,
            "<p class='coordinated group-{}' style='{}'><i class='sign' aria-hidden='true'></i><b>{}</b>\
             <span class='state' data-state='{state}'>{state}</span><span>{}</span>\
             <span>{}</span></p>",
            group.group.index(),
            placed(row),
            Said(&group.name),
            say!("generation {}", "第 {} 代"; group.generation),
            words::members(group.member_count)
        );
    }
    out
}
