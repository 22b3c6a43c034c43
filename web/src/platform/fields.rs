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

/// What it means that a list or a slider of the stage was changed: `commit:0-3`, where the list has the group's
/// name; `look:0-1:17`, or `newest:0-1` at the slider's right end.
pub fn changed(event: &Event) -> Option<String> {
    if let Some(list) = event.target_dyn_into::<HtmlSelectElement>() {
        return Some(format!("commit:{}-{}", list.name(), list.value()));
    }
    let slider = event.target_dyn_into::<HtmlInputElement>()?;
    let (partition, first) = (slider.name(), slider.value());
    Some(if first == slider.max() {
        format!("newest:{partition}")
    } else {
        format!("look:{partition}:{first}")
    })
}
