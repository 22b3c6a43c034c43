//! Setups of all kinds, each one that a Kafka 4.0 broker accepts.

use offsetscope_core::client::Assignor;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::group::InstanceId;
use offsetscope_core::ids::{GroupId, TopicId};
use offsetscope_core::log::{CleanupPolicy, LogConfig};
use offsetscope_core::setup::{
    Acks, AutoOffsetReset, BrokerSetup, ClientLibrary, ConsumerConfig, ConsumerSetup, GroupSetup,
    PartitionerClass, Placement, ProducerConfig, ProducerSetup, Setup, Timing, TopicSetup,
};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use std::sync::Arc;

const RESETS: [AutoOffsetReset; 6] = [
    AutoOffsetReset::Earliest,
    AutoOffsetReset::Earliest,
    AutoOffsetReset::Latest,
    AutoOffsetReset::Latest,
    AutoOffsetReset::ByDuration(4_000),
    AutoOffsetReset::None,
];

/// How groups assign: by Kafka's default, and by each assignor alone.
const STRATEGIES: [&[Assignor]; 6] = [
    &[Assignor::RANGE, Assignor::COOPERATIVE_STICKY],
    &[Assignor::RANGE],
    &[Assignor::ROUND_ROBIN],
    &[Assignor::STICKY],
    &[Assignor::COOPERATIVE_STICKY],
    &[Assignor::COOPERATIVE_STICKY],
];

/// Some members are static, and some by mistake the same.
const INSTANCES: [Option<InstanceId>; 6] = [
    None,
    None,
    None,
    None,
    Some(InstanceId(0)),
    Some(InstanceId(1)),
];

/// One of a list.
pub fn one_of<T: Copy>(list: &[T], chance: &mut Pcg64Mcg) -> T {
    list[chance.random_range(0..list.len())]
}

/// A setup drawn at random: one or two topics, one to three groups of one to three members.
pub fn random_setup(seed: u64, chance: &mut Pcg64Mcg) -> Arc<Setup> {
    let mut topics: Vec<_> = (0..chance.random_range(1..=2u16))
        .map(|number| topic(number, chance))
        .collect();
    let topic_ids: Vec<_> = (0..).map(TopicId).take(topics.len()).collect();
    // Nobody reads the dead letters.
    let dead_letters = TopicId(u16::try_from(topics.len()).expect("a few"));
    topics.push(topic(dead_letters.0, chance));
    let producers = (0..chance.random_range(1..=2u16)).map(|number| ProducerSetup {
        name: format!("producer-{number}"),
        topic: one_of(&topic_ids, chance),
        first_order_ms: chance.random_range(0..5_000),
        order_interval_ms: one_of(&[200, 1_000, 3_000], chance),
        placement: one_of(
            &[
                Placement::ByCustomer,
                Placement::ByCustomer,
                Placement::NoKey,
                Placement::Partition(0),
            ],
            chance,
        ),
        client: producer(chance),
    });
    let producers = producers.collect();
    let groups: Vec<_> = (0..chance.random_range(1..=3u16))
        .map(|number| {
            let topic = one_of(&topic_ids, chance);
            group(seed, number, (topic, dead_letters), chance)
        })
        .collect();
    let mut consumers = Vec::new();
    for group in (0..).map(GroupId).take(groups.len()) {
        for number in 0..chance.random_range(1..=3u16) {
            consumers.push(ConsumerSetup {
                name: format!("consumer-{}-{number}", group.0),
                group,
                instance: one_of(&INSTANCES, chance),
            });
        }
    }
    Arc::new(Setup {
        seed,
        topics,
        broker: BrokerSetup {
            retention_check_interval_ms: one_of(&[500, 5_000, 300_000], chance),
            initial_rebalance_delay_ms: one_of(&[0, 3_000], chance),
            offsets_retention_ms: one_of(&[60_000, 60_000, 604_800_000], chance),
            offsets_retention_check_interval_ms: one_of(&[500, 5_000, 600_000], chance),
            ..BrokerSetup::default()
        },
        producers,
        groups,
        consumers,
        instances: vec!["till".to_owned(), "desk".to_owned()],
        poison: one_of(&[&[][..], &[], &[2, 3, 7, 11, 30]], chance).to_vec(),
        timing: timing(chance),
    })
}

fn producer(chance: &mut Pcg64Mcg) -> ProducerConfig {
    let enable_idempotence = chance.random_ratio(1, 2);
    let acks = one_of(&[Acks::All, Acks::All, Acks::Leader, Acks::None], chance);
    let retries = one_of(&[0, 1, i32::MAX.cast_unsigned()], chance);
    let default = ProducerConfig::default();
    ProducerConfig {
        acks: if enable_idempotence { Acks::All } else { acks },
        linger_ms: one_of(&[0, 5, 2_000], chance),
        batch_size: one_of(&[0, 300, 16_384], chance),
        max_in_flight_requests_per_connection: one_of(&[1, 2, 5], chance),
        enable_idempotence,
        retries: if enable_idempotence {
            default.retries
        } else {
            retries
        },
        partitioner_class: one_of(
            &[
                PartitionerClass::BuiltIn,
                PartitionerClass::BuiltIn,
                PartitionerClass::RoundRobin,
            ],
            chance,
        ),
        ..default
    }
}

/// `segment.bytes` cannot be below 1 MiB in Kafka 4.0, so segments roll by time.
fn topic(number: u16, chance: &mut Pcg64Mcg) -> TopicSetup {
    TopicSetup {
        name: format!("topic-{number}"),
        partitions: chance.random_range(1..=4),
        log: LogConfig {
            segment_ms: one_of(&[1, 2_000, 20_000, 604_800_000], chance),
            retention_ms: one_of(&[None, Some(1), Some(3_000), Some(60_000)], chance),
            retention_bytes: one_of(&[None, None, Some(0), Some(700), Some(4_000)], chance),
            cleanup_policy: one_of(&POLICIES, chance),
            min_cleanable_dirty_percent: one_of(&[0, 50], chance),
            ..LogConfig::default()
        },
    }
}

const POLICIES: [CleanupPolicy; 4] = [
    CleanupPolicy::Delete,
    CleanupPolicy::Delete,
    CleanupPolicy::Compact,
    CleanupPolicy::CompactAndDelete,
];

fn group(
    seed: u64,
    number: u16,
    (topic, dead_letters): (TopicId, TopicId),
    chance: &mut Pcg64Mcg,
) -> GroupSetup {
    use OnFailure::{DeadLetter, EndProcess, Retry, Skip};
    // One in eight, by a hash of the seed and not by chance: so it shifts no other draw.
    let client = match (seed ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61 {
        0 => ConsumerConfig::librdkafka(),
        _ => ConsumerConfig::default(),
    };
    let session_timeout_ms = one_of(&[6_000, 10_000, 45_000], chance);
    let max_poll_interval_ms: i64 = one_of(&[12_000, 300_000], chance);
    // librdkafka refuses one that is shorter.
    let shortest_ms = match client.library {
        ClientLibrary::Java => 0,
        ClientLibrary::Librdkafka => session_timeout_ms,
    };
    let strategy = one_of(&STRATEGIES, chance).to_vec();
    let partition_assignment_strategy = match client.library {
        ClientLibrary::Java => strategy,
        ClientLibrary::Librdkafka => client.partition_assignment_strategy,
    };
    GroupSetup {
        name: format!("group-{number}"),
        topic,
        strategy: one_of(Strategy::offered(client.library), chance),
        on_failure: one_of(&[EndProcess, Retry, Skip, DeadLetter(dead_letters)], chance),
        processing_ms: one_of(&[1, 300, 2_000], chance),
        client: ConsumerConfig {
            session_timeout_ms,
            max_poll_interval_ms: max_poll_interval_ms.max(shortest_ms),
            max_poll_records: one_of(&[1, 2, 5, 500], chance),
            auto_commit_interval_ms: one_of(&[100, 5_000], chance),
            partition_assignment_strategy,
            auto_offset_reset: one_of(&RESETS, chance),
            ..client
        },
    }
}

fn timing(chance: &mut Pcg64Mcg) -> Timing {
    let min_latency_ms = one_of(&[0, 5, 250], chance);
    Timing {
        min_latency_ms,
        max_latency_ms: min_latency_ms + one_of(&[0, 40, 900], chance),
        client_step_ms: one_of(&[0, 10, 120], chance),
    }
}

#[test]
fn every_random_setup_is_one_that_is_accepted() {
    for seed in 0..2_000 {
        let mut chance = crate::drivers::chance_of(seed);
        let setup = random_setup(seed, &mut chance);
        let problems = offsetscope_core::validation::problems(&setup);
        assert_eq!(problems, [], "seed {seed}");
    }
}
