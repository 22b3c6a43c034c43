//! The shop's side: orders and what came of them.

use crate::names::{Names, euros};
use offsetscope_core::ids::{ConsumerId, Offset, OrderNumber, ProducerId, TopicPartition};
pub fn placed(
    producer: ProducerId,
    order: OrderNumber,
    partition: TopicPartition,
    names: Names<'_>,
) -> String {
    let placed = names.order(order);
    format!(
        "{} places order {order}: {} × {} for {}. Its key, “{}”, belongs to {}, so that is where {} sends it.",
        placed.customer,
        placed.quantity,
        placed.item,
        euros(placed.amount_cents),
        placed.customer,
        names.partition(partition),
        names.producer(producer),
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
        " A later order of the same customer came first."
    } else {
        ""
    };
    match times {
        0 | 1 => format!("{who} has processed {order}: it took effect.{late}"),
        2 => format!(
            "{who} has processed {order} again: it took effect twice. Offset {offset} had not been committed when it was first done."
        ),
        _ => format!("{who} has processed {order} again: it took effect {times} times."),
    }
}
