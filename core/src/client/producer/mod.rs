//! Kafka's producer: what the library in a producer process remembers, and what it does by itself.
//!
//! An application sends records; the producer puts them into batches, batches into requests, and
//! says in the end what became of each (the callback of `send`). Follows `KafkaProducer`,
//! `RecordAccumulator`, `Sender` and `TransactionManager`.
//!
//! # Layout
//!
//! - [`partitioning`]: which partition a record goes to;
//! - [`config`]: its settings;
//! - [`batch`]: records that are sent together;
//! - `accumulator`: batches wait until they are full or have lingered;
//! - `sender`: requests go out, answers come in, connections break, time runs out;
//! - [`idempotence`]: the sequence numbers by which a broker knows what it has already.

mod accumulator;
pub mod batch;
pub mod config;
pub mod idempotence;
pub mod partitioning;
mod sender;

use crate::effects::ReplyTo;
use crate::ids::{OrderNumber, ProducerId, TopicPartition};
use crate::network::Client;
use crate::setup::{ProducerConfig, Setup};
use batch::ProducerBatch;
use idempotence::Idempotence;
use litemap::LiteMap;
use partitioning::Partitioner;
use std::collections::VecDeque;

/// The client library of a producer process.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KafkaProducer {
    /// Whose it is.
    pub id: ProducerId,
    /// Which life of the process this is, from 1. Each asks for a new producer id.
    pub process_number: u16,
    /// Where records go.
    partitioner: Partitioner,
    /// What waits to be sent, for each partition; only those where something does.
    queues: LiteMap<TopicPartition, VecDeque<ProducerBatch>>,
    /// Requests that were sent and not answered, oldest first.
    in_flight: VecDeque<InFlight>,
    /// `enable.idempotence`
    idempotence: Option<Idempotence>,
}

/// A request that was sent and not answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InFlight {
    /// Names its time-out: the first order that it carried.
    pub order: OrderNumber,
    /// What it carries, less what was given up meanwhile.
    pub batches: Vec<ProducerBatch>,
}

/// What a producer knows from outside: how it is configured, and the cluster's metadata.
#[derive(Clone, Copy)]
pub struct ProducerContext<'a> {
    /// Its configuration.
    pub config: &'a ProducerConfig,
    /// Topics, and the seed.
    pub setup: &'a Setup,
}

impl KafkaProducer {
    /// A producer just made, as `new KafkaProducer(…)` gives it. Its id would come in the answer to
    /// `InitProducerId`; here it has it from the start.
    pub fn new(id: ProducerId, process_number: u16, config: &ProducerConfig) -> Self {
        let producer_id = (i64::from(process_number) - 1) << u16::BITS | i64::from(id.0);
        Self {
            id,
            process_number,
            partitioner: Partitioner::default(),
            queues: LiteMap::new(),
            in_flight: VecDeque::new(),
            idempotence: config
                .enable_idempotence
                .then(|| Idempotence::new(producer_id)),
        }
    }

    /// The address of this life of the process.
    pub fn address(&self) -> ReplyTo {
        ReplyTo {
            client: Client::Producer(self.id),
            process: self.process_number,
            socket: 0,
        }
    }

    /// What waits to be sent to a partition, oldest first.
    pub fn queued(&self, partition: TopicPartition) -> impl Iterator<Item = &ProducerBatch> {
        self.queues.get(&partition).into_iter().flatten()
    }

    /// All that waits to be sent.
    pub fn all_queued(&self) -> impl Iterator<Item = &ProducerBatch> {
        self.queues.iter().flat_map(|(_, queue)| queue)
    }

    /// What was sent and not answered, oldest first.
    pub fn in_flight(&self) -> impl Iterator<Item = &InFlight> {
        self.in_flight.iter()
    }

    /// The id and epoch that it stamps on new batches, if it is idempotent.
    pub fn idempotence(&self) -> Option<&Idempotence> {
        self.idempotence.as_ref()
    }

    /// Whether anything is to be heard of this partition.
    fn is_in_flight(&self, partition: TopicPartition) -> bool {
        let mut batches = self.in_flight.iter().flat_map(|request| &request.batches);
        batches.any(|batch| batch.partition == partition)
    }
}
