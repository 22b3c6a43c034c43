//! Why an order fared as it did: the answer, and the moments that led to it.

use super::Look;
use crate::deed;
use maud::{Markup, html};
use offsetscope_core::explain::Subject;
use offsetscope_words::{self as words, Why, clock_time};

/// The answer to what was asked.
pub fn why(look: &Look<'_>, subject: Subject) -> Markup {
    let Why { answer, reasons } = words::why(look.run, subject);
    let since_opening = |at_ms: i64| clock_time(at_ms - look.run.opening_ms());
    html! {
        h2 id="why-title" { "Why?" }
        p.answer { (answer) }
        ol id="reasons" tabindex="0" aria-label="What led to it" {
            @for (place, reason) in reasons.iter().enumerate() {
                li {
                    button.moment id={ "reason-" (place) } data-do=(deed::go(reason.step)) title="Go to this moment" {
                        b { (since_opening(reason.at_ms)) } " " (reason.said)
                    }
                }
            }
        }
        button id="forget-why" data-do=(deed::FORGET_WHY) { "Close" }
    }
}
