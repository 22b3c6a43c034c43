//! The timeline: a slider over all steps so far, with marks, and the runs that were left.

use crate::marks::{Mark, MarkKind};
use crate::platform;
use crate::session::{Command, Session};
use crate::signs::mark_name;
use offsetscope_words::clock_time;
use yew::prelude::*;

/// What the timeline shows.
#[derive(Clone, Debug, PartialEq)]
struct Track {
    steps: usize,
    cursor: usize,
    /// Since the opening.
    now_ms: i64,
    end_ms: i64,
    marks: Vec<Mark>,
    /// When each run that was left parted from this one.
    branches: Vec<i64>,
}

/// More marks than this are not told apart on a timeline.
const MARK_BUCKETS: usize = 160;

impl Track {
    /// As a session stands.
    fn of(session: &Session) -> Self {
        let history = session.history();
        let steps = history.entries().len();
        let since_opening = |at_ms: i64| at_ms - history.opening_ms();
        let time_at = |step: usize| {
            let before = history.entries()[..step].last();
            since_opening(before.map_or(history.opening_ms(), |entry| entry.at_ms))
        };
        Self {
            steps,
            cursor: history.cursor(),
            now_ms: time_at(history.cursor()),
            end_ms: time_at(steps),
            marks: session.marks().thinned(steps, MARK_BUCKETS),
            branches: history
                .branches()
                .iter()
                .map(|branch| time_at(branch.fork_step.min(steps)))
                .collect(),
        }
    }
}

/// The timeline as a session stands.
pub fn timeline(session: &Session, on_command: &Callback<Command>) -> Html {
    let track = Track::of(session);
    let Track {
        steps,
        cursor,
        now_ms,
        end_ms,
        ..
    } = track;
    let on_input = on_command.reform(move |event: InputEvent| {
        Command::SeekTo(platform::slider_value(&event).unwrap_or(cursor))
    });
    let (now, end) = (clock_time(now_ms), clock_time(end_ms));
    html! {
        <div key="timeline" class="timeline">
            <div key="marks" class="marks" aria-hidden="true">
                { for track.marks.iter().map(|mark| mark_sign(*mark, steps)) }
            </div>
            <input key="slider" type="range" aria-label="Timeline" min="0" max={steps.to_string()}
                value={cursor.to_string()} disabled={steps == 0} oninput={on_input}
                aria-valuetext={format!("{now}, step {cursor} of {steps}")} />
            <p key="times" class="times">
                <span>{ format!("{now} of {end}") }</span>
                { legend() }
            </p>
            if !track.branches.is_empty() {
                <p key="branches" class="branches">
                    { "The past was changed. What came of it before is kept:" }
                    { for track.branches.iter().enumerate().map(|(index, &fork_ms)| {
                        branch_button(on_command, index, fork_ms)
                    }) }
                </p>
            }
        </div>
    }
}

fn branch_button(on_command: &Callback<Command>, index: usize, fork_ms: i64) -> Html {
    let go = on_command.reform(move |_: MouseEvent| Command::ReturnToBranch(index));
    html! {
        <button key={index} onclick={go}>
            { format!("Return to the run left at {}", clock_time(fork_ms)) }
        </button>
    }
}

/// A mark's place is told in this many parts of the track.
const TRACK_PARTS: usize = 10_000;

/// Where a mark stands: the slider's thumb is 16 pixels wide and stays inside its track.
fn mark_sign(mark: Mark, steps: usize) -> Html {
    let place = mark.step * TRACK_PARTS / steps.max(1);
    let style = format!("left: calc(8px + {place} * (100% - 16px) / {TRACK_PARTS})");
    html! { <i key={mark.step} class={mark_class(mark.kind)} {style} /> }
}

fn legend() -> Html {
    html! {
        <span class="legend">
            { for MarkKind::ALL.into_iter().map(|kind| html! {
                <span key={mark_name(kind)}>
                    <i class={mark_class(kind)} aria-hidden="true" />{ mark_name(kind) }
                </span>
            }) }
        </span>
    }
}

fn mark_class(kind: MarkKind) -> Classes {
    classes!("mark", mark_name(kind))
}
