//! The page's head, which stands in `index.html`. What of it has nothing to do with a run is in
//! `web/page.js`.

use super::{chosen_file, deed};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlSelectElement};

/// What somebody did in the page's head.
pub enum Wanted {
    /// A press: what it says of itself, in `data-do`.
    Press(String),
    /// Other colours; they are there already.
    Colours,
    /// A file was chosen: its name and its text.
    File(String, String),
}

/// Calls back with what is done in the page's head, for as long as the page lives.
pub fn on_head(callback: impl Fn(Wanted) + Clone + 'static) {
    let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if event.type_() == "click" {
            if let Some(deed) = deed(&event) {
                callback(Wanted::Press(deed));
            }
        } else if event
            .target()
            .is_some_and(|it| it.has_type::<HtmlSelectElement>())
        {
            callback(Wanted::Colours);
        } else {
            let callback = callback.clone();
            chosen_file(&event, move |name, text| callback(Wanted::File(name, text)));
        }
    });
    let Some(head) = document().and_then(|it| it.query_selector(".head").ok().flatten()) else {
        return;
    };
    for kind in ["click", "change"] {
        // Refused only where it listens already.
        let _listening =
            head.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
    }
    closure.forget();
    // Fails only for an attribute name that is not one.
    let _always_ok = head.remove_attribute("inert");
}

/// Marks the button of the view that is open, and no other.
pub fn press_view(open: Option<usize>) {
    let buttons = document().and_then(|it| it.query_selector_all(".head [data-do^='show:']").ok());
    let Some(buttons) = buttons else { return };
    for place in 0..buttons.length() {
        if let Some(button) = buttons
            .get(place)
            .and_then(|it| it.dyn_into::<Element>().ok())
        {
            let is_open = open == Some(place as usize);
            // Fails only for an attribute name that is not one.
            let _always_ok =
                button.set_attribute("aria-pressed", if is_open { "true" } else { "false" });
        }
    }
}

/// The place that the page fills.
pub fn root() -> Option<Element> {
    document()?.get_element_by_id("app")
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
