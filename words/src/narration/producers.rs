//! What producers send, and what they hear of it.

use crate::names::{Names, list};
use offsetscope_core::event::ProduceException;
use offsetscope_core::ids::{Offset, OrderNumber, ProducerId, TopicPartition};
use offsetscope_language::{say, text};

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
        say!(
            "{who} sends {what} to {partition}.",
            "{who} 把{what} 发往 {partition}。"
        )
    } else {
        say!(
            "{who} sends {what} to {partition} again: it has not heard whether the last request arrived.",
            "{who} 再次把{what} 发往 {partition}：它没有得知上一个请求是否到达。"
        )
    }
}

pub fn duplicate(
    producer: ProducerId,
    (partition, offset): (TopicPartition, Offset),
    names: Names<'_>,
) -> String {
    say!(
        "{0} has sent this before: its sequence number tells the broker that the record is already in {1} at offset {offset}. Nothing is written, and the answer is the same.",
        "{0} 以前发过这个：broker 从序列号得知，这条记录已在 {1} 的偏移量 {offset}。不写入任何内容，应答也相同。";
        names.producer(producer), names.partition(partition)
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
        Some(offset) => say!(
            "{who} hears that {what} is in {partition} at offset {offset}.",
            "{who} 得知{what} 已在 {partition} 的偏移量 {offset}。"
        ),
        None => say!(
            "{who} does not wait to hear of {what}: acks=0.",
            "{who} 不等待{what} 的应答：acks=0。"
        ),
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
            text!(
                " That does not mean that it was not written.",
                "这并不表示没有写入。"
            )
        }
        ProduceException::Refused(_) => "",
    };
    say!(
        "{0} gives up sending {1} to {2}: {3}.{known}",
        "{0} 放弃把{1} 发往 {2}：{3}。{known}";
        names.producer(producer), these(orders), names.partition(partition), exception.class()
    )
}

/// `order 7`, `orders 7, 8 and 9`
pub fn these(orders: &[OrderNumber]) -> String {
    let numbers: Vec<_> = orders.iter().map(ToString::to_string).collect();
    let numbers = list(&numbers);
    match orders.len() {
        1 => say!("order {numbers}", "订单 {numbers}"),
        _ => say!("orders {numbers}", "订单 {numbers}"),
    }
}
