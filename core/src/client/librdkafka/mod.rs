//! The other client library: librdkafka, which Python, Go, .NET and Rust programs use.
//!
//! What every client does, [`KafkaConsumer`] does for both. Here is where librdkafka goes another
//! way. Follows librdkafka 2.12.
//!
//! # Layout
//!
//! - [`offsets`]: the offset store: what is eligible for a commit, and what it takes part in;
//! - `thread`: the library's own thread, which needs no `poll` to join, to look up and to fetch;
//! - `polling`: what is left for `poll`: rebalance callbacks, errors, one message at a time;
//! - `committing`: by the timer, before partitions are given up, and by `commit()`;
//! - [`partitioner`]: where a producer's records go.
//!
//! [`KafkaConsumer`]: super::KafkaConsumer

mod committing;
pub mod offsets;
pub mod partitioner;
mod polling;
mod thread;

use crate::event::ConsumerError;
use crate::ids::{Offset, TopicPartition};
use crate::setup::ClientLibrary;
use offsets::OffsetStore;
use std::collections::VecDeque;

/// Which library a client is, and what only that one remembers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Library {
    /// Kafka's own.
    Java,
    /// librdkafka.
    Librdkafka(Box<Librdkafka>),
}

/// What librdkafka remembers besides what every client does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Librdkafka {
    /// `enable.auto.offset.store`
    pub auto_offset_store: AutoOffsetStore,
    /// What was stored and what was committed, for each partition.
    pub store: OffsetStore,
    /// What each commit in flight carries, oldest first.
    pub committing: VecDeque<Vec<(TopicPartition, Offset)>>,
    /// An assignment has arrived, and `poll` has not served its callback yet
    /// (`RD_KAFKA_CGRP_JOIN_STATE_WAIT_ASSIGN_CALL`).
    pub to_assign: Option<Vec<TopicPartition>>,
    /// Errors that `poll` will return.
    pub errors: VecDeque<ConsumerError>,
}

/// `enable.auto.offset.store`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AutoOffsetStore {
    /// A message's offset is stored as it is handed to the application.
    #[default]
    On,
    /// The application stores.
    Off,
}

/// Why `store_offset` does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreError {
    /// `_STATE`: the partition is not assigned.
    State,
    /// `_INVALID_ARG`: `enable.auto.offset.store` does it.
    InvalidArgument,
}

impl Library {
    /// A library that remembers nothing yet.
    pub fn new(library: ClientLibrary) -> Self {
        match library {
            ClientLibrary::Java => Self::Java,
            ClientLibrary::Librdkafka => Self::Librdkafka(Box::default()),
        }
    }

    /// Which it is.
    pub fn kind(&self) -> ClientLibrary {
        match self {
            Self::Java => ClientLibrary::Java,
            Self::Librdkafka(_) => ClientLibrary::Librdkafka,
        }
    }

    /// What librdkafka remembers, if that is what it is.
    pub fn librdkafka(&self) -> Option<&Librdkafka> {
        match self {
            Self::Java => None,
            Self::Librdkafka(library) => Some(library),
        }
    }

    pub(super) fn librdkafka_mut(&mut self) -> Option<&mut Librdkafka> {
        match self {
            Self::Java => None,
            Self::Librdkafka(library) => Some(library),
        }
    }
}
