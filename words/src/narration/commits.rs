//! Commits on their way, stored and refused.

use crate::names::Names;
use offsetscope_core::event::{CommitException, CommitTrigger, Event};
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_core::setup::ClientLibrary;
use offsetscope_language::say;
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
    Some(say!(
        "The coordinator stores the commit: {0} will go on with {1}.",
        "协调者存储了提交：{0} 将从 {1} 继续。";
        names.group(whose?), names.offsets(&moved)
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
            say!(
                "{who} commits {offsets} and waits for the answer.",
                "{who} 提交 {offsets}，并等待应答。"
            )
        }
        CommitTrigger::CommitAsync => {
            say!(
                "{who} commits {offsets} and does not wait for the answer.",
                "{who} 提交 {offsets}，不等待应答。"
            )
        }
        CommitTrigger::AutoCommit if names.library_of(consumer) == ClientLibrary::Librdkafka => {
            say!(
                "The library of {who} auto-commits {offsets}, what is stored, whatever its program is at.",
                "{who} 的客户端库自动提交 {offsets}，即已存储的偏移量，不管程序进行到哪里。"
            )
        }
        CommitTrigger::BeforeRebalance
            if names.library_of(consumer) == ClientLibrary::Librdkafka =>
        {
            say!(
                "With its partitions, {who} gives up what is stored of them: it auto-commits {offsets}.",
                "{who} 交出分区，连同为它们存储的偏移量：它自动提交 {offsets}。"
            )
        }
        CommitTrigger::AutoCommit => {
            say!(
                "Inside poll, {who} auto-commits {offsets}: what earlier polls returned.",
                "{who} 在 poll 中自动提交 {offsets}：即之前各次 poll 返回的内容。"
            )
        }
        CommitTrigger::BeforeRebalance => {
            say!(
                "Before it gives its partitions up, {who} auto-commits {offsets}.",
                "{who} 在交出分区之前自动提交 {offsets}。"
            )
        }
    }
}

pub fn expired(group: GroupId, partitions: &[TopicPartition], names: Names<'_>) -> String {
    let (group, partitions) = (names.group(group), names.partitions(partitions));
    say!(
        "What {group} has committed for {partitions} is older than offsets.retention.minutes: it is gone, and auto.offset.reset will decide where the group begins.",
        "{group} 对 {partitions} 的提交已超过 offsets.retention.minutes：提交已被删除，组从哪里开始将由 auto.offset.reset 决定。"
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
            say!(
                "The commit of {who} fails with {name}. No record is lost by that: what was not committed is read again.",
                "{who} 的提交失败：{name}。不会因此丢失记录：没有提交的会重读。"
            )
        }
        CommitTrigger::AutoCommit | CommitTrigger::BeforeRebalance => {
            say!(
                "The auto-commit of {who} fails with {name}, which is only logged.",
                "{who} 的自动提交失败：{name}，只会记入程序日志。"
            )
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
        None => say!(
            "A callback runs in {who}: its commitAsync is stored.",
            "{who} 中运行了一个回调：它的 commitAsync 已存储。"
        ),
        Some(exception) => say!(
            "A callback runs in {who}: its commitAsync failed with {0}. The client does not try again.",
            "{who} 中运行了一个回调：它的 commitAsync 失败，{0}。客户端不会重试。";
            exception.class()
        ),
    }
}
