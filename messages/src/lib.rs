//! What the page and its workers say to each other, as bytes: [`prover`] and [`panels`].
//!
//! Both sides are built together. A message that cannot be read comes from another version of the page,
//! which a browser may still have.

pub mod panels;
pub mod prover;
mod source;

pub use source::Source;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message as bytes.
///
/// # Panics
/// Never: every message can be written.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(message).expect("a message holds nothing without a length")
}

/// A message from bytes; none if they are no such message, as they are if page and worker are not of
/// the same version.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
