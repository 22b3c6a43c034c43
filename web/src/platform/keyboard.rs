//! Keys pressed anywhere on the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent};

/// A key that was pressed where keys mean something to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press<'a> {
    /// The key's name, as the browser calls it.
    pub key: &'a str,
    /// With Shift.
    pub shift: bool,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The page has done something with it.
    Taken,
    /// It is the browser's.
    Left,
}

/// Calls back with the keys that are pressed, for as long as the page lives. Keys in fields,
/// dialogs and with Ctrl, Alt or Meta are the browser's own, and a focused button keeps its Space.
pub fn on_key(callback: impl Fn(Press<'_>) -> Use + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closure = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let key = event.key();
        if is_the_browsers(&event, &key) {
            return;
        }
        let press = Press {
            key: &key,
            shift: event.shift_key(),
        };
        if callback(press) == Use::Taken {
            event.prevent_default();
        }
    });
    let listener = closure.as_ref().unchecked_ref();
    if window
        .add_event_listener_with_callback("keydown", listener)
        .is_ok()
    {
        closure.forget();
    }
}

fn is_the_browsers(event: &KeyboardEvent, key: &str) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |selector: &str| {
        target
            .as_ref()
            .is_some_and(|element| element.closest(selector).ok().flatten().is_some())
    };
    event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
        // For a moment the focus may still be in a dialog that is closed.
        || inside("input, select, textarea, dialog[open]")
        || (key == " " && inside("button, summary, a"))
}
