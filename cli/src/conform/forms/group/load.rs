//! Groups that are there before: a coordinator reads their records in `__consumer_offsets`. What a
//! recording says of such a group is its record, so the loaded group is asked to write it again.

use offsetscope_core::group::{GroupMetadata, MemberMetadata};
use serde::Deserialize;

use super::expected::{self, Step, Stop, equal};
use super::names::Names;
use super::recorded::{Metadata, Record};
use super::replay::Replay;

impl Replay<'_> {
    pub(super) fn load(&mut self, step: &str, record: &Record) -> Step {
        let group = record.key.as_ref().and_then(|key| key.group.as_ref());
        let group = group.filter(|_| record.kind == "GroupMetadata");
        let Some(group) = group else {
            return Err(Stop::Skip("a record that is not a group's"));
        };
        let id = self.names.group(group);
        let Some(value) = &record.value else {
            self.broker.load(id, None);
            return equal(step, &false, &self.broker.group(id).exists());
        };
        let mut metadata = Metadata::deserialize(value)?;
        for member in &mut metadata.members {
            // Records before version 1 had no rebalance timeout (`GroupMetadataManager.replay`).
            if member.rebalance_timeout < 0 {
                member.rebalance_timeout = member.session_timeout;
            }
        }
        metadata.leader = metadata.leader.filter(|leader| !leader.is_empty());
        let loaded = model_of(&metadata, &mut self.names);
        self.broker.load(id, Some(&loaded));
        metadata.members.sort();
        let group = self.broker.group(id);
        let state = if metadata.members.is_empty() {
            "Empty"
        } else {
            "Stable"
        };
        equal(
            &format!("{step}, state"),
            &state.to_owned(),
            &format!("{:?}", group.state()),
        )?;
        let got = group.record();
        equal(step, &metadata, &expected::written(&got, &self.names))
    }
}

fn model_of(recorded: &Metadata, names: &mut Names) -> GroupMetadata {
    let members = recorded.members.iter().map(|member| MemberMetadata {
        id: names.loaded_member(&member.member_id),
        instance: names.instance(member.group_instance_id.as_deref()),
        session_timeout_ms: member.session_timeout,
        rebalance_timeout_ms: member.rebalance_timeout,
        subscription: names.topics(&member.subscription),
        assignment: names.partitions(&member.assignment),
    });
    let members = members.collect();
    GroupMetadata {
        protocol_type: names.protocol_type(&recorded.protocol_type),
        generation: u32::try_from(recorded.generation).unwrap_or(u32::MAX),
        protocol: recorded
            .protocol
            .as_deref()
            .map(|it| names.protocol_name(it)),
        leader: recorded.leader.as_deref().and_then(|it| names.member(it)),
        members,
    }
}
