//! The list of events: every step of the kind that is looked for, each a way to its moment.
//! However many there are, only the lines in sight are elements.

use crate::platform;
use crate::session::{Command, Session};
use crate::signs;
use crate::sought::Sought;
use offsetscope_core::history::Entry;
use offsetscope_words::{self as words, clock_time};
use yew::prelude::*;

/// So many lines are elements at a time: what is in sight, and some more on both sides.
const LINES: usize = 40;
/// So many of them lie before the first that is in sight.
const BEFORE: usize = 10;
/// Where the list follows the run, so many lines lead up to its moment.
const LEAD: usize = 4;

/// The list as a session stands.
pub fn events(session: &Session, on_command: &Callback<Command>) -> Html {
    let steps = matching(session);
    let current = steps.partition_point(|&step| step <= session.history().cursor());
    let follows = current.saturating_sub(LEAD);
    let first_seen = session.scrolled_to().unwrap_or(follows);
    let first = first_seen
        .saturating_sub(BEFORE)
        .min(steps.len().saturating_sub(LINES));
    let shown = steps.iter().enumerate().skip(first).take(LINES);
    let after = steps.len().saturating_sub(first + LINES);
    let count = steps.len();
    let scroll = on_command.clone();
    let on_scroll = move |event: Event| match platform::lines_above(&event) {
        // That is the page itself, which follows the run.
        Some(line) if line.abs_diff(follows) <= 1 => {}
        Some(line) => scroll.emit(Command::ScrollTo(line)),
        None => {}
    };
    html! {
        <>
            <p key="what" class="quiet">
                { format!("{count} of kind “{}”; a line leads to its moment", signs::sought_name(session.sought())) }
            </p>
            <div key="lines" class="lines" tabindex="0" role="group" aria-label="Event lines" onscroll={on_scroll}
                data-follow={session.scrolled_to().is_none().then(|| follows.to_string())}>
                <div key="before" style={height(first)} />
                <ol key="list">
                    { for shown.map(|(number, &step)| {
                        line(session, step, number + 1 == current, count, on_command)
                    }) }
                </ol>
                <div key="after" class="after" style={height(after)} />
            </div>
        </>
    }
}

fn height(lines: usize) -> String {
    format!("height: calc({lines} * var(--line-height))")
}

/// The steps of the kind that is looked for, by the number of steps up to and with each.
fn matching(session: &Session) -> Vec<usize> {
    let sought: Sought = session.sought();
    let entries = session.history().entries().iter().zip(1..);
    entries
        .filter(|(entry, _)| sought.is_in(entry))
        .map(|(_, step)| step)
        .collect()
}

fn line(
    session: &Session,
    step: usize,
    is_current: bool,
    count: usize,
    on_command: &Callback<Command>,
) -> Html {
    let history = session.history();
    let entry: &Entry = &history.entries()[step - 1];
    let onclick = on_command.reform(move |_: MouseEvent| Command::SeekTo(step));
    let said = words::narrate(entry, &history.current().world);
    html! {
        <li key={step} aria-setsize={count.to_string()}>
            <button {onclick} title={said.clone()} aria-current={is_current.then_some("step")}>
                <span>{ clock_time(entry.at_ms - history.opening_ms()) }</span>{ " " }{ said }
            </button>
        </li>
    }
}
