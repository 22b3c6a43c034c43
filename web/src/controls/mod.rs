//! The transport controls, the sentence, the header, and what opens over the page.

mod notice;
mod sentence;

pub use notice::{notice, watched};
pub use sentence::Sentence;

use crate::platform;
use crate::playback::{Mode, Playback, Speed};
use crate::session::{Command, Session};
use yew::prelude::*;

/// Restart, Step back, Play, Step and Speed.
pub fn controls(session: &Session, on_command: &Callback<Command>) -> Html {
    let Playback { mode, speed, .. } = *session.playback();
    let back_reason = session
        .at_start()
        .then_some("This is the opening: nothing lies before it");
    let on_reason = session.at_end().then_some(if session.is_held() {
        "The lesson goes on from its card"
    } else {
        "A run ends after 100,000 steps: Restart begins anew"
    });
    let (toggle, toggle_sign) = match mode {
        Mode::Playing => ("Pause", "❚❚"),
        Mode::Paused | Mode::Stepping { .. } => ("Play", "▶"),
    };
    let on_speed = on_command.reform(|event: Event| {
        let chosen = platform::chosen_index(&event).and_then(|index| Speed::ALL.get(index));
        Command::SetSpeed(chosen.copied().unwrap_or(Speed::Normal))
    });
    let button = |name, sign, command, title: &'static str, reason: Option<&'static str>| {
        let onclick = on_command.reform(move |_: MouseEvent| command);
        let class = (command == Command::TogglePlay).then_some("primary");
        html! {
            <button key={title} {class} {onclick} title={reason.unwrap_or(title)}
                aria-disabled={reason.map(|_| "true")}>
                { icon(sign) }{ name }
            </button>
        }
    };
    html! {
        <div key="controls" class="controls" role="group" aria-label="Playback">
            { button("Restart", "⟲", Command::StartOver, "Begin anew, without faults and changes", None) }
            { button("Step back", "◂", Command::StepBack, "Step back (←)", back_reason) }
            { button(toggle, toggle_sign, Command::TogglePlay, "Play or pause (Space)", on_reason) }
            { button("Step", "▸", Command::Step, "Step (→)", on_reason) }
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
