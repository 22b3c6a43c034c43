//! What was recorded, compared with what the model did: both in the recording's terms.

use offsetscope_core::group::error::GroupError;
use offsetscope_core::group::{ClassicGroup, GroupMetadata, Member};
use offsetscope_core::network::{Joined, Response};
use serde::Deserialize;
use serde_json::Value;

use super::broker::Answered;
use super::names::Names;
use super::recorded::{
    GroupNow, JoinAnswer, JoinedMember, MemberMetadata, Metadata, Record, SyncAnswer,
};
use crate::conform::form::{Mismatch, Verdict};

/// Why a replay ends before its last step.
pub enum Stop {
    /// The model did something else.
    Differs(Mismatch),
    /// The rest cannot be replayed.
    Skip(&'static str),
    /// A step cannot be read.
    Unreadable(anyhow::Error),
}

pub type Step = Result<(), Stop>;

impl From<anyhow::Error> for Stop {
    fn from(problem: anyhow::Error) -> Self {
        Self::Unreadable(problem)
    }
}

impl From<serde_json::Error> for Stop {
    fn from(problem: serde_json::Error) -> Self {
        Self::Unreadable(problem.into())
    }
}

impl Stop {
    /// What it means for the whole trace.
    pub fn verdict(self) -> anyhow::Result<Verdict> {
        match self {
            Self::Differs(mismatch) => Ok(Verdict::Failed(mismatch)),
            Self::Skip(reason) => Ok(Verdict::skipped(reason)),
            Self::Unreadable(problem) => Err(problem),
        }
    }
}

/// Goes on if both are equal.
pub fn equal<T: PartialEq + std::fmt::Debug>(step: &str, expected: &T, got: &T) -> Step {
    Mismatch::between(step, expected, got).map_or(Ok(()), |mismatch| Err(Stop::Differs(mismatch)))
}

/// The error that an exception of Kafka's Java stands for.
pub fn error_of(exception: &str) -> Result<GroupError, Stop> {
    let class = exception.split(':').next().unwrap_or_default();
    let class = class.strip_suffix("Exception").unwrap_or(class);
    let mut name = String::new();
    for letter in class.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    if name == "ILLEGAL_STATE" {
        // Kafka was wrong about its own state, and tells the client no more than that.
        return Ok(GroupError::UnknownServerError);
    }
    GroupError::ALL
        .into_iter()
        .find(|error| error.name() == name)
        .ok_or(Stop::Skip("an exception that is not known"))
}

/// The error with this number; none for 0.
pub fn error_with(code: i16) -> Result<Option<GroupError>, Stop> {
    if code == 0 {
        return Ok(None);
    }
    let error = GroupError::ALL.into_iter().find(|it| it.code() == code);
    error
        .map(Some)
        .ok_or(Stop::Skip("an error that is not known"))
}

/// What is 0 without an error.
pub fn code_of(result: Result<(), GroupError>) -> i16 {
    result.map_or_else(GroupError::code, |()| 0)
}

/// An answer to a join. Of an error, only its number and a new member id are compared.
pub fn join_answer(step: &str, expected: &JoinAnswer, got: &Answered, names: &Names) -> Step {
    const MEMBER_ID_REQUIRED: i16 = 79;
    match &got.response {
        Response::JoinGroup(Ok(joined)) => {
            let mut expected = expected.clone();
            expected.members.sort();
            let protocol_type = names.protocol_type_name(got.protocol_type);
            let got = JoinAnswer {
                protocol_type,
                ..joined_answer(joined, names)
            };
            equal(step, &expected, &got)
        }
        Response::MemberIdRequired(id) => {
            let got = (MEMBER_ID_REQUIRED, names.name_of_member(*id));
            equal(
                step,
                &(expected.error_code, expected.member_id.clone()),
                &got,
            )
        }
        Response::JoinGroup(Err(error)) => equal(step, &expected.error_code, &error.code()),
        other => equal(step, &format!("{expected:?}"), &format!("{other:?}")),
    }
}

fn joined_answer(joined: &Joined, names: &Names) -> JoinAnswer {
    let mut members: Vec<_> = joined
        .members
        .iter()
        .map(|member| JoinedMember {
            member_id: names.name_of_member(member.member),
            group_instance_id: names.instance_name(member.instance),
            metadata: names.metadata(&member.subscription),
        })
        .collect();
    members.sort();
    let leader = joined.leader.map(|id| names.name_of_member(id));
    JoinAnswer {
        error_code: 0,
        generation_id: joined.generation.into(),
        protocol_type: None,
        protocol_name: names.name_of_protocol(joined.protocol),
        leader: leader.unwrap_or_default(),
        skip_assignment: joined.skip_assignment,
        member_id: names.name_of_member(joined.member),
        members,
    }
}

/// An answer to a sync. Of an error, only its number is compared.
pub fn sync_answer(step: &str, expected: &SyncAnswer, got: &Answered, names: &Names) -> Step {
    match &got.response {
        Response::SyncGroup(Ok(owned)) => {
            let got = SyncAnswer {
                error_code: 0,
                protocol_type: names.protocol_type_name(got.protocol_type),
                protocol_name: names.name_of_protocol(got.protocol),
                assignment: names.assignment(owned),
            };
            equal(step, expected, &got)
        }
        Response::SyncGroup(Err(error)) => equal(step, &expected.error_code, &error.code()),
        other => equal(step, &format!("{expected:?}"), &format!("{other:?}")),
    }
}

/// How a group stands.
pub fn state(step: &str, expected: &Value, group: &ClassicGroup, names: &Names) -> Step {
    let step = format!("{step}, state after");
    if expected.get("absent").is_some() {
        return equal(&step, &false, &group.exists());
    }
    let mut expected = GroupNow::deserialize(expected)?;
    expected.members.sort();
    expected.static_members.sort();
    equal(&step, &expected, &group_now(group, names))
}

fn group_now(group: &ClassicGroup, names: &Names) -> GroupNow {
    let members_that = |is_so: fn(&&Member) -> bool| {
        let members = group.members().iter().filter(is_so);
        let mut ids: Vec<_> = members.map(|it| names.name_of_member(it.id)).collect();
        ids.sort();
        ids
    };
    let waiting = members_that(|member| member.awaiting_join.is_some());
    GroupNow {
        state: format!("{:?}", group.state()),
        generation: group.generation().into(),
        leader: group.leader().map(|id| names.name_of_member(id)),
        protocol: names.name_of_protocol(group.protocol()),
        members: members_that(|_| true),
        static_members: members_that(|member| member.instance.is_some()),
        pending_members: group.pending_members().len() as u64,
        awaiting_join: waiting.len() as u64,
    }
}

/// The records that a step has written.
pub fn records<'a>(
    step: &str,
    expected: impl Iterator<Item = &'a Record>,
    got: &[GroupMetadata],
    names: &Names,
) -> Step {
    let expected: Vec<_> = expected.map(metadata).collect::<Result<_, _>>()?;
    let got: Vec<_> = got.iter().map(|it| written(it, names)).collect();
    equal(&format!("{step}, records"), &expected, &got)
}

/// The group that a record describes, its members in the order of their ids.
pub fn metadata(record: &Record) -> Result<Metadata, Stop> {
    let value = record
        .value
        .as_ref()
        .filter(|_| record.kind == "GroupMetadata");
    let value = value.ok_or(Stop::Skip("a record that is not a group's"))?;
    let mut metadata = Metadata::deserialize(value)?;
    metadata.members.sort();
    Ok(metadata)
}

/// A record of the model's.
pub fn written(record: &GroupMetadata, names: &Names) -> Metadata {
    let mut members: Vec<_> = record
        .members
        .iter()
        .map(|member| MemberMetadata {
            member_id: names.name_of_member(member.id),
            group_instance_id: names.instance_name(member.instance),
            rebalance_timeout: member.rebalance_timeout_ms,
            session_timeout: member.session_timeout_ms,
            subscription: names.metadata(&member.subscription),
            assignment: names.assignment(&member.assignment),
        })
        .collect();
    members.sort();
    let protocol_type = names.protocol_type_name(record.protocol_type);
    Metadata {
        protocol_type: protocol_type.unwrap_or_default(),
        generation: record.generation.into(),
        protocol: names.name_of_protocol(record.protocol),
        leader: record.leader.map(|id| names.name_of_member(id)),
        members,
    }
}
