//! What flies: the only thing painted every frame, on one canvas over the stage.

use crate::session::Session;
use offsetscope_scene::flights::travellers;
use offsetscope_scene::layout::Point;
use offsetscope_scene::{Layout, Room, Shape, Traveller};
use std::cell::RefCell;
use std::f64::consts::TAU;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::NodeRef;

/// Paints messages where they are at a time. Cheap to clone: all clones are one painter.
#[derive(Clone)]
pub struct Painter {
    canvas: NodeRef,
    inner: Rc<RefCell<Inner>>,
}

#[derive(Default)]
struct Inner {
    travellers: Vec<Traveller>,
    width: f64,
    height: f64,
    scale: f64,
    colours: Option<Colours>,
}

/// The colours of the style sheet, read once: a canvas does not know them.
#[derive(Clone)]
struct Colours {
    groups: Vec<String>,
    order: String,
    order_text: String,
}

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

    /// Reads the style sheet's colours anew at the next paint.
    pub fn forget_colours(&self) {
        self.inner.borrow_mut().colours = None;
    }

    /// Takes in what flies at a session's moment, and paints it.
    pub fn take_in(&self, session: &Session, room: Room) {
        let moment = session.history().current();
        let layout = Layout::new(moment.world.setup(), room);
        {
            let mut inner = self.inner.borrow_mut();
            inner.travellers = travellers(moment, &layout);
            let hidden = session.hidden();
            inner.travellers.retain(|it| !hidden.has(it.shape.kind()));
            (inner.width, inner.height) = (layout.size.w, layout.size.h);
            inner.scale = layout.scale;
        }
        self.paint(session.playback().shown_ms);
    }

    /// Paints what flies as it is at a time.
    pub fn paint(&self, now_ms: f64) {
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else {
            return;
        };
        let Some(context) = context_of(&canvas) else {
            return;
        };
        let mut inner = self.inner.borrow_mut();
        let colours = inner
            .colours
            .get_or_insert_with(|| Colours::of(&canvas))
            .clone();
        let pixels = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let scale = pixels * inner.scale;
        fit(&canvas, inner.width * scale, inner.height * scale);
        // Refused only for values that are not numbers.
        let _always_ok = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
        context.clear_rect(0.0, 0.0, inner.width, inner.height);
        for traveller in &inner.travellers {
            paint_one(&context, traveller, now_ms, &colours);
        }
    }
}

impl Colours {
    fn of(canvas: &HtmlCanvasElement) -> Self {
        let style =
            web_sys::window().and_then(|window| window.get_computed_style(canvas).ok().flatten());
        let colour = |name: &str| {
            let value = style
                .as_ref()
                .and_then(|style| style.get_property_value(name).ok());
            value
                .map(|value| value.trim().to_owned())
                .unwrap_or_default()
        };
        Self {
            groups: (0..GROUP_COLOURS)
                .map(|number| colour(&format!("--group-{number}")))
                .collect(),
            order: colour("--order"),
            order_text: colour("--order-text"),
        }
    }
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Sets the canvas's own pixels, which also clears it, only when they have changed.
fn fit(canvas: &HtmlCanvasElement, width: f64, height: f64) {
    let (width, height) = (width.round() as u32, height.round() as u32);
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
}

fn paint_one(
    context: &CanvasRenderingContext2d,
    traveller: &Traveller,
    now_ms: f64,
    colours: &Colours,
) {
    let Point { x, y } = traveller.at(now_ms);
    let colour = match traveller.group {
        Some(group) => &colours.groups[group % GROUP_COLOURS],
        None => &colours.order,
    };
    context.set_fill_style_str(colour);
    context.set_stroke_style_str(colour);
    match traveller.shape {
        Shape::Order(number) => paint_order(context, x, y, number, colours),
        Shape::Records => {
            for shift in [-3.0, 3.0] {
                context.fill_rect(x + shift - 5.0, y - shift - 5.0, 10.0, 10.0);
            }
        }
        Shape::Commit => {
            context.begin_path();
            context.move_to(x, y - 8.0);
            context.line_to(x + 8.0, y);
            context.line_to(x, y + 8.0);
            context.line_to(x - 8.0, y);
            context.fill();
        }
        Shape::Membership => {
            context.set_line_width(3.0);
            circle(context, x, y, 6.0);
            context.stroke();
        }
        Shape::Heartbeat => {
            circle(context, x, y, 2.5);
            context.fill();
        }
        Shape::Other => {
            circle(context, x, y, 4.0);
            context.fill();
        }
    }
}

fn circle(context: &CanvasRenderingContext2d, x: f64, y: f64, radius: f64) {
    context.begin_path();
    // Refused only for a negative radius.
    let _always_ok = context.arc(x, y, radius, 0.0, TAU);
}

/// An order on its way into the log looks like the brick it will be.
fn paint_order(context: &CanvasRenderingContext2d, x: f64, y: f64, number: u32, colours: &Colours) {
    const SIZE: f64 = 26.0;
    context.fill_rect(x - SIZE / 2.0, y - SIZE / 2.0, SIZE, SIZE);
    context.set_fill_style_str(&colours.order_text);
    context.set_font("600 12px Inter, sans-serif");
    context.set_text_align("center");
    context.set_text_baseline("middle");
    // Fails only for text that cannot be measured.
    let _always_ok = context.fill_text(&number.to_string(), x, y);
}
