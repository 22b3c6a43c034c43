//! How to spoil a real step so that a property of commits must notice.

use crate::doctorings::Doctoring;
use crate::librdkafka::library;
use crate::seen::Step;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::Consumer;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::event::{CommitTrigger, Event};
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_core::setup::ClientLibrary;

/// What is done to a step, by the property that must notice it.
pub const DOCTORINGS: &[(&str, Doctoring)] = &[
    (
        "only commits, expiry and administrators move a committed offset",
        |step| {
            *step.after.committed.values_mut().next()? += 1;
            Some(())
        },
    ),
    ("librdkafka commits what is stored", |step| {
        let mut by_itself = false;
        librdkafka_commits(step, |trigger, offsets| {
            by_itself = *trigger == CommitTrigger::AutoCommit;
            offsets[0].1 += 1;
        })?;
        by_itself.then_some(())
    }),
    (
        "librdkafka commits by a timer and with its partitions",
        |step| {
            let trigger = |trigger: &mut CommitTrigger| *trigger = CommitTrigger::AutoCommit;
            let before = step.choice;
            librdkafka_commits(step, |it, _| trigger(it))?;
            matches!(before, Choice::Run(_)).then_some(())
        },
    ),
    ("librdkafka hands out one message and stores it", |step| {
        let before = &step.before;
        let returned = step
            .effects
            .events
            .iter_mut()
            .find_map(|event| match event {
                Event::PollReturned { consumer, records } => {
                    library(before, *consumer).map(|_| records)
                }
                _ => None,
            })?;
        let message = *returned.first()?;
        returned.push(message);
        Some(())
    }),
    ("only partitions that are owned are stored", |step| {
        let mut consumers = step.after.consumers.iter_mut();
        let stores = |it: &&mut Consumer| {
            let library = it.client.library.librdkafka();
            let mut owned = it.client.assignment.iter();
            library
                .is_some_and(|library| owned.any(|it| library.store.stored(it.partition).is_some()))
        };
        consumers.find(stores)?.client.assignment.clear();
        Some(())
    }),
    ("offsets expire when they may", |step| {
        let expired = |event: &Event| matches!(event, Event::OffsetsExpired { .. });
        step.events().iter().find(|event| expired(event))?;
        step.choice = Choice::Run(ConsumerId(0));
        Some(())
    }),
    ("commits are applied as requested", |step| {
        step.events()
            .iter()
            .find(|event| matches!(event, Event::CommitApplied { .. }))?;
        step.choice = Choice::Run(ConsumerId(0));
        Some(())
    }),
    ("only the current generation commits", |step| {
        step.events()
            .iter()
            .find(|event| matches!(event, Event::CommitApplied { .. }))?;
        step.before
            .groups
            .iter_mut()
            .for_each(|group| group.generation += 1);
        Some(())
    }),
    ("committed offsets stay in the log's range", |step| {
        let (&(_, partition), offset) = step.after.committed.iter_mut().next()?;
        *offset = step.after.logs[&partition].end + 1;
        Some(())
    }),
    ("these programs never commit backwards", |step| {
        let before = &step.before.committed;
        let mut committed = step.after.committed.iter_mut();
        let (setup, stored) = (&step.setup, &step.before.stored);
        let kept = |(key, offset): &(&(GroupId, _), &mut u64)| {
            let group = setup.group(key.0);
            let judged = group.on_failure != OnFailure::Retry
                && group.client.library == ClientLibrary::Java
                && !stored.contains_key(key);
            judged && **offset > 0 && before.get(key) == Some(offset)
        };
        *committed.find(kept)?.1 -= 1;
        Some(())
    }),
    ("a commit stores the next offset", |step| {
        let before = &step.before;
        let offsets = step
            .effects
            .events
            .iter_mut()
            .find_map(|event| match event {
                Event::CommitSent {
                    consumer, offsets, ..
                } if library(before, *consumer).is_none() => offsets.first_mut(),
                _ => None,
            })?;
        offsets.1 += 1;
        Some(())
    }),
    ("auto-commit is a part of poll", |step| {
        let sent = |event: &&Event| match event {
            Event::CommitSent { consumer, .. } => library(&step.before, *consumer).is_none(),
            _ => false,
        };
        step.events().iter().find(sent)?;
        step.before.next_actions.fill(None);
        Some(())
    }),
];

/// Changes the first commit that a librdkafka client has sent in this step.
fn librdkafka_commits(
    step: &mut Step,
    change: impl FnOnce(&mut CommitTrigger, &mut Vec<(TopicPartition, Offset)>),
) -> Option<()> {
    let before = &step.before;
    let sent = step
        .effects
        .events
        .iter_mut()
        .find_map(|event| match event {
            Event::CommitSent {
                consumer,
                trigger,
                offsets,
            } => library(before, *consumer).map(|_| (trigger, offsets)),
            _ => None,
        });
    let (trigger, offsets) = sent?;
    change(trigger, offsets);
    Some(())
}
