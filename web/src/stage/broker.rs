//! The broker: its partitions as walls of bricks, and the group coordinator.

use super::walls::{COORDINATOR, places};
use super::{placed, px};
use crate::text::{Said, add};
use offsetscope_language::{say, text};
use offsetscope_scene::layout::lane;
use offsetscope_scene::{GroupBox, Layout, Rect};
use offsetscope_words as words;
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

/// The markers of a group: their signs' names in the style sheet, and their own.
const MARKERS: [(&str, &str); 4] = [
    ("sign-committed", text!("committed", "已提交")),
    ("sign-position", text!("position", "位置")),
    ("sign-lag", text!("lag", "滞后")),
    ("sign-again", text!("read again", "重读")),
];

/// What the markers mean, shown where they are.
fn key_to_markers() -> Html {
    html! {
        <span class="marker-key">
            { for MARKERS.map(|(marker, name)| html! {
                <span key={marker}><i class={marker} aria-hidden="true" />{ name }</span>
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
        let count = group.member_count;
        add!(
            &mut out,
            "<p class='coordinated group-{}' style='{}'><i class='sign' aria-hidden='true'></i><b>{}</b>\
             <span class='state' data-state='{state}'>{state}</span><span>{}</span>\
             <span>{}</span></p>",
            group.group.index(),
            placed(row),
            Said(&group.name),
            say!("generation {}", "第 {} 代"; group.generation),
            match count {
                1 => text!("1 member", "1 个成员").to_owned(),
                _ => say!("{count} members", "{count} 个成员"),
            }
        );
    }
    out
}
