//! What a consumer makes of a coordinator that refuses it: `JoinGroupResponseHandler`,
//! `SyncGroupResponseHandler`, `HeartbeatResponseHandler`, `OffsetCommitResponseHandler`.

use super::call::Returned;
use super::kafka_consumer::KafkaConsumer;
use super::librdkafka::Library;
use super::membership::Phase;
use crate::effects::Effects;
use crate::event::{CommitException, Event, FatalException, JoinReason};
use crate::group::error::GroupError;
use crate::setup::ConsumerConfig;
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

    /// A heartbeat is answered (`HeartbeatResponseHandler`). What an earlier refusal has said is not
    /// heard twice (`generationUnchanged`).
    pub(super) fn on_heartbeat(
        &mut self,
        result: Result<(), GroupError>,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) {
        if result.is_err_and(GroupError::is_retriable) {
            return self.heartbeat_failed(config, fx);
        }
        self.heartbeat_in_flight = false;
        fx.report(Event::HeartbeatAnswered {
            consumer: self.id,
            error: result.err(),
        });
        let is_stale = self.library == Library::Java && self.membership.generation.is_none();
        if let (Err(error), false) = (result, is_stale) {
            self.on_error_beside_joining(error, fx);
        }
    }

    /// What a commit throws that was refused (`OffsetCommitResponseHandler`). A member that an
    /// earlier refusal has put out of its generation is told so, or that it is joining already.
    pub(super) fn commit_exception(&self, error: GroupError) -> CommitException {
        use GroupError::{FencedInstanceId, IllegalGeneration, UnknownMemberId};
        match (error, self.membership.phase) {
            _ if self.library.librdkafka().is_some() => CommitException::Answered(error),
            (FencedInstanceId | IllegalGeneration | UnknownMemberId, phase)
                if self.membership.generation.is_none() =>
            {
                match phase {
                    Phase::Joining => CommitException::RebalanceInProgress,
                    _ => CommitException::CommitFailed,
                }
            }
            _ => CommitException::from(error),
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
mod tests;
