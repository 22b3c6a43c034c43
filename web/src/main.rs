//! The OffsetScope page: draws the model and passes on what a person does. It holds no rule of
//! Kafka's; those are in the core.
//!
//! | folder | holds |
//! |---|---|
//! | `session`, `playback` | what the page is about: a run, the time on the screen |
//! | `stage`, `controls`, `timeline`, `code`, `ledger` | one part of the page a folder |
//! | `panels` | places for what a worker draws: the crate `offsetscope-panels` |
//! | `platform` | the browser: frames, keys, storage, the address |
//!
//! What there is to draw is in the crate `offsetscope-scene`, as plain data; what the page says is in
//! `offsetscope-words`, which the terminal shares.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels and virtual milliseconds are small; the core has no floats"
)]

mod app;
mod code;
mod controls;
mod keys;
mod ledger;
mod panels;
mod platform;
mod playback;
mod session;
mod stage;
mod text;
mod timeline;

fn main() {
    if let Some(root) = platform::root() {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}
