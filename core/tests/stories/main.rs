//! Stories: what Kafka promises and what it does not, one rule a test, each a short script on the
//! clock. The rules are those of `kafka-semantics.md`; a letter and number such as `a01` names the
//! trace of a real broker that shows the same.
//!
//! # Layout
//!
//! - [`story`]: the script's words, and how its outcome is written;
//! - [`guarantees`]: what a crash at each point does to the ledger (section 8);
//! - [`commits`], [`async_commits`]: when what is committed (section 7);
//! - [`programs`]: workers, databases, callbacks, failures, a graceful stop (sections 7 and 8);
//! - [`groups`]: joining, crashing, coming back; [`pauses`]: zombies; [`cooperative`]: rebalances in which
//!   nobody stops (section 6);
//! - [`librdkafka`]: what the other client library does otherwise (sections 7.2 and 7.3);
//! - [`offsets_topic`]: what is written to `__consumer_offsets` (section 10);
//! - [`connections`]: what breaks under a consumer, [`cuts`]: a network that fails for a while, [`producers`]: and under a producer;
//! - [`positions`]: where a consumer begins (section 4);
//! - [`retention`]: what is deleted, and who cares (section 1.2);
//! - [`admin`]: what somebody deletes or alters (sections 1 and 14).

mod admin;
mod async_commits;
mod commits;
mod connections;
mod cooperative;
mod cuts;
mod groups;
mod guarantees;
mod librdkafka;
mod offsets_topic;
mod outlook;
mod pauses;
mod positions;
mod producers;
mod programs;
mod retention;
mod story;
