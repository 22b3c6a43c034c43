//! Pictures to keep: the stage and the diagram as SVG files that need nothing else.

mod palette;
mod stage;

pub use palette::Palette;

use crate::panel::Look;
use maud::{Markup, PreEscaped, html};

/// The sheets that say how what is drawn looks.
const STAGE: &str = include_str!("../../../web/styles/stage.css");
const PANELS: &str = include_str!("../../../web/styles/panels.css");

/// What there are pictures of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The stage.
    Stage,
    /// The time-space diagram.
    Diagram,
}

/// A picture of the moment that is looked at; none of the diagram before it was drawn.
pub fn picture(subject: Subject, look: &Look<'_>, palette: Palette) -> Option<String> {
    let (drawn, sheet) = match subject {
        Subject::Stage => (stage::stage(look), STAGE),
        Subject::Diagram => (crate::panel::diagram_alone(look)?, PANELS),
    };
    Some(alone(&drawn, sheet, palette))
}

/// Something drawn, and how large it is.
pub struct Drawn {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// What is in it.
    pub inside: Markup,
}

fn alone(drawn: &Drawn, sheet: &str, palette: Palette) -> String {
    let Drawn {
        width,
        height,
        inside,
    } = drawn;
    let colour = |token| palette.value(token).unwrap_or("currentColor");
    let style = format!(
        "{}{}svg {{ color: {}; font-family: {} }}\n.alone {{ fill: {} }}\n.alone.loud {{ fill: {}; font-weight: 650 }}\n.box {{ fill: {}; stroke: {} }}\n.order-number {{ fill: {} }}",
        palette.write_into(sheet),
        palette.groups(),
        colour("--ink"),
        colour("--sans"),
        colour("--quiet"),
        colour("--ink"),
        colour("--card"),
        colour("--line"),
        colour("--order-text"),
    );
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox={ "0 0 " (width) " " (height) } {
            // The sheets are the project's own; nothing in them ends an element.
            style { (PreEscaped(style)) }
            rect width="100%" height="100%" fill=(colour("--paper")) {}
            (inside)
        }
    };
    svg.into_string()
}
