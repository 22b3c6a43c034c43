//! Where reading begins and goes on.

use super::note;
use crate::arm::{Arm, Mode, Settings, Until, Who};
use offsetscope_core::setup::AutoOffsetReset;

const C1: Who = Who::C1;
const C2: Who = Who::C2;

fn with_policy(reset: AutoOffsetReset) -> Settings {
    Settings {
        reset,
        ..Settings::MANUAL
    }
}

/// What a consumer reads that comes to five records, once it fetches, and to one that is written
/// then.
fn begins(arm: &mut dyn Arm, who: Who, reset: AutoOffsetReset, notes: &mut Vec<String>) {
    arm.join(who, with_policy(reset));
    arm.poll_until(&[who], Until::Fetching(who));
    arm.produce(0, 1);
    let first = arm.take(who, 1);
    note(notes, "first delivered", first.first());
    note(notes, "errors", arm.errors(who));
}

fn fails(arm: &mut dyn Arm, who: Who, notes: &mut Vec<String>) {
    arm.join(who, with_policy(AutoOffsetReset::None));
    arm.poll_until(&[who], Until::Errors(who, 1));
    arm.poll_for_ms(who, 1_500);
    note(notes, "delivered", arm.delivered(who));
    note(notes, "errors", arm.errors(who));
}

pub fn nothing_committed_begins_at_the_beginning(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    begins(arm, C1, AutoOffsetReset::Earliest, notes);
}

pub fn nothing_committed_begins_at_the_end(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    begins(arm, C1, AutoOffsetReset::Latest, notes);
}

pub fn nothing_committed_is_an_error(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    fails(arm, C1, notes);
}

/// The group commits 999 of a log that ends at 5.
fn commits_beyond_the_end(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.start(C1, Settings::MANUAL);
    arm.assign(C1, &[0]);
    note(notes, "delivered", arm.take(C1, 1));
    let result = arm.commit_offset(C1, (0, 999), Mode::Sync);
    note(notes, "commit", result);
    arm.close(C1);
}

pub fn out_of_range_begins_at_the_beginning(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    commits_beyond_the_end(arm, notes);
    arm.join(C2, with_policy(AutoOffsetReset::Earliest));
    note(notes, "delivered", arm.take(C2, 5));
    note(notes, "committed", arm.committed(0));
}

pub fn out_of_range_begins_at_the_end(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    commits_beyond_the_end(arm, notes);
    arm.join(C2, with_policy(AutoOffsetReset::Latest));
    arm.poll_until(&[C2], Until::Fetching(C2));
    arm.poll_for_ms(C2, 1_500);
    note(notes, "delivered", arm.delivered(C2));
    arm.produce(0, 1);
    note(notes, "delivered", arm.take(C2, 1));
}

pub fn out_of_range_is_an_error(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    commits_beyond_the_end(arm, notes);
    fails(arm, C2, notes);
}

pub fn a_committed_offset_wins_over_the_policy(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.start(C1, Settings::MANUAL);
    arm.assign(C1, &[0]);
    note(notes, "delivered", arm.take(C1, 1));
    let result = arm.commit_offset(C1, (0, 2), Mode::Sync);
    note(notes, "commit", result);
    arm.close(C1);
    arm.join(C2, with_policy(AutoOffsetReset::Latest));
    note(notes, "delivered", arm.take(C2, 3));
}

pub fn seek_goes_back(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::MANUAL);
    note(notes, "delivered", arm.take(C1, 4));
    note(notes, "seek", arm.seek(C1, (0, 1)));
    note(notes, "delivered", arm.take(C1, 4));
}

pub fn seek_does_not_help_after_an_error(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, with_policy(AutoOffsetReset::None));
    arm.poll_until(&[C1], Until::Errors(C1, 1));
    note(notes, "errors", arm.errors(C1));
    note(notes, "seek", arm.seek(C1, (0, 3)));
    arm.poll_for_ms(C1, 1_000);
    note(notes, "delivered", arm.delivered(C1));
}

pub fn a_paused_partition_is_not_delivered(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.create_topic(2);
    arm.start(C1, Settings::MANUAL);
    arm.assign(C1, &[0, 1]);
    arm.poll_until(&[C1], Until::Fetching(C1));
    arm.pause(C1, 0);
    arm.produce(0, 2);
    arm.produce(1, 2);
    note(notes, "delivered", arm.take(C1, 2));
    arm.poll_for_ms(C1, 1_000);
    note(notes, "delivered while paused", arm.delivered(C1));
    arm.resume(C1, 0);
    note(notes, "delivered", arm.take(C1, 2));
}
