//! What no broker and no client would accept, and what is too large to be looked at. Every problem
//! of a setup is found, not only the first, and each is worded as Kafka words it.
//!
//! # Layout
//!
//! - [`problem`]: what is wrong where, and the range that is allowed;
//! - `topics`, `clients`, `producers`: the rules of brokers and of clients;
//! - `bounds`: the model's own, so that a run stays something one can look at.

mod bounds;
mod clients;
mod problem;
mod producers;
mod topics;

pub use bounds::{
    MOST_GROUPS, MOST_MEMBERS, MOST_MS, MOST_PARTITIONS, MOST_PRODUCERS, MOST_TOPICS,
};
pub use clients::of_consumer;
pub use problem::{Place, Problem, Reason};

use crate::setup::Setup;
use problem::Check;

/// Everything that is wrong with a setup; nothing if it can be run.
pub fn problems(setup: &Setup) -> Vec<Problem> {
    let mut found = Vec::new();
    broker(setup, &mut found);
    topics::check(setup, &mut found);
    clients::check(setup, &mut found);
    producers::check(setup, &mut found);
    bounds::check(setup, &mut found);
    found
}

fn broker(setup: &Setup, found: &mut Vec<Problem>) {
    let broker = &setup.broker;
    let mut check = Check::new(Place::Broker, found);
    let interval_ms = broker.retention_check_interval_ms;
    check.within("log.retention.check.interval.ms", interval_ms, 1, MOST_MS);
    let first_ms = broker.log_initial_task_delay_ms;
    check.within("log.initial.task.delay.ms", first_ms, 0, MOST_MS);
    // A broker takes 0. Here time would stand still: the cleaner would look, and look again.
    let backoff_ms = broker.log_cleaner_backoff_ms;
    check.within("log.cleaner.backoff.ms", backoff_ms, 1, MOST_MS);
    let segment_bytes = i64::try_from(broker.offsets_topic_segment_bytes);
    check.int(
        "offsets.topic.segment.bytes",
        segment_bytes.unwrap_or(i64::MAX),
        1,
    );
    let delay_ms = broker.initial_rebalance_delay_ms;
    check.int("group.initial.rebalance.delay.ms", delay_ms, 0);
    let longest = broker.offset_metadata_max_bytes.into();
    check.int("offset.metadata.max.bytes", longest, 0);
    let minutes = broker.offsets_retention_ms.div_euclid(60_000);
    check.int("offsets.retention.minutes", minutes, 1);
    let interval_ms = broker.offsets_retention_check_interval_ms;
    check.within(
        "offsets.retention.check.interval.ms",
        interval_ms,
        1,
        MOST_MS,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Assignor;
    use crate::client::program::OnFailure;
    use crate::client::strategy::Strategy;
    use crate::group::InstanceId;
    use crate::ids::{GroupId, TopicId};
    use crate::scenario::Scenario;
    use crate::setup::{Acks, ClientLibrary, ConsumerConfig};

    /// What is said of the shop after a change; each sentence without its place.
    fn said(change: impl FnOnce(&mut Setup)) -> Vec<String> {
        let mut setup = Scenario::Shop.setup(1);
        change(&mut setup);
        let problems = problems(&setup);
        problems.iter().map(ToString::to_string).collect()
    }

    fn check(change: impl FnOnce(&mut Setup), expected: &[&str]) {
        assert_eq!(said(change), expected);
    }

    #[test]
    fn nothing_is_wrong_with_the_catalogue() {
        for scenario in Scenario::ALL {
            assert_eq!(problems(&scenario.setup(1)), []);
        }
    }

    #[test]
    fn a_session_timeout_must_be_one_that_the_broker_allows() {
        let refusal = "the session timeout is not within the range allowed by the broker (as \
            configured by group.min.session.timeout.ms and group.max.session.timeout.ms): 6000 to \
            1800000";
        check(
            |setup| setup.groups[0].client.session_timeout_ms = 5_999,
            &[&format!(
                "group fulfilment: session.timeout.ms is 5999: {refusal}"
            )],
        );
        check(
            |setup| setup.groups[0].client.session_timeout_ms = 1_800_001,
            &[&format!(
                "group fulfilment: session.timeout.ms is 1800001: {refusal}"
            )],
        );
        check(
            |setup| setup.groups[0].client.session_timeout_ms = 6_000,
            &[],
        );
    }

    #[test]
    fn heartbeats_must_be_more_frequent_than_sessions_expire() {
        check(
            |setup| setup.groups[1].client.heartbeat_interval_ms = 10_000,
            &[
                "group inventory: heartbeat.interval.ms is 10000: must be set lower than \
               session.timeout.ms, which is 10000",
            ],
        );
    }

    #[test]
    fn the_brokers_own_rounds_have_their_ranges() {
        check(
            |setup| {
                setup.broker.log_initial_task_delay_ms = -1;
                setup.broker.log_cleaner_backoff_ms = 0;
                setup.broker.offsets_topic_segment_bytes = 0;
            },
            &[
                "broker: log.initial.task.delay.ms is -1: value must be at least 0",
                "broker: log.cleaner.backoff.ms is 0: value must be at least 1",
                "broker: offsets.topic.segment.bytes is 0: value must be at least 1",
            ],
        );
        check(
            |setup| setup.broker.offsets_topic_segment_bytes = 1 << 31,
            &[
                "broker: offsets.topic.segment.bytes is 2147483648: value must be no more than \
               2147483647",
            ],
        );
    }

    /// `JoinGroupRequest.validateGroupInstanceId`
    #[test]
    fn instances_have_names_as_topics_have() {
        for (name, reason) in [
            ("", "the empty string is not allowed"),
            ("..", "“.” and “..” are not allowed"),
            (
                "desk 1",
                "contains one or more characters other than ASCII alphanumerics, “.”, “_” and “-”",
            ),
        ] {
            let said = said(|setup| {
                setup.instances = vec!["till".to_owned(), name.to_owned()];
                setup.consumers[0].instance = Some(InstanceId(1));
            });
            let expected =
                format!("consumer fulfilment-1: group.instance.id is “{name}”: {reason}");
            assert_eq!(said, [expected]);
        }
    }

    /// `rd_kafka_properties`, `rd_kafka_conf_finalize`
    #[test]
    fn librdkafka_has_ranges_of_its_own() {
        let librdkafka = |change: fn(&mut ConsumerConfig)| {
            said(move |setup| {
                setup.groups[0].strategy = Strategy::AutoOffsetStore;
                let client = &mut setup.groups[0].client;
                *client = ConsumerConfig {
                    session_timeout_ms: client.session_timeout_ms,
                    ..ConsumerConfig::librdkafka()
                };
                change(client);
            })
        };
        for (change, problem) in [
            (
                (|it| it.auto_commit_interval_ms = 86_400_001) as fn(&mut ConsumerConfig),
                "auto.commit.interval.ms is 86400001: outside allowed range 0..86400000",
            ),
            (
                |it| it.max_poll_interval_ms = 86_400_001,
                "max.poll.interval.ms is 86400001: outside allowed range 1..86400000",
            ),
            (
                |it| it.heartbeat_interval_ms = 3_600_001,
                "heartbeat.interval.ms is 3600001: outside allowed range 1..3600000",
            ),
            (
                |it| it.max_partition_fetch_bytes = 0,
                "max.partition.fetch.bytes is 0: outside allowed range 1..1000000000",
            ),
            (
                |it| it.retry_backoff_ms = 0,
                "retry.backoff.ms is 0: outside allowed range 1..300000",
            ),
            (
                |it| it.fetch_max_bytes = 999_999,
                "fetch.max.bytes is 999999: must be at least message.max.bytes, which is 1000000",
            ),
        ] {
            assert_eq!(librdkafka(change), [format!("group fulfilment: {problem}")]);
        }
        assert_eq!(librdkafka(|it| it.auto_commit_interval_ms = 0), [""; 0]);
    }

    #[test]
    fn librdkafka_wants_the_poll_interval_to_reach_the_session_timeout() {
        let short = |library| {
            move |setup: &mut Setup| {
                setup.groups[0].client.library = library;
                setup.groups[0].strategy = Strategy::AfterRecord;
                setup.groups[0].client.max_poll_interval_ms = 9_999;
            }
        };
        check(short(ClientLibrary::Java), &[]);
        check(
            short(ClientLibrary::Librdkafka),
            &[
                "group fulfilment: max.poll.interval.ms is 9999: must be at least \
               session.timeout.ms, which is 10000",
            ],
        );
    }

    #[test]
    fn an_idempotent_producer_needs_acks_retries_and_few_requests() {
        check(
            |setup| {
                let client = &mut setup.producers[0].client;
                (client.acks, client.retries) = (Acks::Leader, 0);
                client.max_in_flight_requests_per_connection = 6;
                client.delivery_timeout_ms = 29_999;
            },
            &[
                "producer shop: delivery.timeout.ms is 29999: should be equal to or larger than \
                 linger.ms + request.timeout.ms, which is 30000",
                "producer shop: acks is 1: to use the idempotent producer, it must be set to all",
                "producer shop: retries is 0: to use the idempotent producer, it must be set to \
                 non-zero",
                "producer shop: max.in.flight.requests.per.connection is 6: to use the idempotent \
                 producer, it must be set to at most 5",
            ],
        );
        check(
            |setup| {
                let client = &mut setup.producers[0].client;
                (client.acks, client.retries) = (Acks::None, 0);
                client.enable_idempotence = false;
            },
            &[],
        );
    }

    #[test]
    fn a_way_to_commit_goes_with_its_library() {
        check(
            |setup| setup.groups[0].strategy = Strategy::StoreAfterRecord,
            &[
                "group fulfilment: strategy is “StoreAfterRecord”: programs with this client library \
               have no such way to commit",
            ],
        );
    }

    #[test]
    fn a_topic_has_partitions_and_settings_in_range() {
        check(
            |setup| setup.topics[0].partitions = 0,
            &["topic orders: partitions is 0: value must be at least 1"],
        );
        check(
            |setup| {
                let log = &mut setup.topics[0].log;
                (log.segment_bytes, log.segment_ms) = (1_048_575, 0);
                log.retention_ms = Some(-2);
                (log.min_compaction_lag_ms, log.max_compaction_lag_ms) = (10, 9);
            },
            &[
                "topic orders: segment.bytes is 1048575: value must be at least 1048576",
                "topic orders: segment.ms is 0: value must be at least 1",
                "topic orders: retention.ms is -2: value must be at least -1",
                "topic orders: min.compaction.lag.ms is 10: must be no more than \
                 max.compaction.lag.ms, which is 9",
            ],
        );
    }

    #[test]
    fn names_are_legal_and_differ() {
        for (name, reason) in [
            ("", "the empty string is not allowed"),
            ("..", "“.” and “..” are not allowed"),
            (
                "shop/orders",
                "contains one or more characters other than ASCII alphanumerics, “.”, “_” and “-”",
            ),
        ] {
            let expected = format!("topic {name}: name is “{name}”: {reason}");
            check(|setup| setup.topics[0].name = name.to_owned(), &[&expected]);
        }
        let long = "x".repeat(250);
        assert!(
            said(|setup| setup.topics[0].name.clone_from(&long))[0].ends_with("longer than 249")
        );
        check(
            |setup| setup.groups[1].name = "fulfilment".to_owned(),
            &["group fulfilment: group.id is “fulfilment”: there is one of this name already"],
        );
        check(
            |setup| setup.groups[1].name = " ".to_owned(),
            &[
                "group  : group.id is “ ”: the configured group.id should not be an empty string or whitespace",
            ],
        );
    }

    #[test]
    fn an_assignor_is_needed_and_librdkafkas_is_eager() {
        let property = "group fulfilment: partition.assignment.strategy is";
        let assigns = |assignors: Vec<Assignor>, library| {
            said(|setup| {
                let client = &mut setup.groups[0].client;
                (client.partition_assignment_strategy, client.library) = (assignors, library);
                setup.groups[0].strategy = Strategy::offered(library)[0];
            })
        };
        let refused = format!("{property} “”: must configure at least one partition assigner");
        assert_eq!(assigns(Vec::new(), ClientLibrary::Java), [refused]);
        let cooperative = vec![Assignor::COOPERATIVE_STICKY];
        assert_eq!(assigns(cooperative.clone(), ClientLibrary::Java), [""; 0]);
        let refused = format!(
            "{property} “cooperative-sticky”: OffsetScope shows cooperative rebalances of Java \
             clients only"
        );
        assert_eq!(assigns(cooperative, ClientLibrary::Librdkafka), [refused]);
    }

    #[test]
    fn what_is_named_must_be_there() {
        check(
            |setup| {
                setup.groups[0].topic = TopicId(3);
                setup.groups[1].on_failure = OnFailure::DeadLetter(TopicId(1));
                setup.consumers[3].group = GroupId(9);
            },
            &[
                "group fulfilment: topic is 3: there is no such topic",
                "group inventory: on_failure is 1: there is no such topic",
                "consumer notifications-1: group is 9: there is no such group",
            ],
        );
    }

    #[test]
    fn there_is_a_bound_on_everything() {
        check(
            |setup| setup.topics[0].partitions = 65,
            &["topic orders: partitions is 65: OffsetScope shows no more than 64"],
        );
        let crowd = said(|setup| {
            for number in 0..40 {
                let mut member = setup.consumers[0].clone();
                member.name = format!("another-{number}");
                setup.consumers.push(member);
            }
        });
        assert_eq!(
            crowd,
            ["group fulfilment: members is 42: OffsetScope shows no more than 32"]
        );
        check(
            |setup| (setup.timing.min_latency_ms, setup.timing.max_latency_ms) = (10, 9),
            &["timing: min_latency_ms is 10: must be no more than max_latency_ms, which is 9"],
        );
    }
}
