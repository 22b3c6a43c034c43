//! Properties of groups whose clients are librdkafka: semantics 7.2.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::{Seen, Step};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::program::{CommitScope, Statement};
use offsetscope_core::client::{Action, AutoOffsetStore, ClientAction, Librdkafka};
use offsetscope_core::event::{CommitTrigger, Event};
use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use offsetscope_core::timer::Timer;

/// The properties, with their names.
pub const RULES: &[(&str, Rule)] = &[
    ("librdkafka commits what is stored", commits_what_is_stored),
    (
        "librdkafka commits by a timer and with its partitions",
        commits_by_itself_when_it_may,
    ),
    (
        "librdkafka hands out one message and stores it",
        hands_out_one_message,
    ),
    (
        "only partitions that are owned are stored",
        only_what_is_owned_is_stored,
    ),
];

/// What a consumer's client remembers, if it is librdkafka.
pub fn library(seen: &Seen, id: ConsumerId) -> Option<&Librdkafka> {
    seen.consumer(id).client.library.librdkafka()
}

/// The commits that librdkafka clients have sent in this step for the first time: what was lost with
/// a connection is sent again as it was.
fn commits(
    step: &Step,
) -> impl Iterator<Item = (ConsumerId, CommitTrigger, &[(TopicPartition, Offset)])> {
    step.events().iter().filter_map(|event| match event {
        Event::CommitSent {
            consumer,
            trigger,
            offsets,
        } if library(&step.before, *consumer).is_some() && !step.breaks_a_connection() => {
            Some((*consumer, *trigger, offsets.as_slice()))
        }
        _ => None,
    })
}

/// `rd_kafka_topic_partition_list_set_offsets`: without arguments, what is stored.
pub fn commits_what_is_stored(step: &Step) -> Verdict {
    for (id, trigger, offsets) in commits(step) {
        let statement = step.before.consumer(id).application.statement();
        let by_itself = matches!(
            trigger,
            CommitTrigger::AutoCommit | CommitTrigger::BeforeRebalance
        );
        let all = matches!(
            statement,
            Statement::CommitSync(CommitScope::Positions)
                | Statement::CommitAsync(CommitScope::Positions)
        );
        if !by_itself && !all {
            continue;
        }
        ensure!(!offsets.is_empty(), "{id:?} commits nothing");
        let store = library(&step.before, id).map(|it| &it.store);
        for &(partition, next) in offsets {
            let stored = store.and_then(|store| store.stored(partition));
            ensure!(
                stored == Some(next),
                "{next} of {partition:?}, and {stored:?} is stored"
            );
        }
    }
    Ok(())
}

/// `rd_kafka_cgrp_offset_commit_tmr_cb` and `rd_kafka_assignment_serve_removals`.
pub fn commits_by_itself_when_it_may(step: &Step) -> Verdict {
    for (id, trigger, _) in commits(step) {
        let consumer = step.before.consumer(id);
        let action = step.before.next_actions[id.index()];
        let may = match trigger {
            CommitTrigger::AutoCommit => step.choice == Choice::Fire(Timer::AutoCommit(id)),
            CommitTrigger::BeforeRebalance => {
                action == Some(Action::InCall(ClientAction::RevokePartitions))
            }
            _ => continue,
        };
        ensure!(may, "{trigger:?} at {:?} out of {action:?}", step.choice);
        ensure!(
            consumer.application.strategy.auto_commits(),
            "enable.auto.commit=false"
        );
    }
    Ok(())
}

/// `rd_kafka_consumer_poll` and `rd_kafka_fetch_op_app_prepare`.
pub fn hands_out_one_message(step: &Step) -> Verdict {
    for event in step.events() {
        let Event::PollReturned { consumer, records } = event else {
            continue;
        };
        let Some(after) = library(&step.after, *consumer) else {
            continue;
        };
        if records.is_empty() {
            continue;
        }
        let [span] = records.as_slice() else {
            return Err(format!("{records:?}"));
        };
        ensure!(span.first == span.last, "{span:?}");
        let stored = after.store.stored(span.partition);
        let expected = match after.auto_offset_store {
            AutoOffsetStore::On => Some(span.last + 1),
            AutoOffsetStore::Off => {
                library(&step.before, *consumer).and_then(|it| it.store.stored(span.partition))
            }
        };
        ensure!(
            stored == expected,
            "{stored:?} is stored after {span:?}, not {expected:?}"
        );
    }
    Ok(())
}

/// librdkafka's issue 2782: what is stored goes with its partition.
pub fn only_what_is_owned_is_stored(step: &Step) -> Verdict {
    for consumer in &step.after.consumers {
        let Some(library) = library(&step.after, consumer.id) else {
            continue;
        };
        let topic = step.setup.group(consumer.group).topic;
        let partitions = step.after.logs.keys().filter(|it| it.topic == topic);
        for &partition in partitions {
            ensure!(
                library.store.stored(partition).is_none()
                    || consumer.client.assigned(partition).is_some(),
                "{:?} has stored {partition:?}",
                consumer.id
            );
        }
    }
    Ok(())
}
