//! The online shop that everyone meets first: one topic of orders, three groups that read it.

use crate::client::program::OnFailure;
use crate::client::strategy::Strategy;
use crate::ids::{GroupId, TopicId};
use crate::log::LogConfig;
use crate::setup::{
    AutoOffsetReset, BrokerSetup, ConsumerConfig, ConsumerSetup, GroupSetup, Placement,
    ProducerConfig, ProducerSetup, Setup, Timing, TopicSetup,
};

const ORDERS: TopicId = TopicId(0);

/// Three partitions of orders, keyed by customer; fulfilment with two members, inventory and
/// notifications with one each.
///
/// Times are such that one second on the screen is one second in the shop, and messages are slow
/// enough to watch. Every setting is one that a Kafka 4.0 broker accepts.
pub(super) fn setup(seed: u64) -> Setup {
    Setup {
        seed,
        topics: vec![TopicSetup {
            name: "orders".to_owned(),
            partitions: 3,
            // `segment.bytes` cannot be below 1 MiB in Kafka 4.0, so segments roll by time here.
            log: LogConfig {
                segment_ms: 20_000,
                retention_ms: Some(60_000),
                ..LogConfig::default()
            },
        }],
        broker: BrokerSetup {
            retention_check_interval_ms: 10_000,
            ..BrokerSetup::default()
        },
        producers: vec![ProducerSetup {
            name: "shop".to_owned(),
            topic: ORDERS,
            first_order_ms: 14_000,
            order_interval_ms: 1_400,
            placement: Placement::ByCustomer,
            // An order is on its way as soon as it is placed. The default is 5 ms.
            client: ProducerConfig {
                linger_ms: 0,
                ..ProducerConfig::default()
            },
        }],
        groups: vec![
            group("fulfilment", Strategy::AfterBatch, 1_700),
            group("inventory", Strategy::AutoCommit, 500),
            group("notifications", Strategy::BeforeProcessing, 700),
        ],
        consumers: vec![
            member("fulfilment-1", GroupId(0)),
            member("fulfilment-2", GroupId(0)),
            member("inventory-1", GroupId(1)),
            member("notifications-1", GroupId(2)),
        ],
        instances: Vec::new(),
        poison: Vec::new(),
        timing: Timing {
            min_latency_ms: 250,
            max_latency_ms: 550,
            client_step_ms: 120,
        },
    }
}

fn group(name: &str, strategy: Strategy, processing_ms: i64) -> GroupSetup {
    GroupSetup {
        name: name.to_owned(),
        topic: ORDERS,
        strategy,
        on_failure: OnFailure::EndProcess,
        processing_ms,
        client: ConsumerConfig {
            session_timeout_ms: 10_000,
            max_poll_records: 5,
            auto_offset_reset: AutoOffsetReset::Earliest,
            ..ConsumerConfig::default()
        },
    }
}

fn member(name: &str, group: GroupId) -> ConsumerSetup {
    ConsumerSetup {
        name: name.to_owned(),
        group,
        instance: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::group::GroupState;
    use crate::history::History;
    use std::sync::Arc;

    /// The page promises it: whatever the seed, the groups have formed when the shop opens, and
    /// the first step lands the first order.
    #[test]
    fn opens_with_stable_groups_and_lands_the_first_order_first() {
        for seed in 0..500 {
            let mut history = History::new(Arc::new(setup(seed)));
            let world = &history.current().world;
            for group in world.setup().group_ids() {
                let state = world.coordinator().group(group).state();
                assert_eq!(state, GroupState::Stable, "seed {seed}, {group:?}");
            }
            history.step();
            let landed = history.last_entry().is_some_and(|entry| {
                let first = |event: &Event| {
                    matches!(
                        event,
                        Event::RecordAppended {
                            order: 1,
                            offset: 0,
                            ..
                        }
                    )
                };
                entry.events.iter().any(first)
            });
            assert!(landed, "seed {seed}: {:?}", history.last_entry());
        }
    }
}
