//! What just happened and why, in a sentence or two.

mod admin;
mod commits;
mod connections;
mod consumers;
pub(crate) mod groups;
mod logs;
mod producers;
mod programs;
mod shop;

use super::names::{Names, item_name};
use super::terms::strategy_name;
use offsetscope_core::event::Event;
use offsetscope_core::history::Entry;
use offsetscope_core::network::LogEnd;
use offsetscope_core::world::World;
use offsetscope_language::{say, text};

/// Tells a step. `world` is the world after it, or any later one of the same run.
pub fn narrate(entry: &Entry, world: &World) -> String {
    let names = Names::of(world);
    let mut sentences: Vec<String> = Vec::new();
    let mut applied = commits::applied(&entry.events, names);
    let mut appended = logs::appended(&entry.events, names);
    for event in &entry.events {
        match event {
            Event::CommitApplied { .. } => sentences.extend(applied.take()),
            Event::RecordAppended { .. } => sentences.extend(appended.take()),
            _ if event.is_routine() => {}
            _ => sentences.push(sentence(event, names)),
        }
    }
    sentences.join(text!(" ", ""))
}

/// Tells a step, also one of which nobody needs to hear: a heartbeat, an acknowledgement.
pub fn narrate_fully(entry: &Entry, world: &World) -> String {
    let told = narrate(entry, world);
    if !told.is_empty() {
        return told;
    }
    let names = Names::of(world);
    let routine: Vec<_> = entry.events.iter().map(|it| sentence(it, names)).collect();
    if routine.is_empty() {
        return text!("Nothing that one can see changes.", "看得见的都没有变化。").to_owned();
    }
    routine.join(text!(" ", ""))
}

/// Tells one event. `world` is the world after it, or any later one of the same run.
pub fn tell(event: &Event, world: &World) -> String {
    sentence(event, Names::of(world))
}

/// Says what there is to see before anything has happened.
pub fn opening(world: &World) -> String {
    let order = Names::of(world).order(1);
    let groups = world.setup().groups.len();
    let wait = match groups {
        1 => text!("one group waits", "一个组正在等它"),
        2 => text!("two groups wait", "两个组正在等它"),
        3 => text!("three groups wait", "三个组正在等它"),
        _ => text!("its groups wait", "各个组正在等它"),
    };
    say!(
        "The shop opens. {0}’s order for {1} × {2} is on its way to the topic; {wait} for it. Press Step.",
        "商店开门了。{0} 订购 {1} × {2}，订单正在发往主题的途中；{wait}。按“前进一步”。";
        order.customer, order.quantity, item_name(order.item)
    )
}

/// One sentence an event.
#[expect(
    clippy::too_many_lines,
    reason = "one match over all events, so that none is forgotten"
)]
fn sentence(event: &Event, names: Names<'_>) -> String {
    match event {
        Event::OrderPlaced {
            producer,
            order,
            partition,
        } => shop::placed(*producer, *order, *partition, names),
        Event::RecordAppended { .. } => {
            logs::appended(std::slice::from_ref(event), names).unwrap_or_default()
        }
        Event::RecordsSent {
            producer,
            partition,
            orders,
            attempt,
        } => producers::sent(*producer, *partition, orders, *attempt, names),
        Event::DuplicateBatch {
            producer,
            partition,
            offset,
        } => producers::duplicate(*producer, (*partition, *offset), names),
        Event::ProduceAcknowledged {
            producer,
            partition,
            offset,
            orders,
        } => producers::acknowledged(*producer, (*partition, *offset), orders, names),
        Event::ProduceFailed {
            producer,
            partition,
            orders,
            exception,
        } => producers::failed(*producer, *partition, orders, *exception, names),
        Event::SegmentRolled {
            partition,
            base_offset,
        } => say!(
            "The active segment of {0} was full or too old, so a new one begins at offset {base_offset}.",
            "{0} 的活跃日志段满了或太旧，于是从偏移量 {base_offset} 开始一个新段。";
            names.partition(*partition)
        ),
        Event::SegmentsDeleted { partition, deleted } => {
            logs::deletion(*partition, *deleted, names)
        }
        Event::RetentionFoundNothing => text!(
            "Retention finds nothing old enough to delete.",
            "数据保留没有找到旧到该删除的内容。"
        )
        .to_owned(),
        Event::LogCompacted {
            partition, removed, ..
        } => logs::compaction(*partition, removed, names),
        Event::CleanerFoundNothing => text!(
            "The log cleaner finds no compacted log that is due.",
            "日志清理器没有找到需要压缩整理的日志。"
        )
        .to_owned(),
        Event::JoinSent { consumer, reason } => groups::join(*consumer, *reason, names),
        Event::MemberIdGiven { group, member } => say!(
            "The coordinator of {0} gives {1} a member id and asks it to join again with it.",
            "{0} 的协调者给了 {1} 一个成员 ID，要它带着这个 ID 重新加入。";
            names.group(*group), names.member(*member)
        ),
        Event::MemberIdExpired { group, member } => say!(
            "{0} was given a member id of {1} and never came back with it: the id is void.",
            "{0} 得到过 {1} 的一个成员 ID，却没有带着它回来：该 ID 作废。";
            names.member(*member), names.group(*group)
        ),
        Event::RebalanceStarted { group, reason } => groups::rebalance(*group, *reason, names),
        Event::MemberJoined { group, member } => say!(
            "{0} has joined {1} and waits until all the others have.",
            "{0} 加入了 {1}，等待其他所有成员加入。";
            names.member(*member), names.group(*group)
        ),
        Event::MemberRemoved { group, member } => say!(
            "{0} has not answered in time and is no longer a member of {1}.",
            "{0} 没有及时响应，不再是 {1} 的成员。";
            names.member(*member), names.group(*group)
        ),
        Event::GenerationStarted {
            group,
            generation,
            leader,
            members,
        } => groups::generation(*group, (*generation, *members), *leader, names),
        Event::PartitionsAssignedByLeader {
            consumer,
            assignments,
        } => groups::shares(*consumer, assignments, names),
        Event::GroupStable { group, generation } => say!(
            "The assignment has reached the coordinator: {0} is stable in generation {generation}.",
            "分配结果已到达协调者：{0} 在第 {generation} 代进入稳定状态。";
            names.group(*group)
        ),
        Event::SessionExpired { group, member } => say!(
            "The coordinator has not heard from {0} for session.timeout.ms and removes it from {1}.",
            "协调者超过 session.timeout.ms 没有收到 {0} 的消息，把它移出 {1}。";
            names.member(*member), names.group(*group)
        ),
        Event::HeartbeatSent(consumer) => {
            say!("{0} sends a heartbeat.", "{0} 发送心跳。"; names.consumer(*consumer))
        }
        Event::HeartbeatHeard { member, .. } => {
            say!(
                "The coordinator hears the heartbeat of {0}.",
                "协调者收到 {0} 的心跳。";
                names.member(*member)
            )
        }
        Event::HeartbeatAnswered {
            consumer,
            error: None,
        } => {
            say!("{0} hears that all is well.", "{0} 得知一切正常。"; names.consumer(*consumer))
        }
        Event::HeartbeatAnswered {
            consumer,
            error: Some(error),
        } => {
            let who = names.consumer(*consumer);
            say!(
                "{who} learns from its heartbeat: {0}.",
                "{who} 从心跳的应答得知：{0}。";
                groups::error_words(*error)
            )
        }
        Event::RequestRefused {
            group,
            member,
            error,
        } => say!(
            "The coordinator of {0} turns {1} away with {2}: {3}.",
            "{0} 的协调者以 {2} 拒绝了 {1}：{3}。";
            names.group(*group), names.member(*member), error.name(), groups::error_words(*error)
        ),
        Event::PartitionsAssigned {
            consumer,
            partitions,
        } => {
            say!(
                "{0} now owns {1}.",
                "{0} 现在拥有 {1}。";
                names.consumer(*consumer), names.partitions(partitions)
            )
        }
        Event::PartitionsRevoked {
            consumer,
            partitions,
        } => say!(
            "{0} gives up {1}. Its positions go with them.",
            "{0} 交出 {1}。相应的位置也随之失去。";
            names.consumer(*consumer), names.partitions(partitions)
        ),
        Event::PartitionsLost {
            consumer,
            partitions,
        } => say!(
            "{0} finds out that it no longer owns {1}.",
            "{0} 发现自己不再拥有 {1}。";
            names.consumer(*consumer), names.partitions(partitions)
        ),
        Event::PollTimeoutExpired(consumer) => consumers::poll_timeout(*consumer, names),
        Event::CommittedOffsetsAsked(consumer) => {
            let (who, group) = (names.consumer(*consumer), names.group_of(*consumer));
            say!(
                "{who} asks how far {group} has committed.",
                "{who} 查询 {group} 提交到了哪里。"
            )
        }
        Event::LogEndsAsked { consumer, end } => say!(
            "{0} has no valid position, so auto.offset.reset decides: it asks where {1}.",
            "{0} 没有有效位置，于是由 auto.offset.reset 决定：它查询{1}。";
            names.consumer(*consumer),
            match end {
                LogEnd::Earliest => text!("the log begins", "日志从哪里开始"),
                LogEnd::Latest => text!("the log ends", "日志到哪里结束"),
                LogEnd::Since(_) => text!(
                    "records begin that are young enough",
                    "足够新的记录从哪里开始"
                ),
            }
        ),
        Event::PositionSet {
            consumer,
            partition,
            offset,
            source,
        } => consumers::position(*consumer, (*partition, *offset), *source, names),
        Event::PositionOutOfRange {
            consumer,
            partition,
            offset,
        } => say!(
            "{0} holds no offset {offset}: the position of {1} is out of range.",
            "{0} 中没有偏移量 {offset}：{1} 的位置越界了。";
            names.partition(*partition), names.consumer(*consumer)
        ),
        Event::FetchSent(consumer) => say!(
            "{0} asks for records.",
            "{0} 请求记录。";
            names.consumer(*consumer)
        ),
        Event::FetchHeld(consumer) => {
            say!(
                "There is nothing new for {0}: its fetch waits.",
                "{0} 没有新记录可读：它的拉取请求等待着。";
                names.consumer(*consumer)
            )
        }
        Event::FetchServed(consumer) => {
            say!(
                "The broker sends records to {0}.",
                "broker 把记录发给 {0}。";
                names.consumer(*consumer)
            )
        }
        Event::FetchDiscarded(consumer) => {
            say!(
                "{0} discards records it no longer asked for.",
                "{0} 丢弃它已不再请求的记录。";
                names.consumer(*consumer)
            )
        }
        Event::RecordsFetched { consumer, records } => say!(
            "{0} has fetched {1}. What was fetched waits in its buffer until poll returns it.",
            "{0} 拉取到 {1}。拉取到的记录在缓冲区中等待，直到 poll 返回它们。";
            names.consumer(*consumer), names.spans(records)
        ),
        Event::PollReturned { consumer, records } if records.is_empty() => {
            say!(
                "poll of {0} times out and returns nothing.",
                "{0} 的 poll 超时，没有返回记录。";
                names.consumer(*consumer)
            )
        }
        Event::PollReturned { consumer, records } => say!(
            "poll returns {0} to {1}. Its position moves past that at once, processed or not.",
            "poll 把 {0} 返回给 {1}。它的位置立刻越过这些记录，不管是否已处理。";
            names.spans(records), names.consumer(*consumer)
        ),
        Event::ProcessingStarted {
            consumer,
            partition,
            offset,
        } => say!(
            "{0} begins to process {1}.",
            "{0} 开始处理{1}。";
            names.consumer(*consumer), names.order_at(*partition, *offset)
        ),
        Event::EffectDone {
            consumer,
            partition,
            offset,
            times,
            out_of_order,
        } => shop::effect(
            *consumer,
            (*partition, *offset),
            *times,
            *out_of_order,
            names,
        ),
        Event::AutoCommitDue(consumer) => say!(
            "auto.commit.interval.ms has passed for {0}. Nothing is sent before its next poll.",
            "{0} 的 auto.commit.interval.ms 已过。下一次 poll 之前不会发送任何请求。";
            names.consumer(*consumer)
        ),
        Event::CommitSent {
            consumer,
            trigger,
            offsets,
        } => commits::sent(*consumer, *trigger, offsets, names),
        Event::CommitApplied {
            group,
            partition,
            offset,
            ..
        } => say!(
            "The coordinator stores the commit: {0} will go on with {1} at {offset}.",
            "协调者存储了提交：{0} 将从 {1} 的偏移量 {offset} 继续。";
            names.group(*group), names.partition(*partition)
        ),
        Event::GapSkipped {
            consumer,
            partition,
            offset,
        } => say!(
            "What comes next in {0} was compacted away: {1} goes on at offset {offset}.",
            "{0} 接下来的记录已被压缩掉：{1} 从偏移量 {offset} 继续。";
            names.partition(*partition), names.consumer(*consumer)
        ),
        Event::OffsetsExpired { group, partitions } => commits::expired(*group, partitions, names),
        Event::NoOffsetExpired => text!(
            "The coordinator finds no committed offset that is old enough to expire.",
            "协调者没有找到旧到该过期的已提交偏移量。"
        )
        .to_owned(),
        Event::GroupRemoved(group) => say!(
            "{0} has neither members nor offsets: the coordinator forgets it.",
            "{0} 既没有成员，也没有已提交偏移量：协调者不再记得它。";
            names.group(*group)
        ),
        Event::CommitAcknowledged { consumer, .. } => {
            say!(
                "{0} hears that its commit is stored.",
                "{0} 得知它的提交已存储。";
                names.consumer(*consumer)
            )
        }
        Event::CommitFailed {
            consumer,
            trigger,
            exception,
        } => commits::failed(*consumer, *trigger, *exception, names),
        Event::CommitCallbackRan {
            consumer,
            exception,
        } => commits::callback(*consumer, *exception, names),
        Event::Program { consumer, what } => programs::told(*consumer, what, names),
        Event::ConsumerCrashed { consumer, in_hand } => {
            consumers::crashed(*consumer, in_hand, names)
        }
        Event::ConsumerFailed {
            consumer,
            exception,
            dropped,
        } => consumers::failed(*consumer, *exception, dropped, names),
        Event::ErrorReturned { consumer, error } => consumers::error(*consumer, *error, names),
        Event::ConsumerRestarted(consumer) => say!(
            "{0} is started again, with an empty memory. It must join the group again.",
            "{0} 重新启动，内存是空的。它必须重新加入组。";
            names.consumer(*consumer)
        ),
        Event::ConsumerPaused(consumer) => consumers::paused(*consumer, names),
        Event::ConsumerResumed(consumer) => consumers::resumed(*consumer, names),
        Event::AnswerLost(consumer) => {
            say!(
                "An answer for {0} finds nobody: the process is gone, or its connection.",
                "发给 {0} 的应答无人接收：进程或它的连接已经不在了。";
                names.consumer(*consumer)
            )
        }
        Event::Disconnected {
            client,
            connection,
            requests_lost,
            answers_lost,
        } => connections::broken(*client, *connection, (*requests_lost, *answers_lost), names),
        Event::NetworkCut(client) => connections::cut(*client, names),
        Event::NetworkHealed(client) => connections::healed(*client, names),
        Event::MessagesDelayed { link, by_ms } => connections::delayed(*link, *by_ms, names),
        Event::AdminAsked(request) => admin::asked(*request, names),
        Event::AdminRefused(error) => admin::refused(*error),
        Event::RecordsDeleted {
            partition,
            new_log_start,
            ..
        } => admin::records_deleted(*partition, *new_log_start, names),
        Event::OffsetDeleted { group, partition } => say!(
            "Nothing is committed for {0} any more: auto.offset.reset will decide where {1} begins.",
            "{0} 不再有任何提交：{1} 从哪里开始将由 auto.offset.reset 决定。";
            names.partition(*partition), names.group(*group)
        ),
        Event::GroupDeleted(group) => say!(
            "The coordinator forgets {0} and all that it has committed.",
            "协调者删除了 {0} 以及它提交过的一切。";
            names.group(*group)
        ),
        Event::StrategyChosen { group, strategy } => say!(
            "{0} shall use {1}. Its members take that up at their next poll.",
            "{0} 将改用“{1}”。它的成员在下一次 poll 时采用。";
            names.group(*group), strategy_name(*strategy)
        ),
        Event::StrategyAdopted { consumer, strategy } => {
            say!(
                "{0} now uses {1}.",
                "{0} 现在采用“{1}”。";
                names.consumer(*consumer), strategy_name(*strategy)
            )
        }
    }
}
