//! A small shop to tell stories in: one topic, one group, and exactly the records that the story
//! needs. [`check`] compares how things stand with one line of text.

use offsetscope_core::choice::Choice;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::effects::Effects;
use offsetscope_core::event::Event;
use offsetscope_core::history::Moment;
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, OrderNumber, TopicId, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::log::LogConfig;
use offsetscope_core::setup::{
    AutoOffsetReset, BrokerSetup, ConsumerConfig, ConsumerSetup, GroupSetup, Placement,
    ProducerConfig, ProducerSetup, Setup, Timing, TopicSetup,
};
use offsetscope_core::timer::Timer;
use offsetscope_core::world::World;
use std::sync::Arc;

pub const C1: ConsumerId = ConsumerId(0);
pub const C2: ConsumerId = ConsumerId(1);
pub const GROUP: GroupId = GroupId(0);
/// The only partition of most stories.
pub const ORDERS: TopicPartition = TopicPartition {
    topic: TopicId(0),
    partition: 0,
};
/// Longer than any wait in a story: a new group, a dead member, a full rebalance.
pub const LONG_MS: i64 = 60_000;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MOST_STEPS: usize = 20_000;

/// What a story is set in.
pub struct Shop {
    pub strategy: Strategy,
    pub members: u16,
    pub partitions: u16,
    /// When customers order. The orders of the first few milliseconds are there before anybody
    /// reads.
    pub records_at_ms: Vec<i64>,
    /// How soon each producer's next order comes.
    pub order_interval_ms: i64,
    pub processing_ms: i64,
    pub producer: ProducerConfig,
    /// Orders that cannot be processed, and what is done about them.
    pub poison: Vec<OrderNumber>,
    pub on_failure: OnFailure,
    pub client: ConsumerConfig,
    pub log: LogConfig,
    pub offsets_retention_ms: i64,
}

impl Shop {
    /// A topic with one partition, four records in it, and one member that commits like this.
    pub fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            members: 1,
            partitions: 1,
            records_at_ms: vec![1, 2, 3, 4],
            order_interval_ms: DAY_MS,
            processing_ms: 100,
            producer: ProducerConfig::default(),
            poison: Vec::new(),
            on_failure: OnFailure::EndProcess,
            client: ConsumerConfig {
                session_timeout_ms: 10_000,
                auto_offset_reset: AutoOffsetReset::Earliest,
                ..ConsumerConfig::default()
            },
            log: LogConfig::default(),
            offsets_retention_ms: BrokerSetup::default().offsets_retention_ms,
        }
    }

    /// With two members, of which the second has not been started.
    pub fn with_a_second_member_to_come(mut self) -> Story {
        self.members = 2;
        let mut story = self.open();
        story.make(Choice::Crash(C2));
        story
    }

    /// The story before anything has happened.
    pub fn open(self) -> Story {
        // Each producer places one order, and the next one only the day after, if nothing else is said.
        let producer = |first_order_ms: &i64| ProducerSetup {
            name: "shop".to_owned(),
            topic: ORDERS.topic,
            first_order_ms: *first_order_ms,
            order_interval_ms: self.order_interval_ms,
            placement: Placement::ByCustomer,
            client: self.producer.clone(),
        };
        let member = |number| ConsumerSetup {
            name: format!("c{number}"),
            group: GROUP,
            instance: None,
        };
        let setup = Setup {
            seed: 1,
            topics: vec![
                TopicSetup {
                    name: "orders".to_owned(),
                    partitions: self.partitions,
                    log: self.log,
                },
                TopicSetup {
                    name: "orders.DLT".to_owned(),
                    partitions: 1,
                    log: LogConfig::default(),
                },
            ],
            broker: BrokerSetup {
                log_initial_task_delay_ms: 5_000,
                retention_check_interval_ms: 5_000,
                initial_rebalance_delay_ms: 0,
                offsets_retention_ms: self.offsets_retention_ms,
                ..BrokerSetup::default()
            },
            producers: self.records_at_ms.iter().map(producer).collect(),
            groups: vec![GroupSetup {
                name: "fulfilment".to_owned(),
                topic: ORDERS.topic,
                strategy: self.strategy,
                on_failure: self.on_failure,
                processing_ms: self.processing_ms,
                client: self.client,
            }],
            consumers: (1..=self.members).map(member).collect(),
            instances: Vec::new(),
            poison: self.poison,
            timing: Timing {
                min_latency_ms: 10,
                max_latency_ms: 10,
                client_step_ms: 5,
            },
        };
        let moment = Moment::beginning(Arc::new(setup));
        Story {
            moment,
            at_ms: 0,
            effects: Effects::default(),
        }
    }
}

/// A story as far as it has been told.
pub struct Story {
    moment: Moment,
    /// How far it has been told: some time after the last thing that happened, perhaps.
    at_ms: i64,
    effects: Effects,
}

impl Story {
    pub fn world(&self) -> &World {
        &self.moment.world
    }

    pub fn now_ms(&self) -> i64 {
        self.at_ms
    }

    /// Lets time pass until something happens; returns all that happened up to then.
    pub fn until(&mut self, it_happens: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut passed = Vec::new();
        for _ in 0..MOST_STEPS {
            passed.extend(self.forward());
            if passed.iter().any(&it_happens) {
                return passed;
            }
        }
        panic!(
            "it never happens; the end: {:?}",
            &passed[passed.len().saturating_sub(20)..]
        );
    }

    /// Lets some time pass; returns all that happened.
    pub fn for_ms(&mut self, duration_ms: i64) -> Vec<Event> {
        let until_ms = self.now_ms() + duration_ms;
        let mut passed = Vec::new();
        while self
            .moment
            .clock
            .next()
            .is_some_and(|(at_ms, _)| at_ms <= until_ms)
        {
            passed.extend(self.forward());
        }
        self.at_ms = until_ms;
        passed
    }

    /// The next thing happens.
    pub fn forward(&mut self) -> Vec<Event> {
        let (at_ms, choice) = self.moment.clock.next().expect("customers come every day");
        self.apply(choice, at_ms)
    }

    /// Somebody makes something happen now.
    pub fn make(&mut self, choice: Choice) -> Vec<Event> {
        self.apply(choice, self.now_ms())
    }

    fn apply(&mut self, choice: Choice, at_ms: i64) -> Vec<Event> {
        let done = self.moment.apply(choice, at_ms, &mut self.effects);
        done.expect("the story is possible");
        self.at_ms = at_ms;
        core::mem::take(&mut self.effects.events)
    }

    pub fn crash(&mut self, consumer: ConsumerId) -> Vec<Event> {
        self.make(Choice::Crash(consumer))
    }

    /// The coordinator has not heard from a living member for too long, as after a long pause of its
    /// process.
    pub fn expire_session_of(&mut self, consumer: ConsumerId) {
        let members = self.world().coordinator().group(GROUP).members();
        let of_it = members.iter().find(|it| it.id.consumer == consumer);
        let member = of_it.expect("it is a member").id;
        let group = GROUP;
        self.make(Choice::Fire(Timer::Session { group, member }));
    }

    pub fn restart(&mut self, consumer: ConsumerId) -> Vec<Event> {
        self.make(Choice::Restart(consumer))
    }

    /// The group's committed offset in the only partition.
    pub fn committed(&self) -> Option<Offset> {
        self.world().coordinator().committed(GROUP, ORDERS)
    }

    /// A consumer's position in the only partition.
    pub fn position(&self, consumer: ConsumerId) -> Option<Offset> {
        self.world()
            .consumer(consumer)
            .client
            .assigned(ORDERS)?
            .offset()
    }

    /// How many records have a verdict.
    pub fn count(&self, verdict: Verdict) -> u32 {
        self.world().tally(GROUP).count(verdict)
    }
}

/// How things stand: per partition the log's ends, the committed offset, and for each record
/// whether it took effect once (`1`) or more often (`2`), is still to come (`.`), was lost (`L`),
/// expired (`X`), was skipped (`S`) or sent to
/// the dead letters (`D`).
fn standing(world: &World) -> String {
    let partitions = world.partitions_read_by(GROUP).map(|partition| {
        let log = world.log(partition);
        let committed = world.coordinator().committed(GROUP, partition);
        let committed = committed.map_or("none".to_owned(), |offset| offset.to_string());
        let verdicts: String = (0..log.log_end_offset())
            .map(|offset| letter(world.verdict(GROUP, partition, offset)))
            .collect();
        let (start, end) = (log.log_start_offset(), log.log_end_offset());
        format!("log {start}..{end}, committed {committed}: {verdicts}")
    });
    partitions.collect::<Vec<_>>().join("\n")
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Pending => '.',
        Verdict::Once => '1',
        Verdict::Duplicated => '2',
        Verdict::Lost => 'L',
        Verdict::Expired => 'X',
        Verdict::Compacted => 'C',
        Verdict::Skipped => 'S',
        Verdict::DeadLettered => 'D',
    }
}

/// Compares how things stand with a line such as `log 0..4, committed 4: 1121`.
#[track_caller]
pub fn check(story: &Story, expected: &str) {
    assert_eq!(standing(story.world()), expected);
}

/// The record with this offset takes effect.
pub fn effect(of: Offset) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::EffectDone { offset, .. } if *offset == of)
}

/// `poll` of this consumer returns records.
pub fn polled(by: ConsumerId) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::PollReturned { consumer, .. } if *consumer == by)
}

/// A commit is stored.
pub fn committed(event: &Event) -> bool {
    matches!(event, Event::CommitApplied { .. })
}

/// A client hears that its commit is stored.
pub fn acknowledged(event: &Event) -> bool {
    matches!(event, Event::CommitAcknowledged { .. })
}
