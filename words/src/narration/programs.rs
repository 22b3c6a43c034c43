//! What programs do with records by themselves: workers, databases, records that cannot be processed,
//! a graceful stop.

use crate::names::Names;
use offsetscope_core::event::{ProgramEvent, RecordSpan, SkipReason};
use offsetscope_core::ids::ConsumerId;
use offsetscope_language::{say, text};

pub fn told(consumer: ConsumerId, what: &ProgramEvent, names: Names<'_>) -> String {
    let who = names.consumer(consumer);
    match what {
        ProgramEvent::StoredForCommit { partition, next } => say!(
            "{who} stores {next} for {0}: the timer will commit it.",
            "{who} 为 {0} 存储偏移量 {next}：定时器会提交它。";
            names.partition(*partition)
        ),
        ProgramEvent::HandedOff { partition, offset } => say!(
            "{who} hands {0} to its workers and goes on. For the client it is dealt with.",
            "{who} 把{0} 交给工作线程，然后继续。对客户端来说，它已经处理过了。";
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::WorkStarted {
            worker,
            partition,
            offset,
        } => say!(
            "Worker {0} of {who} begins to process {1}.",
            "{who} 的工作线程 {0} 开始处理{1}。";
            worker.0 + 1, names.order_at(*partition, *offset)
        ),
        ProgramEvent::WorkCancelled { records } => say!(
            "{who} drops what none of its workers has begun with: {0}. The partition’s next owner will read it.",
            "{who} 丢下工作线程还没有开始处理的：{0}。由分区的下一个拥有者来读。";
            names.spans(records)
        ),
        ProgramEvent::ProcessingFailed { partition, offset } => say!(
            "{who} cannot process {0}: an exception.",
            "{who} 无法处理{0}：发生异常。";
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::RecordSkipped {
            reason: SkipReason::Caught,
            ..
        } => say!(
            "{who} logs it and goes on with the next record.",
            "{who} 记入程序日志，继续处理下一条记录。"
        ),
        ProgramEvent::RecordSkipped {
            reason: SkipReason::InFuture,
            ..
        } => text!(
            "The exception stays in a Future that nobody asks: nobody will know.",
            "异常留在一个没有人查看的 Future 里：没有人会知道。"
        )
        .to_owned(),
        ProgramEvent::SoughtBack { positions } => say!(
            "{who} seeks back to try again: {0}. The rest of its batch is dropped and will be read again.",
            "{who} 用 seek 退回去重试：{0}。这一批剩下的记录被丢下，之后会重读。";
            names.offsets(positions)
        ),
        ProgramEvent::DeadLetterSent { partition, offset } => say!(
            "{who} sends {0} to the dead letters.",
            "{who} 把{0} 发往死信主题。";
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::DeadLetterStored { partition, offset } => say!(
            "{0} is among the dead letters now.",
            "{0} 现在在死信主题中。";
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::DeadLetterAcknowledged { .. } => say!(
            "{who} hears that its dead letter is stored, and goes on.",
            "{who} 得知死信已存储，继续运行。"
        ),
        ProgramEvent::OffsetStored {
            partition, offset, ..
        } => say!(
            "In the same transaction, its database stores that {0} goes on at {offset}.",
            "在同一个事务中，它的数据库记下：{0} 从偏移量 {offset} 继续。";
            names.partition(*partition)
        ),
        ProgramEvent::StoreRefused {
            partition,
            offset,
            stored,
        } => say!(
            "The transaction of {who} for {0} changes nothing: its database is already at {stored}. Somebody else has done it.",
            "{who} 为{0} 所做的事务没有改变任何东西：它的数据库已经到了偏移量 {stored}。别人已经做过了。";
            names.order_at(*partition, *offset)
        ),
        ProgramEvent::StopAsked => say!(
            "{who} is asked to stop: the next call that waits will throw WakeupException.",
            "{who} 被要求停止：下一个需要等待的调用会抛出 WakeupException。"
        ),
        ProgramEvent::WokenUp { dropped } => say!(
            "{who} leaves its loop with a WakeupException.{0}",
            "{who} 因 WakeupException 退出循环。{0}";
            left(text!(" It drops", "它丢下"), dropped, names)
        ),
        ProgramEvent::Stopped { in_hand } => say!(
            "{who} has closed its consumer and ends.{0}",
            "{who} 关闭了消费者并结束。{0}";
            left(text!(" Its workers leave undone", "工作线程没有做完的是"), in_hand, names)
        ),
    }
}

fn left(how: &str, records: &[RecordSpan], names: Names<'_>) -> String {
    if records.is_empty() {
        String::new()
    } else {
        say!("{how} {0}.", "{how} {0}。"; names.spans(records))
    }
}
