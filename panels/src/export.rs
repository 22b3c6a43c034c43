//! What a person can keep of a run: its trace, and pictures.

use crate::panel::Look;
use crate::picture::{Palette, Subject, picture};
use crate::switches::Switch;
use offsetscope_files::trace;
use offsetscope_messages::panels::Answer;

/// A file, by its name.
pub const TRACE: &str = "trace.jsonl";
/// The stage, as a picture.
pub const STAGE: &str = "stage.svg";
/// The same in pixels, which the page makes of that.
pub const STAGE_PNG: &str = "stage.png";
/// The time-space diagram, as a picture.
pub const DIAGRAM: &str = "diagram.svg";
/// The same in pixels.
pub const DIAGRAM_PNG: &str = "diagram.png";

/// The file with this name; none if there is no such file, or nothing to draw.
pub fn export(name: &str, look: &Look<'_>) -> Option<Answer> {
    let palette = if look.switches.is_on(Switch::DarkPictures) {
        Palette::Dark
    } else {
        Palette::Light
    };
    let file = name.to_owned();
    Some(match name {
        TRACE => Answer::File {
            name: file,
            text: lines(look),
        },
        STAGE | DIAGRAM => Answer::File {
            name: file,
            text: picture(subject(name), look, palette)?,
        },
        STAGE_PNG | DIAGRAM_PNG => Answer::Picture {
            name: file,
            svg: picture(subject(name), look, palette)?,
        },
        _ => return None,
    })
}

fn subject(name: &str) -> Subject {
    match name {
        DIAGRAM | DIAGRAM_PNG => Subject::Diagram,
        _ => Subject::Stage,
    }
}

/// Every step as a line, also those after the moment that is looked at.
fn lines(look: &Look<'_>) -> String {
    let opening_ms = look.run.opening_ms();
    let mut text = String::new();
    for (entry, step) in look.run.entries().iter().zip(1..) {
        text.push_str(&trace::line(step, entry.at_ms - opening_ms, entry));
        text.push('\n');
    }
    text
}
