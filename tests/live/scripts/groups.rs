//! Several consumers, and none.

use super::note;
use crate::arm::{Arm, Mode, Settings, Until, Who};

const C1: Who = Who::C1;
const C2: Who = Who::C2;

/// Who gets which half is up to the member ids, which the coordinator draws.
pub fn two_consumers_share_the_partitions(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.create_topic(4);
    arm.join(C1, Settings::MANUAL);
    arm.poll_until(&[C1], Until::Rebalances(C1, 1));
    arm.join(C2, Settings::MANUAL);
    arm.poll_until(&[C1, C2], Until::Rebalances(C1, 3));
    arm.poll_until(&[C1, C2], Until::Rebalances(C2, 1));
    let (mut first, second) = (arm.rebalances(C1), arm.rebalances(C2));
    let mut halves = vec![first.pop(), second.first().cloned()];
    halves.sort();
    note(notes, "the first, alone and no longer", first);
    note(notes, "together", halves);
}

/// The mock cluster refuses a commit in a rebalance, which a broker takes.
pub fn who_comes_second_goes_on_where_the_first_stopped(
    arm: &mut dyn Arm,
    notes: &mut Vec<String>,
) {
    arm.create_topic(2);
    arm.produce(0, 3);
    arm.produce(1, 3);
    arm.join(C1, Settings::DEFAULT);
    let mut delivered = arm.take(C1, 6);
    delivered.sort_unstable();
    note(notes, "the first", delivered);
    arm.join(C2, Settings::DEFAULT);
    arm.poll_until(&[C1, C2], Until::Rebalances(C2, 1));
    arm.poll_until(&[C1, C2], Until::Fetching(C2));
    let committed = [arm.committed(0), arm.committed(1)];
    note(notes, "committed as it was given up", committed);
    arm.produce(0, 1);
    arm.produce(1, 1);
    arm.poll_until(&[C1, C2], Until::Delivered(C1, 1));
    arm.poll_until(&[C1, C2], Until::Delivered(C2, 1));
    let mut delivered = [arm.delivered(C1), arm.delivered(C2)].concat();
    delivered.sort_unstable();
    note(notes, "both", delivered);
}

pub fn a_consumer_alone_takes_over(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.create_topic(2);
    arm.join(C1, Settings::MANUAL);
    arm.join(C2, Settings::MANUAL);
    arm.poll_until(&[C1, C2], Until::Fetching(C1));
    arm.poll_until(&[C1, C2], Until::Fetching(C2));
    arm.close(C1);
    let before = arm.rebalances(C2).len();
    arm.poll_until(&[C2], Until::Rebalances(C2, before + 2));
    let rebalances = arm.rebalances(C2);
    note(notes, "in the end", rebalances.last());
}

/// A static member does not leave as it closes: the group waits for it as long as its session lasts.
pub fn a_static_member_that_closes_keeps_its_place(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    let static_member = |instance| Settings {
        instance: Some(instance),
        ..Settings::MANUAL
    };
    arm.create_topic(2);
    arm.join(C1, static_member("c1"));
    arm.join(C2, static_member("c2"));
    arm.poll_until(&[C1, C2], Until::Fetching(C1));
    arm.poll_until(&[C1, C2], Until::Fetching(C2));
    arm.close(C1);
    let before = arm.rebalances(C2).len();
    arm.poll_for_ms(C2, 2_000);
    let meanwhile = arm.rebalances(C2).len() - before;
    note(notes, "callbacks meanwhile", meanwhile);
    arm.poll_until(&[C2], Until::Rebalances(C2, before + 2));
    note(notes, "in the end", arm.rebalances(C2).last());
}

pub fn who_does_not_poll_is_replaced(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.create_topic(2);
    arm.produce(0, 3);
    arm.produce(1, 3);
    arm.join(C1, Settings::MANUAL);
    arm.join(C2, Settings::MANUAL);
    arm.poll_until(&[C1, C2], Until::Fetching(C1));
    arm.poll_until(&[C1, C2], Until::Fetching(C2));
    arm.poll_until(&[C1, C2], Until::Delivered(C1, 1));
    let before = arm.rebalances(C2).len();
    arm.poll_until(&[C2], Until::Rebalances(C2, before + 2));
    note(notes, "the other", arm.rebalances(C2).last());
    note(notes, "commit of who is out", arm.commit(C1, Mode::Sync));
    arm.poll_until(&[C1], Until::Errors(C1, 1));
    note(notes, "errors", arm.errors(C1));
    let before = arm.rebalances(C1).len();
    arm.poll_until(&[C1], Until::Rebalances(C1, before + 1));
    let last = arm.rebalances(C1).pop().unwrap_or_default();
    note(notes, "then", last.split(' ').next());
}

pub fn keys_go_to_partitions_by_crc32(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.create_topic(7);
    for key in [
        "alice",
        "bob",
        "carol",
        "dave",
        "e",
        "K\u{f6}ln",
        "customer-4711",
    ] {
        note(notes, key, arm.produce_keyed(key));
    }
}
