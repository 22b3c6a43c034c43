//! The shop's side: orders and what came of them.

use crate::names::{Names, euros, item_name};
use offsetscope_core::ids::{ConsumerId, Offset, OrderNumber, ProducerId, TopicPartition};
use offsetscope_core::setup::Placement;
use offsetscope_language::{say, text};

pub fn placed(
    producer: ProducerId,
    order: OrderNumber,
    partition: TopicPartition,
    names: Names<'_>,
) -> String {
    let placed = names.order(order);
    let (customer, partition) = (placed.customer, names.partition(partition));
    let who = names.producer(producer);
    let why = match names.placement(producer) {
        Placement::ByCustomer => {
            say!(
                "Its key, “{customer}”, belongs to {partition}, so that is where {who} sends it.",
                "它的键“{customer}”属于 {partition}，所以 {who} 把它发到那里。"
            )
        }
        Placement::NoKey => {
            say!(
                "It has no key, and the partitioner of {who} chooses {partition}.",
                "它没有键，由 {who} 的分区器选择了 {partition}。"
            )
        }
        Placement::Partition(_) => say!(
            "{who} sends it to {partition}, as it is told.",
            "{who} 按设定把它发往 {partition}。"
        ),
    };
    say!(
        "{customer} places order {order}: {0} × {1} for {2}. {why}",
        "{customer} 下了订单 {order}：{0} × {1}，共 {2}。{why}";
        placed.quantity, item_name(placed.item), euros(placed.amount_cents)
    )
}

pub fn effect(
    consumer: ConsumerId,
    (partition, offset): (TopicPartition, Offset),
    times: u8,
    out_of_order: bool,
    names: Names<'_>,
) -> String {
    let who = names.consumer(consumer);
    let order = names.order_at(partition, offset);
    let late = if out_of_order {
        text!(
            " A later order of the same customer came first.",
            "同一顾客较晚的订单先生效了。"
        )
    } else {
        ""
    };
    let copies = names.copies(partition, offset);
    match times {
        2.. if copies > 1 => say!(
            "{who} has processed {order} again: the log holds it {copies} times, and it took effect {times} times.",
            "{who} 又处理了{order}：日志中有它的 {copies} 份，它生效了 {times} 次。"
        ),
        0 | 1 => say!(
            "{who} has processed {order}: it took effect.{late}",
            "{who} 处理了{order}：它已生效。{late}"
        ),
        2 => say!(
            "{who} has processed {order} again: it took effect twice. Kafka does not tell a program that a record was done before.",
            "{who} 又处理了{order}：它生效了两次。Kafka 不会告诉程序，一条记录以前是否处理过。"
        ),
        _ => say!(
            "{who} has processed {order} again: it took effect {times} times.",
            "{who} 又处理了{order}：它生效了 {times} 次。"
        ),
    }
}
