//! What there is to draw: a pure function of a moment and a width, with no DOM in sight.
//!
//! [`layout`] says where, the others say what. Painting it is the business of `stage`.

pub mod flights;
pub mod groups;
pub mod lanes;
pub mod layout;
pub mod producers;

pub use flights::{Shape, Traveller};
pub use groups::{GroupBox, MemberCard};
pub use lanes::{Brick, BrickState, GroupRow, Lane, Standing, standings};
pub use layout::{Layout, Rect, Room};
pub use producers::ProducerCard;
