//! The broker: its partitions as walls of bricks, and the group coordinator.

use super::walls::places;
use super::{placed, px};
use crate::panels::{commands, commands_by};
use crate::platform;
use crate::session::Command;
use offsetscope_scene::layout::lane;
use offsetscope_scene::{GroupBox, Layout, Rect};
use offsetscope_words as words;
use std::rc::Rc;
use yew::prelude::*;

/// The broker.
pub fn broker(layout: &Layout, groups: &[Rc<GroupBox>], on_command: &Callback<Command>) -> Html {
    let slide = commands_by(on_command, platform::slid);
    html! {
        <section key="broker" class="broker" aria-label="Broker" style={placed(layout.broker)}
            onclick={commands(on_command)} onchange={slide.clone()}
            oninput={slide.reform(|event: InputEvent| (*event).clone().into())}>
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
            { coordinator(layout, groups) }
        </section>
    }
}

/// What the markers mean, shown where they are.
fn key_to_markers() -> Html {
    html! {
        <span class="marker-key">
            <span key="committed"><i class="sign-committed" aria-hidden="true" />{ "committed" }</span>
            <span key="position"><i class="sign-position" aria-hidden="true" />{ "position" }</span>
            <span key="lag"><i class="sign-lag" aria-hidden="true" />{ "lag" }</span>
            <span key="again"><i class="sign-again" aria-hidden="true" />{ "read again" }</span>
        </span>
    }
}

fn coordinator(layout: &Layout, groups: &[Rc<GroupBox>]) -> Html {
    let Some(first) = layout.coordinator_rows.first() else {
        return html! {};
    };
    let title_y = first.y - layout.broker.y - 26.0;
    html! {
        <div key="coordinator" class="coordinator" role="group" aria-label="Group coordinator">
            <h3 key="title" style={format!("top: {}px", px(title_y))}>{ "group coordinator" }</h3>
            { for groups.iter().zip(&layout.coordinator_rows).map(|(group, &row)| {
                let row = row.moved(-layout.broker.x, -layout.broker.y);
                let class = classes!("coordinated", format!("group-{}", group.group.index()));
                let members = match group.member_count {
                    1 => "1 member".to_owned(),
                    count => format!("{count} members"),
                };
                html! {
                    <p key={group.name.clone()} {class} style={placed(row)}>
                        <i class="sign" aria-hidden="true" />
                        <b>{ &group.name }</b>
                        <span class="state" data-state={words::group_state(group.state)}>
                            { words::group_state(group.state) }
                        </span>
                        <span>{ format!("generation {}", group.generation) }</span>
                        <span>{ members }</span>
                    </p>
                }
            }) }
        </div>
    }
}
