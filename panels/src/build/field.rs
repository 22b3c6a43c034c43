//! The settings of a draft, each with what it means.

use offsetscope_core::ids::GroupId;
use offsetscope_core::network::LogEnd;
use offsetscope_core::setup::{AutoOffsetReset, ConsumerSetup, Setup};
use offsetscope_language::{say, text};

/// A setting, of the cluster or of a group.
pub struct Field {
    /// What it is called: Kafka's own name of the property, where there is one.
    pub label: &'static str,
    /// What it means, with Kafka's default.
    pub meaning: &'static str,
    /// What it can be set to.
    offered: &'static [i64],
    /// What it is, in a setup and a group of it.
    pub get: fn(&Setup, usize) -> i64,
    /// Sets it.
    pub set: fn(&mut Setup, usize, i64),
    /// How a value is written.
    pub write: fn(i64) -> String,
}

impl Field {
    /// The values to choose from, with that which it has.
    pub fn values(&self, setup: &Setup, group: usize) -> Vec<i64> {
        let current = (self.get)(setup, group);
        let mut values = self.offered.to_vec();
        if let Err(place) = values.binary_search(&current) {
            values.insert(place, current);
        }
        values
    }
}

/// No limit, as Kafka writes it.
const NO_LIMIT: i64 = -1;

fn number(value: i64) -> String {
    value.to_string()
}

fn milliseconds(value: i64) -> String {
    match value {
        NO_LIMIT => text!("no limit", "无限制").to_owned(),
        0..1_000 => say!("{value} ms", "{value} 毫秒"),
        _ if value % 60_000 == 0 => say!("{} min", "{} 分钟"; value / 60_000),
        _ if value % 1_000 == 0 => say!("{} s", "{} 秒"; value / 1_000),
        _ => say!("{}.{} s", "{}.{} 秒"; value / 1_000, value % 1_000 / 100),
    }
}

fn small(value: i64) -> u16 {
    u16::try_from(value).unwrap_or(1)
}

/// What is set for the whole cluster.
pub const CLUSTER: &[Field] = &[
    Field {
        label: text!("Partitions", "分区"),
        meaning: text!(
            "How many logs the topic is spread over. Orders keep their order only within one.",
            "主题分成几个日志。订单只在同一个日志里保持顺序。"
        ),
        offered: &[1, 2, 3, 4, 6],
        get: |setup, _| setup.topics[0].partitions.into(),
        set: |setup, _, value| setup.topics[0].partitions = small(value),
        write: number,
    },
    Field {
        label: text!("Time between orders", "下单间隔"),
        meaning: text!(
            "How often somebody orders, on average.",
            "平均多久有人下一单。"
        ),
        offered: &[400, 700, 1_200, 2_500, 5_000],
        get: |setup, _| setup.producers.first().map_or(0, |it| it.order_interval_ms),
        set: |setup, _, value| {
            for producer in &mut setup.producers {
                producer.order_interval_ms = value;
            }
        },
        write: milliseconds,
    },
    Field {
        label: text!("Longest latency", "最长延迟"),
        meaning: text!(
            "How long a message takes at most, one way; it takes a third of that at least.",
            "一条消息单程最多要多久；最少是它的三分之一。"
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
        label: "retention.ms",
        meaning: text!(
            "A closed segment whose newest record is older than that is deleted, read or not. Kafka's default is 7 days.",
            "已关闭的日志段，若最新的记录比这更旧，就会被删除，不管读过没有。Kafka 默认 7 天。"
        ),
        offered: &[NO_LIMIT, 10_000, 30_000, 60_000, 300_000],
        get: |setup, _| setup.topics[0].log.retention_ms.unwrap_or(NO_LIMIT),
        set: |setup, _, value| {
            setup.topics[0].log.retention_ms = Some(value).filter(|&it| it != NO_LIMIT);
        },
        write: milliseconds,
    },
    Field {
        label: "segment.ms",
        meaning: text!(
            "A new segment begins when the first record of the old one is older than that. Kafka's default is 7 days.",
            "旧日志段的第一条记录比这更旧时，开始一个新段。Kafka 默认 7 天。"
        ),
        offered: &[5_000, 10_000, 20_000, 60_000, 300_000],
        get: |setup, _| setup.topics[0].log.segment_ms,
        set: |setup, _, value| setup.topics[0].log.segment_ms = value,
        write: milliseconds,
    },
    Field {
        label: text!("Seed", "种子"),
        meaning: text!(
            "Another number is another run: other orders, customers and latencies.",
            "换一个数就是另一次运行：不同的订单、顾客和延迟。"
        ),
        offered: &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        get: |setup, _| i64::try_from(setup.seed).unwrap_or(i64::MAX),
        set: |setup, _, value| setup.seed = value.unsigned_abs(),
        write: number,
    },
];

/// What is set for each group.
pub const GROUP: &[Field] = &[
    Field {
        label: text!("Members", "成员"),
        meaning: text!(
            "How many processes share the partitions. Those beyond the partitions own none.",
            "由几个进程分担分区。多于分区数的进程分不到分区。"
        ),
        offered: &[1, 2, 3, 4, 5],
        get: |setup, group| {
            let members = setup.consumers.iter().filter(|it| it.group == id(group));
            i64::try_from(members.count()).unwrap_or(i64::MAX)
        },
        set: |setup, group, value| {
            set_members(setup, id(group), usize::try_from(value).unwrap_or(1));
        },
        write: number,
    },
    Field {
        label: text!("Processing", "处理时间"),
        meaning: text!(
            "How long one order takes to process.",
            "处理一个订单要多久。"
        ),
        offered: &[100, 400, 1_000, 1_700, 4_000],
        get: |setup, group| setup.groups[group].processing_ms,
        set: |setup, group, value| setup.groups[group].processing_ms = value,
        write: milliseconds,
    },
    Field {
        label: "max.poll.records",
        meaning: text!(
            "How many records a poll returns at most. Kafka's default is 500.",
            "一次 poll 最多返回多少条记录。Kafka 默认 500。"
        ),
        offered: &[1, 2, 5, 20, 500],
        get: |setup, group| setup.groups[group].client.max_poll_records.into(),
        set: |setup, group, value| {
            setup.groups[group].client.max_poll_records = u32::try_from(value).unwrap_or(1);
        },
        write: number,
    },
    Field {
        label: "session.timeout.ms",
        meaning: text!(
            "A member of which nothing was heard for so long is out of the group. Kafka's default is 45 s.",
            "这么久没有消息的成员会被移出组。Kafka 默认 45 秒。"
        ),
        offered: &[6_000, 10_000, 20_000, 45_000],
        get: |setup, group| setup.groups[group].client.session_timeout_ms,
        set: |setup, group, value| setup.groups[group].client.session_timeout_ms = value,
        write: milliseconds,
    },
    Field {
        label: "max.poll.interval.ms",
        meaning: text!(
            "A member that has not polled for so long leaves the group, however alive it is. Kafka's default is 5 min.",
            "这么久没有调用 poll 的成员会离开组，哪怕它还活着。Kafka 默认 5 分钟。"
        ),
        offered: &[5_000, 10_000, 30_000, 300_000],
        get: |setup, group| setup.groups[group].client.max_poll_interval_ms,
        set: |setup, group, value| setup.groups[group].client.max_poll_interval_ms = value,
        write: milliseconds,
    },
    Field {
        label: "auto.commit.interval.ms",
        meaning: text!(
            "How often the client commits by itself, if it does. Kafka's default is 5 s.",
            "如果客户端自动提交，多久一次。Kafka 默认 5 秒。"
        ),
        offered: &[1_000, 5_000, 15_000, 60_000],
        get: |setup, group| setup.groups[group].client.auto_commit_interval_ms,
        set: |setup, group, value| setup.groups[group].client.auto_commit_interval_ms = value,
        write: milliseconds,
    },
    Field {
        label: "auto.offset.reset",
        meaning: text!(
            "Where to begin when nothing valid is committed. Kafka's default is latest.",
            "没有有效提交时从哪里开始。Kafka 默认 latest。"
        ),
        offered: &[0, 1, 2],
        get: |setup, group| match setup.groups[group].client.auto_offset_reset.end() {
            Some(LogEnd::Earliest) => 0,
            Some(LogEnd::Latest) => 1,
            None => 2,
            Some(LogEnd::Since(ms)) => ms.max(3),
        },
        set: |setup, group, value| {
            setup.groups[group].client.auto_offset_reset = match value {
                0 => AutoOffsetReset::Earliest,
                1 => AutoOffsetReset::Latest,
                2 => AutoOffsetReset::None,
                ms => AutoOffsetReset::ByDuration(ms),
            };
        },
        write: |value| match value {
            0 => "earliest".to_owned(),
            1 => "latest".to_owned(),
            2 => "none".to_owned(),
            ms => String::from(AutoOffsetReset::ByDuration(ms)),
        },
    },
];

fn id(group: usize) -> GroupId {
    GroupId(u16::try_from(group).unwrap_or(u16::MAX))
}

/// Members are listed group by group; those that come are not static.
fn set_members(setup: &mut Setup, group: GroupId, count: usize) {
    let name = setup.group(group).name.clone();
    let consumers = std::mem::take(&mut setup.consumers);
    let (mut members, others): (Vec<_>, Vec<_>) =
        consumers.into_iter().partition(|it| it.group == group);
    members.truncate(count);
    for number in members.len() + 1..=count {
        members.push(ConsumerSetup {
            name: format!("{name}-{number}"),
            group,
            instance: None,
        });
    }
    members.extend(others);
    members.sort_by_key(|it| it.group);
    setup.consumers = members;
}
