//! What an administrator asks for, and what comes of it.

use crate::names::Names;
use offsetscope_core::admin::{AdminError, AdminRequest};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::{Offset, TopicPartition};
use offsetscope_language::{say, text};

pub fn asked(request: AdminRequest, names: Names<'_>) -> String {
    let partition = request.partition().map(|it| names.partition(it));
    let partition = partition.unwrap_or_default();
    let group = request.group().map_or("", |it| names.group(it));
    match request {
        AdminRequest::DeleteRecords { before, .. } => {
            say!(
                "An administrator deletes the records of {partition} before offset {before}.",
                "管理员删除 {partition} 中偏移量 {before} 之前的记录。"
            )
        }
        AdminRequest::AlterOffset { to, .. } => {
            say!(
                "An administrator wants {group} to go on with {partition} at {to}.",
                "管理员要让 {group} 从 {partition} 的偏移量 {to} 继续。"
            )
        }
        AdminRequest::DeleteOffset { .. } => {
            say!(
                "An administrator deletes what {group} has committed for {partition}.",
                "管理员删除 {group} 对 {partition} 的提交。"
            )
        }
        AdminRequest::DeleteGroup(_) => {
            say!("An administrator deletes {group}.", "管理员删除 {group}。")
        }
    }
}

pub fn refused(error: AdminError) -> String {
    let why = match error {
        AdminError::OffsetOutOfRange => text!("the log does not reach that far", "日志没有那么长"),
        AdminError::PolicyViolation => text!("the topic is only compacted", "该主题只做压缩整理"),
        AdminError::Group(GroupError::UnknownMemberId | GroupError::NonEmptyGroup) => {
            text!("the group has members", "该组还有成员")
        }
        AdminError::Group(GroupError::GroupSubscribedToTopic) => {
            text!("its members read that topic", "它的成员正在读该主题")
        }
        AdminError::Group(_) => text!("there is no such group", "没有这个组"),
    };
    say!("The broker refuses with {0}: {why}.", "broker 以 {0} 拒绝：{why}。"; error.name())
}

pub fn records_deleted(partition: TopicPartition, log_start: Offset, names: Names<'_>) -> String {
    say!(
        "{0} begins at offset {log_start} now. What groups have committed stays as it is.",
        "{0} 现在从偏移量 {log_start} 开始。各组的提交保持不变。";
        names.partition(partition)
    )
}
