//! What is committed when, and what fails.

use super::note;
use crate::arm::{Arm, AutoCommit, Mode, SOON_MS, Settings, Until, Who};
use offsetscope_core::client::AutoOffsetStore;

const C1: Who = Who::C1;
const COMMITS_SOON: Settings = Settings {
    auto_commit: AutoCommit::Soon,
    ..Settings::DEFAULT
};
/// Long enough for the timer to have fired several times.
const SEVERAL_INTERVALS_MS: i64 = 5 * SOON_MS;

pub fn a_timer_commits_what_was_delivered(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, COMMITS_SOON);
    note(notes, "delivered", arm.take(C1, 3));
    arm.wait_until(Until::Committed((0, 3)));
    note(notes, "committed without another poll", arm.committed(0));
}

pub fn without_auto_store_only_what_is_stored_is_committed(
    arm: &mut dyn Arm,
    notes: &mut Vec<String>,
) {
    arm.topic_with(5);
    let settings = Settings {
        auto_offset_store: AutoOffsetStore::Off,
        ..COMMITS_SOON
    };
    arm.join(C1, settings);
    note(notes, "delivered", arm.take(C1, 3));
    arm.wait_ms(SEVERAL_INTERVALS_MS);
    note(
        notes,
        "committed before anything is stored",
        arm.committed(0),
    );
    note(notes, "stored", arm.store(C1, (0, 1)));
    arm.wait_until(Until::Committed((0, 2)));
    note(notes, "committed", arm.committed(0));
}

pub fn storing_is_refused_where_the_library_does_it(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::DEFAULT);
    note(notes, "delivered", arm.take(C1, 2));
    note(notes, "stored", arm.store(C1, (0, 0)));
}

pub fn storing_is_refused_for_what_is_not_assigned(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.create_topic(2);
    arm.produce(0, 3);
    let settings = Settings {
        auto_offset_store: AutoOffsetStore::Off,
        ..Settings::MANUAL
    };
    arm.start(C1, settings);
    arm.assign(C1, &[0]);
    note(notes, "delivered", arm.take(C1, 1));
    note(notes, "stored of another", arm.store(C1, (1, 0)));
    note(notes, "stored of its own", arm.store(C1, (0, 0)));
}

pub fn a_commit_with_nothing_new_fails(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::MANUAL);
    note(notes, "delivered", arm.take(C1, 3));
    note(notes, "first", arm.commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
    note(notes, "again", arm.commit(C1, Mode::Sync));
    note(notes, "delivered", arm.take(C1, 1));
    note(notes, "after one more", arm.commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
}

pub fn a_commit_before_anything_is_delivered_fails(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(0);
    arm.join(C1, Settings::MANUAL);
    arm.poll_until(&[C1], Until::Fetching(C1));
    note(notes, "commit", arm.commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
}

pub fn committing_a_message_adds_one(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::MANUAL);
    note(notes, "delivered", arm.take(C1, 2));
    note(notes, "a message", arm.take_and_commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
    let result = arm.commit_offset(C1, (0, 2), Mode::Sync);
    note(notes, "the offset 2", result);
    note(notes, "committed", arm.committed(0));
}

pub fn a_stored_offset_does_not_go_back_but_an_explicit_one_does(
    arm: &mut dyn Arm,
    notes: &mut Vec<String>,
) {
    arm.topic_with(5);
    arm.join(C1, Settings::MANUAL);
    note(notes, "delivered", arm.take(C1, 3));
    note(notes, "commit", arm.commit(C1, Mode::Sync));
    note(notes, "seek", arm.seek(C1, (0, 0)));
    note(notes, "delivered", arm.take(C1, 1));
    note(notes, "commit", arm.commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
    let result = arm.commit_offset(C1, (0, 1), Mode::Sync);
    note(notes, "back to 1", result);
    note(notes, "committed", arm.committed(0));
    note(notes, "delivered", arm.take(C1, 1));
    note(notes, "commit", arm.commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
}

pub fn an_asynchronous_commit_needs_no_poll(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::MANUAL);
    note(notes, "delivered", arm.take(C1, 2));
    note(notes, "commit", arm.commit(C1, Mode::Async));
    arm.wait_until(Until::Committed((0, 2)));
    note(notes, "a message", arm.take_and_commit(C1, Mode::Async));
    arm.wait_until(Until::Committed((0, 3)));
    note(notes, "committed", arm.committed(0));
}

pub fn an_assigned_consumer_commits_too(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.start(C1, COMMITS_SOON);
    arm.assign(C1, &[0]);
    note(notes, "delivered", arm.take(C1, 2));
    arm.wait_until(Until::Committed((0, 2)));
    note(notes, "committed", arm.committed(0));
    let result = arm.commit_offset(C1, (0, 999), Mode::Sync);
    note(notes, "beyond the end", result);
    note(notes, "committed", arm.committed(0));
}

pub fn nothing_is_committed_twice(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, COMMITS_SOON);
    note(notes, "delivered", arm.take(C1, 5));
    arm.wait_until(Until::Committed((0, 5)));
    arm.poll_for_ms(C1, SEVERAL_INTERVALS_MS);
    let last = arm.commit_callbacks(C1).pop();
    note(notes, "the last commit", last);
    arm.poll_for_ms(C1, SEVERAL_INTERVALS_MS);
    note(notes, "later commits", arm.commit_callbacks(C1));
}
