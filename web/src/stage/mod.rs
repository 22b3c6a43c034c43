//! The stage: producers, the broker with its partitions, consumers by group, and what flies
//! between them. Everything stands where the scene's layout says.

mod broker;
mod group;
mod painter;
mod wall;
mod walls;

pub use painter::Painter;
pub use walls::Walls;

use crate::panels::{commands, commands_by};
use crate::platform;
use crate::session::{Command, Session};
use crate::text::{Said, add};
use broker::broker;
use offsetscope_language::text;
use offsetscope_scene::flights::{Hidden, Kind};
use offsetscope_scene::signs;
use offsetscope_scene::{Layout, ProducerCard, Rect, Room};
use walls::{AFTER, BEFORE};
use web_sys::Element;
use yew::prelude::*;

/// What stands where on the stage; what is in those places is written as text.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    layout: Layout,
    glides: bool,
}

impl View {
    /// As a session stands, where there is room for so much.
    pub fn of(session: &Session, room: Room) -> Self {
        let setup = session.history().current().world.setup();
        Self {
            layout: Layout::new(setup, room, session.sight()),
            glides: session.playback().leaves_time_to_glide(),
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
    let View { layout, glides } = &props.view;
    let height = px(layout.size.h);
    let size = format!("height: {height}px; zoom: {}%", px(layout.scale * 100.0));
    let changed = commands_by(&props.on_command, platform::changed);
    html! {
        <section class="stage-frame" ref={frame} aria-label={text!("Stage", "舞台")}>
            <div class={if *glides { "stage" } else { "stage at-once" }} style={size}
                onclick={commands(&props.on_command)} onchange={changed.clone()}
                oninput={changed.reform(|event: InputEvent| (*event).clone().into())}>
                <div key="before" id={BEFORE} />
                { broker(layout) }
                <div key="after" id={AFTER} />
                <canvas key="flights" class="flights" ref={props.painter.canvas()} aria-hidden="true" />
            </div>
        </section>
    }
}

fn producer(out: &mut String, card: &ProducerCard, place: Rect) {
    let name = Said(&card.name);
    add!(
        out,
        "<section class='producer' style='{}' aria-label='{} {name}'><h2>{name}</h2>\
         <p class='role'>{}</p><p>{}</p></section>",
        placed(place),
        text!("Producer", "生产者"),
        text!("producer", "生产者"),
        Said(&card.last_order)
    );
}

/// What the shapes in flight mean. Each kind can be hidden.
fn flight_key(out: &mut String, place: Rect, hidden: Hidden) {
    add!(
        out,
        "<section class='flight-key' style='{}' aria-label='{}'><h2>{}</h2><ul>",
        placed(place),
        text!("In flight", "在途"),
        text!("in flight", "在途")
    );
    for (number, kind) in Kind::ALL.into_iter().enumerate() {
        let (meaning, shape) = signs::flight(kind);
        add!(
            out,
            "<li><button data-do='flights:{number}' aria-pressed='{}'>\
             <i class='shape {shape}' aria-hidden='true'></i>{meaning}</button></li>",
            !hidden.has(kind)
        );
    }
    out.push_str("</ul></section>");
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
