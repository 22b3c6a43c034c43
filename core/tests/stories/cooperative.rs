//! Cooperative rebalances (KIP-429). Section 6 of the semantics.

use crate::story::{C1, C2, LONG_MS, Shop, Story, polled};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::Assignor;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{CommitTrigger, Event, JoinReason};
use offsetscope_core::ids::{ConsumerId, TopicPartition};

const FAREWELL: CommitTrigger = CommitTrigger::BeforeRebalance;

/// Two partitions with many records, of which a `poll` returns one.
fn busy(assignor: Assignor) -> Shop {
    let mut shop = Shop::new(Strategy::AutoCommit);
    shop.partitions = 2;
    shop.records_at_ms = (1..=40).collect();
    shop.client.max_poll_records = 1;
    shop.client.partition_assignment_strategy = vec![assignor];
    shop
}

/// One member is at work and has both partitions, and another one comes.
fn at_work(assignor: Assignor) -> Story {
    let mut story = busy(assignor).with_a_second_member_to_come();
    story.until(polled(C1));
    story.make(Choice::Restart(C2));
    story
}

fn farewell_sent(event: &Event) -> bool {
    matches!(event, Event::CommitSent { trigger, .. } if *trigger == FAREWELL)
}

fn farewell_stored(event: &Event) -> bool {
    matches!(event, Event::CommitAcknowledged { trigger, .. } if *trigger == FAREWELL)
}

/// What a member has given up so far, callback by callback.
fn given_up(events: &[Event], by: ConsumerId) -> Vec<Vec<TopicPartition>> {
    let of = |event: &Event| match event {
        Event::PartitionsRevoked {
            consumer,
            partitions,
        } => (*consumer == by).then(|| partitions.clone()),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

/// `ConsumerCoordinator.onJoinPrepare`: an eager member's partitions are pending revocation
/// meanwhile, so nothing of them is returned.
#[test]
fn a_cooperative_member_goes_on_while_its_commit_is_under_way() {
    for (assignor, goes_on) in [
        (Assignor::COOPERATIVE_STICKY, true),
        (Assignor::RANGE, false),
    ] {
        let mut story = at_work(assignor);
        story.until(farewell_sent);
        let meanwhile = story.until(farewell_stored);
        assert_eq!(meanwhile.iter().any(polled(C1)), goes_on, "{assignor:?}");
    }
}

/// It gives up one partition of two, once, and joins again for that reason; the other stays where
/// it was. An eager member gives up both.
#[test]
fn a_cooperative_member_keeps_what_it_goes_on_with() {
    let mut story = at_work(Assignor::COOPERATIVE_STICKY);
    let events = story.for_ms(LONG_MS);
    let revoked = given_up(&events, C1);
    assert_eq!(revoked.len(), 1, "{revoked:?}");
    assert_eq!(revoked[0].len(), 1, "{revoked:?}");
    let again = Event::JoinSent {
        consumer: C1,
        reason: JoinReason::Revoked,
    };
    assert_eq!(events.iter().filter(|&it| *it == again).count(), 1);
    let kept = |event: &Event| {
        matches!(event, Event::PositionSet { consumer: C1, partition, .. }
            if !revoked[0].contains(partition))
    };
    assert!(!events.iter().any(kept), "its position stays");

    let mut story = at_work(Assignor::RANGE);
    let revoked = given_up(&story.for_ms(LONG_MS), C1);
    assert_eq!(revoked[0].len(), 2, "{revoked:?}");
}

/// `ConsumerCoordinator.initWithCommittedOffsetsIfNeeded` waits for its answer: what is there of
/// other partitions is returned after that.
#[test]
fn a_partition_that_is_new_is_looked_up_before_others_are_returned() {
    let mut shop = busy(Assignor::COOPERATIVE_STICKY);
    shop.order_interval_ms = 2_000;
    let mut story = shop.with_a_second_member_to_come();
    story.until(polled(C1));
    story.make(Choice::Restart(C2));
    story.until(polled(C2));
    story.make(Choice::Stop(C2));
    story.until(|it| *it == Event::CommittedOffsetsAsked(C1));
    let owned = &story.world().consumer(C1).client.assignment;
    assert!(owned.iter().any(|it| it.buffered().next().is_some()));
    let set = |event: &Event| matches!(event, Event::PositionSet { consumer: C1, .. });
    let meanwhile = story.until(set);
    assert!(!meanwhile.iter().any(polled(C1)));
}
