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

/// What it means that a window on a log was slid: `look:0-1:17`, or `newest:0-1` at its right end.
pub fn slid(event: &Event) -> Option<String> {
    let slider = event.target_dyn_into::<HtmlInputElement>()?;
    let (partition, first) = (slider.name(), slider.value());
    Some(if first == slider.max() {
        format!("newest:{partition}")
    } else {
        format!("look:{partition}:{first}")
    })
}
