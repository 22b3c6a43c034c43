//! One step of a trace after the other: asks the model what Kafka was asked, and compares.

use std::collections::{BTreeMap, BTreeSet};

use offsetscope_core::group::GroupState;
use offsetscope_core::group::{JoinRequest, JoinVersion, MemberIdentity, SyncRequest};
use offsetscope_core::ids::GroupId;
use offsetscope_core::network::Response;
use offsetscope_core::timer::Timer;
use serde::Deserialize;
use serde_json::Value;

use super::broker::{Answered, Broker, reply_to};
use super::expected::{self, Step, Stop, equal};
use super::names::Names;
use super::recorded::{
    Event, Heartbeat, JoinAnswer, JoinOp, Leave, LeaveAnswer, LeftMember, Op, Outcome, PlainOp,
    Sleep, SyncAnswer, SyncOp,
};
use super::trace::Moment;

pub struct Replay<'a> {
    pub(super) names: Names,
    pub(super) broker: Broker,
    /// The requests whose answers have been compared.
    answered: BTreeSet<u16>,
    /// The group of each request that may have to wait.
    pub(super) groups: BTreeMap<u16, GroupId>,
    /// Who led each group after its last step.
    leaders: BTreeMap<GroupId, String>,
    /// Answers that are recorded and that nothing has set free yet.
    pub(super) owed: Vec<&'a Event>,
}

impl<'a> Replay<'a> {
    pub fn new(names: Names, broker: Broker) -> Self {
        Self {
            names,
            broker,
            answered: BTreeSet::new(),
            groups: BTreeMap::new(),
            leaders: BTreeMap::new(),
            owed: Vec::new(),
        }
    }

    pub fn step(&mut self, number: u32, moment: &Moment<'a>) -> Step {
        self.learn_order(moment);
        match &moment.event.op {
            Op::Join(op) => self.join(&format!("{number} (join)"), op, moment)?,
            Op::Sync(op) => self.sync(&format!("{number} (sync)"), op, moment)?,
            Op::Heartbeat(op) => self.heartbeat(&format!("{number} (heartbeat)"), op)?,
            Op::Leave(op) => self.leave(&format!("{number} (leave)"), op, moment)?,
            Op::Sleep(sleep) => self.sleep(&format!("{number} (sleep)"), sleep, moment)?,
            Op::ReplayRecord(it) => self.load(&format!("{number} (load)"), &it.record)?,
            Op::JoinResponse(_) | Op::SyncResponse(_) => {}
        }
        // An answer is recorded before the step that sets it free, or after the write that does.
        for answer in std::mem::take(&mut self.owed) {
            self.late_answer(number, answer)?;
        }
        for &answer in &moment.answers {
            let is_due = late(answer).is_some_and(|of| self.broker.answer(of).is_some());
            if is_due {
                self.late_answer(number, answer)?;
            } else {
                self.owed.push(answer);
            }
        }
        self.nothing_else_was_answered(number)
    }

    /// After the last step: whatever is owed still must have been set free by the test.
    pub fn finish(mut self, number: u32) -> Step {
        for answer in std::mem::take(&mut self.owed) {
            self.late_answer(number, answer)?;
        }
        self.nothing_else_was_answered(number)
    }

    fn nothing_else_was_answered(&self, number: u32) -> Step {
        let mut answered = self.broker.answered().filter(|&it| it != NO_REQUEST);
        let early = answered.find(|it| !self.answered.contains(it));
        equal(&format!("{number}, other requests answered"), &None, &early)
    }

    fn join(&mut self, step: &str, op: &JoinOp, moment: &Moment<'_>) -> Step {
        let join = &op.request;
        let id = self.group(&join.group_id, &op.outcome)?;
        self.groups.insert(op.id, id);
        let new_id = self.names.draw_member();
        let protocols = join.protocols.iter();
        let request = JoinRequest {
            member: self.names.member(&join.member_id),
            new_id,
            instance: self.names.instance(join.group_instance_id.as_deref()),
            session_timeout_ms: join.session_timeout_ms,
            rebalance_timeout_ms: join.rebalance_timeout_ms,
            protocol_type: self.names.protocol_type(&join.protocol_type),
            protocols: protocols
                .map(|it| self.names.protocol(&it.name, &it.metadata))
                .collect(),
            version: JoinVersion {
                requires_known_member_id: op.require_known_member_id,
                supports_skipping_assignment: op.support_skipping_assignment,
            },
            reply_to: reply_to(op.id),
        };
        let ((), records) = self
            .broker
            .act(id, op.id, |group, fx| group.join(request, fx));
        if let Some(name) = self.name_given(&op.outcome) {
            self.names.call_member(new_id, &name);
        }
        expected::records(step, op.outcome.records.iter(), &records, &self.names)?;
        self.state(step, id, &op.outcome.state)?;
        self.acknowledge(id, moment)?;
        self.answer_at_once(step, op.id, &op.outcome, |answer, got, names| {
            expected::join_answer(step, &JoinAnswer::deserialize(answer)?, got, names)
        })
    }

    /// How the recording calls a member that it has not named before: in the answer, or else in the
    /// group.
    fn name_given(&self, outcome: &Outcome) -> Option<String> {
        let answered = outcome.response.as_ref().and_then(|it| it.get("memberId"));
        let members = outcome.state.get("members").and_then(Value::as_array);
        answered
            .into_iter()
            .chain(members.into_iter().flatten())
            .filter_map(Value::as_str)
            .find(|name| !name.is_empty() && !self.names.knows_member(name))
            .map(str::to_owned)
    }

    fn sync(&mut self, step: &str, op: &SyncOp, moment: &Moment<'_>) -> Step {
        let sync = &op.request;
        let id = self.group(&sync.group_id, &op.outcome)?;
        self.groups.insert(op.id, id);
        let names = &mut self.names;
        let assignments = sync.assignments.iter().filter_map(|it| {
            let member = names.member(&it.member_id)?;
            Some((member, names.partitions(&it.assignment)))
        });
        let assignments = assignments.collect();
        let request = SyncRequest {
            who: self.identity(&sync.member_id, sync.group_instance_id.as_deref()),
            generation: generation(sync.generation_id),
            protocol_type: sync
                .protocol_type
                .as_deref()
                .and_then(|it| self.names.protocol_type(it)),
            protocol: sync
                .protocol_name
                .as_deref()
                .map(|it| self.names.protocol_name(it)),
            assignments,
            reply_to: reply_to(op.id),
        };
        let ((), records) = self
            .broker
            .act(id, op.id, |group, fx| group.sync(request, fx));
        expected::records(step, op.outcome.records.iter(), &records, &self.names)?;
        self.state(step, id, &op.outcome.state)?;
        self.acknowledge(id, moment)?;
        self.answer_at_once(step, op.id, &op.outcome, |answer, got, names| {
            expected::sync_answer(step, &SyncAnswer::deserialize(answer)?, got, names)
        })
    }

    fn heartbeat(&mut self, step: &str, op: &PlainOp<Heartbeat>) -> Step {
        let Heartbeat {
            group_id,
            generation: claimed,
            member_id,
            group_instance_id,
        } = &op.request;
        let id = self.group(group_id, &op.outcome)?;
        let who = self.identity(member_id, group_instance_id.as_deref());
        let generation = generation(*claimed);
        let (got, _) = self.broker.act(id, NO_REQUEST, |group, fx| {
            group.heartbeat(who, generation, fx)
        });
        equal(step, &code(&op.outcome)?, &expected::code_of(got))?;
        self.state(step, id, &op.outcome.state)
    }

    fn leave(&mut self, step: &str, op: &PlainOp<Leave>, moment: &Moment<'_>) -> Step {
        let id = self.group(&op.request.group_id, &op.outcome)?;
        let members = op.request.members.iter();
        let who: Vec<_> = members
            .clone()
            .map(|it| self.identity(&it.member_id, it.group_instance_id.as_deref()))
            .collect();
        let (got, records) = self
            .broker
            .act(id, NO_REQUEST, |group, fx| group.leave(&who, fx));
        match got {
            Err(error) => equal(step, &code(&op.outcome)?, &error.code())?,
            Ok(left) => {
                let left = left
                    .into_iter()
                    .zip(members)
                    .map(|(left, named)| LeftMember {
                        member_id: named.member_id.clone(),
                        group_instance_id: named.group_instance_id.clone(),
                        error_code: expected::code_of(left),
                    });
                let got = LeaveAnswer {
                    error_code: 0,
                    members: left.collect(),
                };
                let expected = op.outcome.response.clone().unwrap_or_default();
                equal(step, &LeaveAnswer::deserialize(expected)?, &got)?;
            }
        }
        expected::records(step, op.outcome.records.iter(), &records, &self.names)?;
        self.state(step, id, &op.outcome.state)?;
        self.acknowledge(id, moment)
    }

    fn sleep(&mut self, step: &str, sleep: &Sleep, moment: &Moment<'_>) -> Step {
        let fired = self.broker.sleep(moment.ends_ms);
        let rebalances = fired.iter().filter_map(|(timer, _)| match *timer {
            Timer::InitialRebalanceDelay(_) | Timer::JoinDeadline(_) => Some("join-"),
            Timer::SyncDeadline(_) => Some("sync-"),
            _ => None,
        });
        let recorded = sleep.expired_timers.iter().filter_map(|it| {
            let kinds = ["join-", "sync-"].into_iter();
            kinds.into_iter().find(|kind| it.timer.starts_with(kind))
        });
        let (expected, got): (Vec<_>, Vec<_>) = (recorded.collect(), rebalances.collect());
        equal(&format!("{step}, deadlines"), &expected, &got)?;
        let got: Vec<_> = fired.into_iter().flat_map(|(_, records)| records).collect();
        let written = sleep.expired_timers.iter().flat_map(|it| &it.records);
        expected::records(step, written, &got, &self.names)?;
        for (group, state) in &sleep.groups {
            let id = self.names.group(group);
            if state["state"] == "Dead" && self.broker.group(id).state() != GroupState::Dead {
                return Err(Stop::Skip(INTERNAL));
            }
            self.state(step, id, state)?;
            self.acknowledge(id, moment)?;
        }
        Ok(())
    }

    fn identity(&mut self, member: &str, instance: Option<&str>) -> MemberIdentity {
        MemberIdentity {
            member: self.names.member(member),
            instance: self.names.instance(instance),
        }
    }

    fn state(&mut self, step: &str, id: GroupId, expected: &Value) -> Step {
        let group = self.broker.group(id);
        if let Some(leader) = group.leader() {
            let elected = self.names.name_of_member(leader);
            let recorded = expected.get("leader").and_then(Value::as_str);
            let before = self.leaders.insert(id, elected.clone());
            let both_new = before.is_some_and(|it| it != elected && Some(it.as_str()) != recorded);
            if both_new && recorded.is_some_and(|it| it != elected) {
                return Err(Stop::Skip(
                    "a leader by the order of ids that are not recorded",
                ));
            }
        }
        expected::state(step, expected, group, &self.names)
    }

    /// Acknowledges what a group has written, if the answers say that it was or that it failed.
    fn acknowledge(&mut self, id: GroupId, moment: &Moment<'_>) -> Step {
        while let Some(held) = self.broker.held_up(id) {
            let answers = moment.answers.iter().find_map(|it| match &it.op {
                Op::JoinResponse(late) if late.of == held.request => Some(late.response.error_code),
                Op::SyncResponse(late) if late.of == held.request => Some(late.response.error_code),
                _ => None,
            });
            let result = match answers {
                Some(code) => expected::error_with(code)?.map_or(Ok(()), Err),
                None if held.answer_waits => return Ok(()),
                None => Ok(()),
            };
            self.broker.acknowledge(id, result);
        }
        Ok(())
    }

    fn answer_at_once(
        &mut self,
        step: &str,
        request: u16,
        outcome: &Outcome,
        compare: impl Fn(&Value, &Answered, &Names) -> Step,
    ) -> Step {
        let got = self.broker.answer(request);
        match (&outcome.response, got) {
            // What is answered now is compared where it is recorded.
            (Some(Value::String(pending)), _) if pending == "pending" => Ok(()),
            (Some(answer), Some(got)) => {
                self.answered.insert(request);
                compare(answer, got, &self.names)
            }
            (
                None,
                Some(Answered {
                    response: Response::JoinGroup(Err(error)) | Response::SyncGroup(Err(error)),
                    ..
                }),
            ) => {
                self.answered.insert(request);
                equal(step, &code(outcome)?, &error.code())
            }
            (_, got) => {
                let expected = outcome.response.as_ref().map(Value::to_string);
                let expected = expected.or_else(|| outcome.error.clone());
                equal(step, &expected, &got.map(|it| format!("{it:?}")))
            }
        }
    }

    fn late_answer(&mut self, number: u32, answer: &Event) -> Step {
        let (of, step) = match &answer.op {
            Op::JoinResponse(late) => (late.of, format!("{number}, answer to join {}", late.of)),
            Op::SyncResponse(late) => (late.of, format!("{number}, answer to sync {}", late.of)),
            _ => return Ok(()),
        };
        self.answered.insert(of);
        self.unload_if_told(answer, of);
        let Some(got) = self.broker.answer(of) else {
            // All groups agree on how many joins wait, so nothing in the trace has answered this one.
            return match answer.op {
                Op::JoinResponse(_) => Err(Stop::Skip(INTERNAL)),
                _ => equal(&step, &Some(of), &None),
            };
        };
        match &answer.op {
            Op::JoinResponse(late) => {
                expected::join_answer(&step, &late.response, got, &self.names)
            }
            Op::SyncResponse(late) => {
                expected::sync_answer(&step, &late.response, got, &self.names)
            }
            _ => Ok(()),
        }
    }
}

/// A step of nobody who waits for an answer.
pub const NO_REQUEST: u16 = u16::MAX;

pub const INTERNAL: &str = "the test does more than the trace shows";

/// Which request an answer is to that had to wait.
fn late(event: &Event) -> Option<u16> {
    match &event.op {
        Op::JoinResponse(late) => Some(late.of),
        Op::SyncResponse(late) => Some(late.of),
        _ => None,
    }
}

/// A generation that no group has stands for a negative one.
fn generation(recorded: i64) -> u32 {
    u32::try_from(recorded).unwrap_or(u32::MAX)
}

/// The number of the error that was answered or thrown; 0 for none.
fn code(outcome: &Outcome) -> Result<i16, Stop> {
    if let Some(exception) = &outcome.error {
        return Ok(expected::error_of(exception)?.code());
    }
    let code = outcome.response.as_ref().and_then(|it| it.get("errorCode"));
    let code = code.and_then(Value::as_i64).unwrap_or_default();
    Ok(i16::try_from(code).unwrap_or(i16::MAX))
}
