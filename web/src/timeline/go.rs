//! What one looks for, the ways to it, and taking back.

use crate::platform;
use crate::session::{Command, Session};
use offsetscope_language::{say, text};
use offsetscope_scene::signs::sought_name;
use offsetscope_scene::sought::{Sought, Towards};
use yew::prelude::*;

/// Choose a kind, go to the previous, go to the next; undo the last change.
pub fn cluster(session: &Session, on_command: &Callback<Command>) -> Html {
    let sought = session.sought();
    let name = sought_name(sought);
    let on_choice = on_command.reform(move |event: Event| {
        let chosen = platform::chosen_index(&event).and_then(|index| Sought::ALL.get(index));
        Command::Seek(chosen.copied().unwrap_or(sought))
    });
    let missing = |towards, reason| (!session.can_go_to(sought, towards)).then_some(reason);
    let no_change = session.history().last_change().is_none();
    html! {
        <div key="go" class="go" role="group" aria-label={text!("Go to", "跳转")}>
            { button(on_command, say!("Previous {name}", "上一处{name}"), Command::Go(Towards::Earlier),
                "Shift+←", missing(Towards::Earlier, text!("There is none before this moment", "此刻之前没有"))) }
            <label key="sought">
                <span class="only-spoken">{ text!("Look for", "查找") }</span>
                <select onchange={on_choice}>
                    { for Sought::ALL.into_iter().map(|kind| html! {
                        <option key={sought_name(kind)} selected={kind == sought}>{ sought_name(kind) }</option>
                    }) }
                </select>
            </label>
            { button(on_command, say!("Next {name}", "下一处{name}"), Command::Go(Towards::Later),
                "Shift+→", missing(Towards::Later, text!("There is none after this moment yet", "此刻之后还没有"))) }
            { button(on_command, text!("Undo", "撤销").to_owned(), Command::Undo,
                text!("Takes the last change before this moment back; what came of it is kept (u)",
                    "撤回此刻之前的最后一次改动；由它产生的运行会保留（u）"),
                no_change.then_some(text!("Nothing was changed before this moment", "此刻之前没有任何改动"))) }
        </div>
    }
}

fn button(
    on_command: &Callback<Command>,
    name: String,
    command: Command,
    title: &'static str,
    reason: Option<&'static str>,
) -> Html {
    let onclick = on_command.reform(move |_: MouseEvent| command);
    html! {
        <button key={title} {onclick} title={reason.unwrap_or(title)} aria-disabled={reason.map(|_| "true")}>
            { name }
        </button>
    }
}
