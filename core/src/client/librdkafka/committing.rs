//! How librdkafka commits. Follows `rd_kafka_cgrp_offsets_commit` and the calls that lead there.

use super::Librdkafka;
use crate::client::call::Call;
use crate::client::kafka_consumer::{AutoCommit, KafkaConsumer, Subscription};
use crate::client::membership::{FarewellCommit, Phase};
use crate::effects::Effects;
use crate::event::{CommitException, CommitTrigger, Event};
use crate::group::{Committer, MemberIdentity};
use crate::ids::{Offset, TopicPartition};
use crate::setup::ConsumerConfig;

impl KafkaConsumer {
    /// What `commit()` without arguments carries.
    pub(in crate::client) fn stored_offsets(
        &self,
        library: &Librdkafka,
    ) -> Result<Vec<(TopicPartition, Offset)>, CommitException> {
        let owned = self.owned_partitions();
        if !owned.is_empty() && self.has_lost_assignment() {
            return Err(CommitException::AssignmentLost);
        }
        let offsets = library.store.to_commit(&owned);
        if offsets.is_empty() {
            return Err(CommitException::NoOffset);
        }
        Ok(offsets)
    }

    /// The auto-commit timer fires, polled or not (`rd_kafka_cgrp_offset_commit_tmr_cb`). It does
    /// nothing during a rebalance.
    pub(in crate::client) fn auto_commit_stored(
        &mut self,
        config: &ConsumerConfig,
        fx: &mut Effects,
    ) {
        self.enable_auto_commit(config, fx);
        let is_steady = self.membership.phase == Phase::Stable;
        if !is_steady && self.subscription != Subscription::Assigned {
            return;
        }
        let Some(library) = self.library.librdkafka() else {
            return;
        };
        if let Ok(offsets) = self.stored_offsets(library) {
            // Its failure is only logged.
            let _logged = self.send_commit(CommitTrigger::AutoCommit, offsets, fx);
        }
    }

    /// Partitions are given up, and what is stored of them is committed; joining again, or leaving,
    /// waits for the answer (`rd_kafka_assignment_serve_removals`).
    pub(in crate::client) fn unassign(&mut self, fx: &mut Effects) {
        let partitions = self.give_up_partitions();
        let library = self.library.librdkafka_mut();
        let stored = library.map_or_else(Vec::new, |it| it.store.take(&partitions));
        if self.subscription != Subscription::Assigned {
            fx.report(Event::PartitionsRevoked {
                consumer: self.id,
                partitions,
            });
        }
        if self.auto_commit == AutoCommit::Off || stored.is_empty() {
            return;
        }
        let sent = self.send_commit(CommitTrigger::BeforeRebalance, stored, fx);
        if sent.is_ok() {
            self.await_farewell();
        }
    }

    fn await_farewell(&mut self) {
        if let Phase::MustJoin { farewell, .. } = &mut self.membership.phase {
            *farewell = FarewellCommit::Sent;
        }
        if let Some(Call::Close(commit)) = &mut self.call {
            *commit = FarewellCommit::Sent;
        }
    }

    /// Partitions are lost: nothing of them is committed.
    pub(in crate::client) fn forget_stored(&mut self, partitions: &[TopicPartition]) {
        if let Some(library) = self.library.librdkafka_mut() {
            library.store.take(partitions);
        }
    }

    /// A commit is on its way.
    pub(in crate::client) fn note_committing(&mut self, offsets: &[(TopicPartition, Offset)]) {
        if let Some(library) = self.library.librdkafka_mut() {
            library.committing.push_back(offsets.to_vec());
        }
    }

    /// The oldest commit on its way is answered.
    pub(in crate::client) fn note_commit_answered<E>(&mut self, result: &Result<(), E>) {
        let Some(library) = self.library.librdkafka_mut() else {
            return;
        };
        let offsets = library.committing.pop_front();
        if result.is_ok() {
            for (partition, next) in offsets.into_iter().flatten() {
                library.store.note_committed(partition, next);
            }
        }
    }

    /// The coordinator has told what is committed.
    pub(in crate::client) fn note_committed(&mut self, partition: TopicPartition, next: Offset) {
        if let Some(library) = self.library.librdkafka_mut() {
            library.store.note_committed(partition, next);
        }
    }

    /// It commits as whom it takes itself for, and lets the coordinator decide.
    pub(in crate::client) fn committer_as_known(&self) -> Committer {
        Committer {
            who: MemberIdentity {
                member: self.membership.member,
                instance: self.instance,
            },
            generation: self.membership.generation,
        }
    }
}
