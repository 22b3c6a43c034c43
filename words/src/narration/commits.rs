//! Commits on their way, stored and refused.

use crate::names::Names;
use offsetscope_core::event::{CommitException, CommitTrigger, Event};
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_core::setup::ClientLibrary;
/// One request commits many partitions: only those that moved are worth telling.
pub fn applied(events: &[Event], names: Names<'_>) -> Option<String> {
    let mut moved: Vec<(TopicPartition, Offset)> = Vec::new();
    let mut whose: Option<GroupId> = None;
    for event in events {
        if let Event::CommitApplied {
            group,
            partition,
            previous,
            offset,
        } = event
            && *previous != Some(*offset)
        {
            whose = Some(*group);
            moved.push((*partition, *offset));
        }
    }
    Some(format!(
        "The coordinator stores the commit: {} will go on with {}.",
        names.group(whose?),
        names.offsets(&moved)
    ))
}

pub fn sent(
    consumer: ConsumerId,
    trigger: CommitTrigger,
    offsets: &[(TopicPartition, Offset)],
    names: Names<'_>,
) -> String {
    let (who, offsets) = (names.consumer(consumer), names.offsets(offsets));
    match trigger {
        CommitTrigger::CommitSync | CommitTrigger::Abandoned => {
            format!("{who} commits {offsets} and waits for the answer.")
        }
        CommitTrigger::CommitAsync => {
            format!("{who} commits {offsets} and does not wait for the answer.")
        }
        CommitTrigger::AutoCommit if names.library_of(consumer) == ClientLibrary::Librdkafka => {
            format!(
                "The library of {who} auto-commits {offsets}, what is stored, whatever its program is at."
            )
        }
        CommitTrigger::BeforeRebalance
            if names.library_of(consumer) == ClientLibrary::Librdkafka =>
        {
            format!(
                "With its partitions, {who} gives up what is stored of them: it auto-commits {offsets}."
            )
        }
        CommitTrigger::AutoCommit => {
            format!("Inside poll, {who} auto-commits {offsets}: what earlier polls returned.")
        }
        CommitTrigger::BeforeRebalance => {
            format!("Before it gives its partitions up, {who} auto-commits {offsets}.")
        }
    }
}

pub fn expired(group: GroupId, partitions: &[TopicPartition], names: Names<'_>) -> String {
    let (group, partitions) = (names.group(group), names.partitions(partitions));
    format!(
        "What {group} has committed for {partitions} is older than offsets.retention.minutes: it is gone, and auto.offset.reset will decide where the group begins."
    )
}

pub fn failed(
    consumer: ConsumerId,
    trigger: CommitTrigger,
    exception: CommitException,
    names: Names<'_>,
) -> String {
    let name = exception.class();
    let who = names.consumer(consumer);
    match trigger {
        CommitTrigger::CommitSync | CommitTrigger::Abandoned | CommitTrigger::CommitAsync => {
            format!(
                "The commit of {who} fails with {name}. No record is lost by that: what was not committed is read again."
            )
        }
        CommitTrigger::AutoCommit | CommitTrigger::BeforeRebalance => {
            format!("The auto-commit of {who} fails with {name}, which is only logged.")
        }
    }
}

pub fn callback(
    consumer: ConsumerId,
    exception: Option<CommitException>,
    names: Names<'_>,
) -> String {
    let who = names.consumer(consumer);
    match exception {
        None => format!("A callback runs in {who}: its commitAsync is stored."),
        Some(exception) => format!(
            "A callback runs in {who}: its commitAsync failed with {}. The client does not try again.",
            exception.class()
        ),
    }
}
