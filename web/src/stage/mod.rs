//! The stage: producers, the broker with its partitions, consumers by group, and what flies
//! between them. Everything stands where the scene's layout says.

mod broker;
mod group;
mod painter;
mod wall;
mod walls;

pub use painter::Painter;
pub use walls::Walls;

use crate::platform;
use crate::session::{Command, Session};
use broker::broker;
use group::group_view;
use offsetscope_core::ids::ConsumerId;
use offsetscope_scene::flights::{Hidden, Kind};
use offsetscope_scene::signs;
use offsetscope_scene::{GroupBox, Layout, ProducerCard, Rect, Room};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    layout: Rc<Layout>,
    producers: Vec<ProducerCard>,
    groups: Vec<Rc<GroupBox>>,
    selected: ConsumerId,
    hidden: Hidden,
    glides: bool,
}

impl View {
    /// As a session stands, where there is room for so much.
    pub fn of(session: &Session, room: Room) -> Self {
        let moment = session.history().current();
        let world = &moment.world;
        let sight = session.sight();
        let layout = Rc::new(Layout::new(world.setup(), room, sight));
        Self {
            producers: ProducerCard::all(world),
            groups: world
                .setup()
                .group_ids()
                .map(|group| Rc::new(GroupBox::new(moment, group)))
                .collect(),
            selected: session.selected(),
            hidden: session.hidden(),
            glides: session.playback().leaves_time_to_glide(),
            layout,
        }
    }
}

/// What stands above and below the stage and is always seen: the page's head and its dock.
const HEAD_AND_DOCK: [&str; 2] = [".head", ".dock"];

/// What [`Stage`] takes.
#[derive(Properties, PartialEq)]
pub struct StageProps {
    /// What it shows.
    pub view: View,
    /// Paints what flies.
    pub painter: Painter,
    /// What its controls do.
    pub on_command: Callback<Command>,
    /// There is now so much room for it.
    pub on_room: Callback<Room>,
}

/// The stage.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let frame = use_node_ref();
    {
        let (frame, on_room) = (frame.clone(), props.on_room.clone());
        use_effect_with((), move |()| {
            let on_resize = move |width, height| on_room.emit(Room { width, height });
            let observer = frame
                .cast::<Element>()
                .and_then(|element| platform::observe_room(&element, &HEAD_AND_DOCK, on_resize));
            move || drop(observer)
        });
    }
    let View {
        layout,
        producers,
        groups,
        selected,
        hidden,
        glides,
    } = &props.view;
    let height = px(layout.size.h);
    let size = format!("height: {height}px; zoom: {}%", px(layout.scale * 100.0));
    html! {
        <section class="stage-frame" ref={frame} aria-label="Stage">
            <div class={if *glides { "stage" } else { "stage at-once" }} style={size}>
                { for producers.iter().zip(&layout.producers).map(|(card, &place)| producer(card, place)) }
                { flight_key(layout.flight_key, *hidden, &props.on_command) }
                { broker(layout, groups, &props.on_command) }
                { for groups.iter().zip(&layout.groups).map(|(group, &place)| {
                    group_view(group, place, *selected, layout.only_in_full, &props.on_command)
                }) }
                <canvas key="flights" class="flights" ref={props.painter.canvas()} aria-hidden="true" />
            </div>
        </section>
    }
}

fn producer(card: &ProducerCard, place: Rect) -> Html {
    html! {
        <section key={card.name.clone()} class="producer" style={placed(place)}
            aria-label={format!("Producer {}", card.name)}>
            <h2>{ &card.name }</h2>
            <p class="role">{ "producer" }</p>
            <p>{ &card.last_order }</p>
        </section>
    }
}

/// What the shapes in flight mean. Each kind can be hidden.
fn flight_key(place: Rect, hidden: Hidden, on_command: &Callback<Command>) -> Html {
    html! {
        <section key="flight-key" class="flight-key" style={placed(place)} aria-label="In flight">
            <h2>{ "in flight" }</h2>
            <ul>
                { for Kind::ALL.into_iter().map(|kind| {
                    let (meaning, shape) = signs::flight(kind);
                    let onclick = on_command.reform(move |_: MouseEvent| Command::TurnFlights(kind));
                    html! {
                        <li key={shape}>
                            <button {onclick} aria-pressed={(!hidden.has(kind)).to_string()}>
                                <i class={format!("shape {shape}")} aria-hidden="true" />{ meaning }
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// Puts an element where the layout says.
fn placed(rect: Rect) -> String {
    let Rect { x, y, w, h } = rect;
    let [x, y, w, h] = [x, y, w, h].map(px);
    format!("left: {x}px; top: {y}px; width: {w}px; height: {h}px")
}

/// A length in whole pixels, as attributes and styles want it.
fn px(length: f64) -> String {
    (length.round() as i32).to_string()
}
