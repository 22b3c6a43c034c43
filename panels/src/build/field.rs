//! A setting of a draft, with what it means; and those of the cluster and of its topics.

use offsetscope_core::log::CleanupPolicy;
use offsetscope_core::setup::Setup;
use offsetscope_language::{say, text};

/// A setting: of the cluster, or of a topic, a producer or a group.
pub struct Field {
    /// What it is called: Kafka's own name of the property, where there is one.
    pub label: &'static str,
    /// What it means, with Kafka's default.
    pub meaning: &'static str,
    /// What it can be set to, from the smallest.
    pub offered: &'static [i64],
    /// What it is, in a setup, of the topic, producer or group with this place.
    pub get: fn(&Setup, usize) -> i64,
    /// Sets it.
    pub set: fn(&mut Setup, usize, i64),
    /// How a value is written.
    pub write: fn(i64) -> String,
}

impl Field {
    /// The values to choose from, with that which it has.
    pub fn values(&self, setup: &Setup, place: usize) -> Vec<i64> {
        let current = (self.get)(setup, place);
        let mut values = self.offered.to_vec();
        if let Err(place) = values.binary_search(&current) {
            values.insert(place, current);
        }
        values
    }
}

/// No limit, as Kafka writes it.
const NO_LIMIT: i64 = -1;

pub fn number(value: i64) -> String {
    value.to_string()
}

pub fn milliseconds(value: i64) -> String {
    match value {
        NO_LIMIT => text!("no limit", "无限").to_owned(),
        0..1_000 => say!("{value} ms", "{value} 毫秒"),
        _ if value % 86_400_000 == 0 => say!("{} days", "{} 天"; value / 86_400_000),
        _ if value % 60_000 == 0 => say!("{} min", "{} 分钟"; value / 60_000),
        _ if value % 1_000 == 0 => say!("{} s", "{} 秒"; value / 1_000),
        _ => say!("{}.{} s", "{}.{} 秒"; value / 1_000, value % 1_000 / 100),
    }
}

pub fn small(value: i64) -> u16 {
    u16::try_from(value).unwrap_or(1)
}

/// What is set for the whole cluster.
pub const CLUSTER: &[Field] = &[
    Field {
        label: text!("Seed", "种子"),
        meaning: text!(
            "Another number is another run: other orders, customers and latencies.",
            "换一个数就是另一次运行：订单、顾客和延迟都不同。"
        ),
        offered: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        get: |setup, _| i64::try_from(setup.seed).unwrap_or(i64::MAX),
        set: |setup, _, value| setup.seed = value.unsigned_abs(),
        write: number,
    },
    Field {
        label: text!("Longest latency", "最长延迟"),
        meaning: text!(
            "How long a message takes at most, one way; it takes a third of that at least.",
            "一条消息单程最多要多久；最少要它的三分之一。"
        ),
        offered: &[30, 150, 550, 1_500, 4_000],
        get: |setup, _| setup.timing.max_latency_ms,
        set: |setup, _, value| {
            setup.timing.max_latency_ms = value;
            setup.timing.min_latency_ms = value / 3;
        },
        write: milliseconds,
    },
    Field {
        label: "log.retention.check.interval.ms",
        meaning: text!(
            "How often the broker looks for segments to delete. Kafka's default is 5 min.",
            "broker 多久检查一次有没有可删的日志段。Kafka 的默认值是 5 分钟。"
        ),
        offered: &[5_000, 10_000, 30_000, 300_000],
        get: |setup, _| setup.broker.retention_check_interval_ms,
        set: |setup, _, value| setup.broker.retention_check_interval_ms = value,
        write: milliseconds,
    },
    Field {
        label: "group.initial.rebalance.delay.ms",
        meaning: text!(
            "How long the first rebalance of an empty group waits for more members. Kafka's default is 3 s.",
            "空组的第一次再均衡等待更多成员多久。Kafka 的默认值是 3 秒。"
        ),
        offered: &[0, 1_000, 3_000, 6_000],
        get: |setup, _| setup.broker.initial_rebalance_delay_ms,
        set: |setup, _, value| setup.broker.initial_rebalance_delay_ms = value,
        write: milliseconds,
    },
    Field {
        label: "offsets.retention.minutes",
        meaning: text!(
            "How long an empty group keeps what it has committed. Kafka's default is 7 days.",
            "空组已提交的偏移量保留多久。Kafka 的默认值是 7 天。"
        ),
        offered: &[60_000, 300_000, 604_800_000],
        get: |setup, _| setup.broker.offsets_retention_ms,
        set: |setup, _, value| setup.broker.offsets_retention_ms = value,
        write: milliseconds,
    },
];

/// What is set for each topic.
pub const TOPIC: &[Field] = &[
    Field {
        label: text!("Partitions", "分区"),
        meaning: text!(
            "How many logs the topic is spread over. Orders keep their order only within one.",
            "主题分布在几个日志上。订单只在同一个日志内保持先后。"
        ),
        offered: &[1, 2, 3, 4, 6, 8, 16, 64],
        get: |setup, topic| setup.topics[topic].partitions.into(),
        set: |setup, topic, value| setup.topics[topic].partitions = small(value),
        write: number,
    },
    Field {
        label: "retention.ms",
        meaning: text!(
            "A closed segment whose newest record is older than that is deleted, read or not. Kafka's default is 7 days.",
            "已关闭的日志段，最新的记录比它更旧就会被删除，不论读没读过。Kafka 的默认值是 7 天。"
        ),
        offered: &[NO_LIMIT, 10_000, 30_000, 60_000, 300_000, 604_800_000],
        get: |setup, topic| setup.topics[topic].log.retention_ms.unwrap_or(NO_LIMIT),
        set: |setup, topic, value| {
            setup.topics[topic].log.retention_ms = Some(value).filter(|&it| it != NO_LIMIT);
        },
        write: milliseconds,
    },
    Field {
        label: "segment.ms",
        meaning: text!(
            "A new segment begins when the first record of the old one is older than that. Kafka's default is 7 days.",
            "旧日志段的第一条记录比它更旧时，开始新的日志段。Kafka 的默认值是 7 天。"
        ),
        offered: &[5_000, 10_000, 20_000, 60_000, 300_000, 604_800_000],
        get: |setup, topic| setup.topics[topic].log.segment_ms,
        set: |setup, topic, value| setup.topics[topic].log.segment_ms = value,
        write: milliseconds,
    },
    Field {
        label: "cleanup.policy",
        meaning: text!(
            "Whether old segments are deleted, or of each key only the last record is kept. Kafka's default is delete.",
            "删除旧日志段，还是每个键只保留最后一条记录。Kafka 的默认值是 delete。"
        ),
        offered: &[0, 1, 2],
        get: |setup, topic| match setup.topics[topic].log.cleanup_policy {
            CleanupPolicy::Delete => 0,
            CleanupPolicy::Compact => 1,
            CleanupPolicy::CompactAndDelete => 2,
        },
        set: |setup, topic, value| {
            setup.topics[topic].log.cleanup_policy = match value {
                0 => CleanupPolicy::Delete,
                1 => CleanupPolicy::Compact,
                _ => CleanupPolicy::CompactAndDelete,
            };
        },
        write: |value| one_of(&["delete", "compact", "compact,delete"], value),
    },
];

/// The word for a value that counts words.
pub fn one_of(words: &[&str], value: i64) -> String {
    let word = usize::try_from(value).ok().and_then(|it| words.get(it));
    word.copied().unwrap_or_default().to_owned()
}
