//! What an administrator can do. Kafka's `Partition.deleteRecordsOnLeader`,
//! `ClassicGroup.validateOffsetCommit`, `validateOffsetDelete` and `validateDeleteGroup`.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::Step;
use offsetscope_core::admin::{AdminError, AdminRequest};
use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use offsetscope_core::group::GroupState;
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::GroupId;

pub const RULES: &[(&str, Rule)] = &[
    (
        "an administrator is refused what the group or log forbids",
        is_refused_what_is_forbidden,
    ),
    (
        "an administrator gets what was asked for",
        gets_what_was_asked_for,
    ),
    (
        "an administrator changes nothing else",
        changes_nothing_else,
    ),
];

fn request(step: &Step) -> Option<AdminRequest> {
    match step.choice {
        Choice::Administer(request) => Some(request),
        _ => None,
    }
}

fn refusal(step: &Step) -> Option<AdminError> {
    step.events().iter().find_map(|event| match event {
        Event::AdminRefused(error) => Some(*error),
        _ => None,
    })
}

/// A group with members takes no offset from outside and cannot be deleted, and offsets that it
/// works with cannot either. Records of a topic that is only compacted stay, and nothing above the
/// high watermark can be named.
pub fn is_refused_what_is_forbidden(step: &Step) -> Verdict {
    let Some(request) = request(step) else {
        return Ok(());
    };
    let is_empty = |group: GroupId| step.before.group(group).state == GroupState::Empty;
    let is_unknown = |group: GroupId| {
        let mut committed = step.before.committed.keys();
        let is_new = step.before.group(group).generation == 0;
        is_empty(group) && is_new && !committed.any(|(it, _)| *it == group)
    };
    let group_error = |error| Some(AdminError::Group(error));
    let expected = match request {
        AdminRequest::DeleteRecords { partition, before } => {
            let log = &step.setup.topic(partition.topic).log;
            if !log.cleanup_policy.deletes() {
                Some(AdminError::PolicyViolation)
            } else if before > step.before.logs[&partition].high_watermark {
                Some(AdminError::OffsetOutOfRange)
            } else {
                None
            }
        }
        AdminRequest::AlterOffset { group, .. } if !is_empty(group) => {
            group_error(GroupError::UnknownMemberId)
        }
        AdminRequest::AlterOffset { .. } => None,
        AdminRequest::DeleteOffset { group, .. } | AdminRequest::DeleteGroup(group)
            if is_unknown(group) && refusal(step).is_some() =>
        {
            group_error(GroupError::GroupIdNotFound)
        }
        AdminRequest::DeleteOffset { group, partition } => {
            let reads = step.setup.group(group).topic == partition.topic;
            let has_members = !step.before.group(group).members.is_empty();
            let subscribed = group_error(GroupError::GroupSubscribedToTopic);
            subscribed.filter(|_| reads && has_members)
        }
        AdminRequest::DeleteGroup(group) => {
            let non_empty = group_error(GroupError::NonEmptyGroup);
            non_empty.filter(|_| !is_empty(group))
        }
    };
    let refused = refusal(step);
    ensure!(refused == expected, "{refused:?}, not {expected:?}");
    Ok(())
}

/// What is not refused is so afterwards.
pub fn gets_what_was_asked_for(step: &Step) -> Verdict {
    let (Some(request), None) = (request(step), refusal(step)) else {
        return Ok(());
    };
    let after = &step.after;
    let is_so = match request {
        AdminRequest::DeleteRecords { partition, before } => {
            let old = step.before.logs[&partition].start;
            after.logs[&partition].start == old.max(before)
        }
        AdminRequest::AlterOffset {
            group,
            partition,
            to,
        } => after.committed.get(&(group, partition)) == Some(&to),
        AdminRequest::DeleteOffset { group, partition } => {
            !after.committed.contains_key(&(group, partition))
        }
        AdminRequest::DeleteGroup(group) => {
            let mut committed = after.committed.keys();
            after.group(group).generation == 0 && !committed.any(|(it, _)| *it == group)
        }
    };
    ensure!(is_so, "{request:?} was not done");
    Ok(())
}

/// Clients hear nothing of it, and no other group does. Deleted records leave the segments as they
/// are, and every committed offset.
pub fn changes_nothing_else(step: &Step) -> Verdict {
    let Some(request) = request(step) else {
        return Ok(());
    };
    let (before, after) = (&step.before, &step.after);
    ensure!(
        before.consumers == after.consumers && before.producers == after.producers,
        "a client has noticed"
    );
    for group in step.setup.group_ids() {
        let is_meant = request == AdminRequest::DeleteGroup(group);
        ensure!(
            is_meant || before.group(group) == after.group(group),
            "{group:?} has changed"
        );
    }
    for (partition, log) in &after.logs {
        let old = &before.logs[partition];
        let same = log.segments == old.segments && log.end == old.end;
        ensure!(same, "{partition:?}: its segments have changed");
        let begins_later = request.group().is_none() && request.partition() == Some(*partition);
        ensure!(
            begins_later || log.start == old.start,
            "{partition:?} begins at {}",
            log.start
        );
    }
    for key in before.committed.keys().chain(after.committed.keys()) {
        let is_meant = request.group() == Some(key.0)
            && request
                .partition()
                .is_none_or(|partition| partition == key.1);
        ensure!(
            is_meant || before.committed.get(key) == after.committed.get(key),
            "what is committed for {key:?} has changed"
        );
    }
    Ok(())
}
