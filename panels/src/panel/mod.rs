//! One file a panel.

mod events;
mod offsets;
mod table;
mod tables;
mod why;

use maud::{Markup, html};
use offsetscope_core::history::History;
use offsetscope_messages::panels::{Gaze, Panel};

/// What there is to draw from.
pub struct Look<'a> {
    /// The run, at the moment that is looked at.
    pub run: &'a History,
    /// What the page looks at.
    pub gaze: Gaze,
    /// The line of the list of events that was scrolled to; none where it follows the run.
    pub scrolled_to: Option<usize>,
}

/// A panel's content, as HTML.
pub fn draw(panel: Panel, look: &Look<'_>) -> String {
    let drawn: Markup = match panel {
        Panel::Events => events::events(look),
        Panel::Tables => tables::tables(look),
        Panel::OffsetsTopic => offsets::offsets(look),
        Panel::Why => look
            .gaze
            .asked
            .map_or_else(|| html! {}, |it| why::why(look, it)),
    };
    drawn.into_string()
}
