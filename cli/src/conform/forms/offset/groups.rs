//! The groups that a step may have met. Kafka's tests make a step's group by hand, and the
//! recording does not say how it stood: the model has to agree for one of these.

use offsetscope_core::effects::Effects;
use offsetscope_core::effects::ReplyTo;
use offsetscope_core::group::{
    ClassicGroup, Committer, GroupConfig, GroupState, InstanceId, JoinRequest, JoinVersion,
    MemberIdentity, Protocol, ProtocolName, ProtocolType, SyncRequest,
};
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId, TopicId};

/// Nobody: an operator, or a consumer with `assign`.
pub const NOBODY: Committer = Committer {
    who: MemberIdentity {
        member: None,
        instance: None,
    },
    generation: None,
};

/// A group with one member.
#[derive(Clone)]
pub struct Working {
    pub member: MemberId,
    pub instance: Option<InstanceId>,
    pub generation: u32,
    pub state: GroupState,
    pub protocol_type: ProtocolType,
    pub topics: Vec<TopicId>,
}

/// A group that does not exist, one that only has offsets, and one that is another broker's.
pub fn without_members(id: GroupId) -> Vec<ClassicGroup> {
    let absent = ClassicGroup::new(id, GroupConfig::default());
    let mut fx = Effects::default();
    let mut simple = absent.clone();
    simple
        .accept_commit(NOBODY, &mut fx)
        .expect("anybody may commit to a group that does not exist");
    let mut dead = simple.clone();
    dead.unload(&mut fx);
    vec![simple, absent, dead]
}

/// Some member's id that no request in a trace has.
pub const STRANGER: MemberId = MemberId {
    consumer: ConsumerId(u16::MAX),
    number: 0,
};

impl Working {
    /// The group, brought there by requests.
    pub fn group(&self, id: GroupId) -> ClassicGroup {
        let mut fx = Effects::default();
        let mut group = ClassicGroup::new(id, GroupConfig::default());
        let newcomer = MemberId {
            number: 1,
            ..STRANGER
        };
        group.join(self.join(None, self.member), &mut fx);
        group.initial_delay_over(&mut fx);
        while group.generation() < self.generation {
            group.sync(self.sync(group.generation()), &mut fx);
            group.join(self.join(Some(self.member), newcomer), &mut fx);
        }
        if self.state != GroupState::CompletingRebalance {
            group.sync(self.sync(group.generation()), &mut fx);
        }
        if self.state == GroupState::PreparingRebalance {
            let request = JoinRequest {
                instance: None,
                ..self.join(None, newcomer)
            };
            group.join(request, &mut fx);
        }
        group
    }

    fn join(&self, member: Option<MemberId>, new_id: MemberId) -> JoinRequest {
        let config = GroupConfig::default();
        JoinRequest {
            member,
            new_id,
            instance: self.instance,
            session_timeout_ms: config.min_session_timeout_ms,
            rebalance_timeout_ms: config.max_session_timeout_ms,
            protocol_type: Some(self.protocol_type),
            protocols: vec![Protocol::new(ProtocolName::RANGE, self.topics.clone())],
            version: JoinVersion {
                requires_known_member_id: false,
                supports_skipping_assignment: false,
            },
            reply_to: ReplyTo::consumer(ConsumerId(0), 0),
        }
    }

    fn sync(&self, generation: u32) -> SyncRequest {
        SyncRequest {
            who: self.member.into(),
            generation,
            protocol_type: None,
            protocol: None,
            assignments: Vec::new(),
            reply_to: ReplyTo::consumer(ConsumerId(0), 0),
        }
    }
}

/// A group is led through every generation up to its last.
pub const MOST_GENERATIONS: u32 = 1_000;

/// The groups that a commit may have met: without members, or with one that is the committer or
/// not, in each state.
pub fn met_by_commit(id: GroupId, committer: &Committer) -> Vec<ClassicGroup> {
    let generation = committer.generation.unwrap_or(1).max(1);
    let own = committer.who.member.unwrap_or(STRANGER);
    let stable = Working {
        member: own,
        instance: committer.who.instance,
        generation,
        state: GroupState::Stable,
        protocol_type: ProtocolType::CONSUMER,
        topics: Vec::new(),
    };
    let in_state = |state| Working {
        state,
        ..stable.clone()
    };
    let others = [
        in_state(GroupState::Stable),
        in_state(GroupState::CompletingRebalance),
        in_state(GroupState::PreparingRebalance),
        Working {
            generation: generation + 1,
            ..stable.clone()
        },
        Working {
            member: STRANGER,
            ..stable.clone()
        },
        Working {
            member: STRANGER,
            instance: None,
            ..stable.clone()
        },
    ];
    let working = others.iter().map(|it| it.group(id));
    without_members(id).into_iter().chain(working).collect()
}

/// The groups that a deletion or a clean-up may have met: without members, or at work on some of
/// these topics.
pub fn met_by_removal(id: GroupId, topics: &[TopicId]) -> Vec<ClassicGroup> {
    let consumers = |subscribed: u32| {
        let topics = (0..).zip(topics);
        let topics = topics.filter(|(bit, _)| subscribed >> bit & 1 == 1);
        Working {
            member: STRANGER,
            instance: None,
            generation: 1,
            state: GroupState::Stable,
            protocol_type: ProtocolType::CONSUMER,
            topics: topics.map(|(_, topic)| *topic).collect(),
        }
    };
    // More topics than that were not seen, and the number of sets doubles with each.
    let sets = 1 << topics.len().min(6);
    let connect = Working {
        protocol_type: ProtocolType(ProtocolType::CONSUMER.0 + 1),
        ..consumers(0)
    };
    let rebalancing = Working {
        state: GroupState::PreparingRebalance,
        ..consumers(0)
    };
    let working = (0..sets).map(consumers).chain([connect, rebalancing]);
    let working = working.map(|it| it.group(id));
    without_members(id).into_iter().chain(working).collect()
}
