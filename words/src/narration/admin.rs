//! What an administrator asks for, and what comes of it.

use crate::names::Names;
use offsetscope_core::admin::{AdminError, AdminRequest};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::{Offset, TopicPartition};

pub fn asked(request: AdminRequest, names: Names<'_>) -> String {
    let partition = request.partition().map(|it| names.partition(it));
    let partition = partition.unwrap_or_default();
    let group = request.group().map_or("", |it| names.group(it));
    match request {
        AdminRequest::DeleteRecords { before, .. } => {
            format!("An administrator deletes the records of {partition} before offset {before}.")
        }
        AdminRequest::AlterOffset { to, .. } => {
            format!("An administrator wants {group} to go on with {partition} at {to}.")
        }
        AdminRequest::DeleteOffset { .. } => {
            format!("An administrator deletes what {group} has committed for {partition}.")
        }
        AdminRequest::DeleteGroup(_) => format!("An administrator deletes {group}."),
    }
}

pub fn refused(error: AdminError) -> String {
    let why = match error {
        AdminError::OffsetOutOfRange => "the log does not reach that far",
        AdminError::PolicyViolation => "the topic is only compacted",
        AdminError::Group(GroupError::UnknownMemberId | GroupError::NonEmptyGroup) => {
            "the group has members"
        }
        AdminError::Group(GroupError::GroupSubscribedToTopic) => "its members read that topic",
        AdminError::Group(_) => "there is no such group",
    };
    format!("The broker refuses with {}: {why}.", error.name())
}

pub fn records_deleted(partition: TopicPartition, log_start: Offset, names: Names<'_>) -> String {
    format!(
        "{} begins at offset {log_start} now. What groups have committed stays as it is.",
        names.partition(partition)
    )
}
