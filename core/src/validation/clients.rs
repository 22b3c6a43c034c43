//! What clients accept as their settings, and a coordinator from its members: Kafka's
//! `ConsumerConfig`, `Heartbeat` and `GroupCoordinatorConfig`, and librdkafka's
//! `rd_kafka_conf_finalize`.

use super::bounds::MOST_MS;
use super::problem::{Check, Place, Problem, Reason};
use super::topics::wrong_name;
use crate::client::RebalanceProtocol;
use crate::client::program::OnFailure;
use crate::client::strategy::Strategy;
use crate::group::GroupConfig;
use crate::setup::{ClientLibrary, ConsumerConfig, Setup};
use offsetscope_language::text;

/// librdkafka's default of `message.max.bytes`.
const LIBRDKAFKA_MESSAGE_BYTES: i64 = 1_000_000;

pub(super) fn check(setup: &Setup, found: &mut Vec<Problem>) {
    for (place, producer) in setup.producers.iter().enumerate() {
        let mut check = Check::new(Place::Producer(producer.name.clone()), found);
        let before = &setup.producers[..place];
        if before.iter().any(|it| it.name == producer.name) {
            check.refuse_name("client.id", &producer.name, Reason::Taken);
        }
        if producer.topic.index() >= setup.topics.len() {
            check.refuse(
                "topic",
                producer.topic.0.into(),
                Reason::Unknown(text!("topic", "主题")),
            );
        }
        check.within("first_order_ms", producer.first_order_ms, 0, MOST_MS);
        check.within("order_interval_ms", producer.order_interval_ms, 1, MOST_MS);
    }
    for (place, group) in setup.groups.iter().enumerate() {
        let mut check = Check::new(Place::Group(group.name.clone()), found);
        if group.name.trim().is_empty() {
            check.refuse_name("group.id", &group.name, Reason::BlankGroupId);
        }
        if setup.groups[..place].iter().any(|it| it.name == group.name) {
            check.refuse_name("group.id", &group.name, Reason::Taken);
        }
        if group.topic.index() >= setup.topics.len() {
            check.refuse(
                "topic",
                group.topic.0.into(),
                Reason::Unknown(text!("topic", "主题")),
            );
        }
        if let OnFailure::DeadLetter(topic) = group.on_failure
            && topic.index() >= setup.topics.len()
        {
            check.refuse(
                "on_failure",
                topic.0.into(),
                Reason::Unknown(text!("topic", "主题")),
            );
        }
        check.within("processing_ms", group.processing_ms, 0, MOST_MS);
        if !Strategy::offered(group.client.library).contains(&group.strategy) {
            let strategy = format!("{:?}", group.strategy);
            check.refuse_name("strategy", &strategy, Reason::OtherLibrary);
        }
        check_config(&group.client, &mut check);
    }
    for (place, consumer) in setup.consumers.iter().enumerate() {
        let mut check = Check::new(Place::Consumer(consumer.name.clone()), found);
        let before = &setup.consumers[..place];
        if before.iter().any(|it| it.name == consumer.name) {
            check.refuse_name("client.id", &consumer.name, Reason::Taken);
        }
        if consumer.group.index() >= setup.groups.len() {
            check.refuse(
                "group",
                consumer.group.0.into(),
                Reason::Unknown(text!("group", "组")),
            );
        }
        if let Some(instance) = consumer.instance {
            let name = setup.instances.get(usize::from(instance.0));
            let reason = name.map_or(Some(Reason::Unknown(text!("name", "名称"))), |it| {
                wrong_name(it)
            });
            if let Some(reason) = reason {
                let name = name.map_or("", String::as_str);
                check.refuse_name("group.instance.id", name, reason);
            }
        }
    }
}

/// What no client accepts of a consumer's settings, and no coordinator.
pub fn of_consumer(config: &ConsumerConfig, place: Place) -> Vec<Problem> {
    let mut found = Vec::new();
    check_config(config, &mut Check::new(place, &mut found));
    found
}

fn check_config(client: &ConsumerConfig, check: &mut Check<'_>) {
    let broker = GroupConfig::default();
    let (least_ms, most_ms) = (broker.min_session_timeout_ms, broker.max_session_timeout_ms);
    let session_ms = client.session_timeout_ms;
    if !(least_ms..=most_ms).contains(&session_ms) {
        let reason = Reason::SessionTimeout { least_ms, most_ms };
        check.refuse("session.timeout.ms", session_ms, reason);
    }
    check.int("max.poll.records", client.max_poll_records.into(), 1);
    check.int("default.api.timeout.ms", client.default_api_timeout_ms, 0);
    for (property, value, java, librdkafka) in ranges(client) {
        match client.library {
            ClientLibrary::Java => check.within(property, value, java.0, java.1),
            ClientLibrary::Librdkafka => check.inside(property, value, librdkafka),
        }
    }
    let heartbeat_ms = client.heartbeat_interval_ms;
    match client.library {
        ClientLibrary::Java if heartbeat_ms >= session_ms => {
            let reason = Reason::LowerThan("session.timeout.ms", session_ms);
            check.refuse("heartbeat.interval.ms", heartbeat_ms, reason);
        }
        ClientLibrary::Librdkafka if client.max_poll_interval_ms < session_ms => {
            let reason = Reason::NoLessThan("session.timeout.ms", session_ms);
            check.refuse("max.poll.interval.ms", client.max_poll_interval_ms, reason);
        }
        ClientLibrary::Java | ClientLibrary::Librdkafka => {}
    }
    let fetch_bytes = client.fetch_max_bytes.into();
    if client.library == ClientLibrary::Librdkafka && fetch_bytes < LIBRDKAFKA_MESSAGE_BYTES {
        let reason = Reason::NoLessThan("message.max.bytes", LIBRDKAFKA_MESSAGE_BYTES);
        check.refuse("fetch.max.bytes", fetch_bytes, reason);
    }
    check_assignors(client, check);
}

/// A range, its ends included.
type Range = (i64, i64);

/// Settings that both libraries have: the value, the range in `ConsumerConfig`, and the one in
/// librdkafka's `rd_kafka_properties`.
fn ranges(client: &ConsumerConfig) -> [(&'static str, i64, Range, Range); 7] {
    const INT: i64 = i32::MAX as i64;
    [
        (
            "heartbeat.interval.ms",
            client.heartbeat_interval_ms,
            (1, INT),
            (1, 3_600_000),
        ),
        (
            "max.poll.interval.ms",
            client.max_poll_interval_ms,
            (1, INT),
            (1, 86_400_000),
        ),
        (
            "request.timeout.ms",
            client.request_timeout_ms,
            (0, INT),
            (10, 300_000),
        ),
        (
            "retry.backoff.ms",
            client.retry_backoff_ms,
            (0, MOST_MS),
            (1, 300_000),
        ),
        (
            "max.partition.fetch.bytes",
            client.max_partition_fetch_bytes.into(),
            (0, INT),
            (1, 1_000_000_000),
        ),
        (
            "fetch.max.bytes",
            client.fetch_max_bytes.into(),
            (0, INT),
            (0, INT - 512),
        ),
        (
            "auto.commit.interval.ms",
            client.auto_commit_interval_ms,
            (0, INT),
            (0, 86_400_000),
        ),
    ]
}

fn check_assignors(client: &ConsumerConfig, check: &mut Check<'_>) {
    let assignors = &client.partition_assignment_strategy;
    let protocol = RebalanceProtocol::of(assignors);
    let refused = match client.library {
        _ if assignors.is_empty() => ("", Reason::NoAssignor),
        ClientLibrary::Librdkafka if protocol == RebalanceProtocol::Cooperative => {
            ("cooperative-sticky", Reason::NotInLibrdkafka)
        }
        ClientLibrary::Java | ClientLibrary::Librdkafka => return,
    };
    check.refuse_name("partition.assignment.strategy", refused.0, refused.1);
}
