//! The world: everything there is at one moment, and the one function that moves it on.
//!
//! The world holds no time. Which timers are armed is part of it, when they fire is not; who calls
//! [`World::apply`] says what time it is, and the world only stamps records with it.

mod apply;
mod cuts;
mod disconnect;
mod offsets_topic;
mod parts;
mod processes;
mod produce;
mod programs;
mod resets;

use crate::admin::AdminRequest;
use crate::broker::Broker;
use crate::choice::Choice;
use crate::client::program::OnAssigned;
use crate::client::strategy::Strategy;
use crate::client::{Action, Consumer, KafkaProducer, Process, WorkerAction, WorkerId};
use crate::group::Coordinator;
use crate::ids::{ConsumerId, GroupId, Offset, ProducerId, TopicPartition};
use crate::log::PartitionLog;
use crate::network::{Body, FetchTarget, Link, Network};
use crate::outside::Outside;
use crate::setup::Setup;
use crate::shared::Shared;
use crate::timer::Timer;
use litemap::LiteMap;
pub use offsets_topic::OffsetsTopic;
pub(crate) use parts::{Part, Place};
pub use resets::Reset;
use std::sync::Arc;

/// Everything there is at one moment. Small, and cheap to clone, compare and hash: the history
/// keeps thousands, a search millions.
#[derive(Clone, Debug)]
pub struct World {
    setup: Arc<Setup>,
    state: State,
    offsets_topic: Shared<OffsetsTopic>,
}

/// What changes and what comes next depends on. Apart from the rest, so that it alone is compared
/// and hashed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    broker: Broker,
    producers: Vec<Shared<KafkaProducer>>,
    consumers: Vec<Shared<Consumer>>,
    /// How each group shall commit; its members take it over at their next `poll`.
    strategies: Vec<Strategy>,
    network: Network,
    timers: Shared<LiteMap<Timer, ()>>,
    outside: Shared<Outside>,
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl Eq for World {}

impl core::hash::Hash for World {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.state.hash(state);
    }
}

impl World {
    /// What it was set up with.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// A partition's log.
    ///
    /// # Panics
    /// If there is no such partition in the setup.
    pub fn log(&self, partition: TopicPartition) -> &PartitionLog {
        &self.state.broker.logs[&partition]
    }

    /// All partitions, in order.
    pub fn partitions(&self) -> impl Iterator<Item = TopicPartition> + '_ {
        self.state.broker.logs.keys().copied()
    }

    /// The partitions of the topic that a group reads.
    pub fn partitions_read_by(&self, group: GroupId) -> impl Iterator<Item = TopicPartition> + '_ {
        let topic = self.setup.group(group).topic;
        self.partitions()
            .filter(move |partition| partition.topic == topic)
    }

    /// What the coordinator has written down.
    pub fn offsets_topic(&self) -> &OffsetsTopic {
        &self.offsets_topic
    }

    /// The group coordinator.
    pub fn coordinator(&self) -> &Coordinator {
        &self.state.broker.coordinator
    }

    /// One producer.
    pub fn producer(&self, producer: ProducerId) -> &KafkaProducer {
        &self.state.producers[producer.index()]
    }

    /// All consumer processes, dead or alive.
    pub fn consumers(&self) -> impl ExactSizeIterator<Item = &Consumer> {
        self.state.consumers.iter().map(|it| &**it)
    }

    /// One consumer process.
    pub fn consumer(&self, consumer: ConsumerId) -> &Consumer {
        &self.state.consumers[consumer.index()]
    }

    /// How a group shall commit. Members that have not polled since it was chosen still do as
    /// before.
    pub fn strategy(&self, group: GroupId) -> Strategy {
        self.state.strategies[group.index()]
    }

    /// The messages in flight.
    pub fn network(&self) -> &Network {
        &self.state.network
    }

    /// Changes the oldest message on a link, which no network does. So it is as if whoever has sent it
    /// were broken: for finding out who would notice.
    pub fn forge(&mut self, link: Link, change: impl FnOnce(&mut Body)) {
        if let Some(message) = self.state.network.next_on(link) {
            change(&mut message.body);
        }
    }

    /// What a consumer's fetch asks for that the broker keeps until there is something to send.
    pub fn held_fetch(&self, consumer: ConsumerId) -> Option<&[FetchTarget]> {
        self.state.broker.held_fetch(consumer)
    }

    /// The timers that are armed, in their fixed order.
    pub fn timers(&self) -> impl Iterator<Item = Timer> + '_ {
        self.state.timers.keys().copied()
    }

    /// What happened outside Kafka.
    pub fn outside(&self) -> &Outside {
        &self.state.outside
    }

    /// What a consumer's application thread would do next, or none while it is blocked.
    pub fn next_action(&self, consumer: ConsumerId) -> Option<Action> {
        let consumer = self.consumer(consumer);
        consumer.next_action(self.strategy(consumer.group))
    }

    /// What a worker of a consumer would do next, or none while it has nothing to do.
    pub fn next_work(&self, consumer: ConsumerId, worker: WorkerId) -> Option<WorkerAction> {
        self.consumer(consumer).next_work(worker)
    }

    /// Where a group's next owner of a partition will begin, if there is a record of that: in its
    /// database, if its program looks there, or else with Kafka.
    pub fn resumes_at(&self, group: GroupId, partition: TopicPartition) -> Option<Offset> {
        self.state.resumes_at(group, partition)
    }

    /// Everything that can happen next, in a fixed order: messages arrive, timers fire, clients and
    /// their workers run, then what only happens because somebody makes it happen.
    pub fn choices(&self) -> Vec<Choice> {
        let links = self.state.network.busy_links();
        let deliveries = links
            .filter(|&link| self.can_arrive(link))
            .map(Choice::Deliver);
        let timers = self.timers().filter(|&timer| self.can_fire(timer));
        let timers = timers.map(Choice::Fire);
        let consumers = || self.setup.consumer_ids();
        let runs = consumers()
            .filter(|&id| self.next_action(id).is_some())
            .map(Choice::Run);
        let works = consumers().flat_map(|consumer| {
            let busy = WorkerId::ALL
                .into_iter()
                .filter(move |&worker| self.next_work(consumer, worker).is_some());
            busy.map(move |worker| Choice::Work { consumer, worker })
        });
        let faults = consumers().flat_map(|id| {
            let consumer = self.consumer(id);
            let stop = consumer.can_be_asked_to_stop().then_some(Choice::Stop(id));
            let (fault, pause) = match consumer.process {
                Process::Running => (Choice::Crash(id), Some(Choice::Pause(id))),
                Process::Paused => (Choice::Crash(id), Some(Choice::Resume(id))),
                Process::Crashed | Process::Stopped => (Choice::Restart(id), None),
            };
            stop.into_iter().chain([fault]).chain(pause)
        });
        let links = self.state.network.busy_links();
        let breaks = links
            .filter(|&link| self.can_disconnect(link))
            .map(Choice::Disconnect);
        let network = &self.state.network;
        let clients = self.clients().filter(|_| cfg!(feature = "cuts"));
        let cuts = clients.map(|client| {
            if network.is_cut_off(client) {
                Choice::Heal(client)
            } else {
                Choice::Cut(client)
            }
        });
        let changes = self.setup.group_ids().flat_map(|group| {
            let offered = Strategy::offered(self.setup.group(group).client.library);
            let others = offered
                .iter()
                .copied()
                .filter(move |&it| it != self.strategy(group));
            others.map(move |strategy| Choice::SetStrategy { group, strategy })
        });
        let requests = self.admin_requests().filter(|_| cfg!(feature = "admin"));
        let requests = requests.map(Choice::Administer);
        deliveries
            .chain(timers)
            .chain(runs)
            .chain(works)
            .chain(faults)
            .chain(breaks)
            .chain(cuts)
            .chain(changes)
            .chain(requests)
            .collect()
    }

    /// What an administrator can ask for. Any offset can be named; listed are those where there is
    /// something to see: the ends of a log, and behind its first record.
    fn admin_requests(&self) -> impl Iterator<Item = AdminRequest> + '_ {
        let ends = |partition| {
            let log = self.log(partition);
            (log.log_start_offset(), log.high_watermark())
        };
        let records = self.partitions().flat_map(move |partition| {
            let (start, end) = ends(partition);
            let first = (start + 1 < end).then_some(start + 1);
            let all = (start < end).then_some(end);
            let before = first.into_iter().chain(all);
            before.map(move |before| AdminRequest::DeleteRecords { partition, before })
        });
        let offsets = self.setup.group_ids().flat_map(move |group| {
            self.partitions_read_by(group).flat_map(move |partition| {
                let committed = self.coordinator().committed(group, partition);
                let (start, end) = ends(partition);
                let last = (start < end).then_some(end);
                let others = [start].into_iter().chain(last);
                let others = others.filter(move |&it| committed != Some(it));
                let alter = others.map(move |to| AdminRequest::AlterOffset {
                    group,
                    partition,
                    to,
                });
                let delete = AdminRequest::DeleteOffset { group, partition };
                alter.chain(committed.map(|_| delete))
            })
        });
        let known = |group: &GroupId| self.coordinator().group(*group).exists();
        let groups = self.setup.group_ids().filter(known);
        records
            .chain(offsets)
            .chain(groups.map(AdminRequest::DeleteGroup))
    }
}

impl State {
    fn resumes_at(&self, group: GroupId, partition: TopicPartition) -> Option<Offset> {
        let stored = match self.strategies[group.index()].on_assigned() {
            OnAssigned::SeekToStored => self.outside.stored_offset(group, partition),
            OnAssigned::Nothing => None,
        };
        stored.or_else(|| self.broker.coordinator.committed(group, partition))
    }
}
