//! The forms of recordings that are known, one file each.

mod murmur2;

use super::form::Form;

/// Every form, in the order in which they are tried. No case has two of them.
pub const ALL: &[Form] = &[murmur2::FORM];
