//! What consumer processes do, and how they end.

use super::groups::error_words;
use crate::names::Names;
use offsetscope_core::event::{ConsumerError, FatalException, PositionSource, RecordSpan};
use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use offsetscope_core::network::LogEnd;

pub fn position(
    consumer: ConsumerId,
    (partition, offset): (TopicPartition, Offset),
    source: PositionSource,
    names: Names<'_>,
) -> String {
    let why = match source {
        PositionSource::Committed => "the committed offset",
        PositionSource::Reset(LogEnd::Earliest) => "the log start, by auto.offset.reset",
        PositionSource::Reset(LogEnd::Latest) => "the log end, by auto.offset.reset",
        PositionSource::Database => "that is what its database says",
        PositionSource::Reset(LogEnd::Since(_)) => {
            "the first record that is young enough for auto.offset.reset, or the log end"
        }
    };
    let (who, partition) = (names.consumer(consumer), names.partition(partition));
    format!("{who} begins {partition} at offset {offset}: {why}.")
}

pub fn poll_timeout(consumer: ConsumerId, names: Names<'_>) -> String {
    let (who, group) = (names.consumer(consumer), names.group_of(consumer));
    format!(
        "{who} has not called poll for max.poll.interval.ms. Its background thread gives up on it and lets {group} go on without it; what it has in hand it works on all the same."
    )
}

pub fn crashed(consumer: ConsumerId, in_hand: &[RecordSpan], names: Names<'_>) -> String {
    let who = names.consumer(consumer);
    let hands = if in_hand.is_empty() {
        "It had nothing in hand.".to_owned()
    } else {
        format!("In its hands, not yet processed: {}.", names.spans(in_hand))
    };
    format!(
        "{who} crashes. {hands} The coordinator does not know yet: it waits for a heartbeat until the session times out."
    )
}

pub fn error(consumer: ConsumerId, error: ConsumerError, names: Names<'_>) -> String {
    let (who, name) = (names.consumer(consumer), error.name());
    match error {
        ConsumerError::MaxPollExceeded => format!(
            "poll gives {who} the error {name}: it did not poll for max.poll.interval.ms, and its library has left the group in its name."
        ),
        ConsumerError::AutoOffsetReset(partition) => format!(
            "poll gives {who} the error {name}: there is no valid position in {}, and auto.offset.reset is error. Nothing more is read there.",
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
        | FatalException::OffsetOutOfRange(partition) => format!(
            "{who} leaves its loop with {name} for {}, because auto.offset.reset is none.",
            names.partition(partition)
        ),
        FatalException::ProcessingFailed(partition, offset) => format!(
            "Nobody catches the exception: {who} leaves its loop at {}, and drops {}. What finally and close commit is committed all the same.",
            names.order_at(partition, offset),
            names.spans(dropped)
        ),
        FatalException::Refused(error) => {
            format!("{who} leaves its loop with {name}: {}.", error_words(error))
        }
    }
}

pub fn paused(consumer: ConsumerId, names: Names<'_>) -> String {
    format!(
        "{} stands still, as in a long garbage collection: no step, no heartbeat. Its coordinator does \
         not know, and waits for session.timeout.ms.",
        names.consumer(consumer)
    )
}

pub fn resumed(consumer: ConsumerId, names: Names<'_>) -> String {
    format!(
        "{} goes on where it was, and does not know that time has passed. Whether it still is a member, \
         it has yet to hear.",
        names.consumer(consumer)
    )
}
