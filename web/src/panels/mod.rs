//! What stands beside the stage. A worker draws it, as HTML; here are the places for it, and what a
//! press in them does.

mod host;

pub use host::{Deed, Panels};

use crate::platform;
use crate::session::{Command, Session};
use offsetscope_messages::panels::Panel;
use offsetscope_words as words;
use yew::prelude::*;

/// The views that open beside the stage, one at a time.
const VIEWS: [(Panel, &str); 4] = [
    (Panel::Diagram, "Diagram"),
    (Panel::Events, "Events"),
    (Panel::Tables, "Tables"),
    (Panel::OffsetsTopic, words::OFFSETS_TOPIC),
];

/// The buttons that open and close them.
pub fn switches(open: Option<Panel>, on_command: &Callback<Command>) -> Html {
    html! {
        <div key="views" class="views" role="group" aria-label="Views">
            { for VIEWS.into_iter().map(|(view, name)| {
                let is_open = open == Some(view);
                let wanted = (!is_open).then_some(view);
                let onclick = on_command.reform(move |_: MouseEvent| Command::Show(wanted));
                html! {
                    <button key={name} {onclick} aria-pressed={is_open.to_string()}>{ name }</button>
                }
            }) }
        </div>
    }
}

/// The place of the view that is open.
pub fn beside(session: &Session, on_command: &Callback<Command>) -> Option<Html> {
    let open = session.beside()?;
    let (_, name) = VIEWS.into_iter().find(|(view, _)| *view == open)?;
    Some(html! {
        <section key={name} id={place(open)} class="beside" aria-label={name} onclick={presses(on_command)} />
    })
}

/// The place of the answer to what was asked, if anything was.
pub fn why(session: &Session, on_command: &Callback<Command>) -> Option<Html> {
    session.asked()?;
    let onclick = presses(on_command);
    Some(html! {
        <section key="why" id={place(Panel::Why)} class="panel why" aria-labelledby="why-title" {onclick} />
    })
}

/// The id of a panel's place.
fn place(panel: Panel) -> &'static str {
    match panel {
        Panel::Why => "why",
        _ => "beside",
    }
}

fn presses(on_command: &Callback<Command>) -> Callback<MouseEvent> {
    let on_command = on_command.clone();
    Callback::from(move |event: MouseEvent| {
        if let Some(command) = platform::deed(&event).and_then(|deed| command(&deed)) {
            on_command.emit(command);
        }
    })
}

/// What `panels/src/deed.rs` writes.
fn command(deed: &str) -> Option<Command> {
    let (what, about) = deed.split_once(':')?;
    match what {
        "go" => about.parse().ok().map(Command::SeekTo),
        "turn" => about.parse().ok().map(Command::Turn),
        "forget-why" => Some(Command::ForgetWhy),
        _ => None,
    }
}
