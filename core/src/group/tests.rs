//! A group by itself: requests and deadlines go in, answers come out. What Kafka's recordings show
//! is in `tests/recorded`; here are the rules that they leave out, and one short case of each kind.

use super::error::GroupError;
use super::offset_manager::{CommittedOffset, OffsetConfig, OffsetManager};
use super::{
    ClassicGroup, Committer, GroupConfig, GroupMetadata, GroupState, InstanceId, JoinRequest,
    JoinVersion, MemberIdentity, Protocol, ProtocolName, ProtocolType, SyncRequest,
};
use crate::effects::{Effects, ReplyTo, TimerCommand};
use crate::ids::{ConsumerId, GroupId, MemberId, TopicId, TopicPartition};
use crate::network::Response;
use crate::timer::Timer;
use std::sync::Arc;

const TOPIC: TopicId = TopicId(0);
const OTHER_TOPIC: TopicId = TopicId(1);
const AT: TopicPartition = TopicPartition {
    topic: TOPIC,
    partition: 0,
};

fn member(number: u16) -> MemberId {
    MemberId {
        consumer: ConsumerId(0),
        number,
    }
}

/// A first join of a dynamic member that is let in at once.
fn newcomer(number: u16) -> JoinRequest {
    JoinRequest {
        member: None,
        new_id: member(number),
        instance: None,
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 60_000,
        protocol_type: Some(ProtocolType::CONSUMER),
        protocols: protocols(&[0]),
        version: JoinVersion {
            requires_known_member_id: false,
            supports_skipping_assignment: true,
        },
        reply_to: ReplyTo::consumer(ConsumerId(0), number),
    }
}

fn protocols(names: &[u16]) -> Vec<Protocol> {
    let protocol = |&name| Protocol::new(ProtocolName(name), vec![TOPIC]);
    names.iter().map(protocol).collect()
}

fn static_member(number: u16, instance: u16) -> JoinRequest {
    JoinRequest {
        instance: Some(InstanceId(instance)),
        ..newcomer(number)
    }
}

/// A stable group of these members; the first leads.
fn stable(joins: Vec<JoinRequest>) -> ClassicGroup {
    let mut fx = Effects::default();
    let mut group = ClassicGroup::new(GroupId(0), GroupConfig::default());
    for join in joins {
        group.join(join, &mut fx);
    }
    while group.state() == GroupState::PreparingRebalance {
        group.initial_delay_over(&mut fx);
    }
    let ids: Vec<_> = group.members().iter().map(|member| member.id).collect();
    for id in ids.into_iter().rev() {
        group.sync(sync(id), &mut fx);
    }
    assert_eq!(group.state(), GroupState::Stable);
    group
}

fn sync(id: MemberId) -> SyncRequest {
    SyncRequest {
        who: id.into(),
        generation: 1,
        protocol_type: None,
        protocol: None,
        assignments: vec![(member(1), vec![AT])],
        reply_to: ReplyTo::consumer(ConsumerId(0), id.number),
    }
}

/// The error that a join is answered with; none if it waits or is let in.
fn refusal(group: &mut ClassicGroup, join: JoinRequest) -> Option<GroupError> {
    let mut fx = Effects::default();
    let own = join.reply_to;
    group.join(join, &mut fx);
    fx.answers().find_map(|(to, answer)| match answer {
        Response::JoinGroup(Err(error)) if to == own => Some(*error),
        _ => None,
    })
}

#[test]
fn joins_that_do_not_fit_are_refused() {
    fn check(change: impl FnOnce(&mut JoinRequest), expected: Option<GroupError>) {
        let mut group = stable(vec![newcomer(1)]);
        let mut join = newcomer(2);
        change(&mut join);
        assert_eq!(refusal(&mut group, join), expected);
    }
    check(|_| {}, None);
    check(
        |join| join.protocols = protocols(&[1]),
        Some(GroupError::InconsistentGroupProtocol),
    );
    check(|join| join.protocols = protocols(&[1, 0]), None);
    check(
        |join| join.protocol_type = Some(ProtocolType(1)),
        Some(GroupError::InconsistentGroupProtocol),
    );
    check(
        |join| join.session_timeout_ms = 5_999,
        Some(GroupError::InvalidSessionTimeout),
    );
    check(|join| join.session_timeout_ms = 6_000, None);
    check(|join| join.session_timeout_ms = 1_800_000, None);
    check(
        |join| join.session_timeout_ms = 1_800_001,
        Some(GroupError::InvalidSessionTimeout),
    );
    check(
        |join| join.member = Some(member(9)),
        Some(GroupError::UnknownMemberId),
    );
}

#[test]
fn the_protocol_with_most_votes_wins() {
    fn check(supported: &[&[u16]], expected: u16) {
        let joins = (1..).zip(supported).map(|(number, names)| JoinRequest {
            protocols: protocols(names),
            ..newcomer(number)
        });
        let group = stable(joins.collect());
        assert_eq!(
            group.protocol(),
            Some(ProtocolName(expected)),
            "{supported:?}"
        );
    }
    check(&[&[0, 1]], 0);
    check(&[&[1, 0]], 1);
    check(&[&[0, 1], &[1]], 1);
    check(&[&[0, 1], &[1, 0], &[1, 0]], 1);
    // A draw: the one that Java's map has first.
    check(&[&[1, 0], &[0, 1]], 0);
}

#[test]
fn a_static_member_comes_back_without_a_rebalance() {
    let mut group = stable(vec![static_member(1, 7), newcomer(2)]);
    let mut fx = Effects::default();
    group.join(static_member(3, 7), &mut fx);
    assert_eq!(group.state(), GroupState::Stable);
    assert_eq!(group.leader(), Some(member(3)));
    let now = group.static_member(InstanceId(7)).expect("it is in");
    assert_eq!((now.id, &now.assignment), (member(3), &vec![AT]));
    let answers: Vec<_> = fx.answers().map(|(_, answer)| answer.clone()).collect();
    let [Response::JoinGroup(Ok(joined))] = answers.as_slice() else {
        panic!("{answers:?}");
    };
    assert!(joined.skip_assignment);
    let old = MemberIdentity {
        member: Some(member(1)),
        instance: Some(InstanceId(7)),
    };
    let heard = group.heartbeat(old, 1, &mut fx);
    assert_eq!(heard, Err(GroupError::FencedInstanceId));
}

#[test]
fn who_leaves_is_out() {
    fn check(member: Option<MemberId>, instance: Option<u16>, expected: Result<(), GroupError>) {
        let mut group = stable(vec![newcomer(1), static_member(2, 7)]);
        let who = MemberIdentity {
            member,
            instance: instance.map(InstanceId),
        };
        let left = group.leave(&[who], &mut Effects::default());
        assert_eq!(left, Ok(vec![expected]), "{who:?}");
        let state = match expected {
            Ok(()) => (GroupState::PreparingRebalance, 1),
            Err(_) => (GroupState::Stable, 2),
        };
        assert_eq!((group.state(), group.members().len()), state, "{who:?}");
    }
    check(Some(member(1)), None, Ok(()));
    check(Some(member(2)), Some(7), Ok(()));
    check(None, Some(7), Ok(()));
    check(None, Some(8), Err(GroupError::UnknownMemberId));
    check(None, None, Err(GroupError::UnknownMemberId));
    check(Some(member(1)), Some(7), Err(GroupError::FencedInstanceId));
    check(Some(member(9)), None, Err(GroupError::UnknownMemberId));
}

#[test]
fn only_members_commit_to_a_group_with_members() {
    fn check(
        member: Option<MemberId>,
        generation: Option<u32>,
        working: Result<(), GroupError>,
        absent: Result<(), GroupError>,
    ) {
        let committer = Committer {
            who: MemberIdentity {
                member,
                instance: None,
            },
            generation,
        };
        let fx = &mut Effects::default();
        let got = stable(vec![newcomer(1)]).accept_commit(committer, fx);
        assert_eq!(got, working, "{committer:?}");
        let mut group = ClassicGroup::new(GroupId(0), GroupConfig::default());
        assert_eq!(group.accept_commit(committer, fx), absent, "{committer:?}");
    }
    let unknown = Err(GroupError::UnknownMemberId);
    let late = Err(GroupError::IllegalGeneration);
    let nowhere = Err(GroupError::GroupIdNotFound);
    check(Some(member(1)), Some(1), Ok(()), nowhere);
    check(Some(member(1)), Some(2), late, nowhere);
    check(Some(member(9)), Some(1), unknown, nowhere);
    check(None, None, unknown, Ok(()));
    check(Some(member(1)), None, late, Ok(()));
}

fn commit_at(commit_timestamp_ms: i64) -> CommittedOffset {
    CommittedOffset {
        offset: 1,
        leader_epoch: None,
        metadata: Arc::from(""),
        commit_timestamp_ms,
        expire_timestamp_ms: None,
    }
}

#[test]
fn offsets_expire_by_what_their_group_does() {
    /// A commit at 0; offsets are kept for 1,000 ms.
    fn check(group: &ClassicGroup, topic: TopicId, now_ms: i64, goes: bool) {
        let mut manager = OffsetManager::new(OffsetConfig {
            retention_ms: 1_000,
            ..OffsetConfig::default()
        });
        let at = TopicPartition { topic, ..AT };
        manager.replay(group.id(), at, Some(commit_at(0)));
        let expired = manager.remove_expired(group, now_ms);
        assert_eq!(expired.all_gone, goes, "{:?} at {now_ms}", group.state());
        assert_eq!(expired.tombstones.len(), usize::from(goes));
        assert_eq!(manager.offsets().committed(group.id(), at).is_none(), goes);
    }
    let simple = ClassicGroup::new(GroupId(0), GroupConfig::default());
    check(&simple, TOPIC, 999, false);
    check(&simple, TOPIC, 1_000, true);
    let working = stable(vec![newcomer(1)]);
    check(&working, TOPIC, 1_000_000, false);
    check(&working, OTHER_TOPIC, 999, false);
    check(&working, OTHER_TOPIC, 1_000, true);
    let mut rebalancing = working.clone();
    rebalancing.join(newcomer(2), &mut Effects::default());
    check(&rebalancing, OTHER_TOPIC, 1_000_000, false);
    let mut empty = working;
    empty
        .leave(&[member(1).into()], &mut Effects::default())
        .expect("the group is there");
    empty.note_time(500);
    check(&empty, TOPIC, 1_499, false);
    check(&empty, TOPIC, 1_500, true);
}

#[test]
fn offsets_at_work_cannot_be_deleted() {
    let mut manager = OffsetManager::new(OffsetConfig::default());
    let mut group = stable(vec![newcomer(1)]);
    manager.replay(group.id(), AT, Some(commit_at(0)));
    let refused = vec![(AT, Err(GroupError::GroupSubscribedToTopic))];
    assert_eq!(manager.delete(&group, &[AT]), Ok((refused, vec![])));
    assert_eq!(
        manager.delete_group(&mut group, &mut Effects::default()),
        Err(GroupError::NonEmptyGroup)
    );
    group
        .leave(&[member(1).into()], &mut Effects::default())
        .expect("the group is there");
    assert_eq!(
        manager.delete_group(&mut group, &mut Effects::default()),
        Ok(vec![AT])
    );
    assert_eq!(
        manager.delete_group(&mut group, &mut Effects::default()),
        Err(GroupError::GroupIdNotFound)
    );
}

#[test]
fn metadata_that_is_too_long_is_refused_by_partition() {
    let mut manager = OffsetManager::new(OffsetConfig::default());
    let mut group = stable(vec![newcomer(1)]);
    let with_metadata = |length: usize| CommittedOffset {
        metadata: Arc::from("x".repeat(length)),
        ..commit_at(0)
    };
    let other = TopicPartition { partition: 1, ..AT };
    let results = manager.commit(
        &mut group,
        Committer::member(member(1), 1),
        vec![(AT, with_metadata(4_096)), (other, with_metadata(4_097))],
        &mut Effects::default(),
    );
    let too_long = Err(GroupError::OffsetMetadataTooLarge);
    assert_eq!(results, Ok(vec![(AT, Ok(())), (other, too_long)]));
    let fetched = manager.fetch_all(&group);
    assert_eq!(fetched, [(AT, with_metadata(4_096))]);
}

/// A group taken over from another broker, as its record tells of it.
fn taken_over(config: GroupConfig) -> ClassicGroup {
    let record = stable(vec![newcomer(1), newcomer(2)]).record();
    ClassicGroup::load(GroupId(0), config, Some(&record))
}

#[test]
fn a_loaded_group_is_what_its_record_says() {
    // GroupMetadataManagerTest#testReplayGroupMetadataRecords
    let was = stable(vec![newcomer(1), newcomer(2)]);
    let group = taken_over(GroupConfig::default());
    assert_eq!(group, was);
    let nobody = GroupMetadata {
        members: Vec::new(),
        ..was.record()
    };
    let group = ClassicGroup::load(GroupId(0), GroupConfig::default(), Some(&nobody));
    assert_eq!(group.state(), GroupState::Empty);
    let gone = ClassicGroup::load(GroupId(0), GroupConfig::default(), None);
    assert!(!gone.exists());
}

#[test]
fn members_of_a_loaded_group_must_be_heard() {
    // GroupMetadataManagerTest#testOnLoadedSchedulesClassicGroupMemberHeartbeats
    let mut fx = Effects::default();
    taken_over(GroupConfig::default()).loaded(&mut fx);
    let sessions = [1, 2].map(|number| TimerCommand::Arm {
        timer: Timer::Session {
            group: GroupId(0),
            member: member(number),
        },
        after_ms: 10_000,
    });
    assert_eq!(fx.timers, sessions);
}

#[test]
fn a_loaded_group_that_is_too_large_rebalances() {
    // GroupMetadataManagerTest#testOnLoadedExceedGroupMaxSizeTriggersRebalance
    let mut group = taken_over(GroupConfig {
        max_size: 1,
        ..GroupConfig::default()
    });
    group.loaded(&mut Effects::default());
    assert_eq!(group.state(), GroupState::PreparingRebalance);
}
