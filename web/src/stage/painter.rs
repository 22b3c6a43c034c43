//! What flies: painted every frame on one canvas over the stage, by a worker (`web/flights.js`). Here
//! is what the worker is told.

use crate::platform::Background;
use crate::session::Session;
use js_sys::Float64Array;
use offsetscope_scene::flights::{millis, travellers};
use offsetscope_scene::layout::Point;
use offsetscope_scene::{Layout, Room, Shape, Traveller};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlCanvasElement;
use yew::NodeRef;

/// Has messages painted. Cheap to clone: all clones are one painter.
#[derive(Clone)]
pub struct Painter {
    canvas: NodeRef,
    inner: Rc<RefCell<Inner>>,
}

#[derive(Default)]
struct Inner {
    worker: Option<Background>,
    has_colours: bool,
}

/// The worker's script, beside the page.
const SCRIPT: &str = "./flights.js";

/// The style sheet names colours for this many groups; further groups begin again.
const GROUP_COLOURS: usize = 6;

impl PartialEq for Painter {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Painter {
    /// A painter of a canvas that is yet to come.
    pub fn new() -> Self {
        Self {
            canvas: NodeRef::default(),
            inner: Rc::default(),
        }
    }

    /// The canvas it paints.
    pub fn canvas(&self) -> NodeRef {
        self.canvas.clone()
    }

    /// Reads the style sheet's colours anew when it is told what flies.
    pub fn forget_colours(&self) {
        self.inner.borrow_mut().has_colours = false;
    }

    /// Takes in what flies at a session's moment, and how fast it flies on.
    pub fn take_in(&self, session: &Session, room: Room) {
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else {
            return;
        };
        let Inner {
            worker,
            has_colours,
        } = &mut *self.inner.borrow_mut();
        if worker.is_none() {
            *worker = Background::start(SCRIPT, |_| {});
            let canvas = canvas.transfer_control_to_offscreen();
            if let (Some(worker), Ok(canvas)) = (&*worker, canvas) {
                worker.hand_over(&canvas);
            }
        }
        let Some(worker) = worker else { return };
        if !*has_colours {
            *has_colours = true;
            worker.tell(&colours(&canvas).into());
        }
        worker.tell(&Float64Array::from(&*flights(session, room)));
    }
}

/// The size of the canvas and the time, then each message: numbers, as `web/flights.js` reads them.
fn flights(session: &Session, room: Room) -> Vec<f64> {
    let moment = session.history().current();
    let layout = Layout::new(moment.world.setup(), room, session.sight());
    let playback = session.playback();
    let (rate, until_ms) = playback.rate();
    let pixels = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    let head = [
        layout.size.w,
        layout.size.h,
        pixels * layout.scale,
        playback.shown_ms,
        rate,
        until_ms,
    ];
    let hidden = session.hidden();
    let mut flights = head.to_vec();
    for traveller in travellers(moment, &layout, session.sight()) {
        if !hidden.has(traveller.shape.kind()) {
            flights.extend_from_slice(&flight(&traveller));
        }
    }
    flights
}

fn flight(traveller: &Traveller) -> [f64; 10] {
    let Traveller {
        shape,
        group,
        from: Point { x, y },
        to,
        sent_ms,
        arrives_ms,
        count,
    } = *traveller;
    let number = match shape {
        Shape::Order(number) => number,
        _ => 0,
    };
    let group = group.map_or(-1.0, |group| (group % GROUP_COLOURS) as f64);
    let kind = f64::from(shape.kind() as u8);
    let (sent, arrives) = (millis(sent_ms), millis(arrives_ms));
    [
        kind,
        f64::from(number),
        group,
        x,
        y,
        to.x,
        to.y,
        sent,
        arrives,
        f64::from(count),
    ]
}

/// The colours of the style sheet, which a canvas does not know: the text of an order, an order, and
/// each group's.
fn colours(canvas: &HtmlCanvasElement) -> String {
    let style =
        web_sys::window().and_then(|window| window.get_computed_style(canvas).ok().flatten());
    let colour = |name: &str| {
        let value = style.as_ref()?.get_property_value(name).ok();
        value.map(|value| value.trim().to_owned())
    };
    let mut colours = colour("--order-text").unwrap_or_default();
    for name in [
        "--order",
        "--group-0",
        "--group-1",
        "--group-2",
        "--group-3",
        "--group-4",
        "--group-5",
    ] {
        colours.push(';');
        colours.push_str(&colour(name).unwrap_or_default());
    }
    colours
}
