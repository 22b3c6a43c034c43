//! The list of events: every step of the kind that is looked for, each a way to its moment.
//! However many there are, only the lines in sight are elements.

use super::Look;
use crate::deed;
use maud::{Markup, html};
use offsetscope_scene::signs::sought_name;
use offsetscope_words::{self as words, clock_time};

/// So many lines are elements at a time: what is in sight, and some more on both sides.
const LINES: usize = 40;
/// So many of them lie before the first that is in sight.
const BEFORE: usize = 10;
/// Where the list follows the run, so many lines lead up to its moment.
const LEAD: usize = 4;

/// The list.
pub fn events(look: &Look<'_>) -> Markup {
    let steps = matching(look);
    let current = steps.partition_point(|&step| step <= look.run.cursor());
    let follows = current.saturating_sub(LEAD);
    let first_seen = look.scrolled_to.unwrap_or(follows);
    let last_window = steps.len().saturating_sub(LINES);
    let first = first_seen.saturating_sub(BEFORE).min(last_window);
    let shown = steps.iter().enumerate().skip(first).take(LINES);
    let after = steps.len().saturating_sub(first + LINES);
    let follow = look.scrolled_to.is_none().then_some(follows);
    html! {
        p.quiet {
            (steps.len()) " of kind “" (sought_name(look.gaze.sought)) "”; a line leads to its moment"
        }
        div.lines id="event-lines" tabindex="0" role="group" aria-label="Event lines" data-follow=[follow] {
            div style=(height(first)) {}
            ol {
                @for (number, &step) in shown {
                    (line(look, step, number + 1 == current, steps.len()))
                }
            }
            div.after style=(height(after)) {}
        }
    }
}

fn height(lines: usize) -> String {
    format!("height: calc({lines} * var(--line-height))")
}

/// The steps of the kind that is looked for, by the number of steps up to and with each.
fn matching(look: &Look<'_>) -> Vec<usize> {
    let entries = look.run.entries().iter().zip(1..);
    entries
        .filter(|(entry, _)| look.gaze.sought.is_in(entry))
        .map(|(_, step)| step)
        .collect()
}

fn line(look: &Look<'_>, step: usize, is_current: bool, count: usize) -> Markup {
    let entry = &look.run.entries()[step - 1];
    let said = words::narrate(entry, &look.run.current().world);
    let time = clock_time(entry.at_ms - look.run.opening_ms());
    html! {
        li aria-setsize=(count) {
            button id={ "event-" (step) } data-do=(deed::go(step)) title=(said)
                aria-current=[is_current.then_some("step")] {
                span { (time) } " " (said)
            }
        }
    }
}
