//! The browser. Together with the stage's canvas the only place that speaks to it directly.

mod address;
mod dialog;
mod fields;
mod files;
mod frames;
mod head;
mod keyboard;
mod lighting;
mod media;
mod morph;
mod panel;
mod size;
mod theme;
mod worker;

pub use address::{fragment, on_fragment_change, set_fragment};
pub use dialog::show_modal;
pub use fields::{changed, chosen_index, slider_value};
pub use files::{chosen_file, save_file, save_picture};
pub use frames::{Frames, Next};
pub use head::{Wanted, on_head, press_view, root, show_keys, show_theme};
pub use keyboard::{Press, Use, on_key};
pub use lighting::light_what_is_pointed_at;
pub use media::{on_colour_scheme_change, prefers_reduced_motion};
pub use panel::{choice, deed, fill, load_style, on_scroll};
pub use size::observe_room;
pub use theme::{apply_theme, keep, kept, stored_theme};
pub use worker::Background;
