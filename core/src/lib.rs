//! A deterministic model of Kafka's logs, consumer groups and offsets.
//!
//! # Layout
//!
//! Nothing in here reads a clock, a file or a random device. Everything that can happen next is a
//! [`choice::Choice`]; [`world::World::apply`] makes one happen and reports [`event::Event`]s.
//!
//! | module | holds |
//! |---|---|
//! | [`log`] | a partition as the broker stores it: records, segments, retention |
//! | [`group`] | the group coordinator, committed offsets, assignors |
//! | [`client`] | producer, partitioner, consumer, the consumer's program |
//! | [`network`] | messages in flight and the links they travel on |
//! | [`broker`] | one broker: its logs, its coordinator, the requests it answers |
//! | [`world`] | the transition function over all of these |
//! | [`clock`], [`history`] | the drivers: what happens next by time, what happened before |
//! | [`ledger`], [`outside`] | what all of it did to the world outside Kafka |
//! | [`scenario`] | setups worth looking at |
//!
//! Arrows point one way: drivers → world → {broker, client} → {group, network} → log. A test keeps it so.

#![forbid(unsafe_code)]

pub mod admin;
pub mod broker;
pub mod choice;
pub mod client;
pub mod clock;
mod duration;
pub mod effects;
pub mod event;
pub mod explain;
pub mod group;
pub mod history;

pub mod ids;
mod in_order;
pub mod ledger;
pub mod log;
mod long;
pub mod network;
pub mod outlook;
pub mod outside;
pub mod scenario;
pub mod search;
pub mod setup;
pub mod shared;
pub mod timer;
pub mod validation;
pub mod world;
