//! What a test did besides its recorded steps, as far as the recording leaves no doubt.

use offsetscope_core::effects::Effects;
use offsetscope_core::group::error::GroupError;
use offsetscope_core::group::{ClassicGroup, Committer, GroupState, MemberIdentity, SyncRequest};
use offsetscope_core::ids::GroupId;
use serde_json::Value;

use super::broker::reply_to;
use super::expected::{self, Step, Stop};
use super::recorded::{Event, Op, Outcome, Record};
use super::replay::{INTERNAL, NO_REQUEST, Replay};
use super::trace::Moment;

impl Replay<'_> {
    /// A leader is told of the members in the order of Kafka's map, which also decides who leads
    /// when the leader is gone.
    pub(super) fn learn_order(&mut self, moment: &Moment<'_>) {
        let names = &self.names;
        for answer in self.owed.iter().chain(&moment.answers) {
            if let Op::JoinResponse(answer) = &answer.op
                && !answer.response.members.is_empty()
            {
                self.broker.order_members(|member| {
                    let name = names.name_of_member(member.id);
                    let members = &answer.response.members;
                    members.iter().position(|it| it.member_id == name)
                });
            }
        }
    }

    /// The group of a request. One that is there although nothing in the trace has made it was made
    /// by the test, empty.
    pub(super) fn group(&mut self, name: &str, outcome: &Outcome) -> Result<GroupId, Stop> {
        let id = self.names.group(name);
        let is_new = |record: &Record| {
            expected::metadata(record).is_ok_and(|group| group.protocol_type.is_empty())
        };
        let is_there = outcome.state.get("absent").is_none() && !outcome.records.iter().any(is_new);
        if is_there && !self.broker.group(id).exists() {
            let nobody = Committer {
                who: MemberIdentity {
                    member: None,
                    instance: None,
                },
                generation: None,
            };
            let make = |group: &mut ClassicGroup, fx: &mut Effects| group.accept_commit(nobody, fx);
            self.broker
                .act(id, NO_REQUEST, make)
                .0
                .expect("an empty group takes commits");
        }
        self.catch_up(id, &outcome.state)?;
        Ok(id)
    }

    /// What the test has done to a group besides, as far as it can only have been this: nothing but
    /// unloading makes a group dead, and no request but its leader's sync makes it stable.
    fn catch_up(&mut self, id: GroupId, state_after: &Value) -> Step {
        let group = self.broker.group(id);
        let recorded = state_after.get("state").and_then(Value::as_str);
        match (recorded, group.state(), group.leader()) {
            (Some("Dead"), state, _) if state != GroupState::Dead => {
                self.broker.act(id, NO_REQUEST, ClassicGroup::unload);
            }
            (Some("Stable"), GroupState::CompletingRebalance, Some(leader)) => {
                let request = SyncRequest {
                    who: leader.into(),
                    generation: group.generation(),
                    protocol_type: None,
                    protocol: None,
                    assignments: Vec::new(),
                    reply_to: reply_to(NO_REQUEST),
                };
                self.broker
                    .act(id, NO_REQUEST, |group, fx| group.sync(request, fx));
                self.broker.acknowledge(id, Ok(()));
            }
            _ => {}
        }
        self.members_are_known(state_after)
    }

    /// Whoever waits is sent to another coordinator: the group was unloaded.
    pub(super) fn unload_if_told(&mut self, answer: &Event, request: u16) {
        let code = match &answer.op {
            Op::JoinResponse(late) => late.response.error_code,
            Op::SyncResponse(late) => late.response.error_code,
            _ => 0,
        };
        if code == GroupError::NotCoordinator.code()
            && self.broker.answer(request).is_none()
            && let Some(&id) = self.groups.get(&request)
        {
            self.broker.act(id, NO_REQUEST, ClassicGroup::unload);
        }
    }

    /// A group whose members the trace has not seen joining is not made by its steps.
    fn members_are_known(&self, state_after: &Value) -> Step {
        let members = state_after.get("members").and_then(Value::as_array);
        let members = members.into_iter().flatten().filter_map(Value::as_str);
        let unknown = members
            .filter(|name| !self.names.knows_member(name))
            .count();
        let is_empty = state_after.get("state").and_then(Value::as_str) == Some("Empty");
        if unknown > 1 || unknown == 1 && is_empty {
            return Err(Stop::Skip(INTERNAL));
        }
        Ok(())
    }
}
