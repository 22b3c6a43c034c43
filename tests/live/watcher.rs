//! What the callbacks of the real client see, and the names of what its calls return.

use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::{KafkaResult, RDKafkaErrorCode};
use rdkafka::message::{DeliveryResult, Message};
use rdkafka::producer::ProducerContext;
use rdkafka::topic_partition_list::TopicPartitionListElem;
use rdkafka::{ClientContext, Statistics, TopicPartitionList};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a client's callbacks have seen.
#[derive(Default)]
pub struct Seen {
    pub rebalances: Vec<String>,
    pub commits: Vec<String>,
    pub owned: Vec<i32>,
    /// By partition, as the statistics call it.
    pub fetch_states: BTreeMap<i32, String>,
}

/// The callbacks of a client.
#[derive(Clone, Default)]
pub struct Watcher(Arc<Mutex<Seen>>);

impl Watcher {
    /// Looks at it, or changes it.
    pub fn with<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// It has other partitions from here on.
    pub fn note_owned(&self, owned: Vec<i32>) {
        self.with(|seen| {
            seen.fetch_states.clear();
            seen.owned = owned;
        });
    }
}

impl ClientContext for Watcher {
    fn stats(&self, statistics: Statistics) {
        let partitions = statistics.topics.into_values().flat_map(|it| it.partitions);
        let states = partitions.map(|(partition, it)| (partition, it.fetch_state));
        self.with(|seen| seen.fetch_states = states.collect());
    }
}

impl ConsumerContext for Watcher {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        let (what, given) = match rebalance {
            Rebalance::Assign(given) => ("assigned", partitions_of(given)),
            Rebalance::Revoke(given) if consumer.assignment_lost() => {
                ("lost", partitions_of(given))
            }
            Rebalance::Revoke(given) => ("revoked", partitions_of(given)),
            Rebalance::Error(_) => ("failed", Vec::new()),
        };
        self.with(|seen| seen.rebalances.push(format!("{what} {given:?}")));
        self.note_owned(if what == "assigned" {
            given
        } else {
            Vec::new()
        });
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        self.with(|seen| seen.commits.push(outcome(result)));
    }
}

/// Where the last record went.
#[derive(Clone, Default)]
pub struct LastDelivery(Arc<Mutex<Option<i32>>>);

impl LastDelivery {
    /// Its partition, if it was delivered.
    pub fn partition(&self) -> Option<i32> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientContext for LastDelivery {}

impl ProducerContext for LastDelivery {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let partition = result.as_ref().ok().map(Message::partition);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = partition;
    }
}

fn partitions_of(places: &TopicPartitionList) -> Vec<i32> {
    let mut partitions: Vec<i32> = places
        .elements()
        .iter()
        .map(TopicPartitionListElem::partition)
        .collect();
    partitions.sort_unstable();
    partitions
}

/// Errors that come and go with connections, and are nobody's answer.
pub fn is_weather(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode::{AllBrokersDown, BrokerTransportFailure, Resolve};
    matches!(code, AllBrokersDown | BrokerTransportFailure | Resolve)
}

/// What a call returns, by librdkafka's names.
pub fn outcome(result: KafkaResult<()>) -> String {
    use RDKafkaErrorCode as Code;
    let Err(error) = result else {
        return "ok".to_owned();
    };
    let name = match error.rdkafka_error_code() {
        Some(Code::NoOffset) => "_NO_OFFSET",
        Some(Code::AssignmentLost) => "_ASSIGNMENT_LOST",
        Some(Code::PollExceeded) => "_MAX_POLL_EXCEEDED",
        Some(Code::AutoOffsetReset) => "_AUTO_OFFSET_RESET",
        Some(Code::State) => "_STATE",
        Some(Code::InvalidArgument) => "_INVALID_ARG",
        Some(Code::IllegalGeneration) => "ILLEGAL_GENERATION",
        Some(Code::UnknownMemberId) => "UNKNOWN_MEMBER_ID",
        Some(Code::RebalanceInProgress) => "REBALANCE_IN_PROGRESS",
        // Of a failed seek, the binding keeps only the sentence.
        _ if error.to_string().ends_with("Erroneous state") => "_STATE",
        _ => return error.to_string(),
    };
    name.to_owned()
}
