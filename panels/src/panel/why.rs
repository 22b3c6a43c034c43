//! Why an order, a commit or a rebalance went as it did: the answer, and the moments that led to it.

use super::Look;
use crate::deed;
use maud::{Markup, html};
use offsetscope_core::explain::{Asked, question};
use offsetscope_language::text;
use offsetscope_words::{self as words, Reason, Why, clock_time};

/// The answer to what was asked.
pub fn why(look: &Look<'_>, asked: Asked) -> Markup {
    let answers = answers(look, asked);
    html! {
        h2 id="why-title" { (words::WHY) }
        @if answers.is_empty() { p.answer { (words::NOTHING_TO_EXPLAIN) } }
        @for (number, Why { answer, reasons }) in answers.iter().enumerate() {
            p.answer { (answer) }
            (chain(look, number, reasons))
        }
        button id="forget-why" data-do=(deed::FORGET_WHY) { (text!("Close", "关闭")) }
    }
}

fn answers(look: &Look<'_>, asked: Asked) -> Vec<Why> {
    let step = match asked {
        Asked::Record(subject) => return vec![words::why(look.run, subject)],
        Asked::Step(step) => usize::try_from(step).unwrap_or(usize::MAX),
    };
    let (Some(opening), Some(causality)) = (look.chronicle.opening(), look.chronicle.causality())
    else {
        return Vec::new();
    };
    // A line that lies ahead is explained as far as it goes.
    let known = look.run.cursor().max(step).min(look.run.entries().len());
    let entries = &look.run.entries()[..known];
    words::why_of_step(opening, entries, causality, step, look.latest)
}

/// What led to it; the place of the first chain is known by its name.
fn chain(look: &Look<'_>, number: usize, reasons: &[Reason]) -> Markup {
    let since_opening = |at_ms: i64| clock_time(at_ms - look.run.opening_ms());
    let id = match number {
        0 => "reason".to_owned(),
        _ => format!("reason-of-{number}"),
    };
    html! {
        ol id={ (id) "s" } tabindex="0" aria-label=(text!("What led to it", "原因")) {
            @for (place, reason) in reasons.iter().enumerate() {
                li {
                    button.moment id={ (id) "-" (place) } data-do=(deed::go(reason.step)) title=(super::GO_THERE) {
                        b { (since_opening(reason.at_ms)) } " " (reason.said)
                    }
                }
            }
        }
    }
}

/// A button that asks why about the step that is looked at; nothing if there is nothing to ask.
pub fn about_present(look: &Look<'_>, step: Option<usize>) -> Markup {
    let asked = step.and_then(|it| asked_about(look, it));
    html! {
        @if let Some(asked) = asked {
            button.ask id="why-present" data-do=(deed::ask(asked)) { (words::WHY_PRESENT) }
        }
    }
}

/// The same beside a line of its own. With keys one goes to the line first, and asks about the present.
pub fn beside_line(look: &Look<'_>, step: usize) -> Markup {
    html! {
        @if let Some(asked) = asked_about(look, step) {
            button.ask tabindex="-1" aria-hidden="true" data-do=(deed::ask(asked)) { (words::WHY) }
        }
    }
}

/// The same in a table, for what a step has written.
pub fn beside_cell(look: &Look<'_>, step: usize, told: &str) -> Markup {
    html! {
        @if let Some(asked) = asked_about(look, step) {
            button.ask data-do=(deed::ask(asked)) aria-label={ (words::WHY) " " (told) } { (words::WHY) }
        }
    }
}

fn asked_about(look: &Look<'_>, step: usize) -> Option<Asked> {
    let entry = look.run.entries().get(step.checked_sub(1)?)?;
    question(look.latest.setup(), entry, step)
}
