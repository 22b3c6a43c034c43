//! Connections that break.

use super::note;
use crate::arm::{Arm, Mode, SESSION_TIMEOUT_MS, Settings, Until, Who};

const C1: Who = Who::C1;
/// Too short for a session to end.
const SHORTLY_MS: i64 = 1_000;

/// It has taken all there is: what its library still holds is delivered while nothing can be reached.
fn takes_all_of_five(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    arm.topic_with(5);
    arm.join(C1, Settings::MANUAL);
    note(notes, "delivered", arm.take(C1, 5));
}

pub fn a_connection_that_breaks_is_mended_unseen(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    takes_all_of_five(arm, notes);
    arm.disconnect();
    arm.poll_for_ms(C1, SHORTLY_MS);
    note(notes, "delivered meanwhile", arm.delivered(C1));
    arm.reconnect();
    arm.produce(0, 1);
    note(notes, "delivered", arm.take(C1, 1));
    note(notes, "commit", arm.commit(C1, Mode::Sync));
    note(notes, "committed", arm.committed(0));
    note(notes, "errors", arm.errors(C1));
    note(notes, "callbacks", arm.rebalances(C1));
}

pub fn a_commit_waits_for_a_connection(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    takes_all_of_five(arm, notes);
    arm.disconnect();
    note(notes, "commit", arm.commit(C1, Mode::Async));
    arm.wait_ms(SHORTLY_MS);
    arm.reconnect();
    arm.wait_until(Until::Committed((0, 5)));
    note(notes, "committed", arm.committed(0));
}

pub fn a_session_that_ends_meanwhile_is_lost(arm: &mut dyn Arm, notes: &mut Vec<String>) {
    takes_all_of_five(arm, notes);
    arm.disconnect();
    arm.poll_for_ms(C1, SESSION_TIMEOUT_MS + 2 * SHORTLY_MS);
    arm.reconnect();
    arm.poll_until(&[C1], Until::Rebalances(C1, 3));
    note(notes, "callbacks", arm.rebalances(C1));
    note(notes, "delivered again", arm.take(C1, 5));
}
