//! The timeline: a slider over all steps so far, with marks, and the runs that were left.

use crate::marks::{Mark, MarkKind};
use crate::platform;
use crate::session::{Command, Session};
use crate::words::{clock_time, mark_name};
use yew::prelude::*;

/// What the timeline shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
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
    pub fn of(session: &Session) -> Self {
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

/// What [`Timeline`] takes.
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// What it shows.
    pub track: Track,
    /// What it does.
    pub on_command: Callback<Command>,
}

/// The timeline.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let Track {
        steps,
        cursor,
        now_ms,
        end_ms,
        ..
    } = props.track;
    let on_input = props.on_command.reform(move |event: InputEvent| {
        Command::SeekTo(platform::slider_value(&event).unwrap_or(cursor))
    });
    let (now, end) = (clock_time(now_ms), clock_time(end_ms));
    html! {
        <div class="timeline">
            <div key="marks" class="marks" aria-hidden="true">
                { for props.track.marks.iter().map(|mark| mark_sign(*mark, steps)) }
            </div>
            <input key="slider" type="range" aria-label="Timeline" min="0" max={steps.to_string()}
                value={cursor.to_string()} disabled={steps == 0} oninput={on_input}
                aria-valuetext={format!("{now}, step {cursor} of {steps}")} />
            <p key="times" class="times">
                <span>{ format!("{now} of {end}") }</span>
                { legend() }
            </p>
            if !props.track.branches.is_empty() {
                <p key="branches" class="branches">
                    { "The past was changed. What came of it before is kept:" }
                    { for props.track.branches.iter().enumerate().map(|(index, &fork_ms)| {
                        branch_button(props, index, fork_ms)
                    }) }
                </p>
            }
        </div>
    }
}

fn branch_button(props: &TimelineProps, index: usize, fork_ms: i64) -> Html {
    let go = props
        .on_command
        .reform(move |_: MouseEvent| Command::ReturnToBranch(index));
    html! {
        <button key={index} onclick={go}>
            { format!("Return to the run left at {}", clock_time(fork_ms)) }
        </button>
    }
}

/// Where a mark stands: the slider's thumb is 16 pixels wide and stays inside its track.
fn mark_sign(mark: Mark, steps: usize) -> Html {
    let share = mark.step as f64 / steps.max(1) as f64;
    let style = format!("left: calc(8px + {share:.5} * (100% - 16px))");
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
