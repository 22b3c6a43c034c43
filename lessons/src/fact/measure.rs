//! What can be measured in a moment.

use super::Moment;
use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::world::World;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `committed(group, partition)`: the next offset to read; -1 if nothing is committed.
    Committed(GroupId, TopicPartition),
    /// `position(consumer, partition)`: the next offset to fetch; -1 if the consumer has none.
    Position(ConsumerId, TopicPartition),
    /// `log_start(partition)`
    LogStart(TopicPartition),
    /// `log_end(partition)`
    LogEnd(TopicPartition),
    /// `segments(partition)`: how many the log has.
    Segments(TopicPartition),
    /// `times(group, partition, offset)`: how often a record took effect.
    Times(GroupId, TopicPartition, Offset),
    /// `orders(group)`, or with a verdict `once`, `duplicated`, `lost`, `expired`, `pending`…: how many
    /// of the orders in the group's logs have this verdict; all without one.
    Orders(GroupId, Option<Verdict>),
    /// `out_of_order(group)`: how many first took effect after a later order of the same customer.
    OutOfOrder(GroupId),
    /// `read_again(group)`: how many records would be read again if every owner crashed now.
    ReadAgain(GroupId),
    /// `done_again(group)`: how many of those have taken effect already.
    DoneAgain(GroupId),
    /// `missed(group)`: how many would never take effect if every owner crashed now.
    Missed(GroupId),
    /// `owned(consumer)`: how many partitions the consumer owns, as it believes.
    Owned(ConsumerId),
    /// `running(consumer)`: 1 while its process runs.
    Running(ConsumerId),
    /// `generation(group)`
    Generation(GroupId),
    /// `members(group)`: how many the coordinator knows.
    Members(GroupId),
    /// `assigned(group)`: how many partitions somebody owns.
    Assigned(GroupId),
    /// `crashes`, `stops`, `restarts`: how often somebody made that happen.
    Made(Made),
    /// `actions`: how often somebody made anything happen.
    Actions,
    /// `commits(group)`: how often the coordinator has stored an offset.
    Commits(GroupId),
    /// `commits_sent(group)`: how many commits its members have sent.
    CommitsSent(GroupId),
    /// `commits_failed(group)`: how many of its members' commits have failed.
    CommitsFailed(GroupId),
    /// `commits_back(group)`: how often a stored offset was lower than the one before.
    CommitsBack(GroupId),
    /// `rebalances(group)`: how many rebalances have begun.
    Rebalances(GroupId),
    /// `resets(group)`: how often a consumer took its position from the log, since it had none.
    Resets(GroupId),
    /// `steps`: how many steps lie before the moment.
    Steps,
    /// `ms`: how long the opening was ago.
    Time,
}

/// What somebody can make happen more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// A crash.
    Crash,
    /// A stop.
    Stop,
    /// A restart.
    Restart,
}

impl Measure {
    /// How much it is.
    pub fn value(self, moment: Moment<'_>) -> i64 {
        let Moment { world, past, .. } = moment;
        match self {
            Self::Committed(group, partition) => {
                offset(world.coordinator().committed(group, partition))
            }
            Self::Position(consumer, partition) => {
                let consumer = world.consumer(consumer);
                let running = consumer.is_running().then_some(&consumer.client);
                offset(running.and_then(|it| it.assigned(partition)?.offset()))
            }
            Self::LogStart(partition) => number(world.log(partition).log_start_offset()),
            Self::LogEnd(partition) => number(world.log(partition).log_end_offset()),
            Self::Segments(partition) => count(world.log(partition).segments().iter()),
            Self::Times(group, partition, offset) => {
                world.outside().times(group, partition, offset).into()
            }
            Self::Orders(group, verdict) => orders(world, group, verdict),
            Self::OutOfOrder(group) => world.tally(group).out_of_order.into(),
            Self::ReadAgain(group) => outlook(world, group).0,
            Self::DoneAgain(group) => outlook(world, group).1,
            Self::Missed(group) => outlook(world, group).2,
            Self::Owned(consumer) => owned(world, consumer),
            Self::Running(consumer) => world.consumer(consumer).is_running().into(),
            Self::Generation(group) => world.coordinator().group(group).generation().into(),
            Self::Members(group) => count(world.coordinator().group(group).members().iter()),
            Self::Assigned(group) => {
                let members = world.setup().members_of(group);
                members.map(|member| owned(world, member)).sum()
            }
            Self::Made(made) => count(past.iter().filter(|it| made.is(it.choice))),
            Self::Actions => count(past.iter().filter(|it| it.choice.is_intervention())),
            Self::Steps => count(past.iter()),
            Self::Time => moment.since_opening_ms,
            counted => {
                let events = past.iter().flat_map(|entry| &entry.events);
                count(events.filter(|event| counted.counts(event, world)))
            }
        }
    }

    /// Whether an event is one of those that are counted.
    fn counts(self, event: &Event, world: &World) -> bool {
        let of = |consumer: ConsumerId| world.consumer(consumer).group;
        match (self, event) {
            (Self::Commits(it), Event::CommitApplied { group, .. })
            | (Self::Rebalances(it), Event::RebalanceStarted { group, .. }) => it == *group,
            (
                Self::CommitsBack(it),
                Event::CommitApplied {
                    group,
                    previous: Some(previous),
                    offset,
                    ..
                },
            ) => it == *group && offset < previous,
            (Self::CommitsSent(it), Event::CommitSent { consumer, .. })
            | (Self::CommitsFailed(it), Event::CommitFailed { consumer, .. })
            | (Self::Resets(it), Event::LogEndsAsked { consumer, .. }) => it == of(*consumer),
            _ => false,
        }
    }
}

impl Made {
    fn is(self, choice: Choice) -> bool {
        matches!(
            (self, choice),
            (Self::Crash, Choice::Crash(_))
                | (Self::Stop, Choice::Stop(_))
                | (Self::Restart, Choice::Restart(_))
        )
    }
}

fn offset(offset: Option<Offset>) -> i64 {
    offset.map_or(-1, number)
}

fn number(offset: Offset) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}

fn count(things: impl Iterator) -> i64 {
    i64::try_from(things.count()).unwrap_or(i64::MAX)
}

fn owned(world: &World, consumer: ConsumerId) -> i64 {
    let consumer = world.consumer(consumer);
    let owned = consumer.client.owned_partitions();
    count(owned.iter().filter(|_| consumer.is_running()))
}

fn orders(world: &World, group: GroupId, verdict: Option<Verdict>) -> i64 {
    let tally = world.tally(group);
    let all = Verdict::ALL.into_iter();
    let meant = all.filter(|it| verdict.is_none_or(|verdict| verdict == *it));
    meant.map(|it| i64::from(tally.count(it))).sum()
}

/// What would be read again, done again and missed.
fn outlook(world: &World, group: GroupId) -> (i64, i64, i64) {
    let partitions = world.partitions_read_by(group);
    let each = partitions.filter_map(|partition| world.outlook(group, partition));
    each.fold((0, 0, 0), |(again, done, missed), it| {
        (
            again + i64::from(it.again),
            done + i64::from(it.done_before),
            missed + i64::from(it.missed),
        )
    })
}
