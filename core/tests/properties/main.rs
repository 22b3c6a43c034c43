//! Properties: what holds in every run, whatever happens in it.
//!
//! They are stated apart from the model, by Kafka's documentation and source as
//! `kafka-semantics.md` sums them up, and see of it only plain data ([`seen`]) and events. Random
//! runs of two kinds put them to the test: any enabled choice at any time, and the clock with
//! random interventions.
//!
//! A failure prints its seed and step. To run only that seed:
//!
//! ```text
//! OFFSETSCOPE_SEED=17 cargo test -p offsetscope-core --test properties
//! ```
//!
//! # Layout
//!
//! - [`seen`], [`rule`]: what a property looks at, and what it is;
//! - [`logs`], [`commits`], [`positions`], [`groups`], [`deadlines`], [`waiting`], [`transport`],
//!   [`producers`], [`admin`]: properties of a step; [`librdkafka`]: those of groups that use the other client
//!   library;
//! - [`recount`]: the ledger, counted again from the events alone, by way of what processes hold
//!   ([`holding`]); [`callbacks`]: those of
//!   `commitAsync`, followed through the events; [`exactly_once`]: what a conditional write
//!   guarantees;
//! - [`offers`]: what the world and the clock offer;
//! - [`setups`], [`mix`], [`drivers`], [`watch`], [`coverage`]: the random runs;
//! - [`long`]: a long run that somebody starts; [`shrink`] makes a run that failed short;
//! - [`live`]: what must happen in the end, once nobody interferes;
//! - [`doctored`], [`doctorings`], [`doctorings_of_commits`],
//!   [`doctorings_of_producers`], [`doctorings_of_admin`]: every property notices a step that
//!   breaks it.

mod admin;
mod callbacks;
mod commits;
mod coverage;
mod cuts;
mod deadlines;
mod doctored;
mod doctorings;
mod doctorings_of_admin;
mod doctorings_of_commits;
mod doctorings_of_producers;
mod drivers;
mod exactly_once;
mod groups;
mod holding;
mod librdkafka;
mod live;
mod logs;
mod long;
mod mix;
mod offers;
mod pauses;
mod positions;
mod producers;
mod recount;
mod rule;
mod seen;
mod setups;
mod shrink;
mod transport;
mod waiting;
mod watch;
