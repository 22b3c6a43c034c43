//! The prover's dialog.

use super::table::table;
use super::{Form, Prover, Quantity, Search, Side, Wish};
use crate::controls::strategy_select;
use crate::platform;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_messages::prover::{Finding, Proof, Standing};
use yew::prelude::*;

/// The dialog; the page opens it where `prover` is open.
pub fn dialog(prover: &Prover, dialog: &NodeRef, on_wish: &Callback<Wish>) -> Html {
    let (title, content, turn, side) = match prover.side {
        Side::Group => (
            format!("What can happen to {}?", prover.name()),
            group(prover, on_wish),
            "Which way to commit should I choose?",
            Side::Presets,
        ),
        Side::Presets => (
            "Which way to commit should I choose?".to_owned(),
            table(prover, on_wish),
            "Back to one group",
            Side::Group,
        ),
    };
    html! {
        <dialog key="prove" ref={dialog.clone()} class="prove" aria-labelledby="prove-title"
            onclose={on_wish.reform(|_: Event| Wish::Close)}>
            <h2 key="title" id="prove-title">{ title }</h2>
            { content }
            <div key="end" class="end">
                <button key="turn" onclick={on_wish.reform(move |_: MouseEvent| Wish::Turn(side))}>{ turn }</button>
                <button key="close" onclick={on_wish.reform(|_: MouseEvent| Wish::Close)}>{ "Close" }</button>
            </div>
        </dialog>
    }
}

fn group(prover: &Prover, on_wish: &Callback<Wish>) -> Html {
    html! {
        <div key="group">
            <p key="about" class="quiet">{ ABOUT }</p>
            { form(prover, on_wish) }
            { for found(prover).map(|proof| html! { <p key="guarantee" class="guarantee">{ &proof.guarantee }</p> }) }
            { standing(prover) }
            { for found(prover).map(|proof| findings(proof, on_wish)) }
        </div>
    }
}

const ABOUT: &str = "Every order of events is tried: each message early or late, each timer, and a \
     fault at any moment, as many as you allow. The group is searched alone, since groups do not \
     touch each other, in a world as small as you say.";

fn form(prover: &Prover, on_wish: &Callback<Wish>) -> Html {
    let current = &prover.form;
    let is_busy = prover.is_busy();
    let changed = current.clone();
    let on_strategy = on_wish.reform(move |it| Wish::Change(changed.clone().committing(it)));
    let (verb, wish) = if is_busy {
        ("Cancel", Wish::Cancel)
    } else {
        ("Prove", Wish::Start)
    };
    let onclick = on_wish.reform(move |_: MouseEvent| wish.clone());
    html! {
        <div key="form" class="question">
            <label key="strategy" class="field wide">
                <span>{ "It commits" }</span>
                { strategy_select(current.strategy, Strategy::offered(prover.library()), on_strategy) }
            </label>
            { for Quantity::ALL.into_iter().map(|it| amount(current, it, on_wish)) }
            <button key="start" class="primary" {onclick}>{ verb }</button>
        </div>
    }
}

fn amount(form: &Form, quantity: Quantity, on_wish: &Callback<Wish>) -> Html {
    let (label, meaning) = quantity.label();
    let (least, most) = quantity.range();
    let changed = form.clone();
    let onchange = on_wish.reform(move |event: Event| {
        let place = platform::chosen_index(&event).unwrap_or_default();
        let amount = least + u8::try_from(place).unwrap_or_default();
        Wish::Change(changed.clone().with(quantity, amount))
    });
    html! {
        <label key={label} class="field" title={meaning}>
            <span>{ label }</span>
            <select {onchange}>
                { for (least..=most).map(|it| html! {
                    <option key={it} selected={it == form.amount(quantity)}>{ it }</option>
                }) }
            </select>
        </label>
    }
}

/// How far the search is, or what it says on the whole: a live region.
fn standing(prover: &Prover) -> Html {
    let said = match &prover.search {
        Search::Idle => String::new(),
        Search::Starting => "The prover is being loaded …".to_owned(),
        Search::Running(states, frontier) => {
            format!("{states} states found, {frontier} of them still to be looked at …")
        }
        Search::Done(proof) => proof.searched.clone(),
        Search::Failed => FAILED.to_owned(),
    };
    html! { <p key="standing" class="standing" role="status">{ said }</p> }
}

pub const FAILED: &str = "The prover could not be loaded, or is of another version than this page. \
     Reload the page; if that does not help, offsetscope check proves the same in a terminal.";

fn found(prover: &Prover) -> Option<&Proof> {
    match &prover.search {
        Search::Done(proof) => Some(proof),
        _ => None,
    }
}

fn findings(proof: &Proof, on_wish: &Callback<Wish>) -> Html {
    let rows = proof.findings.iter().enumerate();
    html! {
        <ul key="findings" class="verdicts" aria-label="Verdicts">
            { for rows.map(|(place, it)| finding(place, it, on_wish)) }
        </ul>
    }
}

fn finding(place: usize, finding: &Finding, on_wish: &Callback<Wish>) -> Html {
    let (class, sign) = match finding.standing {
        Standing::Proved => ("proved", "✓"),
        Standing::Fails => ("fails", "✗"),
        Standing::Unknown => ("unknown", "?"),
    };
    let watch = on_wish.reform(move |_: MouseEvent| Wish::Watch(place));
    html! {
        <li key={place} {class}>
            <span key="sign" class="verdict-sign" aria-hidden="true">{ sign }</span>
            <p key="said"><b>{ &finding.name }</b>{ &finding.sentence }</p>
            if !finding.run.is_empty() {
                <button key="watch" onclick={watch} aria-label={format!("Watch it: {}", finding.name)}>
                    { "Watch it" }
                </button>
            }
        </li>
    }
}
