//! The run once more, with the same seed, orders and faults, and another way to commit.

use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::Event;
use offsetscope_core::history::{Entry, History};
use offsetscope_core::ids::GroupId;
use std::sync::Arc;

/// A run that differs in how one group commits.
pub struct Variant {
    /// How the group commits, from the beginning on.
    pub strategy: Strategy,
    /// The run, at the moment that is looked at.
    pub run: History,
    /// So many of the faults have had their turn.
    given: usize,
    /// So many of them could not happen here: nobody can start a process that is not dead.
    pub left_out: usize,
}

/// All that are compared.
#[derive(Default)]
pub struct Variants {
    group: Option<GroupId>,
    faults: Vec<(i64, Choice)>,
    /// In the order in which they were asked for.
    pub all: Vec<Variant>,
}

impl Variants {
    /// Brings one run for each strategy to the moment that is looked at.
    pub fn take_in(&mut self, run: &History, group: GroupId, strategies: &[Strategy]) {
        let faults = faults(run, group);
        if (Some(group), &faults) != (self.group, &self.faults) {
            *self = Self {
                group: Some(group),
                faults,
                all: Vec::new(),
            };
        }
        let mut before = std::mem::take(&mut self.all);
        let until_ms = run.current().clock.now_ms();
        for &strategy in strategies {
            let known = before.iter().position(|it| it.strategy == strategy);
            let known = known.map(|place| before.swap_remove(place));
            let mut variant = known.unwrap_or_else(|| Variant::new(run, group, strategy));
            variant.go_to(&self.faults, until_ms);
            self.all.push(variant);
        }
    }
}

/// What somebody made happen, but for how the group commits.
fn faults(run: &History, group: GroupId) -> Vec<(i64, Choice)> {
    let is_fault = |entry: &&Entry| {
        let is_its_own =
            matches!(entry.choice, Choice::SetStrategy { group: it, .. } if it == group);
        entry.choice.is_intervention() && !is_its_own
    };
    let faults = run.entries().iter().filter(is_fault);
    faults.map(|it| (it.at_ms, it.choice)).collect()
}

impl Variant {
    fn new(run: &History, group: GroupId, strategy: Strategy) -> Self {
        let mut setup = run.current().world.setup().as_ref().clone();
        setup.groups[usize::from(group.0)].strategy = strategy;
        Self {
            strategy,
            run: History::new(Arc::new(setup)),
            given: 0,
            left_out: 0,
        }
    }

    fn go_to(&mut self, faults: &[(i64, Choice)], until_ms: i64) {
        self.run.seek(self.run.entries().len());
        loop {
            let due_ms = self.run.next().map_or(i64::MAX, |(due_ms, _)| due_ms);
            match faults.get(self.given) {
                Some(&(at_ms, fault)) if at_ms <= until_ms && at_ms < due_ms => {
                    self.given += 1;
                    self.left_out += usize::from(self.run.inject(fault, at_ms).is_err());
                }
                _ if due_ms <= until_ms && self.run.forward() => {}
                _ => break,
            }
        }
        self.run.seek_to_time(until_ms);
    }
}

/// Something that a group did: an order took effect, or a commit was stored.
#[derive(Clone, Copy)]
pub struct Did<'a> {
    /// How many steps to take to see it.
    pub step: usize,
    /// When.
    pub at_ms: i64,
    /// What.
    pub event: &'a Event,
}

/// Where two runs part in what a group does, up to the moment that is looked at: the first thing that
/// each of them does and the other does not. None if they do the same.
pub fn parting<'a>(
    one: &'a History,
    other: &'a History,
    group: GroupId,
) -> Option<(Option<Did<'a>>, Option<Did<'a>>)> {
    let (mut ones, mut others) = (deeds(one, group), deeds(other, group));
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return None,
            (Some(one), Some(other)) if one.event == other.event => {}
            parted => return Some(parted),
        }
    }
}

fn deeds(run: &History, group: GroupId) -> impl Iterator<Item = Did<'_>> {
    let world = &run.current().world;
    let is_deed = move |event: &Event| match event {
        Event::EffectDone { consumer, .. } => world.consumer(*consumer).group == group,
        Event::CommitApplied {
            group: it,
            previous,
            offset,
            ..
        } => *it == group && *previous != Some(*offset),
        _ => false,
    };
    let steps = run.past().iter().zip(1..);
    steps.flat_map(move |(entry, step)| {
        let deeds = entry.events.iter().filter(move |it| is_deed(it));
        deeds.map(move |event| Did {
            step,
            at_ms: entry.at_ms,
            event,
        })
    })
}

/// How many commits a group has sent so far.
pub fn commits_sent(run: &History, group: GroupId) -> usize {
    let world = &run.current().world;
    let events = run.past().iter().flat_map(|entry| &entry.events);
    let is_its_own = |event: &&Event| matches!(event, Event::CommitSent { consumer, .. } if world.consumer(*consumer).group == group);
    events.filter(is_its_own).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::ids::ConsumerId;
    use offsetscope_core::ledger::Verdict;
    use offsetscope_core::scenario::Scenario;

    const FULFILMENT: GroupId = GroupId(0);

    fn shop(steps: usize) -> History {
        let mut run = History::new(Arc::new(Scenario::Shop.setup(1)));
        for _ in 0..steps {
            run.forward();
        }
        run
    }

    fn now_ms(run: &History) -> i64 {
        run.current().clock.now_ms()
    }

    #[test]
    fn the_same_way_to_commit_is_the_same_run() {
        let mut run = shop(500);
        let crash = Choice::Crash(ConsumerId(0));
        run.inject(crash, now_ms(&run)).expect("it lives");
        for _ in 0..300 {
            run.forward();
        }
        let mut variants = Variants::default();
        let own = run.current().world.strategy(FULFILMENT);
        variants.take_in(&run, FULFILMENT, &[own]);
        let variant = &variants.all[0];
        assert_eq!(variant.left_out, 0);
        assert_eq!(variant.run.past(), run.past());
        assert!(parting(&run, &variant.run, FULFILMENT).is_none());
    }

    #[test]
    fn another_way_to_commit_parts_from_it_and_both_are_seen_at_the_same_time() {
        let mut run = shop(900);
        let mut variants = Variants::default();
        let ways = [Strategy::AfterRecord, Strategy::BeforeProcessing];
        variants.take_in(&run, FULFILMENT, &ways);
        for variant in &variants.all {
            assert!(now_ms(&variant.run) <= now_ms(&run));
            let parted = parting(&run, &variant.run, FULFILMENT).expect("it commits otherwise");
            assert!(parted.0.is_some() || parted.1.is_some());
        }
        let often = commits_sent(&variants.all[0].run, FULFILMENT);
        assert!(
            often > commits_sent(&run, FULFILMENT),
            "once for each record"
        );
        run.seek(0);
        variants.take_in(&run, FULFILMENT, &ways);
        assert_eq!(variants.all[0].run.cursor(), 0, "they go back together");
    }

    #[test]
    fn a_fault_comes_in_every_run_at_its_time() {
        let mut run = shop(900);
        run.inject(Choice::Crash(ConsumerId(0)), now_ms(&run))
            .expect("it lives");
        for _ in 0..900 {
            run.forward();
        }
        let mut variants = Variants::default();
        variants.take_in(&run, FULFILMENT, &Strategy::JAVA);
        for Variant { run, strategy, .. } in &variants.all {
            let crashes = run
                .past()
                .iter()
                .filter(|it| it.choice == Choice::Crash(ConsumerId(0)));
            assert_eq!(crashes.count(), 1, "{strategy:?}");
        }
        let before = variants
            .all
            .iter()
            .find(|it| it.strategy == Strategy::BeforeProcessing);
        let tally = before
            .expect("it is offered")
            .run
            .current()
            .world
            .tally(FULFILMENT);
        assert_eq!(tally.count(Verdict::Duplicated), 0);
    }
}
