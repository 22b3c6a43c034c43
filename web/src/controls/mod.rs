//! The transport controls, the sentence, the header, and what opens over the page.

mod notice;
mod sentence;

pub use notice::{notice, watched};
pub use sentence::Sentence;

use crate::platform;
use crate::playback::{Mode, Playback, Speed};
use crate::session::{Command, Session};
use offsetscope_language::text;
use yew::prelude::*;

/// Start over, Step back, Play, Step and Speed.
pub fn controls(session: &Session, on_command: &Callback<Command>) -> Html {
    let Playback { mode, speed, .. } = *session.playback();
    let back_reason = session.at_start().then_some(text!(
        "This is the opening: nothing lies before it",
        "这是开头：之前什么也没有"
    ));
    let on_reason = session.at_end().then_some(if session.is_held() {
        text!("The lesson goes on from its card", "请在课程卡片上继续")
    } else {
        text!(
            "A run ends after 100,000 steps: Start over",
            "一次运行在 100,000 步后结束：“重来”可以重新开始"
        )
    });
    let (toggle, toggle_sign) = match mode {
        Mode::Playing => (text!("Pause", "暂停"), "❚❚"),
        Mode::Paused | Mode::Stepping { .. } => (text!("Play", "播放"), "▶"),
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
        <div key="controls" class="controls" role="group" aria-label={text!("Playback", "播放控制")}>
            { button(text!("Start over", "重来"), "⟲", Command::StartOver,
                text!("Begin anew, without faults and changes", "从头开始，不带故障和改动"), None) }
            { button(text!("Step back", "后退一步"), "◂", Command::StepBack,
                text!("Step back (←)", "后退一步（←）"), back_reason) }
            { button(toggle, toggle_sign, Command::TogglePlay,
                text!("Play or pause (Space)", "播放或暂停（空格）"), on_reason) }
            { button(text!("Step", "前进一步"), "▸", Command::Step,
                text!("Step (→)", "前进一步（→）"), on_reason) }
            <label key="speed" class="field">
                <span>{ text!("Speed", "速度") }</span>
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
