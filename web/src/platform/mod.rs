//! The browser. Together with the stage's canvas the only place that speaks to it directly.

mod address;
mod dialog;
mod fields;
mod files;
mod frames;
mod head;
mod keyboard;
mod media;
mod morph;
mod panel;
mod size;
mod storage;
mod worker;

pub use address::{fragment, on_fragment_change, set_fragment};
pub use dialog::show_modal;
pub use fields::{changed, chosen_index, slider_value};
pub use files::{chosen_file, save_file, save_picture};
pub use frames::{Frames, Next};
pub use head::{Wanted, on_head, press_view, root};
pub use keyboard::{Press, Use, on_key};
pub use media::{is_presented, on_colour_scheme_change, prefers_reduced_motion};
pub use panel::{Filling, choice, deed, fill, load_style, on_scroll, put, show};
pub use size::observe_room;
pub use storage::{keep, kept};
pub use worker::Background;
