//! The table of presets: what every way to commit guarantees, and what breaks it.

use super::view::{FAILED, LOADING};
use super::{Presets, Prover, Search};
use crate::ways::IT_COMMITS;
use maud::{Markup, html};
use offsetscope_language::{say, text};
use offsetscope_messages::prover::{Cell, Head, Row, Standing};

const ABOUT: &str = text!(
    "Two members share two partitions, and one thing happens to them, at any moment. Every order of \
     events is searched, now, in this page. Press what breaks a way to commit, and watch it.",
    "两个成员分担两个分区，任何时刻都可能发生一件事。所有先后顺序此刻就在本页中搜索。按一下打破某种提交方式的原因，就能观看它。"
);

/// The table, as far as it is known.
pub fn table(prover: &Prover) -> Markup {
    let Presets { head, rows } = &prover.presets;
    html! {
        p.quiet { (ABOUT) }
        (standing(prover))
        @if let Some(head) = head {
            div.scroll id="presets" tabindex="0" role="region" aria-label=(text!("Ways to commit", "提交方式")) {
                table.presets {
                    (heading(head))
                    tbody {
                        @for (place, found) in rows.iter().enumerate() { (row(place, found, head)) }
                    }
                }
                (causes(head))
            }
        }
    }
}

/// How far it is: a live region. A table that is whole says nothing.
fn standing(prover: &Prover) -> Markup {
    let rows = prover.presets.rows.len();
    let of = prover.presets.head.as_ref().map_or(0, |head| head.rows);
    let (said, control) = match prover.search {
        Search::Starting => (LOADING.to_owned(), None),
        Search::Failed => (FAILED.to_owned(), None),
        _ if prover.is_whole() => (String::new(), None),
        Search::Running(..) => (
            say!(
                "{rows} of {of} ways to commit are searched …",
                "{of} 种提交方式，已搜索 {rows} 种……"
            ),
            Some((text!("Cancel", "取消"), "prove:cancel")),
        ),
        _ => (
            say!(
                "Stopped after {rows} of {of} ways to commit.",
                "已停止：{of} 种提交方式搜索了 {rows} 种。"
            ),
            Some((text!("Begin again", "重新开始"), "prove:presets")),
        ),
    };
    html! {
        p.standing {
            span role="status" { (said) }
            @if let Some((verb, deed)) = control {
                button id="prove-control" data-do=(deed) { (verb) }
            }
        }
    }
}

fn heading(head: &Head) -> Markup {
    html! {
        thead {
            tr {
                th scope="col" { (IT_COMMITS) }
                @for column in &head.columns { th scope="col" { (column) } }
            }
        }
    }
}

fn row(place: usize, found: &Row, head: &Head) -> Markup {
    let cells = found.cells.iter().zip(&head.columns).enumerate();
    html! {
        tr {
            th scope="row" { (found.name) small { (found.library) } }
            @for (column, (it, property)) in cells {
                td { (cell((place, column), it, &say!("{}: {property}", "{}：{property}"; found.name))) }
            }
        }
    }
}

fn cell((row, column): (usize, usize), cell: &Cell, what: &str) -> Markup {
    match cell.standing {
        Standing::Proved => html! { span.proved { (text!("✓ holds", "✓ 成立")) } },
        Standing::Unknown => html! { span { (text!("not known", "未知")) } },
        Standing::Fails => html! {
            @for (cause, it) in cell.broken.iter().enumerate() {
                button.fails id={ "cell-" (row) "-" (column) "-" (cause) }
                    data-do={ "prove-cell:" (row) "." (column) "." (cause) } title=(it.sentence)
                    aria-label={ (text!("Watch ", "观看：")) (it.name) (text!(", ", "，")) (what) } { "✗ " (it.name) }
            }
        },
    }
}

fn causes(head: &Head) -> Markup {
    html! {
        dl.causes {
            @for (name, note) in &head.causes {
                div { dt { (name) } dd { (note) } }
            }
        }
    }
}
