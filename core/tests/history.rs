//! The history is a time machine: wherever one goes in it, it is the same run.

use offsetscope_core::choice::{Choice, NotEnabled};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::history::{Entry, History};
use offsetscope_core::ids::{ConsumerId, GroupId};
use offsetscope_core::scenario::Scenario;
use offsetscope_core::setup::{Stream, stream_of_chance};
use rand::RngExt;
use std::sync::Arc;

const STEPS: usize = 3_000;

fn shop() -> History {
    History::new(Arc::new(Scenario::Shop.setup(7)))
}

fn forward(history: &mut History, steps: usize) {
    for _ in 0..steps {
        assert!(history.forward(), "the shop never closes");
    }
}

/// Something that is always possible: a crash, or a restart after one.
fn crash_or_restart(history: &mut History, consumer: ConsumerId) {
    let is_running = history.current().world.consumer(consumer).is_running();
    let choice = if is_running {
        Choice::Crash(consumer)
    } else {
        Choice::Restart(consumer)
    };
    let now_ms = history.current().clock.now_ms();
    history
        .inject(choice, now_ms)
        .expect("it is one or the other");
}

/// A run in which a member crashes and comes back, with nothing left to go forward to.
fn eventful_run() -> History {
    let mut history = shop();
    for consumer in [0, 0, 1, 1] {
        forward(&mut history, STEPS / 5);
        crash_or_restart(&mut history, ConsumerId(consumer));
    }
    let rest = STEPS - history.cursor();
    forward(&mut history, rest);
    history
}

#[test]
fn a_step_is_taken_when_it_is_time_and_not_before() {
    let mut history = shop();
    let (due_ms, _) = history.next().expect("the shop never closes");
    assert_eq!(history.forward_if(|at_ms| at_ms < due_ms), Some(false));
    assert_eq!(history.cursor(), 0);
    assert_eq!(history.forward_if(|at_ms| at_ms <= due_ms), Some(true));
    assert_eq!((history.cursor(), history.entries()[0].at_ms), (1, due_ms));
}

/// What was followed, to be compared: every entry.
fn followed(history: &History) -> Vec<Entry> {
    history.entries().to_vec()
}

#[test]
fn back_to_the_start_and_forward_again_is_the_same_run() {
    let mut history = eventful_run();
    let (entries, last) = (followed(&history), history.current().clone());
    while history.step_back() {}
    assert_eq!(history.cursor(), 0);
    assert_eq!(history.current().world, shop().current().world);
    while history.cursor() < STEPS {
        assert!(history.step());
    }
    history.seek(STEPS);
    assert_eq!(history.entries()[..STEPS], entries[..]);
    assert_eq!(history.current().world, last.world);
    assert_eq!(history.current().clock.next(), last.clock.next());
    assert_eq!(history.branches().len(), 0, "looking changes nothing");
}

#[test]
fn every_step_looks_the_same_from_wherever_one_comes() {
    let mut straight = shop();
    let mut worlds = vec![straight.current().world.clone()];
    for _ in 0..STEPS {
        forward(&mut straight, 1);
        worlds.push(straight.current().world.clone());
    }
    let mut chance = stream_of_chance(11, Stream::Order, 0);
    for _ in 0..300 {
        let step = chance.random_range(0..=STEPS);
        straight.seek(step);
        assert_eq!(straight.cursor(), step);
        assert!(straight.current().world == worlds[step], "at step {step}");
    }
}

#[test]
fn seeking_past_the_end_stops_at_the_end() {
    let mut history = shop();
    forward(&mut history, 10);
    history.seek(1_000);
    assert_eq!(history.cursor(), 10);
    history.seek_to_time(history.opening_ms() - 1);
    assert_eq!(history.cursor(), 0);
}

#[test]
fn a_changed_past_keeps_what_came_of_it_before() {
    let mut history = eventful_run();
    let (entries, last) = (followed(&history), history.current().world.clone());
    history.seek(1_000);
    crash_or_restart(&mut history, ConsumerId(2));
    forward(&mut history, 500);
    let changed = followed(&history);
    assert_eq!(changed[..1_000], entries[..1_000]);
    assert_eq!(history.branches().len(), 1);
    assert_eq!(history.branches()[0].fork_step, 1_000);
    assert_eq!(history.branches()[0].entries, entries[1_000..]);

    history.return_to_branch(0);
    assert_eq!(history.cursor(), 1_000);
    assert_eq!(followed(&history), entries);
    history.seek(STEPS);
    assert_eq!(history.current().world, last);
    assert_eq!(
        history.branches()[0].entries,
        changed[1_000..],
        "the other run is kept in turn"
    );
}

#[test]
fn a_change_that_is_taken_back_has_not_been_and_is_kept() {
    let mut undisturbed = shop();
    forward(&mut undisturbed, 400);

    let mut at_the_end = shop();
    forward(&mut at_the_end, 300);
    crash_or_restart(&mut at_the_end, ConsumerId(0));
    forward(&mut at_the_end, 50);
    assert!(at_the_end.undo());
    assert_eq!(at_the_end.cursor(), 300);
    forward(&mut at_the_end, 100);
    assert_eq!(followed(&at_the_end), followed(&undisturbed));
    assert_eq!(at_the_end.branches()[0].entries.len(), 51);
    assert!(!at_the_end.undo(), "nothing is left to take back");

    let mut in_the_past = shop();
    forward(&mut in_the_past, 400);
    in_the_past.seek(300);
    crash_or_restart(&mut in_the_past, ConsumerId(0));
    assert!(in_the_past.undo());
    assert_eq!(followed(&in_the_past), followed(&undisturbed));
    assert_eq!(in_the_past.branches().len(), 1);
}

/// Two forks, the second below the first: the first branch then shares less with what is followed.
#[test]
fn a_branch_of_a_branch_leads_back_too() {
    let mut history = shop();
    forward(&mut history, 900);
    let first = followed(&history);
    history.seek(700);
    crash_or_restart(&mut history, ConsumerId(0));
    forward(&mut history, 200);
    let second = followed(&history);
    history.seek(300);
    crash_or_restart(&mut history, ConsumerId(1));
    forward(&mut history, 200);
    let third = followed(&history);

    for run in [&first, &second, &third, &second, &first, &third] {
        if followed(&history) != *run {
            let holds = |branch: usize| run.ends_with(&history.branches()[branch].entries);
            let branch = (0..history.branches().len()).find(|&branch| holds(branch));
            history.return_to_branch(branch.expect("every run that was left is a branch"));
        }
        assert_eq!(followed(&history), *run);
        for branch in history.branches() {
            let shared = branch.fork_step;
            assert_ne!(
                run.get(shared),
                branch.entries.first(),
                "they part at {shared}"
            );
        }
        history.seek(run.len());
        assert_eq!(history.cursor(), run.len(), "it can be played to its end");
    }
}

#[test]
fn what_cannot_happen_changes_nothing() {
    let mut history = eventful_run();
    history.seek(1_000);
    let (entries, world) = (followed(&history), history.current().world.clone());
    let current = world.strategy(GroupId(0));
    let refused = [
        Choice::SetStrategy {
            group: GroupId(0),
            strategy: current,
        },
        Choice::SetStrategy {
            group: GroupId(9),
            strategy: Strategy::AutoCommit,
        },
        Choice::Restart(ConsumerId(3)),
        Choice::Crash(ConsumerId(9)),
    ];
    for choice in refused {
        assert_eq!(history.inject(choice, 0), Err(NotEnabled(choice)));
        assert_eq!(history.cursor(), 1_000);
        assert_eq!(history.current().world, world);
        assert_eq!(followed(&history), entries);
        assert_eq!(history.branches().len(), 0);
    }
    history.seek(STEPS);
    assert_eq!(history.cursor(), STEPS, "the future is still there");
}
