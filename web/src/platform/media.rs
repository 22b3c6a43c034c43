//! What the person has told the browser about how they like pages.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::MediaQueryList;

/// Whether they asked for less motion.
pub fn prefers_reduced_motion() -> bool {
    query("(prefers-reduced-motion: reduce)").is_some_and(|query| query.matches())
}

/// Whether the page stands in front of a room: `web/page.js` says so at its root.
pub fn is_presented() -> bool {
    let root = web_sys::window().and_then(|it| it.document()?.document_element());
    root.is_some_and(|it| it.get_attribute("data-mode").as_deref() == Some("present"))
}

/// Calls back when the system changes between light and dark, for as long as the page lives.
pub fn on_colour_scheme_change(callback: impl Fn() + 'static) {
    let Some(query) = query("(prefers-color-scheme: dark)") else {
        return;
    };
    let closure = Closure::<dyn Fn()>::new(callback);
    let listener = closure.as_ref().unchecked_ref();
    if query
        .add_event_listener_with_callback("change", listener)
        .is_ok()
    {
        closure.forget();
    }
}

fn query(condition: &str) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(condition).ok().flatten()
}
