//! A thread of its own for what takes long: a Web Worker that speaks bytes.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, OffscreenCanvas, Worker};

/// A worker, for as long as this is kept: dropping it ends the worker, whatever it is at.
pub struct Background {
    worker: Worker,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl Background {
    /// Starts the worker of this script. `heard` gets what it says, and nothing if it cannot be
    /// loaded or ends by an error. None if the browser knows no workers.
    pub fn start(script: &str, heard: impl Fn(Option<Vec<u8>>) + Clone + 'static) -> Option<Self> {
        let worker = Worker::new(script).ok()?;
        let failed = heard.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            heard(Some(Uint8Array::new(&event.data()).to_vec()));
        });
        let on_error = Closure::<dyn Fn(Event)>::new(move |_: Event| failed(None));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Says something to it.
    pub fn say(&self, bytes: &[u8]) {
        // Bytes can always be copied to the other side.
        let _copied = self.worker.post_message(&Uint8Array::from(bytes));
    }

    /// Tells it something: text, or numbers.
    pub fn tell(&self, what: &JsValue) {
        // They can always be copied to the other side, too.
        let _copied = self.worker.post_message(what);
    }

    /// Gives it a canvas for itself.
    pub fn hand_over(&self, canvas: &OffscreenCanvas) {
        // It is handed over once, so it can be.
        let _moved = self
            .worker
            .post_message_with_transfer(canvas, &Array::of1(canvas));
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
