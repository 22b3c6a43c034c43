//! The page's terms: strategies, verdicts, states.

use offsetscope_core::client::strategy::{Family, Strategy};
use offsetscope_core::group::GroupState;
use offsetscope_core::ledger::Verdict;
use offsetscope_core::setup::ClientLibrary;
use offsetscope_language::text;

/// How a strategy is called.
pub fn strategy_name(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::AutoCommit => text!("auto-commit, inside poll", "自动提交，在 poll 中"),
        Strategy::AfterBatch => text!("commit after the batch", "每批之后提交"),
        Strategy::AfterRecord => text!("commit after each record", "每条记录之后提交"),
        Strategy::AfterPartition => text!("commit after each partition", "每个分区之后提交"),
        Strategy::BeforeProcessing => text!("commit before processing", "处理之前提交"),
        Strategy::AsyncAfterBatch => text!("commitAsync after the batch", "每批之后 commitAsync"),
        Strategy::AsyncThenSync => text!(
            "commitAsync, and commitSync at the end",
            "commitAsync，最后 commitSync"
        ),
        Strategy::AutoOffsetStore => {
            text!("auto-commit, stored on delivery", "自动提交，交付时存储")
        }
        Strategy::StoreAfterRecord => text!(
            "auto-commit, stored after each record",
            "自动提交，每条记录之后存储"
        ),
        Strategy::AsyncAfterRecord => text!(
            "commit after each record, asynchronous",
            "每条记录之后异步提交"
        ),
        Strategy::HandOffAutoCommit => text!("workers, auto-commit", "工作线程，自动提交"),
        Strategy::HandOffPositions => text!("workers, commit positions", "工作线程，提交位置"),
        Strategy::HandOffCompleted => {
            text!("workers, commit what is done", "工作线程，提交已完成的")
        }
        Strategy::DatabaseGuarded => text!("database offset, guarded", "偏移量存数据库，有防护"),
        Strategy::DatabaseUnguarded => text!("database offset, no guard", "偏移量存数据库，无防护"),
    }
}

/// The heading that a family of strategies is offered under.
pub fn family_name(family: Family) -> &'static str {
    match family {
        Family::AutoCommit => text!("the client commits", "由客户端提交"),
        Family::CommitSync => "commitSync",
        Family::CommitAsync => "commitAsync",
        Family::HandOff => text!("hand-off to workers", "交给工作线程"),
        Family::Database => text!("offsets in the database", "偏移量存数据库"),
    }
}

/// What it does, in a sentence.
pub fn strategy_note(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::AutoCommit => {
            text!(
                "Once auto.commit.interval.ms has passed (5 s by default), the next poll commits what earlier polls returned. Java sends it from inside poll, never in the background.",
                "auto.commit.interval.ms（默认 5 秒）过后，下一次 poll 会提交之前各次 poll 返回的内容。Java 客户端在 poll 中发送提交，从不在后台发送。"
            )
        }
        Strategy::AfterBatch => {
            text!(
                "Once every record of the batch is processed, the positions are committed.",
                "一批中的每条记录都处理完之后，提交位置。"
            )
        }
        Strategy::AfterRecord => text!(
            "After every record, its offset plus one is committed.",
            "每条记录之后，提交它的偏移量加一。"
        ),
        Strategy::AfterPartition => {
            text!(
                "Once the records of one partition are processed, only that partition is committed, behind its last one.",
                "一个分区的记录处理完之后，只提交该分区，提交到最后一条记录之后。"
            )
        }
        Strategy::BeforeProcessing => {
            text!(
                "Right after poll, the positions are committed. Only then is anything processed.",
                "poll 之后立即提交位置，然后才开始处理。"
            )
        }
        Strategy::AsyncAfterBatch => {
            text!(
                "Once the batch is processed, the positions are sent and the loop goes on at once. The client never tries again; the callback runs in a later poll or commit.",
                "一批处理完之后，发出对位置的提交，循环立刻继续。客户端从不重试；回调在之后的某次 poll 或提交中运行。"
            )
        }
        Strategy::AsyncThenSync => {
            text!(
                "commitAsync in the loop, and commitSync where an answer matters: before partitions are given up, and in finally before close.",
                "循环中用 commitAsync；在应答重要的地方用 commitSync：交出分区之前，以及 finally 中 close 之前。"
            )
        }
        Strategy::AutoOffsetStore => {
            text!(
                "librdkafka’s default. As a message is handed out, its offset plus one is stored; every auto.commit.interval.ms (5 s by default) a timer of the library commits what is stored, whatever the program is at.",
                "librdkafka 的默认方式。交出一条消息时，存储它的偏移量加一；客户端库的定时器每隔 auto.commit.interval.ms（默认 5 秒）提交已存储的偏移量，不管程序进行到哪里。"
            )
        }
        Strategy::StoreAfterRecord => {
            text!(
                "With enable.auto.offset.store=false the program stores the offset itself once the record is processed, and the timer commits no more than that.",
                "设置 enable.auto.offset.store=false，由程序在处理完记录后自己存储偏移量，定时器提交的不会超过它。"
            )
        }
        Strategy::AsyncAfterRecord => {
            text!(
                "After every record, its offset plus one is sent, and the loop goes on at once.",
                "每条记录之后，发出对它的偏移量加一的提交，循环立刻继续。"
            )
        }
        Strategy::HandOffAutoCommit => {
            text!(
                "poll returns records, workers process them later. Auto-commit counts a record as done as soon as the next poll comes.",
                "poll 返回记录，工作线程稍后处理。下一次 poll 一来，自动提交就把记录当作已完成。"
            )
        }
        Strategy::HandOffPositions => {
            text!(
                "The thread that polls commits its positions while the workers still process what lies before them.",
                "调用 poll 的线程提交自己的位置，而位置之前的记录，工作线程还在处理。"
            )
        }
        Strategy::HandOffCompleted => {
            text!(
                "Of each partition, only what lies before the first record that is not completed is committed. Before partitions are given up, what waits for a worker is dropped.",
                "每个分区只提交到第一条未完成的记录之前。交出分区之前，丢下还在等待工作线程的记录。"
            )
        }
        Strategy::DatabaseGuarded => {
            text!(
                "One transaction holds the effect and the next offset, and changes nothing if the database is already past the record. On assignment the consumer seeks to what is stored; Kafka’s committed offset plays no part.",
                "处理结果和下一个偏移量写在同一个事务中；如果数据库已越过这条记录，事务什么都不改变。分到分区时，消费者用 seek 跳到数据库所存的偏移量；Kafka 的已提交偏移量不起作用。"
            )
        }
        Strategy::DatabaseUnguarded => {
            text!(
                "One transaction holds the effect and the next offset. Nothing stops a member that was thrown out and does not know it yet.",
                "处理结果和下一个偏移量写在同一个事务中。已被移出组却还不知道的成员，没有什么能阻止它。"
            )
        }
    }
}

/// Why programs with a library have no such way to commit.
pub fn why_not_in(library: ClientLibrary, strategy: Strategy) -> &'static str {
    if library == ClientLibrary::Java {
        return match strategy {
            Strategy::AsyncAfterRecord => {
                text!(
                    "Not the same in Java: commitAsync after every record would send a request for each, while poll hands out whole batches. The nearest is commitAsync after the batch.",
                    "在 Java 中并不相同：poll 交出的是整批记录，每条记录之后 commitAsync 就会各发一个请求。最接近的是每批之后 commitAsync。"
                )
            }
            _ => {
                text!(
                    "Not in Java: its client has no stored offsets and no timer that commits them. It commits from inside poll.",
                    "Java 中没有：它的客户端不存储偏移量，也没有提交它们的定时器。它在 poll 中提交。"
                )
            }
        };
    }
    match strategy.family() {
        Family::AutoCommit => {
            text!(
                "Not with librdkafka: its auto-commit is a timer of the library that commits what is stored, not a part of poll.",
                "librdkafka 没有：它的自动提交是客户端库的定时器，提交已存储的偏移量，不是 poll 的一部分。"
            )
        }
        Family::HandOff => {
            text!(
                "Not with librdkafka here: a program takes one message at a time, and its workers would have to store offsets themselves.",
                "这里的 librdkafka 没有：程序每次取一条消息，工作线程得自己存储偏移量。"
            )
        }
        Family::Database => {
            text!(
                "Not with librdkafka here: the seek to what the database has stored is written for Java only.",
                "这里的 librdkafka 没有：用 seek 跳到数据库所存偏移量的做法，只为 Java 实现了。"
            )
        }
        Family::CommitSync | Family::CommitAsync => {
            text!(
                "Not with librdkafka: poll hands out one message at a time, so there is no batch and no partition of one to commit after.",
                "librdkafka 没有：poll 每次交出一条消息，所以没有“一批之后”或“一批中的一个分区之后”可以提交。"
            )
        }
    }
}

/// How a verdict is called.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => text!("pending", "待处理"),
        Verdict::Once => text!("once", "一次"),
        Verdict::Duplicated => text!("twice+", "两次以上"),
        Verdict::Lost => text!("lost", "丢失"),
        Verdict::Expired => text!("expired", "过期"),
        Verdict::Compacted => text!("compacted", "被压缩"),
        Verdict::Skipped => text!("skipped", "跳过"),
        Verdict::DeadLettered => text!("dead letter", "死信"),
    }
}

/// What it means.
pub fn verdict_note(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pending => text!(
            "not done yet, and it still can be",
            "还没有处理，但仍有可能处理"
        ),
        Verdict::Once => text!("took effect exactly once", "恰好生效一次"),
        Verdict::Duplicated => text!("took effect more than once", "生效了不止一次"),
        Verdict::Lost => text!(
            "the group goes on behind it, and it never took effect",
            "组从它之后继续，而它从未生效"
        ),
        Verdict::Expired => text!(
            "retention deleted it before the group had got there",
            "组还没有读到，数据保留就删除了它"
        ),
        Verdict::Compacted => {
            text!(
                "a later record of its key replaced it before the group had got there",
                "组还没有读到，同一个键的后一条记录就取代了它"
            )
        }
        Verdict::Skipped => text!(
            "it could not be processed, and the program went on without it",
            "无法处理，程序跳过它继续"
        ),
        Verdict::DeadLettered => text!(
            "it could not be processed, and lies in the dead-letter topic",
            "无法处理，已放入死信主题"
        ),
    }
}

/// What a group's work does in the shop: `charged`. Made for the ledger's heading.
pub fn group_work(group_name: &str) -> &'static str {
    match group_name {
        "fulfilment" => text!("charged", "扣款"),
        "inventory" => text!("taken from stock", "扣减库存"),
        "notifications" => text!("announced", "通知"),
        _ => text!("processed", "处理"),
    }
}

/// The coordinator's state of a group, by Kafka's name.
pub fn group_state(state: GroupState) -> &'static str {
    match state {
        GroupState::Empty => "Empty",
        GroupState::PreparingRebalance => "PreparingRebalance",
        GroupState::CompletingRebalance => "CompletingRebalance",
        GroupState::Stable => "Stable",
        GroupState::Dead => "Dead",
    }
}
