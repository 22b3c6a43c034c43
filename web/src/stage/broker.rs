//! The broker: its partitions as walls of bricks, and the group coordinator.

use super::wall::LaneView;
use super::{placed, px};
use crate::panels::commands;
use crate::session::Command;
use offsetscope_scene::{GroupBox, Lane, Layout};
use offsetscope_words as words;
use std::rc::Rc;
use yew::prelude::*;

/// The broker.
pub fn broker(
    layout: &Layout,
    lanes: &[Rc<Lane>],
    groups: &[Rc<GroupBox>],
    on_command: &Callback<Command>,
) -> Html {
    let names: Rc<[String]> = groups.iter().map(|group| group.name.clone()).collect();
    html! {
        <section key="broker" class="broker" aria-label="Broker" style={placed(layout.broker)}
            onclick={commands(on_command)}>
            <h2 key="title">{ "broker" }{ key_to_markers() }</h2>
            <svg key="lanes" width={px(layout.broker.w)} height={px(layout.broker.h)}>
                { for lanes.iter().zip(&layout.lanes).map(|(lane, &place)| {
                    let place = place.moved(-layout.broker.x, -layout.broker.y);
                    html! {
                        <LaneView key={lane.name.clone()} lane={lane.clone()} {place} names={names.clone()} />
                    }
                }) }
            </svg>
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
