//! What producers accept as their settings: Kafka's `ProducerConfig`.

use super::bounds::MOST_MS;
use super::problem::{Check, Place, Problem, Reason};
use crate::setup::{Acks, Placement, ProducerConfig, ProducerSetup, Setup};
use offsetscope_language::text;

/// The most requests in flight with which a broker can tell what it has already.
const MOST_IN_FLIGHT: u16 = 5;

pub(super) fn check(setup: &Setup, found: &mut Vec<Problem>) {
    for producer in &setup.producers {
        let mut check = Check::new(Place::Producer(producer.name.clone()), found);
        check_placement(producer, setup, &mut check);
        check_config(&producer.client, &mut check);
    }
}

fn check_placement(producer: &ProducerSetup, setup: &Setup, check: &mut Check<'_>) {
    let topic = setup.topics.get(producer.topic.index());
    if let (Placement::Partition(partition), Some(topic)) = (producer.placement, topic)
        && partition >= topic.partitions
    {
        check.refuse(
            "placement",
            partition.into(),
            Reason::Unknown(text!("partition", "分区")),
        );
    }
}

fn check_config(config: &ProducerConfig, check: &mut Check<'_>) {
    let batch_size = i64::try_from(config.batch_size).unwrap_or(i64::MAX);
    let in_flight = config.max_in_flight_requests_per_connection;
    check.int("linger.ms", config.linger_ms, 0);
    check.int("batch.size", batch_size, 0);
    check.int("retries", config.retries.into(), 0);
    check.within("retry.backoff.ms", config.retry_backoff_ms, 0, MOST_MS);
    check.int("request.timeout.ms", config.request_timeout_ms, 0);
    check.int("delivery.timeout.ms", config.delivery_timeout_ms, 0);
    let requests = "max.in.flight.requests.per.connection";
    check.at_least(requests, in_flight.into(), 1);
    let least_ms = config.linger_ms.saturating_add(config.request_timeout_ms);
    if config.delivery_timeout_ms < least_ms {
        let reason = Reason::NoLessThanSum("linger.ms", "request.timeout.ms", least_ms);
        check.refuse("delivery.timeout.ms", config.delivery_timeout_ms, reason);
    }
    if !config.enable_idempotence {
        return;
    }
    match config.acks {
        Acks::All => {}
        Acks::None => check.refuse_word("acks", "0", Reason::Idempotence("all")),
        Acks::Leader => check.refuse_word("acks", "1", Reason::Idempotence("all")),
    }
    if config.retries == 0 {
        check.refuse(
            "retries",
            0,
            Reason::Idempotence(text!("non-zero", "非零值")),
        );
    }
    if in_flight > MOST_IN_FLIGHT {
        check.refuse(
            requests,
            in_flight.into(),
            Reason::Idempotence(text!("at most 5", "不大于 5 的值")),
        );
    }
}
