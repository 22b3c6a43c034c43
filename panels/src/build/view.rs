//! The draft as a form.

use super::field::{CLUSTER, Field, GROUP};
use super::{Draft, PLAY};
use crate::ways::{IT_COMMITS, ways_to_commit};
use maud::{Markup, html};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::setup::GroupSetup;
use offsetscope_language::text;

/// The form.
pub fn build(draft: &Draft) -> Markup {
    html! {
        p.quiet { (ABOUT) }
        div.scrolled.build id="build" tabindex="0" role="region" aria-label=(text!("Build your own", "自己搭建")) {
            fieldset {
                legend { (text!("Cluster", "集群")) }
                @for (place, field) in CLUSTER.iter().enumerate() {
                    (setting(draft, field, 0, &format!("build-cluster-{place}")))
                }
            }
            @for (group, setup) in draft.setup.groups.iter().enumerate() {
                fieldset {
                    legend { i class={ "sign group-" (group % 6) } {} (setup.name) }
                    (strategy(setup, group))
                    @for (place, field) in GROUP.iter().enumerate() {
                        (setting(draft, field, group, &format!("build-group-{group}-{place}")))
                    }
                }
            }
        }
        div.end {
            div role="alert" { @for problem in &draft.problems { p { (problem) } } }
            button.primary id="build-play" data-do=(PLAY) { (text!("Play it", "运行它")) }
        }
    }
}

const ABOUT: &str = text!(
    "Change what you like and play it: your run is kept, and a button leads back to it. A scenario file \
     can hold more: other topics and groups, every property, and what shall happen.",
    "随意修改，然后运行：你原来的运行会保留，有按钮可以回去。场景文件能写得更多：别的主题和组、每个属性，以及要发生的事。"
);

fn setting(draft: &Draft, field: &Field, group: usize, name: &str) -> Markup {
    let current = (field.get)(&draft.setup, group);
    html! {
        label title=(field.meaning) {
            span { (field.label) }
            select id=(name) data-field=(name) aria-description=(field.meaning) {
                @for value in field.values(&draft.setup, group) {
                    option selected[value == current] { ((field.write)(value)) }
                }
            }
        }
    }
}

fn strategy(group: &GroupSetup, place: usize) -> Markup {
    let offered = Strategy::offered(group.client.library);
    html! {
        label title=(text!("What its program commits, and when", "它的程序提交什么，何时提交")) {
            span { (IT_COMMITS) }
            (ways_to_commit(&format!("build-commit-{place}"), group.strategy, offered))
        }
    }
}
