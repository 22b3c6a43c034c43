//! What there is to keep, as buttons.

use super::{Look, toggle};
use crate::deed;
use crate::export::{DIAGRAM, DIAGRAM_PNG, STAGE, STAGE_PNG, TRACE};
use crate::switches::Switch;
use maud::{Markup, html};
use offsetscope_words as words;

/// The files, each with what is in it.
pub fn export(look: &Look<'_>) -> Markup {
    html! {
        div.exports {
            p { (file(TRACE, "Trace")) span { (words::TRACE_NOTE) } }
            p {
                (file(STAGE, "Stage as SVG")) (file(STAGE_PNG, "Stage as PNG"))
                span { (words::STAGE_NOTE) }
            }
            p {
                (file(DIAGRAM, "Diagram as SVG")) (file(DIAGRAM_PNG, "Diagram as PNG"))
                span { (words::DIAGRAM_PICTURE_NOTE) }
            }
        }
        div.switches {
            span { (toggle(look, Switch::DarkPictures, &html! { "Dark pictures" })) }
        }
    }
}

fn file(name: &str, title: &str) -> Markup {
    html! {
        button id={ "export-" (name) } data-do=(deed::export(name)) { (title) }
    }
}
