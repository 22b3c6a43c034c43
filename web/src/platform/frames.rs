//! The frame loop: calls back before every repaint while something moves.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// A loop over the browser's animation frames. It stops by itself when its callback says so, and
/// costs nothing while it is stopped.
pub struct Frames {
    inner: Rc<Inner>,
}

/// What the browser calls with the time of a frame.
type OnFrame = Closure<dyn FnMut(f64)>;

struct Inner {
    running: Cell<bool>,
    last_ms: Cell<f64>,
    on_frame: RefCell<Option<OnFrame>>,
}

/// Whether the loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Another frame.
    Continue,
    /// Nothing moves any more.
    Stop,
}

impl Frames {
    /// A loop that gives each frame's length on the wall to `pass`. Not started yet.
    pub fn new(pass: impl Fn(f64) -> Next + 'static) -> Self {
        let inner = Rc::new(Inner {
            running: Cell::new(false),
            last_ms: Cell::new(0.0),
            on_frame: RefCell::new(None),
        });
        let weak = Rc::downgrade(&inner);
        let on_frame = Closure::<dyn FnMut(f64)>::new(move |at_ms: f64| {
            let Some(inner) = weak.upgrade() else { return };
            let elapsed_ms = at_ms - inner.last_ms.replace(at_ms);
            match pass(elapsed_ms.max(0.0)) {
                Next::Continue => inner.request(),
                Next::Stop => inner.running.set(false),
            }
        });
        inner.on_frame.replace(Some(on_frame));
        Self { inner }
    }

    /// Starts the loop, unless it runs.
    pub fn start(&self) {
        if !self.inner.running.replace(true) {
            self.inner.last_ms.set(now_ms());
            self.inner.request();
        }
    }
}

impl Inner {
    fn request(&self) {
        if let (Some(window), Some(on_frame)) = (web_sys::window(), self.on_frame.borrow().as_ref())
        {
            // Refused only by a window that is being closed.
            let _closing = window.request_animation_frame(on_frame.as_ref().unchecked_ref());
        }
    }
}

/// The page's own clock, in milliseconds. For animation only: the core never sees it.
fn now_ms() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0.0, |performance| performance.now())
}
