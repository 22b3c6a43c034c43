//! Processes that stand still: nothing of them runs, and nobody else knows.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{Seen, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::{Consumer, Process};
use offsetscope_core::network::{Client, Direction};

pub const RULES: &[(&str, Rule)] = &[
    ("a pause touches nothing", a_pause_touches_nothing),
    (
        "who stands still does nothing",
        who_stands_still_does_nothing,
    ),
];

/// To stand still, and to go on, changes whether a process runs, and nothing else anywhere: no
/// message, no timer, nothing at the coordinator.
pub fn a_pause_touches_nothing(step: &Step) -> Verdict {
    let (id, before, after) = match step.choice {
        Choice::Pause(id) => (id, Process::Running, Process::Paused),
        Choice::Resume(id) => (id, Process::Paused, Process::Running),
        _ => return Ok(()),
    };
    let was = step.before.consumer(id).process;
    ensure!(was == before, "{id:?} was {was:?}");
    let mut expected = step.before.clone();
    expected.consumers[id.index()].process = after;
    let mut found = step.after.clone();
    forget_next_actions(&mut expected);
    forget_next_actions(&mut found);
    ensure!(found == expected, "something else has changed");
    let silent = step.effects.sent.is_empty() && step.effects.timers.is_empty();
    ensure!(silent, "{:?}", step.effects);
    Ok(())
}

fn forget_next_actions(seen: &mut Seen) {
    seen.next_actions.fill(None);
}

/// While it stands still, a process takes no step, sends nothing and hears nothing. It can be asked
/// to stop, which is a flag that it has not looked at.
pub fn who_stands_still_does_nothing(step: &Step) -> Verdict {
    let stands_still =
        |(before, after): &(&Consumer, &Consumer)| before.is_paused() && after.is_paused();
    let both = step.before.consumers.iter().zip(&step.after.consumers);
    for (before, after) in both.filter(stands_still) {
        let id = after.id;
        ensure!(
            step.after.next_actions[id.index()].is_none(),
            "{id:?} would do something"
        );
        let mut expected = before.clone();
        if step.choice == Choice::Stop(id) {
            expected.application.shutdown = after.application.shutdown;
        }
        ensure!(*after == expected, "{expected:?} became {after:?}");
        let own = |link: &offsetscope_core::network::Link| link.client == Client::Consumer(id);
        let mut asked = step.effects.sent.iter().map(|it| it.link).filter(own);
        ensure!(
            !asked.any(|link| link.direction == Direction::ToBroker),
            "{id:?} has sent something"
        );
    }
    Ok(())
}
