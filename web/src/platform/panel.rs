//! Places that are filled with HTML, and what is pressed in them.

use super::morph::morph;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};
use yew::MouseEvent;

/// How a place is filled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Filling {
    /// What stays is not touched.
    Changed,
    /// Nothing of it stays: to look for what does would take longer than to put all of it there.
    Anew,
}

/// Fills a place. What was scrolled how far is found again by its id; who had the focus, by `page.js`. Returns
/// whether it did: what is being pressed stays until it is let go, or the press would be lost.
pub fn fill(place: &str, html: &str, filling: Filling) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let Some((document, place)) =
        document.and_then(|it| it.get_element_by_id(place).map(|place| (it, place)))
    else {
        return true;
    };
    if matches!(place.query_selector(":active"), Ok(Some(_))) {
        return false;
    }
    let scrolled = scrolled(&place);
    if filling == Filling::Anew || morph(&document, &place, html).is_err() {
        place.set_inner_html(html);
    }
    for (id, top, left) in scrolled {
        if let Some(element) = document.get_element_by_id(&id) {
            element.set_scroll_top(top);
            element.set_scroll_left(left);
        }
    }
    follow(&place);
    follow_across(&place);
    true
}

/// Fills a place unless that is in it already: `drawn` is what is.
pub fn put(drawn: &mut String, place: &str, html: String, filling: Filling) {
    if *drawn != html && fill(place, &html, filling) {
        *drawn = html;
    }
}

/// What can be scrolled can be focused, so that it can be scrolled with keys. A brick can be focused as well, but
/// to ask one how far it is scrolled has the browser lay out the whole page at once.
fn scrolled(place: &Element) -> Vec<(String, i32, i32)> {
    let Ok(list) = place.query_selector_all("[id][tabindex]:not(g)") else {
        return Vec::new();
    };
    let nodes = (0..list.length()).filter_map(|index| list.get(index));
    let elements = nodes.filter_map(|node| node.dyn_into::<Element>().ok());
    elements
        .map(|it| (it.id(), it.scroll_top(), it.scroll_left()))
        .collect()
}

/// Scrolls the list that follows the run, if there is one, to its line: `data-follow` says which.
fn follow(place: &Element) {
    let list = place.query_selector("[data-follow]").ok().flatten();
    if let Some((list, line, height)) = list.and_then(|list| {
        let (line, height) = (followed(&list)?, line_height(&list)?);
        Some((list, line, height))
    }) {
        list.set_scroll_top((line as f64 * height) as i32);
    }
}

/// Scrolls what is wider than its place to the present moment, with most of the room for what was
/// before it: `data-follow-x` says where it stands, in thousandths.
fn follow_across(place: &Element) {
    let wide = place.query_selector("[data-follow-x]").ok().flatten();
    let present = wide.and_then(|wide| {
        let present = wide.get_attribute("data-follow-x")?.parse::<i32>().ok()?;
        Some((wide, present))
    });
    if let Some((wide, present)) = present {
        let present = wide.scroll_width() * present / 1_000;
        wide.set_scroll_left(present - wide.client_width() * 7 / 10);
    }
}

/// Goes back to where a place begins, if that was scrolled out of sight.
pub fn show(place: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|it| it.get_element_by_id(place));
    if let Some(element) = element.filter(|it| it.get_bounding_client_rect().top() < 0.0) {
        element.scroll_into_view();
    }
}

/// Calls back with the line that a list of lines was scrolled to by somebody.
pub fn on_scroll(callback: impl Fn(usize) + 'static) {
    let on_scroll = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if let Some(line) = line_scrolled_to(&event) {
            callback(line);
        }
    });
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(document) = document {
        // To scroll does not bubble, so it is caught on its way down. For as long as the page lives.
        let listener = on_scroll.as_ref().unchecked_ref();
        let _listening =
            document.add_event_listener_with_callback_and_bool("scroll", listener, true);
        on_scroll.forget();
    }
}

/// To which line; none if the list only follows the run.
fn line_scrolled_to(event: &Event) -> Option<usize> {
    let list = event.target()?.dyn_into::<Element>().ok()?;
    let line = (f64::from(list.scroll_top()) / line_height(&list)?).round() as usize;
    let follows = followed(&list).is_some_and(|it| line.abs_diff(it) <= 1);
    (!follows).then_some(line)
}

fn followed(list: &Element) -> Option<usize> {
    list.get_attribute("data-follow")?.parse().ok()
}

fn line_height(list: &Element) -> Option<f64> {
    // Of a list of lines: what is scrolled may be anything.
    let line = list.query_selector(":scope > ol > li").ok()??;
    Some(line.get_bounding_client_rect().height())
}

/// What a press on an element of a place does: `data-do` of the nearest that has one. Where that has
/// `data-across`, it goes on with the one of those words that lies under the press.
pub fn deed(event: &Event) -> Option<String> {
    let pressed = event.target()?.dyn_into::<Element>().ok()?;
    let nearest = pressed.closest("[data-do]").ok()??;
    let mut deed = nearest.get_attribute("data-do")?;
    if let Some(across) = nearest.get_attribute("data-across") {
        let place = nearest.get_bounding_client_rect();
        let pointer = event.dyn_ref::<MouseEvent>()?;
        let share = (f64::from(pointer.client_x()) - place.left()) / place.width();
        let last = across.split(' ').count() - 1;
        // What lies left of the place is on its first word.
        let under = (share * (last + 1) as f64) as usize;
        deed.push_str(across.split(' ').nth(under.min(last))?);
    }
    Some(deed)
}

/// Loads a style sheet that is not loaded with the page.
pub fn load_style(address: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let head = document.and_then(|it| it.query_selector("head").ok().flatten());
    if let Some(head) = head {
        let link = format!("<link rel=\"stylesheet\" href=\"{address}\">");
        // It is well-formed.
        let _loading = head.insert_adjacent_html("beforeend", &link);
    }
}

/// What was chosen from a list of a place: its `data-field`, and the place of the option.
pub fn choice(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let field = target.get_attribute("data-field")?;
    if let Some(list) = target.dyn_ref::<HtmlSelectElement>() {
        return Some(format!("{field}:{}", list.selected_index()));
    }
    // A line and an area of text have the same value, and the browser asks for no more than that.
    let text = target.unchecked_into::<HtmlInputElement>().value();
    Some(format!("{field}={text}"))
}
