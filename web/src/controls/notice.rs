//! A notice: what was wrong with a link.

use crate::session::Command;
use offsetscope_core::scenario::LinkError;
use yew::prelude::*;

/// What [`Notice`] takes.
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// What was wrong.
    pub error: LinkError,
    /// Closes it.
    pub on_command: Callback<Command>,
}

/// Says what was wrong with the link that opened the page.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let dismiss = props
        .on_command
        .reform(|_: MouseEvent| Command::DismissNotice);
    html! {
        <div class="notice" role="alert">
            <p>
                { format!("This link could not be read: {}. Here is the shop instead.", props.error) }
            </p>
            <button onclick={dismiss}>{ "Dismiss" }</button>
        </div>
    }
}
