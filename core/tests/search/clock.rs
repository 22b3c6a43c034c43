//! Where the clock comes to, the search has been.
//!
//! Runs by the clock, with latencies and durations of all lengths, in which somebody breaks things at
//! random. Which faults a run has is counted here, and not asked of the search.

use crate::setups::{Small, all_small};
use crate::walks::{outcome, reachable};
use offsetscope_core::choice::{Choice, NotEnabled};
use offsetscope_core::client::Phase;
use offsetscope_core::effects::Effects;
use offsetscope_core::history::Moment;
use offsetscope_core::ids::GroupId;
use offsetscope_core::network::{Connection, Direction};
use offsetscope_core::search::{
    Bounds, Configuration, Faults, Kafka, Laws, Model, Progress, Reduction, Search,
};
use offsetscope_core::setup::Setup;
use offsetscope_core::timer::Timer;
use offsetscope_core::world::World;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::sync::Arc;

const WALKS: u32 = 40;
const STEPS: u32 = 400;
/// Longer than any walk, and half of it is too: customers do not come by the clock.
const NEVER_MS: i64 = 1 << 40;

/// The same setup, with other durations; nothing of that is in a world. No orders come but those that
/// are there at the beginning, and nobody cleans up.
fn with_durations(setup: &Setup, chance: &mut Pcg64Mcg) -> Setup {
    let mut setup = setup.clone();
    setup.broker.retention_check_interval_ms = NEVER_MS;
    setup.broker.log_initial_task_delay_ms = NEVER_MS;
    setup.broker.log_cleaner_backoff_ms = NEVER_MS;
    setup.broker.offsets_retention_check_interval_ms = NEVER_MS;
    for producer in &mut setup.producers {
        producer.first_order_ms = NEVER_MS;
        producer.order_interval_ms = NEVER_MS;
    }
    setup.timing.min_latency_ms = chance.random_range(1..50);
    setup.timing.max_latency_ms = setup.timing.min_latency_ms + chance.random_range(1..1_000);
    setup.timing.client_step_ms = chance.random_range(1..300);
    let client = &mut setup.groups[0].client;
    client.heartbeat_interval_ms = chance.random_range(3_000..9_000);
    let slowly = [10, 1_000, 20_000, 400_000][chance.random_range(0..4)];
    setup.groups[0].processing_ms = chance.random_range(1..slowly);
    setup
}

/// A run by the clock.
struct Walk {
    moment: Moment,
    /// The same world at a time that stands still, as it does in a search.
    timeless: World,
    faults: Faults,
    fx: Effects,
}

impl Walk {
    fn new<L: Laws>(model: &Model<L>, chance: &mut Pcg64Mcg) -> Self {
        let setup = Arc::new(with_durations(model.setup(), chance));
        let mut fx = Effects::default();
        let mut walk = Self {
            moment: Moment::beginning(Arc::clone(&setup)),
            timeless: World::new(setup, &mut fx),
            faults: Faults::default(),
            fx,
        };
        for &choice in model.opening() {
            walk.take(choice, 0);
        }
        walk
    }

    fn take(&mut self, choice: Choice, at_ms: i64) {
        let Self {
            moment,
            timeless,
            fx,
            ..
        } = self;
        moment
            .apply(choice, at_ms, fx)
            .expect("it is due, or offered");
        timeless
            .apply(choice, 0, fx)
            .expect("time decides nothing here");
    }

    /// What somebody breaks, if something may still be broken.
    fn intervention(&self, most: Faults, chance: &mut Pcg64Mcg) -> Option<Choice> {
        let choices = self.timeless.choices();
        let is_possible = |choice: &&Choice| match choice {
            Choice::Crash(_) => self.faults.crashes < most.crashes,
            Choice::Stop(_) => self.faults.stops < most.stops,
            Choice::Disconnect(link) => {
                link.connection == Connection::Coordinator && self.faults.drops < most.drops
            }
            Choice::Restart(_) => self.timeless.consumers().all(|it| !it.is_running()),
            _ => false,
        };
        let possible: Vec<_> = choices.iter().filter(is_possible).collect();
        let place = (!possible.is_empty()).then(|| chance.random_range(0..possible.len()))?;
        Some(*possible[place])
    }

    fn count(&mut self, choice: Choice) {
        match choice {
            Choice::Crash(_) => self.faults.crashes += 1,
            Choice::Stop(_) => self.faults.stops += 1,
            Choice::Disconnect(_) => self.faults.drops += 1,
            Choice::Fire(timer) if self.may_hit_the_living(timer) => self.faults.timeouts += 1,
            _ => {}
        }
    }

    fn may_hit_the_living(&self, timer: Timer) -> bool {
        let lives = |id| self.timeless.consumer(id).is_running();
        match timer {
            Timer::MaxPollInterval(_) => true,
            Timer::Session { member, .. } | Timer::PendingMember { member, .. } => {
                let asked_for = self.timeless.consumer(member.consumer);
                lives(member.consumer) && asked_for.client.member_ids_asked_for == member.number
            }
            Timer::JoinDeadline(_) | Timer::SyncDeadline(_) => {
                self.timeless.setup().consumer_ids().any(lives)
            }
            _ => false,
        }
    }

    /// Whether the search leaves this out: who is out already does not get out by polling too seldom.
    fn is_left_out(&self, choice: Choice) -> bool {
        let Choice::Fire(Timer::MaxPollInterval(id)) = choice else {
            return false;
        };
        let membership = &self.timeless.consumer(id).client.membership;
        membership.generation.is_none() || membership.phase != Phase::Stable
    }

    fn is_within(&self, bounds: Bounds) -> bool {
        let generation = self.timeless.coordinator().group(GroupId(0)).generation();
        generation <= bounds.generations && self.faults.timeouts <= bounds.faults.timeouts
    }

    /// Whether the search has been here. What may have been a time-out of somebody who lives may also
    /// have been none.
    fn is_known_to<L: Laws>(&self, search: &mut Search<L>) -> bool {
        (0..=self.faults.timeouts).any(|timeouts| {
            search.has_found(&Configuration {
                world: self.timeless.clone(),
                faults: Faults {
                    timeouts,
                    ..self.faults
                },
            })
        })
    }
}

/// Takes walks, until one comes to where the search has not been. Tells each step.
fn first_unknown<L: Laws>(
    search: &mut Search<L>,
    chance: &mut Pcg64Mcg,
    tell: &mut dyn FnMut(Choice, &World),
) -> Option<Choice> {
    let bounds = search.model().bounds();
    for _ in 0..WALKS {
        let mut walk = Walk::new(search.model(), chance);
        for _ in 0..STEPS {
            let happens = chance.random_ratio(1, 40);
            let happening = happens.then(|| walk.intervention(bounds.faults, chance));
            let now_ms = walk.moment.clock.now_ms();
            let happening = happening.flatten().map(|choice| (now_ms, choice));
            let Some((at_ms, choice)) = happening.or_else(|| walk.moment.clock.next()) else {
                break;
            };
            if at_ms >= NEVER_MS / 2 || walk.is_left_out(choice) {
                break;
            }
            walk.count(choice);
            walk.take(choice, at_ms);
            if !walk.is_within(bounds) {
                break;
            }
            tell(choice, &walk.timeless);
            if !walk.is_known_to(search) {
                return Some(choice);
            }
        }
    }
    None
}

#[test]
fn no_run_by_the_clock_comes_to_where_the_search_has_not_been() {
    let mut chance = Pcg64Mcg::seed_from_u64(5);
    let mut taken = Vec::new();
    for small in all_small() {
        let mut search = Search::new(small.model(Reduction::Off));
        assert_eq!(search.advance(u32::MAX), Progress::Finished);
        let reduced = reachable(&small.model(Reduction::On));
        let unknown = first_unknown(&mut search, &mut chance, &mut |choice, world| {
            taken.push(choice);
            let outcome = outcome(world);
            assert!(reduced.contains(&outcome), "{small:?}: {outcome:?}");
        });
        assert_eq!(unknown, None, "{small:?}");
    }
    // Everything that the clock or somebody can do was done.
    for (kind, is_it) in KINDS {
        let times = taken.iter().filter(|choice| is_it(choice)).count();
        assert!(times > 50, "{kind}: {times} times");
    }
}

type Kind = (&'static str, fn(&Choice) -> bool);

const KINDS: [Kind; 12] = [
    (
        "an answer",
        |it| matches!(it, Choice::Deliver(link) if link.direction == Direction::ToClient),
    ),
    (
        "a question",
        |it| matches!(it, Choice::Deliver(link) if link.direction == Direction::ToBroker),
    ),
    ("a heartbeat", |it| {
        matches!(it, Choice::Fire(Timer::Heartbeat(_)))
    }),
    ("an auto-commit", |it| {
        matches!(it, Choice::Fire(Timer::AutoCommit(_)))
    }),
    ("the session of a dead member", |it| {
        matches!(it, Choice::Fire(Timer::Session { .. }))
    }),
    ("max.poll.interval.ms", |it| {
        matches!(it, Choice::Fire(Timer::MaxPollInterval(_)))
    }),
    ("the first rebalance", |it| {
        matches!(it, Choice::Fire(Timer::InitialRebalanceDelay(_)))
    }),
    ("a broken connection", |it| {
        matches!(it, Choice::Disconnect(_))
    }),
    ("a worker", |it| matches!(it, Choice::Work { .. })),
    ("a crash", |it| matches!(it, Choice::Crash(_))),
    ("a restart", |it| matches!(it, Choice::Restart(_))),
    ("a stop", |it| matches!(it, Choice::Stop(_))),
];

/// Kafka's laws, but something never happens.
#[derive(Clone, Copy)]
struct Without(fn(&Choice) -> bool);

impl Laws for Without {
    fn apply(&self, world: &mut World, choice: Choice, fx: &mut Effects) -> Result<(), NotEnabled> {
        if (self.0)(&choice) {
            return Err(NotEnabled(choice));
        }
        Kafka.apply(world, choice, fx)
    }
}

/// A check that cannot fail proves nothing.
#[test]
fn of_a_search_that_leaves_something_out_the_clock_finds_out() {
    let mut chance = Pcg64Mcg::seed_from_u64(6);
    for (kind, is_it) in KINDS {
        let is_noticed = |small: Small| {
            let model = small.model(Reduction::Off);
            let setup = Arc::clone(model.setup());
            let without = Model::with_laws(Without(is_it), setup, model.bounds(), Reduction::Off);
            let mut search = Search::new(without);
            search.advance(u32::MAX);
            first_unknown(&mut search, &mut chance, &mut |_, _| {}).is_some()
        };
        assert!(all_small().into_iter().any(is_noticed), "{kind}");
    }
}
