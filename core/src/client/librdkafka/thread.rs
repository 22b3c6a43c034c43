//! librdkafka's own thread: it joins, looks up offsets and fetches without being polled.

use super::Librdkafka;
use crate::client::call::{Call, ClientAction};
use crate::client::kafka_consumer::{ClientContext, KafkaConsumer, Subscription};
use crate::client::membership::{FarewellCommit, Phase};
use crate::effects::Effects;
use crate::event::{ConsumerError, JoinReason};
use crate::group::error::GroupError;
use crate::timer::Timer;

impl KafkaConsumer {
    /// Lets the library's own thread do all that it can do now. With Kafka's own client that is
    /// nothing: there, `poll` does it.
    pub fn run_library_thread(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        while let Some(action) = self.next_of_thread() {
            // Errors are put into the queue that `poll` serves, so nothing returns here.
            let _never_returns = self.act_once(action, context, fx);
        }
    }

    /// What the library's own thread would do next.
    pub(super) fn next_of_thread(&self) -> Option<ClientAction> {
        let library = self.library.librdkafka()?;
        if matches!(self.call, Some(Call::Close(_))) {
            return None;
        }
        match (&self.subscription, self.membership.phase) {
            // The last three are only ever Java's.
            (Subscription::None, _)
            | (
                Subscription::Topics(_),
                Phase::Joining
                | Phase::Syncing
                | Phase::Synced { .. }
                | Phase::Prepared { .. }
                | Phase::Failed(_),
            ) => None,
            (Subscription::Topics(_), Phase::MustJoin { farewell, .. }) => {
                self.next_towards_join(library, farewell)
            }
            (Subscription::Topics(_), Phase::Stable) | (Subscription::Assigned, _) => {
                self.next_of_fetching()
            }
        }
    }

    /// It joins again once its partitions are given up and the commit of what was stored is
    /// answered (`rd_kafka_cgrp_unassign_done`). An application that did not poll for
    /// `max.poll.interval.ms` must have polled first (`rd_kafka_cgrp_join`).
    fn next_towards_join(
        &self,
        library: &Librdkafka,
        farewell: FarewellCommit,
    ) -> Option<ClientAction> {
        let must_poll = library.errors.contains(&ConsumerError::MaxPollExceeded);
        let owns = !self.assignment.is_empty() || library.to_assign.is_some();
        let is_free = !must_poll && !owns && farewell != FarewellCommit::Sent;
        is_free.then_some(ClientAction::Join)
    }

    /// Committed offsets are asked for only when no commit is on its way: that might be what one
    /// wants to know (`rd_kafka_assignment_serve_pending`).
    fn next_of_fetching(&self) -> Option<ClientAction> {
        match self.next_lookup() {
            Some(ClientAction::FetchCommittedOffsets) if !self.commits_in_flight.is_empty() => None,
            Some(lookup) => Some(lookup),
            None => self.next_fetch(),
        }
    }

    /// The coordinator refuses a join, a sync, a heartbeat or a commit. It has no reason to answer
    /// these clients with any other error than: not, or no longer, a member, or of another
    /// generation.
    pub(in crate::client) fn on_refused_librdkafka(&mut self, error: GroupError, fx: &mut Effects) {
        let reason = if error == GroupError::RebalanceInProgress {
            JoinReason::RebalanceInProgress
        } else {
            if error == GroupError::IllegalGeneration {
                self.membership.generation = None;
            }
            fx.cancel(Timer::Heartbeat(self.id));
            JoinReason::LostMembership
        };
        if error == GroupError::UnknownMemberId {
            self.membership.member = None;
        }
        // It goes on with a rebalance that it has begun, whatever it hears meanwhile.
        if !matches!(self.membership.phase, Phase::MustJoin { .. }) {
            self.membership.phase = Phase::must_join(reason);
        }
    }

    fn next_fetch(&self) -> Option<ClientAction> {
        let wants = !self.has_buffered_records() && self.has_new_to_fetch();
        wants.then_some(ClientAction::Fetch)
    }
}
