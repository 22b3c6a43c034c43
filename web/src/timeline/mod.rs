//! The timeline: a slider over all steps so far, with marks, and the runs that were left.

mod go;

use crate::platform;
use crate::session::{Command, Session};
use offsetscope_language::{say, text};
use offsetscope_scene::marks::{Mark, MarkKind};
use offsetscope_scene::signs::{mark_class, mark_name};
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
    branches: Vec<Twig>,
}

/// A run that was left.
#[derive(Clone, Debug, PartialEq)]
struct Twig {
    /// The steps between which it runs, on this run's scale.
    from: usize,
    to: usize,
    /// When it parted from this one.
    fork_ms: i64,
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
                .map(|branch| Twig {
                    from: branch.fork_step.min(steps),
                    to: branch.fork_step + branch.entries.len(),
                    fork_ms: time_at(branch.fork_step.min(steps)),
                })
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
            { go::cluster(session, on_command) }
            <div key="marks" class="marks" aria-hidden="true" style={format!("--steps:{}", steps.max(1))}>
                { for track.marks.iter().copied().map(mark_sign) }
            </div>
            <input key="slider" type="range" aria-label={text!("Timeline", "时间线")} min="0" max={steps.to_string()}
                value={cursor.to_string()} disabled={steps == 0} oninput={on_input}
                aria-valuetext={say!("{now}, step {cursor} of {steps}", "{now}，第 {cursor} 步，共 {steps} 步")} />
            <p key="times" class="times">
                <span>{ say!("{now} of {end}", "{now} / {end}") }</span>
                { legend() }
            </p>
            if !track.branches.is_empty() {
                <ul key="branches" class="branches" aria-label={text!("Runs that were left", "离开过的运行")}>
                    { for track.branches.iter().enumerate().map(|(index, twig)| {
                        branch(on_command, index, twig, steps)
                    }) }
                </ul>
            }
        </div>
    }
}

/// A run that was left: a line from where it parted, as long as it went on, and the way back to it.
fn branch(on_command: &Callback<Command>, index: usize, twig: &Twig, steps: usize) -> Html {
    let go = on_command.reform(move |_: MouseEvent| Command::ReturnToBranch(index));
    let (from, to) = (
        place(twig.from, steps),
        place(twig.to, steps).min(TRACK_PARTS),
    );
    let style = format!("--from: {from}; --length: {}", to - from);
    html! {
        <li key={index} {style}>
            <i class="twig" aria-hidden="true" />
            <button onclick={go}>
                { say!("Return to the run left at {}", "回到在 {} 离开的运行"; clock_time(twig.fork_ms)) }
            </button>
        </li>
    }
}

/// A mark's place is told in this many parts of the track.
const TRACK_PARTS: usize = 10_000;

fn place(step: usize, steps: usize) -> usize {
    step * TRACK_PARTS / steps.max(1)
}

/// A mark says at which step it stands, and all of them together how many there are: so it stays as it is
/// while a run grows.
fn mark_sign(mark: Mark) -> Html {
    html! { <i key={mark.step} class={mark_sign_class(mark.kind)} style={format!("--at:{}", mark.step)} /> }
}

fn legend() -> Html {
    html! {
        <span class="legend">
            { for MarkKind::ALL.into_iter().map(|kind| html! {
                <span key={mark_name(kind)}>
                    <i class={mark_sign_class(kind)} aria-hidden="true" />{ mark_name(kind) }
                </span>
            }) }
        </span>
    }
}

fn mark_sign_class(kind: MarkKind) -> String {
    format!("mark {}", mark_class(kind))
}
