//! Timers: which are armed, and that whatever the coordinator waits for has an end. Section 6 of
//! the semantics; the timers of `GroupMetadataManager`.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{SeenGroup, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::TimerCommand;
use offsetscope_core::group::{GroupState, Member};
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId};
use offsetscope_core::network::Connection;
use offsetscope_core::timer::Timer;
use std::collections::BTreeSet;

pub const RULES: &[(&str, Rule)] = &[
    ("timers are armed as reported", timers_are_armed_as_reported),
    ("every member is watched", every_member_is_watched),
    ("every rebalance ends", every_rebalance_ends),
    ("the dead have no timers", the_dead_have_no_timers),
];

/// The armed timers are those from before, less the one that fired, with every `Arm` and `Cancel`
/// carried out in order. The clock relies on it.
pub fn timers_are_armed_as_reported(step: &Step) -> Verdict {
    let mut expected = step.before.timers.clone();
    if let Choice::Fire(timer) = step.choice {
        ensure!(expected.remove(&timer), "{timer:?} fired and was not armed");
    }
    for command in &step.effects.timers {
        match *command {
            TimerCommand::Arm { timer, after_ms } => {
                ensure!(after_ms >= 0, "{timer:?} is armed for {after_ms} ms");
                expected.insert(timer);
            }
            TimerCommand::Cancel(timer) => drop(expected.remove(&timer)),
        }
    }
    ensure!(
        expected == step.after.timers,
        "{expected:?}, not {:?}",
        step.after.timers
    );
    Ok(())
}

/// A member has a running session timeout, unless its join or sync waits to be answered; an id
/// that nobody has joined with has a deadline. Nobody else is watched.
pub fn every_member_is_watched(step: &Step) -> Verdict {
    for group in step.setup.group_ids() {
        let SeenGroup {
            members,
            pending_members,
            ..
        } = step.after.group(group);
        let session = |member: &Member| Timer::Session {
            group,
            member: member.id,
        };
        let pending = |&member: &MemberId| Timer::PendingMember { group, member };
        let deadlines = || pending_members.iter().map(pending);
        let waits = |it: &&Member| it.awaiting_join.is_some() || it.awaiting_sync.is_some();
        let alone = members.iter().filter(|member| !waits(member));

        let must: BTreeSet<_> = alone.map(session).chain(deadlines()).collect();
        let may: BTreeSet<_> = members.iter().map(session).chain(deadlines()).collect();
        let armed = watches_of(&step.after.timers, group);
        ensure!(
            must.is_subset(&armed),
            "{armed:?} are armed, {must:?} must be"
        );
        ensure!(
            armed.is_subset(&may),
            "{armed:?} are armed, only {may:?} may be"
        );
    }
    Ok(())
}

/// The timers that watch a group's members.
fn watches_of(timers: &BTreeSet<Timer>, id: GroupId) -> BTreeSet<Timer> {
    let watches = |timer: &&Timer| match **timer {
        Timer::Session { group, .. } | Timer::PendingMember { group, .. } => group == id,
        _ => false,
    };
    timers.iter().filter(watches).copied().collect()
}

/// The first rebalance of an empty group waits for `group.initial.rebalance.delay.ms`, any other
/// for the members' rebalance timeout at most; and so long again does a new generation for syncs.
pub fn every_rebalance_ends(step: &Step) -> Verdict {
    for id in step.setup.group_ids() {
        let group = step.after.group(id);
        let deadlines = deadlines_of(&step.after.timers, id);
        let expected = match group.state {
            GroupState::Empty | GroupState::Dead => [0, 0],
            GroupState::PreparingRebalance => [1, 0],
            // A static member that was replaced leaves the deadline that it was to meet.
            GroupState::Stable if deadlines[1] == 1 && has_static_members(group) => [0, 1],
            GroupState::CompletingRebalance | GroupState::Stable => [
                0,
                usize::from(group.members.iter().any(|member| member.pending_sync)),
            ],
        };
        ensure!(
            deadlines == expected,
            "{deadlines:?} deadlines for joins and syncs: {group:?}"
        );
    }
    Ok(())
}

fn has_static_members(group: &SeenGroup) -> bool {
    group.members.iter().any(|it| it.instance.is_some())
}

/// How many deadlines a group has for joins and for syncs.
fn deadlines_of(timers: &BTreeSet<Timer>, id: GroupId) -> [usize; 2] {
    let armed = |wanted: &[Timer]| wanted.iter().filter(|timer| timers.contains(timer)).count();
    [
        armed(&[Timer::InitialRebalanceDelay(id), Timer::JoinDeadline(id)]),
        armed(&[Timer::SyncDeadline(id)]),
    ]
}

fn unanswered(consumer: ConsumerId, connection: Connection) -> Timer {
    Timer::Unanswered {
        consumer,
        connection,
    }
}

/// A process that died takes its own timers along; the coordinator's go on.
pub fn the_dead_have_no_timers(step: &Step) -> Verdict {
    for consumer in step.after.consumers.iter().filter(|it| !it.is_running()) {
        for timer in [
            Timer::Heartbeat(consumer.id),
            Timer::AutoCommit(consumer.id),
            Timer::ApiTimeout(consumer.id),
            Timer::MaxPollInterval(consumer.id),
            unanswered(consumer.id, Connection::Leader),
            unanswered(consumer.id, Connection::Coordinator),
        ] {
            ensure!(!step.after.timers.contains(&timer), "{timer:?}");
        }
    }
    Ok(())
}
