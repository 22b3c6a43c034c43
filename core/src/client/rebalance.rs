//! A consumer's part in a rebalance, from what it gives up before it joins to what it is assigned.
//! Follows `ConsumerCoordinator.onJoinPrepare`, `onJoinComplete` and `AbstractCoordinator`.

use super::assignment::Assigned;
use super::assignor::{Assignor, assign_as_leader};
use super::kafka_consumer::{AutoCommit, ClientContext, KafkaConsumer, Subscription};
use super::librdkafka::Library;
use super::membership::Phase;
use crate::effects::Effects;
use crate::event::{Event, JoinReason};
use crate::group::{Claim, MemberIdentity, Protocol, ProtocolName};
use crate::ids::{MemberId, TopicPartition};
use crate::in_order::insert_in_order;
use crate::network::{Connection, Joined, Request};
use crate::setup::ConsumerConfig;
use crate::timer::Timer;

impl KafkaConsumer {
    pub(super) fn lose_partitions(&mut self, fx: &mut Effects) {
        let partitions = self.give_up_partitions();
        self.prepared();
        self.forget_stored(&partitions);
        fx.report(Event::PartitionsLost {
            consumer: self.id,
            partitions,
        });
    }

    pub(super) fn revoke_partitions(&mut self, fx: &mut Effects) {
        if self.library.librdkafka().is_some() {
            return self.unassign(fx);
        }
        let partitions = self.to_give_up();
        self.give_up(&partitions);
        if let Phase::Synced { rejoin } = &mut self.membership.phase {
            *rejoin = Some(JoinReason::Revoked);
        }
        self.prepared();
        fx.report(Event::PartitionsRevoked {
            consumer: self.id,
            partitions,
        });
    }

    /// There is nothing more to do before the join.
    pub(super) fn prepared(&mut self) {
        if let (Library::Java, Phase::MustJoin { reason, .. }) =
            (&self.library, self.membership.phase)
        {
            self.membership.phase = Phase::Prepared { reason };
        }
    }

    /// Gives up all partitions.
    pub(super) fn give_up_partitions(&mut self) -> Vec<TopicPartition> {
        let owned = self.owned_partitions();
        self.give_up(&owned);
        owned
    }

    /// Positions and buffered records go with the partitions.
    pub(super) fn give_up(&mut self, partitions: &[TopicPartition]) {
        let stays = |owned: &Assigned| !partitions.contains(&owned.partition);
        self.assignment.retain(stays);
        if self.assignment.is_empty() {
            self.fetch_in_flight = None;
        }
    }

    pub(super) fn join(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        if let Phase::MustJoin { reason, .. } | Phase::Prepared { reason } = self.membership.phase {
            fx.report(Event::JoinSent {
                consumer: self.id,
                reason,
            });
            self.auto_commit_while_joining(reason, context.config, fx);
        }
        self.membership.phase = Phase::Joining;
        fx.cancel(Timer::Heartbeat(self.id));
        self.send_join(context, fx);
    }

    pub(super) fn send_join(&mut self, context: ClientContext<'_>, fx: &mut Effects) {
        let config = context.config;
        if self.membership.member.is_none() {
            self.member_ids_asked_for += 1;
        }
        let (Some(group), Subscription::Topics(topics)) = (self.group, &self.subscription) else {
            return;
        };
        let generation = self.membership.generation;
        let owned = Claim {
            partitions: self.owned_partitions(),
            generation,
        };
        let protocol = |assignor: &Assignor| Protocol {
            name: assignor.protocol(),
            subscription: topics.clone(),
            generation,
            claim: match &self.sticky {
                Some(claim) if assignor.protocol() == ProtocolName::STICKY => claim.clone(),
                _ => owned.clone(),
            },
        };
        let request = Request::JoinGroup {
            group,
            member: self.membership.member,
            new_id: MemberId {
                consumer: self.id,
                number: self.member_ids_asked_for,
            },
            instance: self.instance,
            session_timeout_ms: config.session_timeout_ms,
            rebalance_timeout_ms: config.max_poll_interval_ms,
            protocols: config
                .partition_assignment_strategy
                .iter()
                .map(protocol)
                .collect(),
        };
        fx.send(self.address(), Connection::Coordinator, request);
    }

    pub(super) fn on_joined(
        &mut self,
        joined: &Joined,
        context: ClientContext<'_>,
        fx: &mut Effects,
    ) {
        let Some(group) = self.group else {
            return;
        };
        self.membership.member = Some(joined.member);
        self.membership.generation = Some(joined.generation);
        self.membership.protocol = joined.protocol;
        self.membership.phase = Phase::Syncing;
        fx.arm(
            Timer::Heartbeat(self.id),
            context.config.heartbeat_interval_ms,
        );
        let assignments = assign_as_leader(joined, context);
        if !assignments.is_empty() {
            fx.report(Event::PartitionsAssignedByLeader {
                consumer: self.id,
                assignments: assignments.clone(),
            });
        }
        let generation = joined.generation;
        let request = Request::SyncGroup {
            group,
            who: MemberIdentity {
                member: Some(joined.member),
                instance: self.instance,
            },
            generation,
            assignments,
        };
        fx.send(self.address(), Connection::Coordinator, request);
    }

    pub(super) fn on_synced(&mut self, partitions: Vec<TopicPartition>) {
        if let Some(library) = self.library.librdkafka_mut() {
            library.to_assign = Some(partitions);
            self.membership.phase = Phase::Stable;
            return;
        }
        self.received.clear();
        for partition in partitions {
            insert_in_order(&mut self.received, partition, TopicPartition::lt);
        }
        self.membership.phase = Phase::Synced { rejoin: None };
    }

    /// `onPartitionsAssigned`, the end of `ConsumerCoordinator.onJoinComplete`: partitions that were
    /// kept are as they were.
    pub(super) fn assign_partitions(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        let Phase::Synced { rejoin } = self.membership.phase else {
            return self.assign_to_librdkafka(fx);
        };
        self.membership.phase = rejoin.map_or(Phase::Stable, Phase::must_join);
        let received = core::mem::take(&mut self.received);
        if self.membership.protocol == Some(ProtocolName::STICKY) {
            self.sticky = Some(Claim {
                partitions: received.clone(),
                generation: self.membership.generation,
            });
        }
        let is_new = |partition: &TopicPartition| self.assigned(*partition).is_none();
        let added: Vec<_> = received.into_iter().filter(is_new).collect();
        for &partition in &added {
            let assigned = Assigned::new(partition);
            insert_in_order(&mut self.assignment, assigned, |one, other| {
                one.partition < other.partition
            });
        }
        if self.auto_commit != AutoCommit::Off {
            self.arm_auto_commit(config, fx);
        }
        fx.report(Event::PartitionsAssigned {
            consumer: self.id,
            partitions: added,
        });
    }

    /// The heartbeat timer fires.
    pub fn heartbeat_due(&mut self, config: &ConsumerConfig, fx: &mut Effects) {
        fx.arm(Timer::Heartbeat(self.id), config.heartbeat_interval_ms);
        let identity = self.membership.identity(self.instance);
        if let (Some(group), Some((who, generation))) = (self.group, identity) {
            self.heartbeat_in_flight = true;
            fx.report(Event::HeartbeatSent(self.id));
            let request = Request::Heartbeat {
                group,
                who,
                generation,
            };
            fx.send(self.address(), Connection::Coordinator, request);
        }
    }
}
