//! The OffsetScope page: draws the model and passes on what a person does. It holds no rule of
//! Kafka's; those are in the core.
//!
//! | folder | holds |
//! |---|---|
//! | `session`, `playback`, `marks`, `sought` | what the page is about: a run, the time on the screen |
//! | `scene` | what there is to draw, as plain data |
//! | `stage`, `controls`, `timeline`, `code`, `ledger`, `why`, `prove`, `beside` | one panel a folder |
//! | `signs` | names in the style sheet, signs that tell without colour |
//! | `platform` | the browser: frames, keys, storage, the address |
//!
//! What the page says is in the crate `offsetscope-words`, which the terminal shares.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels and virtual milliseconds are small; the core has no floats"
)]

mod app;
mod beside;
mod code;
mod controls;
mod keys;
mod ledger;
mod marks;
mod platform;
mod playback;
mod prove;
mod scene;
mod session;
mod signs;
mod sought;
mod stage;
mod timeline;
mod why;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
