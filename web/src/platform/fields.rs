//! What a person has put into a field.

use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::{Event, InputEvent, TargetCast};

/// Which option of a list was chosen, from 0.
pub fn chosen_index(event: &Event) -> Option<usize> {
    let select = event.target_dyn_into::<HtmlSelectElement>()?;
    usize::try_from(select.selected_index()).ok()
}

/// How many lines of a list of equal lines are scrolled out of sight at its top.
pub fn lines_above(event: &Event) -> Option<usize> {
    let list = event.target_dyn_into::<Element>()?;
    let lines = f64::from(list.scroll_top()) / line_height(&list)?;
    Some(lines.round() as usize)
}

/// Scrolls the list that follows the run, if one does, to its line: `data-follow` says which.
pub fn follow() {
    let document = web_sys::window().and_then(|window| window.document());
    let list = document.and_then(|it| it.query_selector("[data-follow]").ok().flatten());
    let Some(list) = list else { return };
    let line = list.get_attribute("data-follow");
    let line = line.and_then(|line| line.parse::<u32>().ok()).unwrap_or(0);
    if let Some(height) = line_height(&list) {
        list.set_scroll_top((f64::from(line) * height) as i32);
    }
}

fn line_height(list: &Element) -> Option<f64> {
    let line = list.query_selector("li").ok()??;
    Some(line.get_bounding_client_rect().height())
}

/// Where a slider stands.
pub fn slider_value(event: &InputEvent) -> Option<usize> {
    event
        .target_dyn_into::<HtmlInputElement>()?
        .value()
        .parse()
        .ok()
}
