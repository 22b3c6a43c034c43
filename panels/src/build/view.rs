//! The draft as a form.

use super::field::{CLUSTER, Field};
use super::parts::Kind;
use super::plan::{Fault, LASTING, Row, name_of, seconds};
use super::{Draft, PLAY};
use crate::ways::{IT_COMMITS, ways_to_commit};
use maud::{Markup, html};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::TopicId;
use offsetscope_core::setup::{GroupSetup, Setup};
use offsetscope_language::{say, text};

/// The form.
pub fn build(draft: &Draft) -> Markup {
    html! {
        p.quiet { (ABOUT) }
        div.scrolled.build id="build" tabindex="0" role="region" aria-label=(text!("Build your own", "自己搭建")) {
            fieldset {
                legend { (text!("Cluster", "集群")) }
                (settings(draft, CLUSTER, "cluster", 0))
            }
            @for kind in Kind::ALL { (parts(draft, kind)) }
            (plan(draft))
        }
        div.end {
            p.quiet role="status" { (draft.done) }
            div role="alert" { @for problem in &draft.problems { p { (problem) } } }
            button.primary id="build-play" data-do=(PLAY) { (text!("Play it", "运行它")) }
        }
    }
}

const ABOUT: &str = text!(
    "Change what you like and play it: your run is kept, and a button leads back to it. Save it then, and it \
     is a scenario file, which can hold still more: every property, and what an administrator does.",
    "随意修改，然后运行：你原来的运行会保留，有按钮可以回去。运行后可以保存成场景文件，文件里能写得更多：每个属性，以及管理员做的事。"
);

/// All there are of a kind, and the way to one more.
fn parts(draft: &Draft, kind: Kind) -> Markup {
    let key = kind.key();
    html! {
        @for (place, name) in kind.names(&draft.setup).into_iter().enumerate() {
            fieldset {
                legend {
                    @if kind == Kind::Group { i class={ "sign group-" (place % 6) } {} }
                    span.only-spoken { (kind.noun()) " " } (name)
                }
                (name_field(kind, place, name))
                @if let Some(topic) = topic_of(&draft.setup, kind, place) {
                    (topic_field(&draft.setup, kind, place, topic))
                }
                @if let (Kind::Group, Some(group)) = (kind, draft.setup.groups.get(place)) {
                    (strategy(group, place))
                }
                (settings(draft, kind.fields(), key, place))
                (remove(draft, kind, place, name))
            }
        }
        button.add id={ "build-add-" (key) } data-do={ "build-add:" (key) } { (kind.to_add()) }
    }
}

fn name_field(kind: Kind, place: usize, name: &str) -> Markup {
    let field = format!("build-name-{}-{place}", kind.key());
    html! {
        label {
            span { (kind.name_of_name()) }
            input id=(field) data-field=(field) value=(name) maxlength="249" spellcheck="false" autocomplete="off";
        }
    }
}

fn topic_of(setup: &Setup, kind: Kind, place: usize) -> Option<TopicId> {
    match kind {
        Kind::Topic => None,
        Kind::Producer => setup.producers.get(place).map(|it| it.topic),
        Kind::Group => setup.groups.get(place).map(|it| it.topic),
    }
}

fn topic_field(setup: &Setup, kind: Kind, place: usize, topic: TopicId) -> Markup {
    let label = match kind {
        Kind::Producer => text!("Writes to", "写入主题"),
        Kind::Topic | Kind::Group => text!("Reads", "读取主题"),
    };
    let field = format!("build-{}s_topic-{place}", kind.key());
    html! {
        label {
            span { (label) }
            select id=(field) data-field=(field) {
                @for (place, name) in Kind::Topic.names(setup).into_iter().enumerate() {
                    option selected[place == topic.index()] { (name) }
                }
            }
        }
    }
}

fn remove(draft: &Draft, kind: Kind, place: usize, name: &str) -> Markup {
    let why_it_stays = kind.why_it_stays(&draft.setup, place);
    let deed = format!("build-remove-{}:{place}", kind.key());
    html! {
        button.remove id={ "build-remove-" (kind.key()) "-" (place) } data-do=(deed)
            aria-disabled=[why_it_stays.as_ref().map(|_| "true")] title=[why_it_stays] {
            (say!("Remove {name}", "移除 {name}"))
        }
    }
}

fn settings(draft: &Draft, fields: &[Field], key: &str, place: usize) -> Markup {
    html! {
        @for (number, field) in fields.iter().enumerate() {
            (setting(draft, field, place, &format!("build-{key}-{place}-{number}")))
        }
    }
}

fn setting(draft: &Draft, field: &Field, place: usize, name: &str) -> Markup {
    let current = (field.get)(&draft.setup, place);
    html! {
        label title=(field.meaning) {
            span { (field.label) }
            select id=(name) data-field=(name) aria-description=(field.meaning) {
                @for value in field.values(&draft.setup, place) {
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

/// What shall happen.
fn plan(draft: &Draft) -> Markup {
    let rows = draft.plan.rows();
    html! {
        fieldset.plan {
            legend { (text!("What shall happen", "要发生什么")) }
            @if rows.is_empty() {
                p.quiet { (text!("Nothing goes wrong by itself. Here you can plan it.", "不会自己出错。在这里可以安排。")) }
            }
            @if !rows.is_empty() {
                ol {
                    @for (place, row) in rows.iter().enumerate() { (happening(draft, row, place)) }
                }
            }
            button.add id="build-plan-add" data-do="build-plan-add:0" { (text!("Add a happening", "添加一件事")) }
        }
    }
}

fn happening(draft: &Draft, row: &Row, place: usize) -> Markup {
    let id = |what: &str| format!("build-plan-{what}-{place}");
    let (at, number) = (format!("build-at-{place}"), place + 1);
    html! {
        li { div role="group" aria-label=(say!("Happening {number}", "第 {number} 件事")) {
            label {
                span { (text!("Seconds after the opening", "开场后第几秒")) }
                input.seconds id=(at) data-field=(at) value=(seconds(row.at_ms)) inputmode="decimal" autocomplete="off";
            }
            label {
                span { (text!("Who", "谁")) }
                select id=(id("who")) data-field=(id("who")) {
                    @for client in row.fault.clients(&draft.setup) {
                        option selected[client == row.client] { (name_of(&draft.setup, client)) }
                    }
                }
            }
            label {
                span { (text!("What", "发生什么")) }
                select id=(id("what")) data-field=(id("what")) {
                    @for fault in Fault::ALL {
                        option selected[fault == row.fault] { (fault.name()) }
                    }
                }
            }
            @if row.lasts() {
                label {
                    span { (text!("How long", "持续")) }
                    select id=(id("for")) data-field=(id("for")) {
                        @for lasting in LASTING {
                            option selected[lasting == row.for_ms] { (lasts(lasting)) }
                        }
                    }
                }
            }
            button.remove id=(id("remove")) data-do={ "build-plan-remove:" (place) }
                aria-label=(say!("Remove happening {number}", "移除第 {number} 件事")) { (text!("Remove", "移除")) }
        } }
    }
}

fn lasts(lasting: Option<i64>) -> String {
    lasting.map_or_else(
        || text!("for good", "不再恢复").to_owned(),
        |ms| say!("{} s", "{} 秒"; ms / 1_000),
    )
}
