//! What is set for each producer, and for each group of consumers.

use super::field::{Field, milliseconds, number, one_of, small};
use super::parts::{group_id, set_members, topic_id};
use offsetscope_core::client::Assignor;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::network::LogEnd;
use offsetscope_core::setup::{
    Acks, AutoOffsetReset, ClientLibrary, ConsumerConfig, Placement, Setup,
};
use offsetscope_language::{say, text};

/// What is set for each producer.
pub const PRODUCER: &[Field] = &[
    Field {
        label: text!("Time between orders", "下单间隔"),
        meaning: text!(
            "How often somebody orders, on average.",
            "平均多久有人下一单。"
        ),
        offered: &[400, 700, 1_200, 2_500, 5_000],
        get: |setup, place| setup.producers[place].order_interval_ms,
        set: |setup, place, value| setup.producers[place].order_interval_ms = value,
        write: milliseconds,
    },
    Field {
        label: text!("First order after", "首单时间"),
        meaning: text!(
            "When its first order comes, counted from the very beginning.",
            "第一单何时到来，从最开始算起。"
        ),
        offered: &[0, 5_000, 14_000, 30_000],
        get: |setup, place| setup.producers[place].first_order_ms,
        set: |setup, place, value| setup.producers[place].first_order_ms = value,
        write: milliseconds,
    },
    Field {
        label: text!("Key", "键"),
        meaning: text!(
            "What decides to which partition a record goes: the customer's name as its key, nothing, or always the same one.",
            "由什么决定记录去哪个分区：以顾客名为键、不用键，或总是同一个分区。"
        ),
        offered: &[0, 1, 2],
        get: |setup, place| match setup.producers[place].placement {
            Placement::ByCustomer => 0,
            Placement::NoKey => 1,
            Placement::Partition(partition) => 2 + i64::from(partition),
        },
        set: |setup, place, value| {
            setup.producers[place].placement = match value {
                0 => Placement::ByCustomer,
                1 => Placement::NoKey,
                _ => Placement::Partition(small(value - 2)),
            };
        },
        write: |value| match value {
            0 => text!("the customer", "顾客").to_owned(),
            1 => text!("none", "无").to_owned(),
            _ => {
                let partition = value - 2;
                say!("none, partition {partition}", "无，分区 {partition}")
            }
        },
    },
    Field {
        label: "linger.ms",
        meaning: text!(
            "How long a record waits for others to go with it in one batch. Kafka's default is 5 ms.",
            "一条记录等别的记录凑成一批，等多久。Kafka 的默认值是 5 毫秒。"
        ),
        offered: &[0, 5, 500, 3_000],
        get: |setup, place| setup.producers[place].client.linger_ms,
        set: |setup, place, value| setup.producers[place].client.linger_ms = value,
        write: milliseconds,
    },
    Field {
        label: "acks",
        meaning: text!(
            "Whose answer it waits for before a record counts as sent. Kafka's default is all.",
            "等到谁的应答才算发送成功。Kafka 的默认值是 all。"
        ),
        offered: &[0, 1, 2],
        get: |setup, place| match setup.producers[place].client.acks {
            Acks::None => 0,
            Acks::Leader => 1,
            Acks::All => 2,
        },
        set: |setup, place, value| {
            setup.producers[place].client.acks = match value {
                0 => Acks::None,
                1 => Acks::Leader,
                _ => Acks::All,
            };
        },
        write: |value| one_of(&["0", "1", "all"], value),
    },
    Field {
        label: "enable.idempotence",
        meaning: text!(
            "Whether the broker knows a batch that is sent again, and writes it once. Kafka's default is true.",
            "broker 是否认得重发的批次，只写一次。Kafka 的默认值是 true。"
        ),
        offered: &[0, 1],
        get: |setup, place| setup.producers[place].client.enable_idempotence.into(),
        set: |setup, place, value| setup.producers[place].client.enable_idempotence = value == 1,
        write: |value| one_of(&["false", "true"], value),
    },
    Field {
        label: "request.timeout.ms",
        meaning: text!(
            "How long it waits for an answer before it sends again. Kafka's default is 30 s.",
            "等应答等多久后重发。Kafka 的默认值是 30 秒。"
        ),
        offered: &[2_000, 5_000, 30_000],
        get: |setup, place| setup.producers[place].client.request_timeout_ms,
        set: |setup, place, value| setup.producers[place].client.request_timeout_ms = value,
        write: milliseconds,
    },
    Field {
        label: "delivery.timeout.ms",
        meaning: text!(
            "How long it tries to deliver a record in all. Kafka's default is 2 min.",
            "投递一条记录总共尝试多久。Kafka 的默认值是 2 分钟。"
        ),
        offered: &[5_000, 30_000, 120_000],
        get: |setup, place| setup.producers[place].client.delivery_timeout_ms,
        set: |setup, place, value| setup.producers[place].client.delivery_timeout_ms = value,
        write: milliseconds,
    },
];

/// What is set for each group.
pub const GROUP: &[Field] = &[
    Field {
        label: text!("Members", "成员"),
        meaning: text!(
            "How many processes share the partitions. Those beyond the partitions own none.",
            "几个进程分担这些分区。比分区多出来的成员一个也分不到。"
        ),
        offered: &[1, 2, 3, 4, 5, 8, 32],
        get: |setup, group| {
            let members = setup
                .consumers
                .iter()
                .filter(|it| it.group == group_id(group));
            i64::try_from(members.count()).unwrap_or(i64::MAX)
        },
        set: |setup, group, value| {
            set_members(setup, group_id(group), usize::try_from(value).unwrap_or(1));
        },
        write: number,
    },
    Field {
        label: text!("Processing", "处理耗时"),
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
        label: text!("If it cannot process one", "处理不了时"),
        meaning: text!(
            "What its program does about a record that it cannot process: its process ends, it tries again, or goes on with the next.",
            "程序遇到处理不了的记录怎么办：进程结束、重试，或跳到下一条。"
        ),
        offered: &[0, 1, 2],
        get: |setup, group| match setup.groups[group].on_failure {
            OnFailure::EndProcess => 0,
            OnFailure::Retry => 1,
            OnFailure::Skip => 2,
            OnFailure::DeadLetter(topic) => 3 + i64::from(topic.0),
        },
        set: |setup, group, value| {
            setup.groups[group].on_failure = match value {
                0 => OnFailure::EndProcess,
                1 => OnFailure::Retry,
                2 => OnFailure::Skip,
                _ => OnFailure::DeadLetter(topic_id(usize::try_from(value - 3).unwrap_or(0))),
            };
        },
        write: |value| {
            let words = [
                text!("end", "结束"),
                text!("retry", "重试"),
                text!("skip", "跳过"),
            ];
            match value {
                0..3 => one_of(&words, value),
                _ => text!("dead letter", "死信").to_owned(),
            }
        },
    },
    Field {
        label: text!("Client library", "客户端库"),
        meaning: text!(
            "Kafka's own client in Java, or librdkafka, as Python, Go, .NET and Rust programs use it.",
            "Kafka 自己的 Java 客户端，或 Python、Go、.NET 和 Rust 程序所用的 librdkafka。"
        ),
        offered: &[0, 1],
        get: |setup, group| match setup.groups[group].client.library {
            ClientLibrary::Java => 0,
            ClientLibrary::Librdkafka => 1,
        },
        set: set_library,
        write: |value| one_of(&["Java", "librdkafka"], value),
    },
    Field {
        label: "max.poll.records",
        meaning: text!(
            "How many records a poll returns at most. Kafka's default is 500.",
            "一次 poll 最多返回几条记录。Kafka 的默认值是 500。"
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
            "成员这么久没有消息就被移出组。Kafka 的默认值是 45 秒。"
        ),
        offered: &[6_000, 10_000, 20_000, 45_000],
        get: |setup, group| setup.groups[group].client.session_timeout_ms,
        set: |setup, group, value| setup.groups[group].client.session_timeout_ms = value,
        write: milliseconds,
    },
    Field {
        label: "heartbeat.interval.ms",
        meaning: text!(
            "How often a member says that it lives. Kafka's default is 3 s.",
            "成员多久报一次平安。Kafka 的默认值是 3 秒。"
        ),
        offered: &[1_000, 3_000, 5_000, 10_000],
        get: |setup, group| setup.groups[group].client.heartbeat_interval_ms,
        set: |setup, group, value| setup.groups[group].client.heartbeat_interval_ms = value,
        write: milliseconds,
    },
    Field {
        label: "max.poll.interval.ms",
        meaning: text!(
            "A member that has not polled for so long leaves the group, however alive it is. Kafka's default is 5 min.",
            "成员这么久没有调用 poll 就离开组，哪怕它还活着。Kafka 的默认值是 5 分钟。"
        ),
        offered: &[5_000, 10_000, 30_000, 300_000],
        get: |setup, group| setup.groups[group].client.max_poll_interval_ms,
        set: |setup, group, value| setup.groups[group].client.max_poll_interval_ms = value,
        write: milliseconds,
    },
    Field {
        label: "request.timeout.ms",
        meaning: text!(
            "How long it waits for an answer before it gives the connection up. Kafka's default is 30 s.",
            "等应答等多久后放弃这条连接。Kafka 的默认值是 30 秒。"
        ),
        offered: &[2_000, 5_000, 30_000, 60_000],
        get: |setup, group| setup.groups[group].client.request_timeout_ms,
        set: |setup, group, value| setup.groups[group].client.request_timeout_ms = value,
        write: milliseconds,
    },
    Field {
        label: "auto.commit.interval.ms",
        meaning: text!(
            "How often the client commits by itself, if it does. Kafka's default is 5 s.",
            "客户端若自动提交，多久一次。Kafka 的默认值是 5 秒。"
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
            "没有有效的已提交偏移量时从哪里开始。Kafka 的默认值是 latest。"
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
            0..3 => one_of(&["earliest", "latest", "none"], value),
            ms => String::from(AutoOffsetReset::ByDuration(ms)),
        },
    },
    Field {
        label: "partition.assignment.strategy",
        meaning: text!(
            "How the leader of the group shares the partitions out. Kafka's default is range, then cooperative-sticky.",
            "组长怎样分配分区。Kafka 的默认值是 range，其次 cooperative-sticky。"
        ),
        offered: &[0, 1],
        get: |setup, group| {
            let preferred = &setup.groups[group].client.partition_assignment_strategy;
            i64::from(preferred.first() == Some(&Assignor::ROUND_ROBIN))
        },
        set: |setup, group, value| {
            let assignor = match value {
                1 => Assignor::ROUND_ROBIN,
                _ => Assignor::RANGE,
            };
            setup.groups[group].client.partition_assignment_strategy = vec![assignor];
        },
        write: |value| one_of(&["range", "roundrobin"], value),
    },
];

/// Programs with another library have other ways to commit, and it has other defaults.
fn set_library(setup: &mut Setup, group: usize, value: i64) {
    let group = &mut setup.groups[group];
    let (library, default) = match value {
        0 => (ClientLibrary::Java, ConsumerConfig::default()),
        _ => (ClientLibrary::Librdkafka, ConsumerConfig::librdkafka()),
    };
    group.client.library = library;
    group.client.request_timeout_ms = default.request_timeout_ms;
    group.client.partition_assignment_strategy = default.partition_assignment_strategy;
    let offered = Strategy::offered(library);
    if !offered.contains(&group.strategy) {
        group.strategy = offered[0];
    }
}
