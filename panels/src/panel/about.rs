//! What things are about: their groups and processes, and the words of `data-about`.
//!
//! Whatever is about the same lights up together, wherever it stands: the page looks for the last word
//! of what is pointed at among all words of everything else. So the last word says most exactly what
//! something is about, and those before it what that belongs to.
//!
//! | word | is |
//! |---|---|
//! | `c:1` | consumer 1 |
//! | `p:0-2` | partition 2 of topic 0 |
//! | `o:0-2-17` | the record at offset 17 there |

use offsetscope_core::choice::Choice;
use offsetscope_core::event::{Event, ProgramEvent, RecordSpan};
use offsetscope_core::history::Entry;
use offsetscope_core::history::causality::Site;
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_core::network::Client;
use offsetscope_core::setup::Setup;
use offsetscope_core::timer::Timer;

/// The words for a process; none for what has no other place.
pub fn site(site: Site) -> Option<String> {
    match site {
        Site::Consumer(id) => Some(consumer(id)),
        Site::Producer(_) | Site::Logs | Site::Coordinator => None,
    }
}

/// The word for a partition.
pub fn partition(of: TopicPartition) -> String {
    format!("p:{}-{}", of.topic.0, of.partition)
}

fn consumer(id: ConsumerId) -> String {
    format!("c:{}", id.0)
}

/// The words for a step: whose it is, and if it is about one record or partition, which.
pub fn step(entry: &Entry) -> Option<String> {
    let owner = consumer_of(entry.choice).map(consumer);
    let mut records = entry.events.iter().flat_map(records_of);
    let first = records.next();
    let record = first.filter(|first| records.all(|it| it == *first));
    let record = record.map(|(it, offset)| {
        let (topic, number) = (it.topic.0, it.partition);
        format!("{} o:{topic}-{number}-{offset}", partition(it))
    });
    let words: Vec<String> = owner.into_iter().chain(record).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The first and the last record that an event is about, of each span.
fn records_of(event: &Event) -> Vec<(TopicPartition, Offset)> {
    match event {
        Event::RecordAppended {
            partition, offset, ..
        }
        | Event::ProcessingStarted {
            partition, offset, ..
        }
        | Event::EffectDone {
            partition, offset, ..
        }
        | Event::Program {
            what:
                ProgramEvent::ProcessingFailed { partition, offset }
                | ProgramEvent::HandedOff { partition, offset },
            ..
        } => vec![(*partition, *offset)],
        Event::RecordsFetched { records, .. } | Event::PollReturned { records, .. } => {
            ends(records)
        }
        _ => Vec::new(),
    }
}

fn ends(records: &[RecordSpan]) -> Vec<(TopicPartition, Offset)> {
    let ends = |it: &RecordSpan| [(it.partition, it.first), (it.partition, it.last)];
    records.iter().flat_map(ends).collect()
}

/// The consumer that a choice is about, if it is about one.
fn consumer_of(choice: Choice) -> Option<ConsumerId> {
    match choice {
        Choice::Deliver(link) | Choice::Disconnect(link) | Choice::Delay { link, .. } => {
            of_client(link.client)
        }
        Choice::Cut(client) | Choice::Heal(client) => of_client(client),
        Choice::Run(id)
        | Choice::Work { consumer: id, .. }
        | Choice::Stop(id)
        | Choice::Crash(id)
        | Choice::Restart(id)
        | Choice::Pause(id)
        | Choice::Resume(id) => Some(id),
        Choice::Fire(timer) => of_timer(timer),
        Choice::SetStrategy { .. } | Choice::Administer(_) => None,
    }
}

fn of_client(client: Client) -> Option<ConsumerId> {
    match client {
        Client::Consumer(id) => Some(id),
        Client::Producer(_) => None,
    }
}

fn of_timer(timer: Timer) -> Option<ConsumerId> {
    match timer {
        Timer::Heartbeat(id)
        | Timer::AutoCommit(id)
        | Timer::ApiTimeout(id)
        | Timer::Unanswered { consumer: id, .. }
        | Timer::MaxPollInterval(id) => Some(id),
        Timer::Session { member, .. } | Timer::PendingMember { member, .. } => {
            Some(member.consumer)
        }
        _ => None,
    }
}

/// The group that a choice is about, if it is about one.
pub fn group_of(choice: Choice, setup: &Setup) -> Option<GroupId> {
    match choice {
        Choice::Administer(request) => request.group(),
        Choice::SetStrategy { group, .. }
        | Choice::Fire(
            Timer::InitialRebalanceDelay(group)
            | Timer::JoinDeadline(group)
            | Timer::SyncDeadline(group),
        ) => Some(group),
        _ => consumer_of(choice).map(|id| setup.consumer(id).group),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::history::History;
    use offsetscope_messages::Source;
    use std::sync::Arc;

    #[test]
    fn a_step_is_about_its_consumer_and_if_about_one_record_about_that() {
        let mut run = History::new(Arc::new(Source::default().setup()));
        for _ in 0..400 {
            run.forward();
        }
        let about = |is_so: fn(&Event) -> bool| {
            let entry = run.entries().iter().find(|it| it.events.iter().any(is_so));
            step(entry.expect("it has happened"))
        };
        let appended = about(|it| matches!(it, Event::RecordAppended { offset: 0, .. }));
        assert!(appended.is_some_and(|it| it.starts_with("p:0-") && it.ends_with("-0")));
        let effect = about(|it| matches!(it, Event::EffectDone { .. })).unwrap_or_default();
        let words: Vec<&str> = effect.split(' ').collect();
        let [consumer, partition, order] = words[..] else {
            panic!("three words: {effect}");
        };
        assert!(consumer.starts_with("c:"), "{effect}");
        assert!(order[2..].starts_with(&partition[2..]), "{effect}");
        let placed = about(|it| matches!(it, Event::OrderPlaced { .. }));
        assert_eq!(placed, None);
    }
}
