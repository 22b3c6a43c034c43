//! What the properties look at: plain data, taken from a world at one moment. Because it is plain
//! data, a test can doctor it and see that a property notices.

use offsetscope_core::choice::Choice;
use offsetscope_core::client::{Action, Consumer, KafkaProducer};
use offsetscope_core::effects::{Effects, ReplyTo};
use offsetscope_core::event::Event;
use offsetscope_core::group::{GroupState, Member};
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId, Offset, TopicPartition};
use offsetscope_core::log::Segment;
use offsetscope_core::network::{
    Body, Connection, Direction, Link, Message, Network, Request, Response,
};
use offsetscope_core::setup::Setup;
use offsetscope_core::timer::Timer;
use offsetscope_core::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A world at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub logs: BTreeMap<TopicPartition, SeenLog>,
    pub committed: BTreeMap<(GroupId, TopicPartition), Offset>,
    /// When each of these was committed.
    pub commit_times_ms: BTreeMap<(GroupId, TopicPartition), i64>,
    /// What groups have stored in their databases.
    pub stored: BTreeMap<(GroupId, TopicPartition), Offset>,
    pub groups: Vec<SeenGroup>,
    pub producers: Vec<KafkaProducer>,
    pub consumers: Vec<Consumer>,
    /// What each consumer would do next.
    pub next_actions: Vec<Option<Action>>,
    pub network: Network,
    pub held_fetches: BTreeSet<ConsumerId>,
    pub timers: BTreeSet<Timer>,
}

/// A partition's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenLog {
    pub start: Offset,
    pub high_watermark: Offset,
    pub end: Offset,
    pub segments: Vec<Arc<Segment>>,
}

/// A group, as its coordinator has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenGroup {
    pub state: GroupState,
    pub generation: u32,
    pub leader: Option<MemberId>,
    pub members: Vec<Member>,
    pub pending_members: Vec<MemberId>,
    pub empty_since_ms: Option<i64>,
}

/// One step of a run: what was, what was chosen, what it did, what is.
#[derive(Clone, Debug)]
pub struct Step {
    pub setup: Arc<Setup>,
    pub before: Seen,
    pub choice: Choice,
    pub at_ms: i64,
    pub effects: Effects,
    pub after: Seen,
}

impl Seen {
    pub fn of(world: &World) -> Self {
        let setup = world.setup();
        let committed = setup.group_ids().flat_map(|group| {
            let partitions = world.partitions_read_by(group);
            partitions.filter_map(move |partition| {
                let commit = world.coordinator().commit_of(group, partition)?;
                Some(((group, partition), commit))
            })
        });
        let commits: Vec<_> = committed.collect();
        let stored = setup.group_ids().flat_map(|group| {
            let partitions = world.partitions_read_by(group);
            partitions.filter_map(move |partition| {
                let offset = world.outside().stored_offset(group, partition)?;
                Some(((group, partition), offset))
            })
        });
        let consumers = || setup.consumer_ids();
        Self {
            logs: world
                .partitions()
                .map(|partition| (partition, SeenLog::of(world, partition)))
                .collect(),
            committed: commits.iter().map(|(at, it)| (*at, it.offset)).collect(),
            commit_times_ms: commits
                .iter()
                .map(|(at, it)| (*at, it.commit_timestamp_ms))
                .collect(),
            stored: stored.collect(),
            groups: setup
                .group_ids()
                .map(|group| SeenGroup::of(world, group))
                .collect(),
            producers: setup
                .producer_ids()
                .map(|id| world.producer(id).clone())
                .collect(),
            consumers: world.consumers().cloned().collect(),
            next_actions: consumers().map(|id| world.next_action(id)).collect(),
            network: world.network().clone(),
            held_fetches: consumers()
                .filter(|&id| world.held_fetch(id).is_some())
                .collect(),
            timers: world.timers().collect(),
        }
    }

    pub fn group(&self, group: GroupId) -> &SeenGroup {
        &self.groups[group.index()]
    }

    pub fn consumer(&self, consumer: ConsumerId) -> &Consumer {
        &self.consumers[consumer.index()]
    }

    /// The address of a living process, through the socket that is open.
    pub fn address(&self, consumer: &Consumer, connection: Connection) -> ReplyTo {
        let address = consumer.client.address();
        let socket = self.network.socket(address.client, connection);
        ReplyTo { socket, ..address }
    }

    /// All messages in flight.
    pub fn messages(&self) -> impl Iterator<Item = (Link, &Message)> {
        let links = self.network.busy_links();
        links.flat_map(|link| self.network.on_link(link).map(move |it| (link, it)))
    }
}

impl SeenLog {
    fn of(world: &World, partition: TopicPartition) -> Self {
        let log = world.log(partition);
        Self {
            start: log.log_start_offset(),
            high_watermark: log.high_watermark(),
            end: log.log_end_offset(),
            segments: log.segments().to_vec(),
        }
    }
}

impl SeenGroup {
    fn of(world: &World, group: GroupId) -> Self {
        let group = world.coordinator().group(group);
        Self {
            state: group.state(),
            generation: group.generation(),
            leader: group.leader(),
            members: group.members().to_vec(),
            pending_members: group.pending_members().to_vec(),
            empty_since_ms: group.empty_since_ms(),
        }
    }

    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }
}

impl Step {
    pub fn events(&self) -> &[Event] {
        &self.effects.events
    }

    /// The message that arrived in this step.
    fn delivered(&self) -> Option<(Link, &Message)> {
        let Choice::Deliver(link) = self.choice else {
            return None;
        };
        let head = self.before.network.on_link(link).next()?;
        Some((link, head))
    }

    /// The request that reached the broker in this step.
    pub fn request(&self) -> Option<&Request> {
        match &self.delivered()?.1.body {
            Body::Request(request) => Some(request),
            Body::Response(_) => None,
        }
    }

    /// The answer that reached a client in this step.
    pub fn response(&self) -> Option<&Response> {
        match &self.delivered()?.1.body {
            Body::Request(_) => None,
            Body::Response(response) => Some(response),
        }
    }

    /// Whether a connection of a consumer broke, or was given up.
    pub fn breaks_a_connection(&self) -> bool {
        matches!(
            self.choice,
            Choice::Disconnect(_) | Choice::Fire(Timer::Unanswered { .. })
        )
    }

    /// Whether the broker had a part in this step. Where it had none, nothing of its can change.
    pub fn is_the_brokers(&self) -> bool {
        match self.choice {
            Choice::Deliver(link) => link.direction == Direction::ToBroker,
            Choice::Fire(timer) => match timer {
                Timer::OrderDue(_)
                | Timer::Linger { .. }
                | Timer::RequestTimeout { .. }
                | Timer::DeliveryTimeout { .. }
                | Timer::RetryBackoff(_)
                | Timer::Heartbeat(_)
                | Timer::AutoCommit(_)
                | Timer::MaxPollInterval(_)
                | Timer::Unanswered { .. }
                | Timer::ApiTimeout(_) => false,
                Timer::Session { .. }
                | Timer::PendingMember { .. }
                | Timer::InitialRebalanceDelay(_)
                | Timer::JoinDeadline(_)
                | Timer::SyncDeadline(_)
                | Timer::RetentionCheck
                | Timer::OffsetExpiration
                | Timer::LogCleaner => true,
            },
            Choice::Administer(_) => true,
            Choice::Run(_)
            | Choice::Work { .. }
            | Choice::Stop(_)
            | Choice::Crash(_)
            | Choice::Restart(_)
            | Choice::Pause(_)
            | Choice::Cut(_)
            | Choice::Heal(_)
            | Choice::Delay { .. }
            | Choice::Resume(_)
            | Choice::Disconnect(_)
            | Choice::SetStrategy { .. } => false,
        }
    }
}
