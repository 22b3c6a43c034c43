//! The time-space diagram: a line of life for each process, a slanted line for each message, and what
//! happened before the present moment, or can come of it, lit.

mod picture;
mod sign;
mod traffic;
mod window;

pub use traffic::Traffic;

use super::{Look, toggle};
use crate::switches::Switch;
use maud::{Markup, html};
use offsetscope_core::history::causality::Site;
use offsetscope_core::ids::ConsumerId;
use offsetscope_words::{self as words, Names};
use picture::Picture;
use window::Window;

/// How high the row of the time is.
const HEAD: u32 = 22;
/// How high a row of a process is.
const ROW: u32 = 30;
/// Between two times that are written down lies at least so much.
const TIME_EVERY: u32 = 84;

/// The diagram, at the moment that is looked at.
pub fn diagram(look: &Look<'_>) -> Markup {
    let Some(causality) = look.chronicle.causality() else {
        return html! {};
    };
    let window = Window::of(look, causality);
    let picture = Picture::new(look, &window);
    let height = HEAD + ROW * count(window.sites.len());
    let present = window.column_up_to(look.run.cursor()).map_or(0, |it| it.x);
    html! {
        (switches(look))
        div.diagram {
            div.names aria-hidden="true" {
                @for &site in &window.sites { (name(look, site)) }
            }
            div.scrolled id="diagram" tabindex="0" role="group" aria-label="Time-space diagram"
                data-follow-x=(thousandths(present, window.width)) {
                svg style={ "width:" (rem(window.width)) ";height:" (rem(height)) }
                    viewBox={ "0 0 " (window.width) " " (height) } {
                    @for place in 0..window.sites.len() { (picture.life(place)) }
                    g.messages aria-hidden="true" {
                        @for voyage in &window.voyages { (picture.message(voyage)) }
                    }
                    line.present x1=(present) x2=(present) y1=(HEAD - 4) y2=(height) {}
                    (picture.times())
                    @for column in &window.columns { (picture.step(*column)) }
                }
            }
        }
        p.quiet {
            (words::DIAGRAM_NOTE)
            @if window.left_out > 0 { " " (words::diagram_leaves_out(window.left_out)) }
        }
    }
}

/// What is shown: kinds of messages, and groups.
fn switches(look: &Look<'_>) -> Markup {
    let world = &look.run.current().world;
    html! {
        div.switches {
            span role="group" aria-label="Messages" {
                @for traffic in Traffic::ALL {
                    (toggle(look, Switch::Traffic(traffic), &html! { b { (traffic.letter()) } " " (traffic.name()) }))
                }
            }
            span role="group" aria-label="Groups" {
                @for group in world.setup().group_ids() {
                    (toggle(look, Switch::Group(group), &html! {
                        i class={ "sign group-" (group.0 % 6) } {} (Names::of(world).group(group))
                    }))
                }
            }
        }
    }
}

fn name(look: &Look<'_>, site: Site) -> Markup {
    let names = Names::of(&look.run.current().world);
    let (class, text) = match site {
        Site::Producer(id) => (String::new(), names.producer(id)),
        Site::Logs => (String::new(), words::LOGS),
        Site::Coordinator => (String::new(), words::COORDINATOR),
        Site::Consumer(id) => (group_class(look, id), names.consumer(id)),
    };
    html! {
        div class=(class) title=(text) {
            @if let Site::Consumer(_) = site { i.sign {} }
            (text)
        }
    }
}

fn group_class(look: &Look<'_>, id: ConsumerId) -> String {
    let group = look.run.current().world.setup().consumer(id).group;
    format!("group-{}", group.0 % 6)
}

fn count(places: usize) -> u32 {
    u32::try_from(places).unwrap_or(u32::MAX)
}

/// A pixel is a sixteenth of the page's own measure, which grows with the screen.
fn rem(pixels: u32) -> String {
    format!("{}.{:04}rem", pixels / 16, pixels % 16 * 625)
}

/// Where something stands, in thousandths of the whole.
fn thousandths(part: u32, whole: u32) -> u32 {
    part * 1_000 / whole.max(1)
}

#[cfg(test)]
mod tests;
