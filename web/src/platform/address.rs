//! The address bar.

use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// The address follows what is looked at after so long: a browser takes a few milliseconds to set it, draws
/// the page's sign anew, and refuses to be asked too often.
const RESTS_MS: u32 = 250;

thread_local! {
    /// The fragment that is about to be set. One that comes after it takes its place.
    static NEXT: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

/// The address's fragment, with its `#`; empty if there is none.
pub fn fragment() -> String {
    let window = web_sys::window();
    window
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Has the address lead to what is looked at, without a further entry in the browser's list of pages.
pub fn set_fragment(fragment: String) {
    let set = Timeout::new(RESTS_MS, move || {
        let history = web_sys::window().and_then(|window| window.history().ok());
        if let Some(history) = history {
            // A browser that is asked too often may refuse; the next moment is told again.
            let _set =
                history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
        }
    });
    NEXT.set(Some(set));
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
