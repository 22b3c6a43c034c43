//! The table of presets: what every way to commit guarantees, and what breaks it.

use super::view::FAILED;
use super::{Place, Presets, Prover, Search, Side, Wish};
use offsetscope_messages::prover::{Cell, Head, Row, Standing};
use yew::prelude::*;

const ABOUT: &str = "Two members share two partitions, and one thing happens to them, at any moment. \
     Every order of events is searched, now, in this page. Press what breaks a way to commit, and \
     watch it.";

/// The table, as far as it is known.
pub fn table(prover: &Prover, on_wish: &Callback<Wish>) -> Html {
    let Presets { head, rows } = &prover.presets;
    html! {
        <div key="presets">
            <p key="about" class="quiet">{ ABOUT }</p>
            { standing(prover, on_wish) }
            { for head.as_ref().map(|head| html! {
                <div key="scroll" class="scroll" tabindex="0" role="region" aria-label="Ways to commit">
                    <table class="presets">
                        { heading(head) }
                        <tbody>
                            { for rows.iter().enumerate().map(|(place, row)| {
                                row_view(place, row, head, on_wish)
                            }) }
                        </tbody>
                    </table>
                    { causes(head) }
                </div>
            }) }
        </div>
    }
}

/// How far it is: a live region. A table that is whole says nothing.
fn standing(prover: &Prover, on_wish: &Callback<Wish>) -> Html {
    let rows = prover.presets.rows.len();
    let of = prover.presets.head.as_ref().map_or(0, |head| head.rows);
    let again = on_wish.reform(|_: MouseEvent| Wish::Turn(Side::Presets));
    let (said, control) = match prover.search {
        Search::Starting => ("The prover is being loaded …".to_owned(), None),
        Search::Failed => (FAILED.to_owned(), None),
        _ if prover.is_whole() => (String::new(), None),
        Search::Running(..) => (
            format!("{rows} of {of} ways to commit are searched …"),
            Some(("Cancel", on_wish.reform(|_: MouseEvent| Wish::Cancel))),
        ),
        _ => (
            format!("Stopped after {rows} of {of} ways to commit."),
            Some(("Begin again", again)),
        ),
    };
    html! {
        <p key="standing" class="standing">
            <span role="status">{ said }</span>
            { for control.map(|(verb, onclick)| html! { <button {onclick}>{ verb }</button> }) }
        </p>
    }
}

fn heading(head: &Head) -> Html {
    html! {
        <thead>
            <tr>
                <th key="name" scope="col">{ "It commits" }</th>
                { for head.columns.iter().map(|it| html! { <th key={it.clone()} scope="col">{ it }</th> }) }
            </tr>
        </thead>
    }
}

fn row_view(row: usize, found: &Row, head: &Head, on_wish: &Callback<Wish>) -> Html {
    let Row {
        name,
        library,
        cells,
        ..
    } = found;
    let cells = cells.iter().zip(&head.columns).enumerate();
    html! {
        <tr key={row}>
            <th key="name" scope="row">{ name }<small>{ library }</small></th>
            { for cells.map(|(column, (it, property))| html! {
                <td key={column}>{ cell((row, column), it, &format!("{name}: {property}"), on_wish) }</td>
            }) }
        </tr>
    }
}

fn cell((row, column): (usize, usize), cell: &Cell, what: &str, on_wish: &Callback<Wish>) -> Html {
    match cell.standing {
        Standing::Proved => html! { <span class="proved">{ "✓ holds" }</span> },
        Standing::Unknown => html! { <span>{ "not known" }</span> },
        Standing::Fails => html! {
            { for cell.broken.iter().enumerate().map(|(cause, it)| {
                let place = Place { row, column, cause };
                let watch = on_wish.reform(move |_: MouseEvent| Wish::WatchCell(place));
                html! {
                    <button key={cause} class="fails" onclick={watch} title={it.sentence.clone()}
                        aria-label={format!("Watch {}, {what}", it.name)}>
                        { "✗ " }{ &it.name }
                    </button>
                }
            }) }
        },
    }
}

fn causes(head: &Head) -> Html {
    html! {
        <dl class="causes">
            { for head.causes.iter().map(|(name, note)| html! {
                <div key={name.clone()}><dt>{ name }</dt><dd>{ note }</dd></div>
            }) }
        </dl>
    }
}
