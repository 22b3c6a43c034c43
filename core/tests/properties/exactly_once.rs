//! What a conditional write guarantees, followed through the events of a run: a program that stores
//! the offset in the transaction with the result, and only if the database is not past the record,
//! has each record take effect at most once, whatever happens to Kafka and to the process.
//! Kafka's javadoc of `KafkaConsumer`, *Storing Offsets Outside Kafka*; of the guard, semantics 8.

use crate::drivers::RandomRun;
use crate::holding::Place;
use crate::rule::{Verdict, ensure};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{Event, ProgramEvent};
use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
use offsetscope_core::setup::{ClientLibrary, Setup};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What took effect in the groups that have never been told to do otherwise.
#[derive(Clone, Debug)]
pub struct ExactlyOnce {
    setup: Arc<Setup>,
    groups: BTreeSet<GroupId>,
    done: BTreeSet<(GroupId, Place)>,
}

impl ExactlyOnce {
    pub fn new(setup: Arc<Setup>) -> Self {
        Self::of(setup, Strategy::DatabaseGuarded)
    }

    /// The same claim of any strategy. Only of one it is true.
    fn of(setup: Arc<Setup>, strategy: Strategy) -> Self {
        let begins_so = |id: &GroupId| setup.group(*id).strategy == strategy;
        Self {
            groups: setup.group_ids().filter(begins_so).collect(),
            done: BTreeSet::new(),
            setup,
        }
    }

    /// Takes in what happened next.
    pub fn note(&mut self, event: &Event) -> Verdict {
        match *event {
            Event::StrategyChosen { group, .. } => {
                self.groups.remove(&group);
            }
            Event::EffectDone {
                consumer,
                partition,
                offset,
                ..
            } => {
                let group = self.setup.consumer(consumer).group;
                let is_new = self.done.insert((group, (partition, offset)));
                ensure!(
                    is_new || !self.groups.contains(&group),
                    "{event:?}: it had taken effect before"
                );
            }
            _ => {}
        }
        Ok(())
    }
}

/// A run whose groups all begin with one strategy, and the claim about it; tells how often the
/// database refused.
fn run_with(strategy: Strategy, seed: u64) -> Result<usize, String> {
    const STEPS: u32 = 2_000;
    let mut run = RandomRun::of(seed, |setup| {
        for group in &mut setup.groups {
            group.strategy = strategy;
            group.client.library = ClientLibrary::Java;
        }
    });
    let mut claim = ExactlyOnce::of(run.world.setup().clone(), strategy);
    let mut refused = 0;
    for _ in 0..STEPS {
        run.step();
        for event in &run.effects.events {
            claim.note(event)?;
            let Event::Program { what, .. } = event else {
                continue;
            };
            refused += usize::from(matches!(what, ProgramEvent::StoreRefused { .. }));
        }
    }
    Ok(refused)
}

const SEEDS: u64 = 200;

#[test]
fn with_the_guard_nothing_takes_effect_twice() {
    let refused = (0..SEEDS).map(|seed| run_with(Strategy::DatabaseGuarded, seed));
    let refused: Result<Vec<_>, _> = refused.collect();
    let refused: usize = refused.expect("the claim holds").iter().sum();
    assert!(refused > 50, "the guard was needed only {refused} times");
}

#[test]
fn without_the_guard_something_does() {
    let runs = (0..SEEDS).map(|seed| run_with(Strategy::DatabaseUnguarded, seed));
    assert!(runs.into_iter().any(|run| run.is_err()));
}

#[test]
fn an_effect_that_is_done_twice_is_noticed() {
    let setup = RandomRun::of(1, |setup| {
        setup.groups[0].strategy = Strategy::DatabaseGuarded;
    });
    let setup = setup.world.setup().clone();
    let effect = Event::EffectDone {
        consumer: ConsumerId(0),
        partition: TopicPartition {
            topic: TopicId(0),
            partition: 0,
        },
        offset: 0,
        times: 1,
        out_of_order: false,
    };
    let mut claim = ExactlyOnce::new(setup.clone());
    assert_eq!(claim.note(&effect), Ok(()));
    assert!(claim.note(&effect).is_err());

    let chosen = Event::StrategyChosen {
        group: GroupId(0),
        strategy: Strategy::AutoCommit,
    };
    let mut claim = ExactlyOnce::new(setup);
    for event in [&chosen, &effect, &effect] {
        assert_eq!(claim.note(event), Ok(()), "nobody claims it of auto-commit");
    }
}
