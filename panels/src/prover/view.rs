//! The dialog.

use super::table::table;
use super::{Form, Prover, Quantity, Search, Side};
use crate::ways::ways_to_commit;
use maud::{Markup, html};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_messages::prover::{Finding, Proof, Standing};

/// What is in the dialog; the page has its frame.
pub fn dialog(prover: &Prover) -> Markup {
    let (title, content, turn, side) = match prover.side {
        Side::Group => (
            format!("What can happen to {}?", prover.name()),
            group(prover),
            "Which way to commit should I choose?",
            "prove:presets",
        ),
        Side::Presets => (
            "Which way to commit should I choose?".to_owned(),
            table(prover),
            "Back to one group",
            "prove:group",
        ),
    };
    html! {
        h2 id="prove-title" { (title) }
        (content)
        div.end {
            button id="prove-turn" data-do=(side) { (turn) }
            button id="prove-close" data-do="prove:close" { "Close" }
        }
    }
}

fn group(prover: &Prover) -> Markup {
    let found = found(prover);
    html! {
        p.quiet { (ABOUT) }
        (form(prover))
        @if let Some(proof) = found { p.guarantee { (proof.guarantee) } }
        (standing(prover))
        @if let Some(proof) = found { (findings(proof)) }
    }
}

const ABOUT: &str = "Every order of events is tried: each message early or late, each timer, and a \
     fault at any moment, as many as you allow. The group is searched alone, since groups do not \
     touch each other, in a world as small as you say.";

fn form(prover: &Prover) -> Markup {
    let (verb, wish) = if prover.is_busy() {
        ("Cancel", "prove:cancel")
    } else {
        ("Prove", "prove:start")
    };
    html! {
        div.question {
            label."field wide" {
                span { "It commits" }
                (ways_to_commit("prove-commit", prover.form.strategy, Strategy::offered(prover.library())))
            }
            @for (place, quantity) in Quantity::ALL.into_iter().enumerate() {
                (amount(&prover.form, quantity, place))
            }
            button.primary id="prove-start" data-do=(wish) { (verb) }
        }
    }
}

fn amount(form: &Form, quantity: Quantity, place: usize) -> Markup {
    let (label, meaning) = quantity.label();
    let (least, most) = quantity.range();
    let field = format!("prove-amount-{place}");
    html! {
        label.field title=(meaning) {
            span { (label) }
            select id=(field) data-field=(field) {
                @for amount in least..=most {
                    option selected[amount == form.amount(quantity)] { (amount) }
                }
            }
        }
    }
}

/// How far the search is, or what it says on the whole: a live region.
fn standing(prover: &Prover) -> Markup {
    let said = match &prover.search {
        Search::Idle => String::new(),
        Search::Starting => "The prover is being loaded …".to_owned(),
        Search::Running(states, frontier) => {
            format!("{states} states found, {frontier} of them still to be looked at …")
        }
        Search::Done(proof) => proof.searched.clone(),
        Search::Failed => FAILED.to_owned(),
    };
    html! { p.standing role="status" { (said) } }
}

pub const FAILED: &str = "The prover could not be loaded, or is of another version than this page. \
     Reload the page; if that does not help, offsetscope check proves the same in a terminal.";

fn found(prover: &Prover) -> Option<&Proof> {
    match &prover.search {
        Search::Done(proof) => Some(proof),
        _ => None,
    }
}

fn findings(proof: &Proof) -> Markup {
    html! {
        ul.verdicts aria-label="Verdicts" {
            @for (place, it) in proof.findings.iter().enumerate() { (finding(place, it)) }
        }
    }
}

fn finding(place: usize, finding: &Finding) -> Markup {
    let (class, sign) = match finding.standing {
        Standing::Proved => ("proved", "✓"),
        Standing::Fails => ("fails", "✗"),
        Standing::Unknown => ("unknown", "?"),
    };
    html! {
        li class=(class) {
            span.verdict-sign aria-hidden="true" { (sign) }
            p { b { (finding.name) } (finding.sentence) }
            @if !finding.run.is_empty() {
                button id={ "prove-watch-" (place) } data-do={ "prove-watch:" (place) }
                    aria-label={ "Watch it: " (finding.name) } { "Watch it" }
            }
        }
    }
}
