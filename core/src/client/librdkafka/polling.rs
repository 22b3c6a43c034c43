//! What librdkafka leaves to `poll`, and to the calls that serve the same queue.

use super::{AutoOffsetStore, Librdkafka, StoreError};
use crate::client::assignment::Assigned;
use crate::client::call::{Call, ClientAction, Returned};
use crate::client::kafka_consumer::{KafkaConsumer, Subscription};
use crate::client::membership::{FarewellCommit, Phase};
use crate::client::records::InHand;
use crate::effects::Effects;
use crate::event::{ConsumerError, Event, JoinReason};
use crate::ids::{Offset, TopicPartition};

impl KafkaConsumer {
    /// The next sub-step of the call that has not returned.
    pub(in crate::client) fn next_action_in_librdkafka(
        &self,
        library: &Librdkafka,
    ) -> Option<ClientAction> {
        match self.call? {
            Call::Poll => self.next_action_in_consumer_poll(library),
            Call::Position(partition) => {
                let known = self.assigned(partition).and_then(Assigned::offset);
                known.map(|_| ClientAction::ReturnPosition)
            }
            // Partitions are given up first; that commits what is stored.
            Call::Close(_) if !self.assignment.is_empty() => Some(self.giving_up()),
            Call::CommitSync | Call::Close(FarewellCommit::Sent) => None,
            Call::Close(_) => Some(ClientAction::Leave),
        }
    }

    /// `rd_kafka_consumer_poll` serves one queue: errors, rebalance callbacks, messages.
    fn next_action_in_consumer_poll(&self, library: &Librdkafka) -> Option<ClientAction> {
        if !library.errors.is_empty() {
            return Some(ClientAction::ReturnError);
        }
        if self.has_callback_to_serve() {
            return Some(ClientAction::AssignPartitions);
        }
        let rebalances = self.subscription != Subscription::Assigned
            && matches!(self.membership.phase, Phase::MustJoin { .. });
        if rebalances && !self.assignment.is_empty() {
            Some(self.giving_up())
        } else if !rebalances && self.has_buffered_records() {
            Some(ClientAction::ReturnRecords)
        } else {
            self.next_of_thread()
        }
    }

    /// Whether the next `poll` runs the callback for an assignment that has arrived.
    pub(in crate::client) fn has_callback_to_serve(&self) -> bool {
        let library = self.library.librdkafka();
        library.is_some_and(|it| it.to_assign.is_some())
    }

    fn giving_up(&self) -> ClientAction {
        if self.has_lost_assignment() {
            ClientAction::LosePartitions
        } else {
            ClientAction::RevokePartitions
        }
    }

    /// `rd_kafka_assignment_lost`
    pub(super) fn has_lost_assignment(&self) -> bool {
        let lost = matches!(
            self.membership.phase,
            Phase::MustJoin {
                reason: JoinReason::LostMembership,
                ..
            }
        );
        lost && self.subscription != Subscription::Assigned
    }

    /// The rebalance callback with `_ASSIGN_PARTITIONS`.
    pub(in crate::client) fn assign_to_librdkafka(&mut self, fx: &mut Effects) {
        let library = self.library.librdkafka_mut();
        let Some(partitions) = library.and_then(|it| it.to_assign.take()) else {
            return;
        };
        self.assignment = partitions.iter().copied().map(Assigned::new).collect();
        fx.report(Event::PartitionsAssigned {
            consumer: self.id,
            partitions,
        });
    }

    /// `poll` returns an error event.
    pub(in crate::client) fn return_error(&mut self, fx: &mut Effects) -> Option<Returned> {
        let error = self.library.librdkafka_mut()?.errors.pop_front()?;
        self.call = None;
        fx.report(Event::ErrorReturned {
            consumer: self.id,
            error,
        });
        Some(Returned::Error(error))
    }

    /// Puts an error into the queue that `poll` serves.
    pub(in crate::client) fn raise(&mut self, error: ConsumerError) {
        if let Some(library) = self.library.librdkafka_mut() {
            library.errors.push_back(error);
        }
    }

    /// Messages are handed to the application. With `enable.auto.offset.store` that alone makes
    /// them eligible for a commit (`rd_kafka_update_app_pos`).
    pub(in crate::client) fn note_handed_out(&mut self, records: &[InHand]) {
        let Some(library) = self.library.librdkafka_mut() else {
            return;
        };
        if library.auto_offset_store == AutoOffsetStore::On {
            for record in records {
                library.store.store(record.partition, record.offset + 1);
            }
        }
    }

    /// `store_offsets`: the next offset to read of one partition. A later commit takes it along.
    ///
    /// # Errors
    /// As the library's call returns them.
    pub fn store_offset(
        &mut self,
        partition: TopicPartition,
        next: Offset,
    ) -> Result<(), StoreError> {
        let is_assigned = self.assigned(partition).is_some();
        let library = self.library.librdkafka_mut().ok_or(StoreError::State)?;
        if library.auto_offset_store == AutoOffsetStore::On {
            return Err(StoreError::InvalidArgument);
        }
        if !is_assigned {
            return Err(StoreError::State);
        }
        library.store.store(partition, next);
        Ok(())
    }

    /// Sets `enable.auto.offset.store`.
    pub fn set_auto_offset_store(&mut self, setting: AutoOffsetStore) {
        if let Some(library) = self.library.librdkafka_mut() {
            library.auto_offset_store = setting;
        }
    }
}
