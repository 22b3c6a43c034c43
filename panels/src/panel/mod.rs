//! One file a panel.

mod about;
mod charts;
mod compare;
mod diagram;
mod events;
mod export;
mod faults;
mod legend;
mod offsets;
mod program;
mod table;
mod tables;
mod why;

pub use compare::compared;
pub use diagram::{Traffic, alone as diagram_alone};

use crate::build::{Draft, build};
use crate::chronicle::Chronicle;
use crate::class::{self, Class, Progress};
use crate::deed;
use crate::prover::{self, Prover};
use crate::switches::{Switch, Switches};
use crate::variants::Variant;
use crate::workshop::{Workshop, workshop};
pub use export::copied;
use maud::{Markup, html};
use offsetscope_core::history::History;
use offsetscope_core::world::World;
use offsetscope_language::text;
use offsetscope_messages::panels::{Beginning, Gaze, Panel};
use offsetscope_scene::Sight;
use offsetscope_words::Names;

/// Where the page is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The page, without a fragment.
    pub page: String,
    /// The fragment that leads to what is looked at; empty if that would be too long.
    pub fragment: String,
}

/// What there is to draw from.
pub struct Look<'a> {
    /// The run, at the moment that is looked at.
    pub run: &'a History,
    /// The prover.
    pub prover: &'a Prover,
    /// The lesson that is taken.
    pub class: Option<&'a Class>,
    /// How far somebody is with the lessons.
    pub progress: &'a Progress,
    /// A lesson in the making, if somebody is at one.
    pub workshop: Option<&'a Workshop>,
    /// Where the page is, if it stands still.
    pub address: Option<&'a Address>,
    /// What is to be built.
    pub draft: Option<&'a Draft>,
    /// The world at the end of the run so far: who has all the names of what came until then.
    pub latest: &'a World,
    /// What the page looks at.
    pub gaze: Gaze,
    /// How the stage is looked at, if the page has said it.
    pub sight: Option<&'a Sight>,
    /// What is known of all its steps, if a panel is drawn that asks for it.
    pub chronicle: &'a Chronicle,
    /// Where the run begins.
    pub beginning: Beginning,
    /// The run with other ways to commit, if it is compared.
    pub variants: &'a [Variant],
    /// What was switched on and off.
    pub switches: &'a Switches,
    /// The line of the list of events that was scrolled to; none where it follows the run.
    pub scrolled_to: Option<usize>,
}

/// A panel's content, as HTML.
pub fn draw(panel: Panel, look: &Look<'_>) -> String {
    let drawn: Markup = match panel {
        Panel::Build => look.draft.map_or_else(|| html! {}, build),
        Panel::Compare => compare::compare(look),
        Panel::Charts => charts::charts(look),
        Panel::Faults => faults::faults(look),
        Panel::Export => export::export(look),
        Panel::Diagram => diagram::diagram(look),
        Panel::Events => events::events(look),
        Panel::Tables => tables::tables(look),
        Panel::Legend => legend::legend(),
        Panel::OffsetsTopic => offsets::offsets(look),
        Panel::Lessons => match look.workshop {
            Some(it) => workshop(it, look.gaze.step),
            None => class::list(look.progress),
        },
        Panel::Lesson => look
            .class
            .map_or_else(|| html! {}, |it| class::card(it, look.progress, look.gaze)),
        Panel::Prover => prover::dialog(look.prover),
        Panel::Program => program::program(look),
        Panel::Why => look
            .gaze
            .asked
            .map_or_else(|| html! {}, |it| why::why(look, it)),
    };
    drawn.into_string()
}

/// The same with what belongs to its place on the page.
pub fn in_place(panel: Panel, look: &Look<'_>) -> String {
    let drawn = draw(panel, look);
    match panel {
        Panel::Prover | Panel::Program => drawn,
        _ => sheet(look).into_string() + &drawn,
    }
}

/// What makes a panel that stands below a phone's stage higher. Elsewhere it is not seen.
fn sheet(look: &Look<'_>) -> Markup {
    let is_tall = look.switches.is_on(Switch::TallSheet);
    html! {
        button.sheet aria-expanded=(is_tall.to_string()) data-do=(deed::turn(Switch::TallSheet.number())) {
            @if is_tall { (text!("Less, to see more of the stage", "收起一些，多看舞台")) }
            @else { (text!("More of this", "展开")) }
        }
    }
}

/// A number of steps, as it is counted here.
pub fn place_of(step: u32) -> usize {
    usize::try_from(step).expect("32 bits")
}

/// What a button does that leads to a moment.
const GO_THERE: &str = text!("Go to this moment", "跳到这一刻");

/// A button that switches something on or off.
fn toggle(look: &Look<'_>, switch: Switch, name: &Markup) -> Markup {
    let number = switch.number();
    html! {
        button id={ "switch-" (number) } aria-pressed=(look.switches.is_on(switch).to_string())
            data-do=(deed::turn(number)) { (name) }
    }
}

/// Which groups are shown, in the diagram and in the list of events.
fn group_switches(look: &Look<'_>) -> Markup {
    let world = &look.run.current().world;
    html! {
        span role="group" aria-label=(text!("Groups", "消费者组")) {
            @for group in world.setup().group_ids() {
                (toggle(look, Switch::Group(group), &html! {
                    i class={ "sign group-" (group.0 % 6) } {} (Names::of(world).group(group))
                }))
            }
        }
    }
}
