//! The transport controls, the sentence, the header, and what opens over the page.

mod header;
mod key_sheet;
mod notice;
mod sentence;

pub use header::Header;
pub use key_sheet::{KeySheet, KeySheetDialog};
pub use notice::notice;
pub use sentence::Sentence;

use crate::platform;
use crate::playback::{Mode, Playback, Speed};
use crate::session::{Command, Session};
use yew::prelude::*;

/// Restart, Step back, Play, Step and Speed.
pub fn controls(session: &Session, on_command: &Callback<Command>) -> Html {
    let Playback { mode, speed, .. } = *session.playback();
    let at_start = session.at_start();
    let on = |command: Command| on_command.reform(move |_: MouseEvent| command);
    let (toggle, toggle_icon) = if mode == Mode::Playing {
        ("Pause", "❚❚")
    } else {
        ("Play", "▶")
    };
    let on_speed = on_command.reform(|event: Event| {
        let chosen = platform::chosen_index(&event).and_then(|index| Speed::ALL.get(index));
        Command::SetSpeed(chosen.copied().unwrap_or(Speed::Normal))
    });
    html! {
        <div key="controls" class="controls" role="group" aria-label="Playback">
            <button key="restart" onclick={on(Command::StartOver)}
                title="Begin anew, without faults and changes">
                { icon("⟲") }{ "Restart" }
            </button>
            <button key="back" onclick={on(Command::StepBack)} aria-disabled={at_start.then_some("true")}
                title={if at_start { "This is the opening: nothing lies before it" } else { "Step back (←)" }}>
                { icon("◂") }{ "Step back" }
            </button>
            <button key="toggle" class="primary" onclick={on(Command::TogglePlay)}
                title="Play or pause (Space)">
                { icon(toggle_icon) }{ toggle }
            </button>
            <button key="step" onclick={on(Command::Step)} title="Step (→)">
                { icon("▸") }{ "Step" }
            </button>
            <label key="speed" class="field">
                <span>{ "Speed" }</span>
                <select onchange={on_speed}>
                    { for Speed::ALL.into_iter().map(|choice| html! {
                        <option key={choice.label()} selected={choice == speed}>
                            { choice.label() }
                        </option>
                    }) }
                </select>
            </label>
        </div>
    }
}

/// A sign beside a word: for the eye only.
fn icon(sign: &'static str) -> Html {
    html! { <span class="icon" aria-hidden="true">{ sign }</span> }
}
