//! A notice: what was wrong with a link.

use crate::session::Command;
use offsetscope_core::scenario::LinkError;
use yew::prelude::*;

/// Says what was wrong with the link that opened the page.
pub fn notice(error: &LinkError, on_command: &Callback<Command>) -> Html {
    let dismiss = on_command.reform(|_: MouseEvent| Command::DismissNotice);
    html! {
        <div key="notice" class="notice" role="alert">
            <p>
                { format!("This link could not be read: {error}. Here is the shop instead.") }
            </p>
            <button onclick={dismiss}>{ "Dismiss" }</button>
        </div>
    }
}

/// Says what is watched instead of the person's own run, and leads back to that.
pub fn watched(about: &str, on_back: &Callback<()>) -> Html {
    html! {
        <div key="watched" class="notice" role="status">
            <p><b>{ "You are watching a run that the prover has found. " }</b>{ about }</p>
            <button onclick={on_back.reform(|_: MouseEvent| ())}>{ "Back to your own run" }</button>
        </div>
    }
}
