//! The address bar.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The address's fragment, with its `#`; empty if there is none.
pub fn fragment() -> String {
    let window = web_sys::window();
    window
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Calls back when the fragment changes, for as long as the page lives.
pub fn on_fragment_change(callback: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closure = Closure::<dyn Fn()>::new(callback);
    let listener = closure.as_ref().unchecked_ref();
    if window
        .add_event_listener_with_callback("hashchange", listener)
        .is_ok()
    {
        closure.forget();
    }
}
