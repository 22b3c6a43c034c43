//! How much room there is.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Watches an element's room until it is dropped.
pub struct RoomObserver {
    observer: ResizeObserver,
    _on_resize: Closure<dyn Fn()>,
}

impl Drop for RoomObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back with the width of an element and the height that is seen of the page, in CSS pixels,
/// less the heights of what always stands `above_and_below` it (selectors): now, and whenever the
/// element or the window changes.
pub fn observe_room(
    element: &Element,
    above_and_below: &'static [&'static str],
    callback: impl Fn(f64, f64) + 'static,
) -> Option<RoomObserver> {
    let watched = element.clone();
    let on_resize = Closure::<dyn Fn()>::new(move || {
        let width = watched.get_bounding_client_rect().width();
        let seen = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
        let taken: f64 = above_and_below.iter().map(|it| height_of(it)).sum();
        callback(width, seen.unwrap_or(0.0) - taken);
    });
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    if let Some(root) = element
        .owner_document()
        .and_then(|it| it.document_element())
    {
        observer.observe(&root);
    }
    Some(RoomObserver {
        observer,
        _on_resize: on_resize,
    })
}

fn height_of(selector: &str) -> f64 {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(selector).ok().flatten());
    element.map_or(0.0, |element| element.get_bounding_client_rect().height())
}
