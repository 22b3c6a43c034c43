//! Views of the run that open beside the stage, between it and the dock: one at a time.

mod events;
mod offsets;
mod tables;

use crate::session::{Beside, Command, Session};
use offsetscope_words as words;
use yew::prelude::*;

const VIEWS: [(Beside, &str); 3] = [
    (Beside::Events, "Events"),
    (Beside::Tables, "Tables"),
    (Beside::OffsetsTopic, words::OFFSETS_TOPIC),
];

/// The buttons that open and close them.
pub fn switches(open: Option<Beside>, on_command: &Callback<Command>) -> Html {
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

/// The view that is open.
pub fn beside(session: &Session, on_command: &Callback<Command>) -> Html {
    let Some(view) = session.beside() else {
        return html! {};
    };
    let (name, content) = match view {
        Beside::Events => ("Events", events::events(session, on_command)),
        Beside::Tables => ("Tables", tables::tables(session)),
        Beside::OffsetsTopic => (words::OFFSETS_TOPIC, offsets::offsets(session)),
    };
    html! {
        <section key={name} class="beside" aria-label={name}>{ content }</section>
    }
}

/// A table: its name, its heads, and its rows, which come with their keys.
fn table(name: &'static str, heads: &[&'static str], rows: Vec<(String, Vec<String>)>) -> Html {
    html! {
        <table key={name}>
            <caption>{ name }</caption>
            <thead><tr>
                { for heads.iter().map(|&head| html! { <th key={head} scope="col">{ head }</th> }) }
            </tr></thead>
            <tbody>
                { for rows.into_iter().map(|(key, cells)| html! {
                    <tr {key}>
                        { for cells.into_iter().enumerate().map(|(place, cell)| html! { <td key={place}>{ cell }</td> }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
