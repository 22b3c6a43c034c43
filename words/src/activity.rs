//! What a consumer is doing, in a few words: more than some thirty-five letters do not fit on its card.

use super::names::Names;
use crate::narration::groups::error_words;
use offsetscope_core::client::Activity;
use offsetscope_language::{say, text};

/// `processing order 7 (orders-0, offset 3)`
pub fn activity(names: Names<'_>, activity: Activity) -> String {
    match activity {
        Activity::Crashed => text!("crashed", "已崩溃").to_owned(),
        Activity::Paused => text!("paused: stands still", "已暂停：完全停住").to_owned(),
        Activity::AboutToJoin => {
            text!("in poll: about to join the group", "poll 中：即将加入组").to_owned()
        }
        Activity::Refused(error) => say!(
            "in poll: refused, {0}",
            "poll 中：被拒绝，{0}";
            error_words(error)
        ),
        Activity::CommittingBeforeRebalance => {
            text!("in poll: a last commit", "poll 中：交出分区前先提交").to_owned()
        }
        Activity::Joining => {
            text!("in poll: waiting for the others", "poll 中：等待其他成员").to_owned()
        }
        Activity::Syncing => text!(
            "in poll: waiting for its assignment",
            "poll 中：等待分配结果"
        )
        .to_owned(),
        Activity::FindingPosition => {
            text!("in poll: asking where to begin", "poll 中：查询从哪里开始").to_owned()
        }
        Activity::RecordsReady => {
            text!("in poll: records are here", "poll 中：记录已到").to_owned()
        }
        Activity::WaitingForRecords => {
            text!("in poll: waiting for records", "poll 中：等待记录").to_owned()
        }
        Activity::Idle => text!("in poll: owns no partition", "poll 中：不拥有任何分区").to_owned(),
        Activity::AboutToProcess(record) => {
            say!("takes up {0}", "着手{0}"; names.order_at(record.partition, record.offset))
        }
        Activity::Processing(record) => {
            say!("processing {0}", "正在处理{0}"; names.order_at(record.partition, record.offset))
        }
        Activity::AboutToCommit => text!("about to commit", "即将提交").to_owned(),
        Activity::AwaitingCommit => text!("waiting for its commit", "等待提交的应答").to_owned(),
        Activity::StoringOffset(record) => say!(
            "stores the offset after {0}",
            "存储{0} 之后的偏移量";
            names.order_at(record.partition, record.offset)
        ),
        Activity::HandingOff(record) => say!(
            "hands {0} to its workers",
            "把{0} 交给工作线程";
            names.order_at(record.partition, record.offset)
        ),
        Activity::LookingUpOffsets => text!(
            "asking its database where to begin",
            "向数据库查询从哪里开始"
        )
        .to_owned(),
        Activity::CommittingInListener => text!(
            "in onPartitionsRevoked: commits",
            "onPartitionsRevoked 中：提交"
        )
        .to_owned(),
        Activity::SendingDeadLetter(record) => say!(
            "sending {0} to the dead letters",
            "正在把{0} 发往死信主题";
            names.order_at(record.partition, record.offset)
        ),
        Activity::AwaitingWorkers => text!(
            "stopping: waits for its workers",
            "正在停止：等待工作线程做完"
        )
        .to_owned(),
        Activity::Closing => text!("stopping: in close", "正在停止：close 中").to_owned(),
        Activity::Stopped => text!("stopped", "已停止").to_owned(),
    }
}

/// What is said of a process that the coordinator has removed, and that goes on.
pub const FENCED: &str = text!(
    "out of the group, and does not know",
    "已被移出组，自己却不知道"
);
