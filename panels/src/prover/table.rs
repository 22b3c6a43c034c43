//! The table of presets: what every way to commit guarantees, and what breaks it.

use super::view::FAILED;
use super::{Presets, Prover, Search};
use maud::{Markup, html};
use offsetscope_messages::prover::{Cell, Head, Row, Standing};

const ABOUT: &str = "Two members share two partitions, and one thing happens to them, at any moment. \
     Every order of events is searched, now, in this page. Press what breaks a way to commit, and \
     watch it.";

/// The table, as far as it is known.
pub fn table(prover: &Prover) -> Markup {
    let Presets { head, rows } = &prover.presets;
    html! {
        p.quiet { (ABOUT) }
        (standing(prover))
        @if let Some(head) = head {
            div.scroll id="presets" tabindex="0" role="region" aria-label="Ways to commit" {
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
        Search::Starting => ("The prover is being loaded …".to_owned(), None),
        Search::Failed => (FAILED.to_owned(), None),
        _ if prover.is_whole() => (String::new(), None),
        Search::Running(..) => (
            format!("{rows} of {of} ways to commit are searched …"),
            Some(("Cancel", "prove:cancel")),
        ),
        _ => (
            format!("Stopped after {rows} of {of} ways to commit."),
            Some(("Begin again", "prove:presets")),
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
                th scope="col" { "It commits" }
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
                td { (cell((place, column), it, &format!("{}: {property}", found.name))) }
            }
        }
    }
}

fn cell((row, column): (usize, usize), cell: &Cell, what: &str) -> Markup {
    match cell.standing {
        Standing::Proved => html! { span.proved { "✓ holds" } },
        Standing::Unknown => html! { span { "not known" } },
        Standing::Fails => html! {
            @for (cause, it) in cell.broken.iter().enumerate() {
                button.fails id={ "cell-" (row) "-" (column) "-" (cause) }
                    data-do={ "prove-cell:" (row) "." (column) "." (cause) } title=(it.sentence)
                    aria-label={ "Watch " (it.name) ", " (what) } { "✗ " (it.name) }
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
