//! How much room there is.

use crate::scene::Room;
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

/// What stands above and below the stage: the page's head and its dock.
const HEAD_AND_DOCK: f64 = 196.0;

/// Calls back with the room for an element: its width, and the height that is seen without
/// scrolling. Now, and whenever the element or the window changes.
pub fn observe_room(element: &Element, callback: impl Fn(Room) + 'static) -> Option<RoomObserver> {
    let watched = element.clone();
    let on_resize = Closure::<dyn Fn()>::new(move || {
        let width = watched.get_bounding_client_rect().width();
        let seen = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
        callback(Room {
            width,
            height: seen.unwrap_or(0.0) - HEAD_AND_DOCK,
        });
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
