//! What there is to keep, as buttons.

use super::{Look, toggle};
use crate::deed;
use crate::export::{DIAGRAM, DIAGRAM_PNG, STAGE, STAGE_PNG, TRACE};
use crate::switches::Switch;
use maud::{Markup, html};
use offsetscope_language::text;
use offsetscope_words as words;

/// The files, each with what is in it.
pub fn export(look: &Look<'_>) -> Markup {
    html! {
        div.exports {
            (links(look))
            p { (file(TRACE, text!("Trace", "运行轨迹"))) span { (words::TRACE_NOTE) } }
            p {
                (file(STAGE, text!("Stage as SVG", "舞台（SVG）"))) (file(STAGE_PNG, text!("Stage as PNG", "舞台（PNG）")))
                span { (words::STAGE_NOTE) }
            }
            p {
                (file(DIAGRAM, text!("Diagram as SVG", "时空图（SVG）"))) (file(DIAGRAM_PNG, text!("Diagram as PNG", "时空图（PNG）")))
                span { (words::DIAGRAM_PICTURE_NOTE) }
            }
        }
        div.switches {
            span { (toggle(look, Switch::DarkPictures, &html! { (text!("Dark pictures", "深色图片")) })) }
        }
    }
}

/// The link to the moment, and the frame that shows it elsewhere.
fn links(look: &Look<'_>) -> Markup {
    let Some(address) = look.address.as_ref().filter(|it| !it.fragment.is_empty()) else {
        return html! { p { span { (words::NO_LINK) } } };
    };
    let link = format!("{}#{}", address.page, address.fragment);
    let frame = format!(
        "<iframe src=\"{}?embed#{}\" width=\"960\" height=\"540\" title=\"{}\"></iframe>",
        address.page,
        address.fragment,
        words::FRAME_TITLE
    );
    html! {
        (copied("share-link", text!("Link", "链接"), &link, words::LINK_NOTE))
        (copied("share-frame", text!("Frame", "嵌入代码"), &frame, words::FRAME_NOTE))
    }
}

/// Something to copy: a field that holds it, and a button.
pub fn copied(id: &str, name: &str, text: &str, note: &str) -> Markup {
    html! {
        p {
            button data-copy=(id) { (text!("Copy ", "复制")) (name.to_lowercase()) }
            input id=(id) readonly value=(text) aria-label=(name);
            span { (note) }
        }
    }
}

fn file(name: &str, title: &str) -> Markup {
    html! {
        button id={ "export-" (name) } data-do=(deed::export(name)) { (title) }
    }
}
