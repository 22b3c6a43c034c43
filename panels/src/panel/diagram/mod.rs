//! The time-space diagram: a line of life for each process, a slanted line for each message, and what
//! happened before the present moment, or can come of it, lit.

mod picture;
mod sign;
mod traffic;
mod window;

pub use traffic::Traffic;

use super::{Look, about, group_switches, toggle, why};
use crate::picture::Drawn;
use crate::switches::Switch;
use maud::{Markup, html};
use offsetscope_core::history::causality::Site;
use offsetscope_core::ids::ConsumerId;
use offsetscope_language::text;
use offsetscope_words::{self as words, Names};
use picture::Picture;
use window::Window;

/// How high the row of the time is.
const HEAD: u32 = 22;
/// How high a row of a process is.
const ROW: u32 = 30;
/// How wide the names of the rows are in a picture of its own.
const NAMES: u32 = 150;
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
    let present = picture.present();
    html! {
        (switches(look))
        div.diagram {
            div.names aria-hidden="true" {
                @for &site in &window.sites { (name(look, site)) }
            }
            div.scrolled id="diagram" tabindex="0" role="group" aria-label=(text!("Time-space diagram", "时空图"))
                data-follow-x=(thousandths(present, window.width)) {
                svg style={ "width:" (rem(window.width)) ";height:" (rem(height)) }
                    viewBox={ "0 0 " (window.width) " " (height) } { (picture.all()) }
            }
        }
        p.quiet {
            (why::about_present(look, window.column_up_to(look.run.cursor()).map(|it| it.step)))
            (words::DIAGRAM_NOTE)
        }
        @if window.left_out > 0 || look.switches.is_on(Switch::AllLives) {
            div.switches {
                (toggle(look, Switch::AllLives, &html! { (words::EVERY_CONSUMER) }))
                @if window.left_out > 0 { span.quiet { (words::diagram_leaves_out(window.left_out)) } }
            }
        }
    }
}

/// The diagram as a picture of its own, with the names of its rows; none if nobody has asked for what
/// led to what.
pub fn alone(look: &Look<'_>) -> Option<Drawn> {
    let window = Window::of(look, look.chronicle.causality()?);
    let inside = html! {
        @for (place, &site) in window.sites.iter().enumerate() {
            text.alone.loud x="8" y=(HEAD + ROW * count(place) + ROW / 2 + 4) font-size="12" {
                (site_name(look, site))
            }
        }
        g.diagram transform={ "translate(" (NAMES) " 0)" } { (Picture::new(look, &window).all()) }
    };
    Some(Drawn {
        width: NAMES + window.width,
        height: HEAD + ROW * count(window.sites.len()) + ROW / 2,
        inside,
    })
}

/// What is shown: kinds of messages, and groups.
fn switches(look: &Look<'_>) -> Markup {
    html! {
        div.switches {
            span role="group" aria-label=(text!("Messages", "消息")) {
                @for traffic in Traffic::ALL {
                    (toggle(look, Switch::Traffic(traffic), &html! {
                        b { (traffic.letter()) } " " (traffic.name())
                    }))
                }
            }
            (group_switches(look))
        }
    }
}

fn site_name<'a>(look: &Look<'a>, site: Site) -> &'a str {
    let names = Names::of(look.latest);
    match site {
        Site::Producer(id) => names.producer(id),
        Site::Logs => words::LOGS,
        Site::Coordinator => words::COORDINATOR,
        Site::Consumer(id) => names.consumer(id),
    }
}

/// The name of a row.
fn name(look: &Look<'_>, site: Site) -> Markup {
    let name = site_name(look, site);
    let class = match site {
        Site::Consumer(id) => group_class(look, id),
        _ => String::new(),
    };
    html! {
        div class=(class) title=(name) data-about=[about::site(site)] {
            @if let Site::Consumer(_) = site { i.sign {} }
            (name)
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
