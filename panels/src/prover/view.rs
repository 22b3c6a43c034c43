//! The dialog.

use super::table::table;
use super::{Form, Prover, Quantity, Search, Side};
use crate::ways::{IT_COMMITS, ways_to_commit};
use maud::{Markup, html};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_language::{say, text};
use offsetscope_messages::prover::{Finding, Proof, Standing};

const WHICH: &str = text!(
    "Which way to commit should I choose?",
    "我该选哪种提交方式？"
);

/// What is in the dialog; the page has its frame.
pub fn dialog(prover: &Prover) -> Markup {
    let (title, content, turn, side) = match prover.side {
        Side::Group => (
            say!("What can happen to {}?", "{} 可能发生什么？"; prover.name()),
            group(prover),
            WHICH,
            "prove:presets",
        ),
        Side::Presets => (
            WHICH.to_owned(),
            table(prover),
            text!("Back to one group", "回到单个组"),
            "prove:group",
        ),
    };
    html! {
        h2 id="prove-title" { (title) }
        (content)
        div.end {
            button id="prove-turn" data-do=(side) { (turn) }
            button id="prove-close" data-do="prove:close" { (text!("Close", "关闭")) }
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

const ABOUT: &str = text!(
    "Every order of events is tried: each message early or late, each timer, and a fault at any moment, \
     as many as you allow. The group is searched alone, since groups do not touch each other, in a world \
     as small as you say.",
    "所有可能的先后顺序都会试一遍：每条消息或早或晚，每个定时器，以及在任何时刻发生的故障，次数由你限定。各组互不影响，所以只搜索这一个组，世界的大小由你决定。"
);

fn form(prover: &Prover) -> Markup {
    let (verb, wish) = if prover.is_busy() {
        (text!("Cancel", "取消"), "prove:cancel")
    } else {
        (text!("Prove", "证明"), "prove:start")
    };
    html! {
        div.question {
            label."field wide" {
                span { (IT_COMMITS) }
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
        Search::Starting => LOADING.to_owned(),
        Search::Running(states, frontier) => {
            say!(
                "{states} states found, {frontier} of them still to be looked at …",
                "已找到 {states} 个状态，其中 {frontier} 个还没有查看……"
            )
        }
        Search::Done(proof) => proof.searched.clone(),
        Search::Failed => FAILED.to_owned(),
    };
    html! { p.standing role="status" { (said) } }
}

/// What is shown is a run of the prover.
pub const FOUND: &str = text!(
    "You are watching a run that the prover has found.",
    "你正在观看证明程序找到的一次运行。"
);

pub const LOADING: &str = text!("The prover is being loaded …", "正在加载证明程序……");

pub const FAILED: &str = text!(
    "The prover could not be loaded, or is of another version than this page. Reload the page; if that \
     does not help, offsetscope check proves the same in a terminal.",
    "证明程序无法加载，或者与本页的版本不同。请重新加载页面；如果仍然不行，可以在终端里用 offsetscope check 证明同样的事。"
);

fn found(prover: &Prover) -> Option<&Proof> {
    match &prover.search {
        Search::Done(proof) => Some(proof),
        _ => None,
    }
}

fn findings(proof: &Proof) -> Markup {
    html! {
        ul.verdicts aria-label=(text!("Verdicts", "结论")) {
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
                    aria-label={ (text!("Watch it: ", "观看：")) (finding.name) } { (text!("Watch it", "观看")) }
            }
        }
    }
}
