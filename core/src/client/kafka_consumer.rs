//! Kafka's consumer: what the library in a consumer process remembers, and what it would do next.
//!
//! An application makes one [`Call`] at a time; the client takes one sub-step ([`ClientAction`]) of
//! it at a time, and between any two of them the process can die. What arrives from the network
//! changes the state at once, as the client's background thread would. It knows nothing of who calls
//! it. Follows Kafka's `ClassicKafkaConsumer`, `ConsumerCoordinator` and `AbstractCoordinator`.

use super::assignment::{Assigned, Position};
use super::assignor::RebalanceProtocol;
use super::call::{Call, ClientAction};
use super::librdkafka::Library;
use super::membership::{FarewellCommit, Membership, Phase};
use crate::effects::ReplyTo;
use crate::event::{CommitException, CommitTrigger, JoinReason};
use crate::group::{Claim, InstanceId};
use crate::ids::{ConsumerId, GroupId, Offset, TopicId, TopicPartition};
use crate::network::{FetchTarget, OffsetAndMetadata};
use crate::setup::{ClientLibrary, ConsumerConfig, Setup};
use std::collections::VecDeque;

/// The client library of a consumer process.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KafkaConsumer {
    /// Whose it is.
    pub id: ConsumerId,
    /// Which library it is.
    pub library: Library,
    /// `group.id`
    pub group: Option<GroupId>,
    /// `group.instance.id`: a static member.
    pub instance: Option<InstanceId>,
    /// Which life of the process this is, from 1.
    pub process_number: u16,
    /// How many member ids the process has asked for, over all its lives. An answer may never reach
    /// the life that asked, and its id is then still the coordinator's to forget.
    pub member_ids_asked_for: u16,
    /// How it comes to partitions.
    pub subscription: Subscription,
    /// How it goes about its partitions in a rebalance.
    pub rebalance_protocol: RebalanceProtocol,
    /// What it knows of its membership.
    pub membership: Membership,
    /// What it owns.
    pub assignment: Vec<Assigned>,
    /// What the last sync has brought, until `poll` takes it up.
    pub received: Vec<TopicPartition>,
    /// What the sticky assignor remembers to have been assigned (`StickyAssignor.onAssignment`).
    pub sticky: Option<Claim>,
    /// Whether it commits by itself, and whether it is time to.
    pub auto_commit: AutoCommit,
    /// Commits that were sent and not answered, oldest first.
    pub commits_in_flight: VecDeque<CommitTrigger>,
    /// What the `commitSync` that has not returned shall store: it may have to ask again.
    pub commit_sync_offsets: Vec<(TopicPartition, OffsetAndMetadata)>,
    /// What `commitAsync` was answered, until `poll` or a commit runs the callbacks.
    pub callbacks: VecDeque<Result<(), CommitException>>,
    /// A heartbeat was sent and not answered.
    pub heartbeat_in_flight: bool,
    /// The fetch that was sent and not answered.
    pub fetch_in_flight: Option<Vec<FetchTarget>>,
    /// The call that has not returned.
    pub call: Option<Call>,
}

/// How a consumer comes to partitions: `SubscriptionState.SubscriptionType`. The ways exclude each
/// other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subscription {
    /// Not yet.
    None,
    /// `subscribe`: the group assigns.
    Topics(Vec<TopicId>),
    /// `assign`: the application has chosen.
    Assigned,
}

/// `enable.auto.commit`, and the timer that comes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AutoCommit {
    /// `enable.auto.commit=false`
    Off,
    /// The interval has not passed.
    Waiting,
    /// The interval has passed; the next `poll` commits.
    Due,
}

/// What a client knows from outside: how it is configured, and the cluster's metadata.
#[derive(Clone, Copy)]
pub struct ClientContext<'a> {
    /// Its configuration.
    pub config: &'a ConsumerConfig,
    /// Topics and names.
    pub setup: &'a Setup,
}

impl KafkaConsumer {
    /// A client just made, as `new KafkaConsumer(…)` gives it.
    pub fn new(id: ConsumerId, group: Option<GroupId>, library: ClientLibrary) -> Self {
        Self {
            id,
            library: Library::new(library),
            group,
            instance: None,
            process_number: 1,
            member_ids_asked_for: 0,
            subscription: Subscription::None,
            rebalance_protocol: RebalanceProtocol::Eager,
            membership: Membership {
                member: None,
                generation: None,
                protocol: None,
                phase: Phase::must_join(JoinReason::Started),
            },
            assignment: Vec::new(),
            received: Vec::new(),
            sticky: None,
            auto_commit: AutoCommit::Off,
            commits_in_flight: VecDeque::new(),
            commit_sync_offsets: Vec::new(),
            callbacks: VecDeque::new(),
            heartbeat_in_flight: false,
            fetch_in_flight: None,
            call: None,
        }
    }

    /// The client of the next life of this process: nothing is remembered but what the world counts
    /// about it.
    #[must_use]
    pub fn forgotten(&self, process_number: u16) -> Self {
        Self {
            process_number,
            instance: self.instance,
            rebalance_protocol: self.rebalance_protocol,
            member_ids_asked_for: self.member_ids_asked_for,
            ..Self::new(self.id, self.group, self.library.kind())
        }
    }

    /// The address of this life of the process.
    pub fn address(&self) -> ReplyTo {
        ReplyTo::consumer(self.id, self.process_number)
    }

    /// The next sub-step of the call that has not returned, or none while it is blocked.
    pub fn next_action(&self) -> Option<ClientAction> {
        if let Library::Librdkafka(library) = &self.library {
            return self.next_action_in_librdkafka(library);
        }
        match self.call? {
            Call::Poll => self.next_action_in_poll(),
            Call::CommitSync => self
                .must_commit_again()
                .then_some(ClientAction::CommitAgain),
            Call::Position(partition) => {
                let known = self.assigned(partition).and_then(Assigned::offset);
                known
                    .map(|_| ClientAction::ReturnPosition)
                    .or_else(|| self.next_lookup())
            }
            Call::Close(commit) => self.next_action_in_close(commit),
        }
    }

    fn next_action_in_close(&self, commit: FarewellCommit) -> Option<ClientAction> {
        match commit {
            FarewellCommit::Due if self.auto_commit != AutoCommit::Off && self.has_position() => {
                Some(ClientAction::CommitBeforeClose)
            }
            FarewellCommit::Sent => None,
            FarewellCommit::Due | FarewellCommit::Done => Some(ClientAction::Leave),
        }
    }

    /// `poll` in the order of the classic Java client: the group first, then auto-commit, then
    /// missing positions, then records.
    fn next_action_in_poll(&self) -> Option<ClientAction> {
        if self.subscription == Subscription::Assigned {
            let due = self.auto_commit == AutoCommit::Due;
            return due
                .then_some(ClientAction::AutoCommit)
                .or_else(|| self.next_action_with_partitions());
        }
        match self.membership.phase {
            Phase::MustJoin { farewell, .. } => self.next_action_before_join(farewell),
            Phase::Prepared { .. } => Some(ClientAction::Join),
            Phase::Failed(_) => Some(ClientAction::Throw),
            // What it owns still is its own, unless it has given it up.
            Phase::Joining | Phase::Syncing => self.next_action_with_records(),
            Phase::Synced { .. } if self.to_give_up().is_empty() => {
                Some(ClientAction::AssignPartitions)
            }
            Phase::Synced { .. } => Some(ClientAction::RevokePartitions),
            Phase::Stable if self.auto_commit == AutoCommit::Due => Some(ClientAction::AutoCommit),
            Phase::Stable => self.next_action_with_partitions(),
        }
    }

    /// `ConsumerCoordinator.onJoinPrepare`
    fn next_action_before_join(&self, farewell: FarewellCommit) -> Option<ClientAction> {
        let is_eager = self.rebalance_protocol == RebalanceProtocol::Eager;
        if self.membership.generation.is_none() {
            return Some(if self.assignment.is_empty() {
                ClientAction::Join
            } else {
                ClientAction::LosePartitions
            });
        }
        match farewell {
            // With no position there is nothing to commit, and Java sends nothing.
            FarewellCommit::Due if self.auto_commit != AutoCommit::Off && self.has_position() => {
                Some(ClientAction::CommitBeforeRebalance)
            }
            // What is about to be given up is returned no more (`markPendingRevocation`).
            FarewellCommit::Sent if is_eager => None,
            FarewellCommit::Sent => self.next_action_with_records(),
            // An eager member's listener is called with an empty list, too.
            FarewellCommit::Due | FarewellCommit::Done
                if is_eager || !self.to_give_up().is_empty() =>
            {
                Some(ClientAction::RevokePartitions)
            }
            FarewellCommit::Due | FarewellCommit::Done => Some(ClientAction::Join),
        }
    }

    /// The partitions that [`ClientAction::RevokePartitions`] or [`ClientAction::LosePartitions`]
    /// would give up now.
    pub fn to_give_up(&self) -> Vec<TopicPartition> {
        let goes = |partition: &TopicPartition| match self.membership.phase {
            _ if self.membership.generation.is_none() => true,
            Phase::Synced { .. } => !self.received.contains(partition),
            _ if self.rebalance_protocol == RebalanceProtocol::Eager => true,
            _ => !self.subscribes_to(partition.topic),
        };
        let owned = self.assignment.iter().map(|owned| owned.partition);
        owned.filter(goes).collect()
    }

    fn subscribes_to(&self, topic: TopicId) -> bool {
        matches!(&self.subscription, Subscription::Topics(topics) if topics.contains(&topic))
    }

    fn next_action_with_partitions(&self) -> Option<ClientAction> {
        let lookup = self.next_lookup();
        if lookup.is_some() || self.awaits_position() {
            lookup
        } else {
            self.next_action_with_records()
        }
    }

    pub(super) fn next_action_with_records(&self) -> Option<ClientAction> {
        if self.has_buffered_records() {
            return Some(ClientAction::ReturnRecords);
        }
        self.has_new_to_fetch().then_some(ClientAction::Fetch)
    }

    /// Whether it could read on somewhere that it has not asked for. Kafka's clients wait for the
    /// answer to their last fetch first, which comes within `fetch.max.wait.ms`; here it would not.
    pub(super) fn has_new_to_fetch(&self) -> bool {
        let asked = self.fetch_in_flight.as_deref().unwrap_or_default();
        let mut targets = self.fetch_targets();
        targets.any(|target| !asked.contains(&target))
    }

    /// Where it could read on now (`AbstractFetch.fetchablePartitions`).
    pub(super) fn fetch_targets(&self) -> impl Iterator<Item = FetchTarget> + '_ {
        let resumed = self.assignment.iter().filter(|it| it.is_resumed());
        resumed.filter_map(|it| {
            Some(FetchTarget {
                partition: it.partition,
                offset: it.offset()?,
            })
        })
    }

    /// The next question for positions that are missing.
    pub(super) fn next_lookup(&self) -> Option<ClientAction> {
        let any = |is_so: fn(Position) -> bool| self.assignment.iter().any(|it| is_so(it.position));
        if any(|position| position == Position::Unknown) {
            Some(ClientAction::FetchCommittedOffsets)
        } else if any(|position| matches!(position, Position::NeedsReset(_))) {
            Some(ClientAction::ResetPositions)
        } else {
            None
        }
    }

    fn awaits_position(&self) -> bool {
        let awaits = |position| {
            matches!(
                position,
                Position::AwaitingCommitted | Position::AwaitingReset(_)
            )
        };
        self.assignment.iter().any(|it| awaits(it.position))
    }

    fn has_position(&self) -> bool {
        self.assignment.iter().any(|owned| owned.offset().is_some())
    }

    pub(super) fn has_buffered_records(&self) -> bool {
        self.assignment
            .iter()
            .any(|owned| owned.buffered().next().is_some())
    }

    /// What it owns of a partition.
    pub fn assigned(&self, partition: TopicPartition) -> Option<&Assigned> {
        self.assignment
            .iter()
            .find(|owned| owned.partition == partition)
    }

    pub(super) fn assigned_mut(&mut self, partition: TopicPartition) -> Option<&mut Assigned> {
        self.assignment
            .iter_mut()
            .find(|owned| owned.partition == partition)
    }

    /// The partitions it owns.
    pub fn owned_partitions(&self) -> Vec<TopicPartition> {
        self.assignment
            .iter()
            .map(|owned| owned.partition)
            .collect()
    }

    /// The positions it has: what a commit without arguments stores.
    pub fn positions(&self) -> Vec<(TopicPartition, Offset)> {
        let with_offset = |owned: &Assigned| Some((owned.partition, owned.offset()?));
        self.assignment.iter().filter_map(with_offset).collect()
    }
}
