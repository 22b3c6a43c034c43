//! The shop's side: orders and what came of them.

use crate::names::{Names, euros};
use offsetscope_core::ids::{ConsumerId, Offset, OrderNumber, ProducerId, TopicPartition};
use offsetscope_core::setup::Placement;

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
            format!(
                "Its key, “{customer}”, belongs to {partition}, so that is where {who} sends it."
            )
        }
        Placement::NoKey => {
            format!("It has no key, and the partitioner of {who} chooses {partition}.")
        }
        Placement::Partition(_) => format!("{who} sends it to {partition}, as it is told."),
    };
    format!(
        "{customer} places order {order}: {} × {} for {}. {why}",
        placed.quantity,
        placed.item,
        euros(placed.amount_cents),
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
    let copies = names.copies(partition, offset);
    match times {
        2.. if copies > 1 => format!(
            "{who} has processed {order} again: the log holds it {copies} times, and it took effect {times} times."
        ),
        0 | 1 => format!("{who} has processed {order}: it took effect.{late}"),
        2 => format!(
            "{who} has processed {order} again: it took effect twice. Offset {offset} had not been committed when it was first done."
        ),
        _ => format!("{who} has processed {order} again: it took effect {times} times."),
    }
}
