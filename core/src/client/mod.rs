//! The client side: what runs in the processes of producers and consumers.
//!
//! # Layout
//!
//! - [`kafka_consumer`]: the library, Kafka's consumer; [`call`] is what it is asked and what it
//!   returns, [`membership`] and [`assignment`] are parts of its state, `poll` and `answers` what it
//!   does by itself and about what arrives, `rebalance` its part in that, `refusals` and
//!   `disconnect` what it makes of a no and of no answer;
//! - [`application`]: the poll loop that calls it; [`program`] and [`strategy`] are what it runs;
//! - [`consumer`]: a process, both together; `threads` is what its threads do, [`workers`] its pool
//!   of workers, [`activity`] what it is busy with;
//! - [`librdkafka`]: what the other library does otherwise;
//! - [`producer`]: the other library, Kafka's producer; [`partitioner`] is how it hashes keys.

pub mod activity;
mod answers;
pub mod application;
pub mod assignment;
pub mod assignor;
pub mod call;
pub mod calls;
mod commit;
pub mod consumer;
mod disconnect;
pub mod kafka_consumer;
pub mod librdkafka;
pub mod membership;
#[cfg(test)]
mod observations;
pub mod partitioner;
mod poll;
pub mod producer;
pub mod program;
mod rebalance;
pub mod records;
mod refusals;
pub mod strategy;
mod threads;
pub mod workers;

pub use activity::Activity;
pub use application::Application;
pub use assignment::{Assigned, Flow, Position};
pub use assignor::{Assignor, RebalanceProtocol, read_preferences};
pub use call::{Call, ClientAction, Returned};
pub use calls::{IllegalState, SeekTo};
pub use consumer::{Consumer, Process};
pub use kafka_consumer::{AutoCommit, ClientContext, KafkaConsumer, Subscription};
pub use librdkafka::{AutoOffsetStore, Library, Librdkafka, StoreError};
pub use membership::{FarewellCommit, Membership, Phase};
pub use producer::{KafkaProducer, ProducerContext};
pub use records::InHand;
pub use threads::{Action, Outcome};
pub use workers::{WorkerAction, WorkerId};
