//! What producers send, and what they hear of it.

use crate::names::{Names, list};
use offsetscope_core::event::ProduceException;
use offsetscope_core::ids::{Offset, OrderNumber, ProducerId, TopicPartition};

pub fn sent(
    producer: ProducerId,
    partition: TopicPartition,
    orders: &[OrderNumber],
    attempt: u32,
    names: Names<'_>,
) -> String {
    let (who, what) = (names.producer(producer), these(orders));
    let partition = names.partition(partition);
    if attempt == 1 {
        format!("{who} sends {what} to {partition}.")
    } else {
        format!(
            "{who} sends {what} to {partition} again: it has not heard whether the last request arrived."
        )
    }
}

pub fn duplicate(
    producer: ProducerId,
    (partition, offset): (TopicPartition, Offset),
    names: Names<'_>,
) -> String {
    format!(
        "{} has sent this before: its sequence number tells the broker that the record is already in {} at offset {offset}. Nothing is written, and the answer is the same.",
        names.producer(producer),
        names.partition(partition)
    )
}

pub fn acknowledged(
    producer: ProducerId,
    (partition, offset): (TopicPartition, Option<Offset>),
    orders: &[OrderNumber],
    names: Names<'_>,
) -> String {
    let (who, what) = (names.producer(producer), these(orders));
    let partition = names.partition(partition);
    match offset {
        Some(offset) => format!("{who} hears that {what} is in {partition} at offset {offset}."),
        None => format!("{who} does not wait to hear of {what}: acks=0."),
    }
}

pub fn failed(
    producer: ProducerId,
    partition: TopicPartition,
    orders: &[OrderNumber],
    exception: ProduceException,
    names: Names<'_>,
) -> String {
    let known = match exception {
        ProduceException::Timeout | ProduceException::Network => {
            " That does not mean that it was not written."
        }
        ProduceException::Refused(_) => "",
    };
    format!(
        "{} gives up sending {} to {}: {}.{known}",
        names.producer(producer),
        these(orders),
        names.partition(partition),
        exception.class()
    )
}

/// `order 7`, `orders 7, 8 and 9`
fn these(orders: &[OrderNumber]) -> String {
    let plural = if orders.len() == 1 { "" } else { "s" };
    let numbers: Vec<_> = orders.iter().map(ToString::to_string).collect();
    format!("order{plural} {}", list(&numbers))
}
