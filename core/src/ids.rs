//! Names of things: small numbers into the lists of the [`crate::setup::Setup`].
//!
//! They are `Copy` and cheap to hash, because a search will hold millions of worlds.

use serde::{Deserialize, Serialize};

/// A position in a partition's log. Kafka never reuses one.
pub type Offset = u64;

/// The n-th order of the run, counted over all producers. It names the business event itself, so
/// that a record written twice is still one order.
pub type OrderNumber = u32;

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub struct $name(pub u16);

        impl $name {
            /// The place in the setup's list.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index!(
    /// A topic, by its place in `Setup::topics`.
    TopicId
);
index!(
    /// A producer process, by its place in `Setup::producers`.
    ProducerId
);
index!(
    /// A consumer group, by its place in `Setup::groups`.
    GroupId
);
index!(
    /// A consumer process, by its place in `Setup::consumers`. A restarted process keeps it.
    ConsumerId
);

/// One partition of one topic. Assignors also work where topics have other names than ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TopicPartition<T = TopicId> {
    /// The topic.
    pub topic: T,
    /// The partition's number within the topic, from 0.
    pub partition: u16,
}

/// The id that a coordinator gave a member. In Kafka it is `<client.id>-<random uuid>`; here it is
/// the process that asked and how many ids that process slot has asked for, which is as unique and
/// needs no randomness. [`crate::setup::Setup::member_name`] prints it in Kafka's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MemberId {
    /// The process that asked for the id.
    pub consumer: ConsumerId,
    /// Counts the ids this process slot was given, from 1.
    pub number: u16,
}
