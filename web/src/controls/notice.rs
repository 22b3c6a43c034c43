//! A notice: what was wrong with what was to be opened; or what is shown instead of one's own run.

use crate::session::Command;
use offsetscope_language::text;
use yew::prelude::*;

/// Says what was wrong, a line each.
pub fn notice(said: &str, on_command: &Callback<Command>) -> Html {
    let dismiss = on_command.reform(|_: MouseEvent| Command::DismissNotice);
    html! {
        <div key="notice" class="notice" role="alert">
            <p class="lines-of-text">{ said }</p>
            <button onclick={dismiss}>{ text!("Dismiss", "关闭") }</button>
        </div>
    }
}

/// Says what is shown instead of the person's own run, and leads back to that.
pub fn watched(what: &str, about: &str, on_back: &Callback<()>) -> Html {
    html! {
        <div key="watched" class="notice" role="status">
            <p><b>{ what }{ " " }</b>{ about }</p>
            <button onclick={on_back.reform(|_: MouseEvent| ())}>{ text!("Back to your own run", "回到你自己的运行") }</button>
        </div>
    }
}
