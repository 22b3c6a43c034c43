//! What consumer processes do, and how they end.

use super::groups::error_words;
use crate::names::Names;
use offsetscope_core::event::{ConsumerError, FatalException, PositionSource, RecordSpan};
use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use offsetscope_core::network::LogEnd;
use offsetscope_language::{say, text};

pub fn position(
    consumer: ConsumerId,
    (partition, offset): (TopicPartition, Offset),
    source: PositionSource,
    names: Names<'_>,
) -> String {
    let why = match source {
        PositionSource::Committed => text!("the committed offset", "这是已提交偏移量"),
        PositionSource::Reset(LogEnd::Earliest) => text!(
            "the log start, by auto.offset.reset",
            "按 auto.offset.reset，从日志起始处"
        ),
        PositionSource::Reset(LogEnd::Latest) => text!(
            "the log end, by auto.offset.reset",
            "按 auto.offset.reset，从日志末端"
        ),
        PositionSource::Database => text!("that is what its database says", "它的数据库这样记录"),
        PositionSource::Reset(LogEnd::Since(_)) => {
            text!(
                "the first record that is young enough for auto.offset.reset, or the log end",
                "按 auto.offset.reset，从第一条足够新的记录处，没有则从日志末端"
            )
        }
    };
    let (who, partition) = (names.consumer(consumer), names.partition(partition));
    say!(
        "{who} begins {partition} at offset {offset}: {why}.",
        "{who} 从偏移量 {offset} 开始读 {partition}：{why}。"
    )
}

pub fn poll_timeout(consumer: ConsumerId, names: Names<'_>) -> String {
    let (who, group) = (names.consumer(consumer), names.group_of(consumer));
    say!(
        "{who} has not called poll for max.poll.interval.ms. Its background thread gives up on it and lets {group} go on without it; what it has in hand it works on all the same.",
        "{who} 超过 max.poll.interval.ms 没有调用 poll。它的后台线程不再等它，让 {group} 撇下它继续；手头的记录它照样处理。"
    )
}

pub fn crashed(consumer: ConsumerId, in_hand: &[RecordSpan], names: Names<'_>) -> String {
    let who = names.consumer(consumer);
    let hands = if in_hand.is_empty() {
        text!("It had nothing in hand.", "它手头没有记录。").to_owned()
    } else {
        say!(
            "In its hands, not yet processed: {0}.",
            "它手头尚未处理的：{0}。";
            names.spans(in_hand)
        )
    };
    say!(
        "{who} crashes. {hands} The coordinator does not know yet: it waits for a heartbeat until the session times out.",
        "{who} 崩溃。{hands}协调者还不知道：它会等待心跳，直到会话超时。"
    )
}

pub fn error(consumer: ConsumerId, error: ConsumerError, names: Names<'_>) -> String {
    let (who, name) = (names.consumer(consumer), error.name());
    match error {
        ConsumerError::MaxPollExceeded => say!(
            "poll gives {who} the error {name}: it did not poll for max.poll.interval.ms, and its library has left the group in its name.",
            "poll 向 {who} 返回错误 {name}：它超过 max.poll.interval.ms 没有调用 poll，客户端库已替它离开组。"
        ),
        ConsumerError::AutoOffsetReset(partition) => say!(
            "poll gives {who} the error {name}: there is no valid position in {0}, and auto.offset.reset is error. Nothing more is read there.",
            "poll 向 {who} 返回错误 {name}：它在 {0} 没有有效位置，而 auto.offset.reset 是 error。那里不会再读取任何记录。";
            names.partition(partition)
        ),
    }
}

pub fn failed(
    consumer: ConsumerId,
    exception: FatalException,
    dropped: &[RecordSpan],
    names: Names<'_>,
) -> String {
    let (who, name) = (names.consumer(consumer), exception.class());
    match exception {
        FatalException::NoOffsetForPartition(partition)
        | FatalException::OffsetOutOfRange(partition) => say!(
            "{who} leaves its loop with {name} for {0}, because auto.offset.reset is none.",
            "{who} 因 {0} 的 {name} 退出循环，因为 auto.offset.reset 是 none。";
            names.partition(partition)
        ),
        FatalException::ProcessingFailed(partition, offset) => say!(
            "Nobody catches the exception: {who} leaves its loop at {0}, and drops {1}. What finally and close commit is committed all the same.",
            "没有人捕获这个异常：{who} 在{0} 处退出循环，丢下 {1}。finally 和 close 要提交的照样提交。";
            names.order_at(partition, offset), names.spans(dropped)
        ),
        FatalException::Refused(error) => {
            say!(
                "{who} leaves its loop with {name}: {0}.",
                "{who} 因 {name} 退出循环：{0}。";
                error_words(error)
            )
        }
    }
}

pub fn paused(consumer: ConsumerId, names: Names<'_>) -> String {
    say!(
        "{0} stands still, as in a long garbage collection: no step, no heartbeat. Its coordinator does \
         not know, and waits for session.timeout.ms.",
        "{0} 停住了，如同一次很长的垃圾回收：一步不走，也没有心跳。它的协调者不知道，会等 session.timeout.ms。";
        names.consumer(consumer)
    )
}

pub fn resumed(consumer: ConsumerId, names: Names<'_>) -> String {
    say!(
        "{0} goes on where it was, and does not know that time has passed. Whether it still is a member, \
         it has yet to hear.",
        "{0} 从原来的地方继续，不知道时间已经过去。自己是否还是成员，它还没有听说。";
        names.consumer(consumer)
    )
}
