//! The transport controls, the sentence, the header, and what opens over the page.

mod header;
mod key_sheet;
mod notice;
mod sentence;

pub use header::Header;
pub use key_sheet::{KeySheet, KeySheetDialog};
pub use notice::Notice;
pub use sentence::Sentence;

use crate::platform;
use crate::playback::{Mode, Speed};
use crate::session::{Command, Session};
use yew::prelude::*;

/// What the controls show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ControlState {
    playing: bool,
    at_start: bool,
    speed: Speed,
}

impl ControlState {
    /// As a session stands.
    pub fn of(session: &Session) -> Self {
        let playback = session.playback();
        Self {
            playing: playback.mode == Mode::Playing,
            at_start: session.at_start(),
            speed: playback.speed,
        }
    }
}

/// What [`Controls`] takes.
#[derive(Properties, PartialEq)]
pub struct ControlsProps {
    /// What they show.
    pub state: ControlState,
    /// What they do.
    pub on_command: Callback<Command>,
}

/// Restart, Step back, Play, Step and Speed.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let ControlState {
        playing,
        at_start,
        speed,
    } = props.state;
    let on = |command: Command| props.on_command.reform(move |_: MouseEvent| command);
    let (toggle, toggle_icon) = if playing {
        ("Pause", "❚❚")
    } else {
        ("Play", "▶")
    };
    let on_speed = props.on_command.reform(|event: Event| {
        let chosen = platform::chosen_index(&event).and_then(|index| Speed::ALL.get(index));
        Command::SetSpeed(chosen.copied().unwrap_or(Speed::Normal))
    });
    html! {
        <div class="controls" role="group" aria-label="Playback">
            <button key="restart" onclick={on(Command::StartOver)}
                title="Begin anew, without faults and changes">
                { icon("⟲") }{ "Restart" }
            </button>
            <button key="back" onclick={on(Command::StepBack)} disabled={at_start}
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
