//! What the world and the clock offer. The world: everything it offers can happen, and nothing
//! else. The clock: one of these, and never in the past.

use crate::rule::{Verdict, ensure};
use crate::setups::one_of;
use offsetscope_core::admin::AdminRequest;
use offsetscope_core::choice::{Choice, NotEnabled};
use offsetscope_core::client::WorkerId;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::clock::Clock;
use offsetscope_core::effects::Effects;
use offsetscope_core::ids::{ConsumerId, GroupId, MemberId, ProducerId, TopicId, TopicPartition};
use offsetscope_core::network::{Client, Connection, Direction, Link};
use offsetscope_core::timer::Timer;
use offsetscope_core::world::World;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeSet;

/// No choice is offered twice.
pub fn no_choice_twice(choices: &[Choice]) -> Verdict {
    let distinct: BTreeSet<_> = choices.iter().collect();
    ensure!(
        distinct.len() == choices.len(),
        "a choice is offered twice: {choices:?}"
    );
    Ok(())
}

/// Each of these can happen in this world.
pub fn all_can_happen(world: &World, choices: &[Choice], now_ms: i64) -> Verdict {
    let mut effects = Effects::default();
    for &choice in choices {
        let done = world.clone().apply(choice, now_ms, &mut effects);
        ensure!(done.is_ok(), "{choice:?} is offered and refused");
    }
    Ok(())
}

/// This cannot happen in this world: it is refused, and nothing changes and nothing is reported.
pub fn is_refused(world: &World, choice: Choice, now_ms: i64) -> Verdict {
    let (mut trial, mut effects) = (world.clone(), Effects::default());
    let done = trial.apply(choice, now_ms, &mut effects);
    ensure!(
        done == Err(NotEnabled(choice)),
        "{choice:?} is not offered and was not refused"
    );
    ensure!(
        trial == *world,
        "{choice:?} was refused and changed something"
    );
    let silent = effects.events.is_empty() && effects.sent.is_empty() && effects.timers.is_empty();
    ensure!(
        silent,
        "{choice:?} was refused and did something: {effects:?}"
    );
    Ok(())
}

/// Some choice or other, be it possible or not; also of things that do not exist.
pub fn any_choice(chance: &mut Pcg64Mcg) -> Choice {
    let mut number = |most: u16| chance.random_range(0..=most);
    let (group, consumer, producer) = (
        GroupId(number(3)),
        ConsumerId(number(9)),
        ProducerId(number(2)),
    );
    let order = number(9).into();
    let member = MemberId {
        consumer,
        number: number(4),
    };
    let worker = WorkerId(chance.random_range(0..4));
    let clients = [Client::Consumer(consumer), Client::Producer(producer)];
    let link = Link {
        client: one_of(&clients, chance),
        connection: one_of(&[Connection::Leader, Connection::Coordinator], chance),
        direction: one_of(&[Direction::ToBroker, Direction::ToClient], chance),
    };
    let timers = [
        Timer::OrderDue(producer),
        Timer::Heartbeat(consumer),
        Timer::AutoCommit(consumer),
        Timer::ApiTimeout(consumer),
        Timer::MaxPollInterval(consumer),
        Timer::Unanswered {
            consumer,
            connection: link.connection,
        },
        Timer::Linger { producer, order },
        Timer::RequestTimeout { producer, order },
        Timer::DeliveryTimeout { producer, order },
        Timer::RetryBackoff(producer),
        Timer::Session { group, member },
        Timer::PendingMember { group, member },
        Timer::InitialRebalanceDelay(group),
        Timer::JoinDeadline(group),
        Timer::SyncDeadline(group),
        Timer::RetentionCheck,
        Timer::OffsetExpiration,
        Timer::LogCleaner,
    ];
    // Any offset may be named, so only what is not there is refused.
    let unknown = TopicPartition {
        topic: TopicId(99),
        partition: 0,
    };
    let requests = [
        AdminRequest::DeleteGroup(GroupId(99)),
        AdminRequest::DeleteOffset {
            group,
            partition: unknown,
        },
        AdminRequest::DeleteRecords {
            partition: unknown,
            before: 1,
        },
        AdminRequest::AlterOffset {
            group,
            partition: TopicPartition {
                topic: TopicId(0),
                partition: 0,
            },
            to: u64::MAX,
        },
    ];
    let choices = [
        Choice::Administer(one_of(&requests, chance)),
        Choice::Deliver(link),
        Choice::Fire(one_of(&timers, chance)),
        Choice::Run(consumer),
        Choice::Crash(consumer),
        Choice::Stop(consumer),
        Choice::Work { consumer, worker },
        Choice::Restart(consumer),
        Choice::Pause(consumer),
        Choice::Cut(link.client),
        Choice::Heal(link.client),
        Choice::Resume(consumer),
        Choice::Disconnect(link),
        Choice::SetStrategy {
            group,
            strategy: one_of(&Strategy::JAVA, chance),
        },
    ];
    one_of(&choices, chance)
}

/// What comes next by the clock can happen, and does not lie in the past.
pub fn clock_offers_what_can_happen(clock: &Clock, choices: &[Choice]) -> Verdict {
    let Some((at_ms, choice)) = clock.next() else {
        return Err("nothing is due, though customers never stop".to_owned());
    };
    ensure!(
        choices.contains(&choice),
        "{choice:?} is due and cannot happen"
    );
    ensure!(
        !choice.is_intervention(),
        "{choice:?} is nothing that just happens"
    );
    ensure!(
        at_ms >= clock.now_ms(),
        "due at {at_ms}, but it is {}",
        clock.now_ms()
    );
    Ok(())
}

/// The clock knows when everything is due that can happen by itself: each message in flight, each
/// armed timer, each client that is not blocked. And it knows of nothing else.
pub fn clock_knows_the_world(clock: &Clock, world: &World) -> Verdict {
    let in_flight: usize = world
        .network()
        .busy_links()
        .map(|link| world.network().on_link(link).count())
        .sum();
    let flights = clock.flights().count();
    ensure!(
        flights == in_flight,
        "{flights} flights of {in_flight} messages"
    );
    for flight in clock.flights() {
        let ordered = flight.sent_ms <= flight.arrives_ms && flight.sent_ms <= clock.now_ms();
        ensure!(ordered, "{flight:?} at {}", clock.now_ms());
    }
    for timer in world.timers() {
        ensure!(
            clock.deadline_ms(timer).is_some(),
            "{timer:?} has no deadline"
        );
    }
    for id in world.setup().consumer_ids() {
        let (runs, due) = (world.next_action(id).is_some(), clock.run_due_ms(id));
        ensure!(
            runs == due.is_some(),
            "{id:?} can run: {runs}, is due at {due:?}"
        );
        for worker in WorkerId::ALL {
            let works = world.next_work(id, worker).is_some();
            let due = clock.work_due_ms(id, worker);
            ensure!(
                works == due.is_some(),
                "{id:?} {worker:?} can work: {works}, is due at {due:?}"
            );
        }
    }
    Ok(())
}
