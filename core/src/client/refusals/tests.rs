//! What each error makes of a Java consumer, by the cases of `ConsumerCoordinatorTest` and
//! `AbstractCoordinatorTest`.

use super::*;
use crate::client::{Call, ClientContext, Subscription};
use crate::ids::{ConsumerId, GroupId, MemberId, Offset, TopicId, TopicPartition};
use crate::network::Response;
use crate::scenario::Scenario;
use crate::setup::ClientLibrary;

const MEMBER: MemberId = MemberId {
    consumer: ConsumerId(0),
    number: 1,
};

fn member() -> KafkaConsumer {
    let mut client = KafkaConsumer::new(ConsumerId(0), Some(GroupId(0)), ClientLibrary::Java);
    client.subscription = Subscription::Topics(vec![TopicId(0)]);
    client.membership.member = Some(MEMBER);
    client.membership.generation = Some(1);
    client.membership.phase = Phase::Stable;
    client
}

fn answer(client: &mut KafkaConsumer, response: Response) -> Option<Returned> {
    let context = ClientContext {
        config: &ConsumerConfig::default(),
        setup: &Scenario::Shop.setup(1),
    };
    client.receive(response, context, &mut Effects::default())
}

fn offsets() -> Vec<(TopicPartition, Offset)> {
    let (topic, partition) = (TopicId(0), 0);
    vec![(TopicPartition { topic, partition }, 3)]
}

/// A commitSync that is answered with this error: what it throws, and whether the member keeps
/// its id and its generation.
fn check_commit(error: GroupError, thrown: Option<&str>, keeps: (bool, bool)) {
    let (config, mut client) = (ConsumerConfig::default(), member());
    let sent = client.commit_sync(offsets(), &config, &mut Effects::default());
    assert_eq!(sent, None);
    let returned = answer(&mut client, Response::OffsetCommit(Err(error)));
    let exception = returned.map(|returned| match returned {
        Returned::Committed(result) => result.map_err(CommitException::class).unwrap_err(),
        other => panic!("{other:?}"),
    });
    assert_eq!(exception, thrown, "{error:?}");
    let kept = (
        client.membership.member.is_some(),
        client.membership.generation.is_some(),
    );
    assert_eq!(kept, keeps, "{error:?}");
}

/// `ConsumerCoordinatorTest#testCommitOffsetIllegalGeneration` and its neighbours, recorded as
/// `reset-37` to `reset-41`.
#[test]
fn a_refused_commit_throws_what_java_throws() {
    use GroupError as E;
    check_commit(
        E::IllegalGeneration,
        Some("CommitFailedException"),
        (true, false),
    );
    check_commit(
        E::UnknownMemberId,
        Some("CommitFailedException"),
        (false, false),
    );
    check_commit(
        E::RebalanceInProgress,
        Some("RebalanceInProgressException"),
        (true, true),
    );
    check_commit(
        E::FencedInstanceId,
        Some("FencedInstanceIdException"),
        (true, true),
    );
    check_commit(
        E::OffsetMetadataTooLarge,
        Some("OffsetMetadataTooLarge"),
        (true, true),
    );
    // The call goes on and asks again.
    check_commit(E::NotCoordinator, None, (true, true));
    check_commit(E::CoordinatorNotAvailable, None, (true, true));
}

/// Two commits are refused. What the callback of the second is told depends on how far the
/// member has come since the first.
#[test]
fn a_second_refusal_finds_the_member_out_already() {
    for (phase, thrown) in [
        (
            Phase::must_join(JoinReason::LostMembership),
            CommitException::CommitFailed,
        ),
        (Phase::Joining, CommitException::RebalanceInProgress),
    ] {
        for error in [
            GroupError::IllegalGeneration,
            GroupError::UnknownMemberId,
            GroupError::FencedInstanceId,
        ] {
            let mut client = member();
            client.commit_async(offsets(), &mut Effects::default());
            client.commit_async(offsets(), &mut Effects::default());
            let first = Err(GroupError::IllegalGeneration);
            assert_eq!(answer(&mut client, Response::OffsetCommit(first)), None);
            client.membership.phase = phase;
            assert_eq!(
                answer(&mut client, Response::OffsetCommit(Err(error))),
                None
            );
            let told = [Err(CommitException::CommitFailed), Err(thrown)];
            assert_eq!(client.callbacks, told, "{error:?} in {phase:?}");
        }
    }
}

/// A heartbeat that is answered with this error: where it leaves the member, and whether with
/// its id and its generation.
fn check_heartbeat(error: GroupError, phase: Phase, keeps: (bool, bool)) {
    let mut client = member();
    assert_eq!(answer(&mut client, Response::Heartbeat(Err(error))), None);
    assert_eq!(client.membership.phase, phase, "{error:?}");
    let kept = (
        client.membership.member.is_some(),
        client.membership.generation.is_some(),
    );
    assert_eq!(kept, keeps, "{error:?}");
}

/// `AbstractCoordinatorTest#testHeartbeatIllegalGenerationResponse` and its neighbours.
#[test]
fn a_refused_heartbeat_makes_the_member_join_again() {
    let lost = Phase::must_join(JoinReason::LostMembership);
    let again = Phase::must_join(JoinReason::RebalanceInProgress);
    check_heartbeat(GroupError::IllegalGeneration, lost, (true, false));
    check_heartbeat(GroupError::UnknownMemberId, lost, (false, false));
    check_heartbeat(GroupError::RebalanceInProgress, again, (true, true));
    check_heartbeat(GroupError::NotCoordinator, Phase::Stable, (true, true));
}

/// `generationUnchanged`: the first answer has told it, and it has kept its id.
#[test]
fn a_heartbeat_from_before_is_not_heard() {
    let mut client = member();
    for error in [GroupError::IllegalGeneration, GroupError::UnknownMemberId] {
        assert_eq!(answer(&mut client, Response::Heartbeat(Err(error))), None);
    }
    assert_eq!(client.membership.member, Some(MEMBER));
}

/// `SyncGroupResponseHandler`.
#[test]
fn a_refused_sync_is_thrown_or_begins_anew() {
    for (error, phase, keeps_generation) in [
        (
            GroupError::RebalanceInProgress,
            Phase::Prepared {
                reason: JoinReason::RebalanceInProgress,
            },
            true,
        ),
        (
            GroupError::IllegalGeneration,
            Phase::must_join(JoinReason::LostMembership),
            false,
        ),
        (
            GroupError::FencedInstanceId,
            Phase::Failed(GroupError::FencedInstanceId),
            true,
        ),
    ] {
        let mut client = member();
        client.membership.phase = Phase::Syncing;
        client.call = Some(Call::Poll);
        assert_eq!(answer(&mut client, Response::SyncGroup(Err(error))), None);
        assert_eq!(client.membership.phase, phase);
        let keeps = client.membership.generation.is_some();
        assert_eq!(keeps, keeps_generation, "{error:?}");
    }
}

/// `JoinGroupResponseHandler`: what is fatal is thrown by `poll`, each time anew.
#[test]
fn a_refused_join_is_thrown_or_tried_again() {
    for (error, is_thrown) in [
        (GroupError::InconsistentGroupProtocol, true),
        (GroupError::InvalidSessionTimeout, true),
        (GroupError::GroupMaxSizeReached, true),
        (GroupError::FencedInstanceId, true),
        (GroupError::UnknownMemberId, false),
        (GroupError::RebalanceInProgress, false),
        (GroupError::CoordinatorNotAvailable, false),
        (GroupError::NotCoordinator, false),
    ] {
        let mut client = member();
        client.membership.phase = Phase::Joining;
        client.call = Some(Call::Poll);
        let returned = answer(&mut client, Response::JoinGroup(Err(error)));
        assert_eq!(returned, None, "{error:?} waits for the next sub-step");
        let returned = client.throw_refusal();
        let thrown = Returned::Thrown(FatalException::Refused(error));
        assert_eq!(returned, is_thrown.then_some(thrown));
        let joins = matches!(
            client.membership.phase,
            Phase::Prepared { .. } | Phase::MustJoin { .. }
        );
        assert!(joins, "{error:?}: {:?}", client.membership.phase);
    }
}

/// `HeartbeatThread.failureCause`: the next `poll` throws once. Who polls on joins anew.
#[test]
fn a_fenced_heartbeat_is_thrown_by_the_next_poll() {
    let mut client = member();
    let error = GroupError::FencedInstanceId;
    assert_eq!(answer(&mut client, Response::Heartbeat(Err(error))), None);
    assert_eq!(client.membership.phase, Phase::Failed(error));
    client.call = Some(Call::Poll);
    let thrown = Returned::Thrown(FatalException::Refused(error));
    assert_eq!(client.throw_refusal(), Some(thrown));
    assert_eq!(client.membership.member, None);
    assert_eq!(client.throw_refusal(), None);
}
