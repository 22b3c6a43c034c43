//! What a consumer makes of a coordinator that refuses it: `JoinGroupResponseHandler`,
//! `SyncGroupResponseHandler`, `HeartbeatResponseHandler`, `OffsetCommitResponseHandler`.

use super::call::Returned;
use super::kafka_consumer::KafkaConsumer;
use super::librdkafka::Library;
use super::membership::Phase;
use crate::effects::Effects;
use crate::event::{Event, FatalException, JoinReason};
use crate::group::error::GroupError;
use crate::timer::Timer;

impl KafkaConsumer {
    /// A join or a sync was refused (`JoinGroupResponseHandler`, `SyncGroupResponseHandler`). What
    /// time may mend is tried again, anything else is thrown.
    pub(super) fn on_rebalance_error(&mut self, error: GroupError, fx: &mut Effects) {
        if self.library.librdkafka().is_some() {
            return self.on_refused_librdkafka(error, fx);
        }
        match error {
            GroupError::UnknownMemberId | GroupError::IllegalGeneration => {
                self.lose_membership(error, fx);
            }
            // Nothing was given up since the join: there is nothing to prepare.
            _ if error == GroupError::RebalanceInProgress || error.is_retriable() => {
                self.membership.phase = Phase::Prepared {
                    reason: JoinReason::RebalanceInProgress,
                };
            }
            _ => {
                fx.cancel(Timer::Heartbeat(self.id));
                self.membership.phase = Phase::Failed(error);
            }
        }
    }

    pub(super) fn on_heartbeat(&mut self, result: Result<(), GroupError>, fx: &mut Effects) {
        self.heartbeat_in_flight = false;
        fx.report(Event::HeartbeatAnswered {
            consumer: self.id,
            error: result.err(),
        });
        if let Err(error) = result {
            self.on_error_beside_joining(error, fx);
        }
    }

    /// Whether a refused commit makes it join again: not librdkafka, if a rebalance is on
    /// (`rd_kafka_cgrp_op_handle_OffsetCommit`). With Kafka's own client a commit that is fenced
    /// only throws; the next heartbeat does the rest.
    pub(super) fn heeds(&self, error: GroupError) -> bool {
        match self.library {
            Library::Java => error != GroupError::FencedInstanceId,
            Library::Librdkafka(_) => error != GroupError::RebalanceInProgress,
        }
    }

    /// A heartbeat or a commit was refused. A member that is joining already will hear from that
    /// how things stand; the refusal is older than its question.
    pub(super) fn on_error_beside_joining(&mut self, error: GroupError, fx: &mut Effects) {
        match self.membership.phase {
            Phase::Stable
            | Phase::Synced { .. }
            | Phase::MustJoin { .. }
            | Phase::Prepared { .. } => {
                self.on_group_error(error, fx);
            }
            Phase::Joining | Phase::Syncing | Phase::Failed(_) => {}
        }
    }

    /// A heartbeat was refused (`HeartbeatResponseHandler`), or a commit.
    pub(super) fn on_group_error(&mut self, error: GroupError, fx: &mut Effects) {
        if self.library.librdkafka().is_some() {
            return self.on_refused_librdkafka(error, fx);
        }
        match error {
            GroupError::RebalanceInProgress => self.rejoin(JoinReason::RebalanceInProgress),
            GroupError::UnknownMemberId | GroupError::IllegalGeneration => {
                self.lose_membership(error, fx);
            }
            GroupError::FencedInstanceId => {
                self.lose_membership(error, fx);
                self.membership.phase = Phase::Failed(error);
            }
            // The next heartbeat, or whoever commits, tries again.
            _ => {}
        }
    }

    /// `resetStateOnResponseError`: only a wrong generation leaves the member its id.
    pub(super) fn lose_membership(&mut self, error: GroupError, fx: &mut Effects) {
        self.membership.generation = None;
        self.received.clear();
        if error != GroupError::IllegalGeneration {
            self.membership.member = None;
        }
        fx.cancel(Timer::Heartbeat(self.id));
        self.membership.phase = Phase::must_join(JoinReason::LostMembership);
    }

    /// Who catches this and polls on tries again; a fenced static member then fences the other.
    pub(super) fn throw_refusal(&mut self) -> Option<Returned> {
        let Phase::Failed(error) = self.membership.phase else {
            return None;
        };
        self.membership.phase = match self.membership.generation {
            // Nothing was given up since the join: there is nothing to prepare.
            Some(_) => Phase::Prepared {
                reason: JoinReason::RebalanceInProgress,
            },
            None if self.assignment.is_empty() => Phase::must_join(JoinReason::Started),
            None => Phase::must_join(JoinReason::LostMembership),
        };
        self.throw(FatalException::Refused(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{Call, ClientContext, Subscription};
    use crate::event::CommitException;
    use crate::ids::{ConsumerId, GroupId, MemberId, Offset, TopicId, TopicPartition};
    use crate::network::Response;
    use crate::scenario::Scenario;
    use crate::setup::{ClientLibrary, ConsumerConfig};

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

    /// A commitSync that is answered with this error: what it throws, and whether the member keeps
    /// its id and its generation.
    fn check_commit(error: GroupError, thrown: Option<&str>, keeps: (bool, bool)) {
        let mut client = member();
        let partition = TopicPartition {
            topic: TopicId(0),
            partition: 0,
        };
        let offsets: Vec<(_, Offset)> = vec![(partition, 3)];
        let sent = client.commit_sync(offsets, &ConsumerConfig::default(), &mut Effects::default());
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
}
