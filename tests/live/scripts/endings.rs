//! Closing, being killed, losing the group.
//!
//! Where a consumer is closed that commits by itself, it has taken all there is: what its library
//! still holds might be handed out, and stored, while it closes.

use super::note;
use crate::arm::{
    Arm, AutoCommit, MAX_POLL_INTERVAL_MS, Mode, SESSION_TIMEOUT_MS, Settings, Until, Who,
};
use offsetscope_core::client::AutoOffsetStore;

const C1: Who = Who::C1;
const C2: Who = Who::C2;

pub fn closing_commits_what_is_stored(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(3);
    arm.join(C1, Settings::DEFAULT);
    note(notes, "delivered", arm.take(C1, 3));
    arm.close(C1);
    note(notes, "callbacks", arm.rebalances(C1));
    note(notes, "committed", arm.committed(0));
    arm.produce(0, 1);
    arm.join(C2, Settings::DEFAULT);
    note(notes, "the next begins at", arm.take(C2, 1));
}

pub fn closing_commits_nothing_with_auto_commit_off(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::MANUAL);
    note(notes, "delivered", arm.take(C1, 3));
    arm.close(C1);
    note(notes, "committed", arm.committed(0));
}

pub fn closing_commits_no_more_than_is_stored(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    let settings = Settings {
        auto_offset_store: AutoOffsetStore::Off,
        ..Settings::DEFAULT
    };
    arm.join(C1, settings);
    note(notes, "delivered", arm.take(C1, 3));
    note(notes, "stored", arm.store(C1, (0, 0)));
    arm.close(C1);
    note(notes, "committed", arm.committed(0));
}

pub fn leaving_commits_what_is_stored(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(2);
    arm.join(C1, Settings::DEFAULT);
    note(notes, "delivered", arm.take(C1, 2));
    arm.unsubscribe(C1);
    arm.poll_until(&[C1], Until::Rebalances(C1, 2));
    arm.wait_until(Until::Committed((0, 2)));
    note(notes, "callbacks", arm.rebalances(C1));
    note(notes, "committed", arm.committed(0));
}

pub fn a_process_killed_before_the_timer_repeats(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    let delivered = arm.start_apart(C1, Settings::DEFAULT, 3);
    note(notes, "delivered", delivered);
    arm.kill(C1);
    note(notes, "committed", arm.committed(0));
    arm.join(C2, Settings::DEFAULT);
    note(notes, "the next begins at", arm.take(C2, 1));
}

/// All three are committed, though nobody knows what became of the third.
pub fn a_process_killed_after_the_timer_loses(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    let settings = Settings {
        auto_commit: AutoCommit::Soon,
        ..Settings::DEFAULT
    };
    let delivered = arm.start_apart(C1, settings, 3);
    note(notes, "delivered", delivered);
    arm.wait_until(Until::Committed((0, 3)));
    arm.kill(C1);
    arm.join(C2, Settings::DEFAULT);
    note(notes, "the next begins at", arm.take(C2, 1));
}

pub fn not_polling_loses_the_group(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::DEFAULT);
    note(notes, "delivered", arm.take(C1, 2));
    // The library looks every half second.
    arm.wait_ms(MAX_POLL_INTERVAL_MS + 2_000);
    note(notes, "commit", arm.commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
    arm.poll_until(&[C1], Until::Errors(C1, 1));
    note(notes, "errors", arm.errors(C1));
    arm.poll_until(&[C1], Until::Rebalances(C1, 3));
    note(notes, "callbacks", arm.rebalances(C1));
    note(notes, "delivered again", arm.take(C1, 2));
    const { assert!(MAX_POLL_INTERVAL_MS >= SESSION_TIMEOUT_MS) };
}
