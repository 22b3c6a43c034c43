//! What is about the same lights up together.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

/// From now on, whatever has a word in common with what is pointed at, or has the focus, is lit:
/// `data-about` has the words, and the last one counts. One rule of style does it, so that it holds for
/// what is drawn later, too.
pub fn light_what_is_pointed_at() {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else { return };
    let Some(rule) = document.create_element("style").ok() else {
        return;
    };
    let head = document.query_selector("head").ok().flatten();
    let added = head.and_then(|it| it.append_child(&rule).ok());
    let point = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let lit = about(&event).map_or_else(String::new, |it| {
            format!("[data-about~=\"{it}\"] {{ outline: 0.125rem solid var(--focus) }}")
        });
        if rule.text_content().is_none_or(|before| before != lit) {
            rule.set_text_content(Some(&lit));
        }
    });
    let listener = point.as_ref().unchecked_ref();
    for event in ["pointerover", "focusin"] {
        let _listening = document.add_event_listener_with_callback(event, listener);
    }
    if added.is_some() {
        // For as long as the page lives.
        point.forget();
    }
}

fn about(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let nearest = target.closest("[data-about]").ok()??;
    let words = nearest.get_attribute("data-about")?;
    words.rsplit(' ').next().map(str::to_owned)
}
