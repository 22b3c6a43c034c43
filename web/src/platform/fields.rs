//! What a person has put into a field.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Event, InputEvent, TargetCast};

/// Which option of a list was chosen, from 0.
pub fn chosen_index(event: &Event) -> Option<usize> {
    let select = event.target_dyn_into::<HtmlSelectElement>()?;
    usize::try_from(select.selected_index()).ok()
}

/// Where a slider stands.
pub fn slider_value(event: &InputEvent) -> Option<usize> {
    event
        .target_dyn_into::<HtmlInputElement>()?
        .value()
        .parse()
        .ok()
}
