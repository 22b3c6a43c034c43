//! The client side: what runs in the processes of producers and consumers.

pub mod activity;
mod answers;
pub mod assignment;
pub mod consumer;
pub mod partitioner;
mod poll;
pub mod program;
pub mod strategy;

pub use activity::Activity;
pub use assignment::{Assigned, Position};
pub use consumer::{Action, Consumer, InHand, Membership, Phase, Process};
