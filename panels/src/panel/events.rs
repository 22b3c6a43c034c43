//! The list of events: every step of the kind that is looked for, each a way to its moment.
//! However many there are, only the lines in sight are elements.

use super::{Look, about, group_switches, toggle, why};
use crate::deed;
use crate::switches::Switch;
use maud::{Markup, html};
use offsetscope_core::history::Entry;
use offsetscope_core::history::causality::Site;
use offsetscope_language::{say, text};
use offsetscope_scene::signs::sought_name;
use offsetscope_words::{self as words, Names, clock_time};

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
        div.switches { (process_switches(look)) (group_switches(look)) }
        p.quiet {
            (say!(
                "{} of kind “{}”; a line leads to its moment",
                "共 {} 个“{}”；点一行就跳到那一刻";
                steps.len(),
                sought_name(look.gaze.sought)
            ))
            (why::about_present(look, current.checked_sub(1).map(|it| steps[it])))
        }
        div.lines id="event-lines" tabindex="0" role="group" aria-label=(text!("Event lines", "事件列表")) data-follow=[follow] {
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
        .filter(|(entry, _)| look.gaze.sought.is_in(entry) && is_asked_for(look, entry))
        .map(|(_, step)| step)
        .collect()
}

/// Whether neither its process nor its group is switched off.
fn is_asked_for(look: &Look<'_>, entry: &Entry) -> bool {
    let is_on = |switch| look.switches.is_on(switch);
    let group = about::group_of(entry.choice, look.latest.setup());
    Site::of(entry.choice).is_none_or(|it| is_on(Switch::Site(it)))
        && group.is_none_or(|it| is_on(Switch::Group(it)))
}

/// Which processes are shown.
fn process_switches(look: &Look<'_>) -> Markup {
    let setup = look.latest.setup();
    let names = Names::of(look.latest);
    let producers = setup
        .producer_ids()
        .map(|it| (Site::Producer(it), names.producer(it)));
    let broker = [
        (Site::Logs, words::LOGS),
        (Site::Coordinator, words::COORDINATOR),
    ];
    let consumers = setup
        .consumer_ids()
        .map(|it| (Site::Consumer(it), names.consumer(it)));
    html! {
        span role="group" aria-label=(text!("Processes", "进程")) {
            @for (site, name) in producers.chain(broker).chain(consumers) {
                (toggle(look, Switch::Site(site), &html! { (name) }))
            }
        }
    }
}

fn line(look: &Look<'_>, step: usize, is_current: bool, count: usize) -> Markup {
    let entry = &look.run.entries()[step - 1];
    let said = words::narrate_fully(entry, look.latest);
    let time = clock_time(entry.at_ms - look.run.opening_ms());
    html! {
        li aria-setsize=(count) {
            button id={ "event-" (step) } data-do=(deed::go(step)) title=(said) data-about=[about::step(entry)]
                aria-current=[is_current.then_some("step")] {
                span { (time) } " " (said)
            }
            (why::beside_line(look, step))
        }
    }
}
