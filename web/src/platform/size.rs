//! How wide an element is.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Watches an element's width until it is dropped.
pub struct WidthObserver {
    observer: ResizeObserver,
    _on_resize: Closure<dyn Fn()>,
}

impl Drop for WidthObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back with the width of an element, in CSS pixels, now and whenever it changes.
pub fn observe_width(element: &Element, callback: impl Fn(f64) + 'static) -> Option<WidthObserver> {
    let watched = element.clone();
    let on_resize = Closure::<dyn Fn()>::new(move || {
        callback(watched.get_bounding_client_rect().width());
    });
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(WidthObserver { observer, _on_resize: on_resize })
}
