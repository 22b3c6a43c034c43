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

/// Calls back with the width of an element and the height of what is seen of the page, in CSS
/// pixels: now, and whenever the element or the window changes.
pub fn observe_room(
    element: &Element,
    callback: impl Fn(f64, f64) + 'static,
) -> Option<RoomObserver> {
    let watched = element.clone();
    let on_resize = Closure::<dyn Fn()>::new(move || {
        let width = watched.get_bounding_client_rect().width();
        let seen = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
        callback(width, seen.unwrap_or(0.0));
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
