//! Committed offsets. Section 7 of the semantics; `ClassicGroup.validateOffsetCommit` and
//! `OffsetMetadataManager.commitOffset`.

use crate::librdkafka::library;
use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{Seen, Step};
use offsetscope_core::admin::AdminRequest;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::application::Shutdown;
use offsetscope_core::client::program::{CommitScope, OnFailure, Statement};
use offsetscope_core::client::{Action, AutoCommit, ClientAction, Consumer};
use offsetscope_core::event::{CommitTrigger, Event};
use offsetscope_core::group::GroupState;
use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use offsetscope_core::network::Request;
use offsetscope_core::setup::ClientLibrary;
use offsetscope_core::timer::Timer;

pub const RULES: &[(&str, Rule)] = &[
    (
        "only commits, expiry and administrators move a committed offset",
        only_what_is_reported_moves,
    ),
    ("offsets expire when they may", offsets_expire_when_they_may),
    (
        "commits are applied as requested",
        commits_are_applied_as_requested,
    ),
    (
        "only the current generation commits",
        only_the_current_generation_commits,
    ),
    (
        "committed offsets stay in the log's range",
        committed_is_no_further_than_the_log,
    ),
    ("these programs never commit backwards", never_backwards),
    (
        "a commit stores the next offset",
        a_commit_stores_the_next_offset,
    ),
    (
        "auto-commit is a part of poll",
        auto_commit_is_a_part_of_poll,
    ),
];

/// The committed offset of a group is what the last `CommitApplied` said, until it expires or
/// somebody deletes it, whatever else happens: rebalances, crashes and retention leave it alone.
pub fn only_what_is_reported_moves(step: &Step) -> Verdict {
    let mut expected = step.before.committed.clone();
    for event in step.events() {
        match event {
            &Event::CommitApplied {
                group,
                partition,
                previous,
                offset,
            } => {
                let before = expected.insert((group, partition), offset);
                ensure!(
                    before == previous,
                    "previous is {before:?}, not {previous:?}"
                );
            }
            Event::OffsetsExpired { group, partitions } => {
                for &partition in partitions {
                    let was = expected.remove(&(*group, partition));
                    ensure!(was.is_some(), "{partition:?} expired without a commit");
                }
            }
            Event::OffsetDeleted { group, partition } => {
                let was = expected.remove(&(*group, *partition));
                ensure!(was.is_some(), "{partition:?} deleted without a commit");
            }
            Event::GroupDeleted(group) => expected.retain(|(it, _), _| it != group),
            _ => {}
        }
    }
    ensure!(
        expected == step.after.committed,
        "{expected:?} became {:?}",
        step.after.committed
    );
    Ok(())
}

/// Section 10: what a group of consumers works with does not expire. Its offsets do once it is
/// without members, in the coordinator's round and not before it has been so for
/// `offsets.retention.minutes`; then all do, also what an administrator has altered since. In a
/// group that never had a member they count from the commit.
pub fn offsets_expire_when_they_may(step: &Step) -> Verdict {
    let is_round = step.choice == Choice::Fire(Timer::OffsetExpiration);
    for event in step.events() {
        let Event::OffsetsExpired { group, partitions } = event else {
            continue;
        };
        ensure!(is_round, "{group:?}: {:?}", step.choice);
        let of_group = step.before.group(*group);
        let state = of_group.state;
        ensure!(state == GroupState::Empty, "{group:?} is {state:?}");
        for &partition in partitions {
            let committed_ms = step.before.commit_times_ms[&(*group, partition)];
            let since_ms = of_group.empty_since_ms.unwrap_or(committed_ms);
            let age_ms = step.at_ms - since_ms;
            let retention_ms = step.setup.broker.offsets_retention_ms;
            ensure!(age_ms >= retention_ms, "{partition:?} is {age_ms} old");
        }
        let left = step.after.committed.keys().any(|(it, _)| it == group);
        ensure!(
            !left || of_group.empty_since_ms.is_none(),
            "{group:?} keeps some"
        );
    }
    Ok(())
}

/// A commit is applied when its request arrives, for the partitions and offsets in it, all or none.
/// An administrator's needs no way.
pub fn commits_are_applied_as_requested(step: &Step) -> Verdict {
    let applied: Vec<_> = step
        .events()
        .iter()
        .filter_map(|event| match *event {
            Event::CommitApplied {
                group,
                partition,
                offset,
                ..
            } => Some((group, partition, offset)),
            _ => None,
        })
        .collect();
    if let Choice::Administer(AdminRequest::AlterOffset {
        group,
        partition,
        to,
    }) = step.choice
    {
        let asked = [(group, partition, to)];
        ensure!(applied.is_empty() || applied == asked, "asked {asked:?}");
        return Ok(());
    }
    let Some(Request::OffsetCommit { group, offsets, .. }) = step.request() else {
        ensure!(applied.is_empty(), "applied without a request: {applied:?}");
        return Ok(());
    };
    let asked = offsets
        .iter()
        .map(|(partition, it)| (*group, *partition, it.offset));
    ensure!(
        applied.is_empty() || asked.eq(applied.iter().copied()),
        "asked {offsets:?}"
    );
    Ok(())
}

/// A commit is taken from a member of the current generation, also while the group waits for joins
/// (`PreparingRebalance`), and from nobody else. Who owns the partition is not looked at.
pub fn only_the_current_generation_commits(step: &Step) -> Verdict {
    let Some(&Request::OffsetCommit {
        group,
        committer,
        ref offsets,
    }) = step.request()
    else {
        return Ok(());
    };
    let (member, generation) = (committer.who.member, committer.generation);
    let group = step.before.group(group);
    let is_current = member.is_some_and(|member| group.member(member).is_some())
        && generation == Some(group.generation);
    let may_commit = is_current && group.state != GroupState::CompletingRebalance;
    let applied = |event: &Event| matches!(event, Event::CommitApplied { .. });
    let was_applied = step.events().iter().any(applied);
    ensure!(
        was_applied == (may_commit && !offsets.is_empty()),
        "member {member:?} of generation {generation:?}, group {group:?}"
    );
    Ok(())
}

/// Kafka takes any offset. These programs commit positions, and no position is beyond the log end.
pub fn committed_is_no_further_than_the_log(step: &Step) -> Verdict {
    for (&(group, partition), &offset) in &step.after.committed {
        let end = step.after.logs[&partition].end;
        ensure!(
            offset <= end,
            "{group:?} committed {offset} of {partition:?}, which ends at {end}"
        );
    }
    Ok(())
}

/// Kafka takes a commit that goes backwards. These programs send none: a new owner begins where
/// the old one's last commit was, and a commit of the old one that comes later is refused.
pub fn never_backwards(step: &Step) -> Verdict {
    for (key, before) in &step.before.committed {
        // librdkafka sends all commits again that a broken connection has left unanswered, in their
        // order: the first can arrive after the last has been taken.
        let resends = step.setup.group(key.0).client.library == ClientLibrary::Librdkafka;
        // What seeks back may commit that: to a record that it will try again, or to what a database
        // says that does not know of the commits of other programs.
        let retries = step.setup.group(key.0).on_failure == OnFailure::Retry;
        if resends || retries || step.before.stored.contains_key(key) {
            continue;
        }
        let after = step.after.committed.get(key);
        if matches!(step.choice, Choice::Administer(_)) {
            continue;
        }
        if after.is_none() && step.choice == Choice::Fire(Timer::OffsetExpiration) {
            continue;
        }
        ensure!(after >= Some(before), "{key:?}: {before} to {after:?}");
    }
    Ok(())
}

/// Semantics 0, number 2: what is committed is the next offset to read. `commitSync()` and
/// auto-commit store positions, `commitSync(record)` the record's offset plus one.
pub fn a_commit_stores_the_next_offset(step: &Step) -> Verdict {
    if step.breaks_a_connection() {
        // What was lost with the connection is sent again as it was.
        return Ok(());
    }
    for event in step.events() {
        if let Event::CommitSent {
            consumer,
            trigger,
            offsets,
        } = event
        {
            let again = is_sent_again(step, *consumer, offsets);
            if again || commits_what_is_stored(step, *consumer, *trigger) {
                continue;
            }
            let expected = next_offsets(&step.before, *consumer, *trigger);
            ensure!(*offsets == expected, "sent {offsets:?}, not {expected:?}");
        }
    }
    Ok(())
}

/// librdkafka sends a commit again whose connection broke.
fn is_sent_again(step: &Step, id: ConsumerId, offsets: &[(TopicPartition, Offset)]) -> bool {
    let library = step.before.consumer(id).client.library.librdkafka();
    if !step.breaks_a_connection() {
        return false;
    }
    library.is_some_and(|library| {
        let mut carried = library.committing.iter();
        carried.any(|commit| commit.as_slice() == offsets)
    })
}

/// librdkafka's commits have a rule of their own, but for those that name a record.
fn commits_what_is_stored(step: &Step, id: ConsumerId, trigger: CommitTrigger) -> bool {
    let statement = step.before.consumer(id).application.statement();
    let names = matches!(
        (trigger, statement),
        (
            CommitTrigger::CommitSync | CommitTrigger::CommitAsync,
            Statement::CommitSync(CommitScope::Record | CommitScope::Partition)
                | Statement::CommitAsync(CommitScope::Record | CommitScope::Partition)
        )
    );
    library(&step.before, id).is_some() && !names
}

fn next_offsets(
    before: &Seen,
    id: ConsumerId,
    trigger: CommitTrigger,
) -> Vec<(TopicPartition, Offset)> {
    let consumer = before.consumer(id);
    if before.next_actions[id.index()] == Some(Action::InCall(ClientAction::CommitAgain)) {
        let again = consumer.client.commit_sync_offsets.iter();
        return again
            .map(|(partition, it)| (*partition, it.offset))
            .collect();
    }
    let handlers = consumer.application.program.handlers;
    let closes = consumer.application.shutdown == Shutdown::Committing;
    let scope = match (trigger, consumer.application.statement()) {
        (CommitTrigger::CommitSync, _) if closes => handlers.on_close.unwrap(),
        (CommitTrigger::CommitSync, Statement::Poll) => handlers.on_revoked.unwrap(),
        (CommitTrigger::CommitSync, Statement::CommitSync(scope))
        | (CommitTrigger::CommitAsync, Statement::CommitAsync(scope)) => scope,
        _ => CommitScope::Positions,
    };
    let record = consumer.application.current_record();
    let batch = &consumer.application.batch;
    match (scope, record) {
        (CommitScope::Record, Some(record)) => vec![(record.partition, record.offset + 1)],
        (CommitScope::Partition, _) => {
            let place = usize::try_from(consumer.application.counter.record).unwrap_or(usize::MAX);
            let partition = batch[place].partition;
            let of_it = batch.iter().filter(|it| it.partition == partition);
            let last = of_it.map(|it| it.offset).max();
            last.map(|last| (partition, last + 1)).into_iter().collect()
        }
        (CommitScope::Completed, _) => completed(consumer),
        _ => {
            let owned = consumer.client.assignment.iter();
            owned
                .filter_map(|it| Some((it.partition, it.offset()?)))
                .collect()
        }
    }
}

/// Of each partition that anything was taken on of: the first record that a worker has or will
/// have, or else what is behind the last one; if that is more than was sent before.
fn completed(consumer: &Consumer) -> Vec<(TopicPartition, Offset)> {
    let application = &consumer.application;
    let mut completed = Vec::new();
    for progress in &application.progress {
        let outstanding = application.workers.records().filter(|record| {
            record.partition == progress.partition && record.offset >= progress.from
        });
        let first = outstanding.map(|record| record.offset).min();
        let upto = first.unwrap_or(progress.next);
        if upto > progress.committed {
            completed.push((progress.partition, upto));
        }
    }
    completed
}

/// Section 7.2: the Java client looks at the auto-commit interval inside `poll` only, and so sends
/// what earlier polls returned.
pub fn auto_commit_is_a_part_of_poll(step: &Step) -> Verdict {
    for event in step.events() {
        let &Event::CommitSent {
            consumer: id,
            trigger,
            ..
        } = event
        else {
            continue;
        };
        if library(&step.before, id).is_some() {
            continue;
        }
        let consumer = step.before.consumer(id);
        let expected: &[Action] = match trigger {
            CommitTrigger::CommitSync => &[
                Action::Commit,
                Action::CommitInListener,
                Action::CommitOnClose,
                Action::InCall(ClientAction::CommitAgain),
            ],
            CommitTrigger::CommitAsync => &[Action::Commit],
            CommitTrigger::Abandoned => return Err("nothing is sent so late".to_owned()),
            CommitTrigger::AutoCommit => &[Action::InCall(ClientAction::AutoCommit)],
            CommitTrigger::BeforeRebalance => &[
                Action::InCall(ClientAction::CommitBeforeRebalance),
                Action::InCall(ClientAction::CommitBeforeClose),
            ],
        };
        let action = step.before.next_actions[id.index()];
        ensure!(
            action.is_some_and(|action| expected.contains(&action)),
            "{trigger:?} out of {action:?}"
        );
        let by_itself = matches!(
            trigger,
            CommitTrigger::AutoCommit | CommitTrigger::BeforeRebalance
        );
        if by_itself {
            ensure!(
                consumer.application.statement() == Statement::Poll,
                "outside of poll"
            );
            ensure!(
                consumer.application.strategy.auto_commits(),
                "enable.auto.commit=false"
            );
        }
        if trigger == CommitTrigger::AutoCommit {
            ensure!(
                consumer.client.auto_commit == AutoCommit::Due,
                "the interval has not passed"
            );
        }
    }
    Ok(())
}
