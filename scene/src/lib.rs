//! What there is to draw: a pure function of a moment and a width, with no DOM in sight.
//!
//! [`layout`] says where, the others say what. Painting it is the business of the page's `stage`, and
//! of the worker that draws what stands beside it. [`marks`] and [`sought`] tell the steps apart that
//! one wants to find again; [`signs`] names all of it.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels and virtual milliseconds are small; the core has no floats"
)]

pub mod density;
pub mod flights;
pub mod groups;
pub mod lanes;
pub mod layout;
pub mod marks;
pub mod producers;
pub mod sight;
pub mod signs;
pub mod sought;

pub use flights::{Shape, Traveller};
pub use groups::{GroupBox, MemberCard};
pub use lanes::{Brick, BrickState, GroupRow, Lane, Standing, standings};
pub use layout::{Form, Layout, Rect, Room};
pub use producers::ProducerCard;
pub use sight::Sight;
