//! The scripts: each does something, and notes what can be seen.
//!
//! # Layout
//!
//! - [`commits`]: what is committed when, and what fails;
//! - [`connections`]: connections that break;
//! - [`endings`]: closing, being killed, losing the group;
//! - [`groups`]: several consumers, and none;
//! - [`positions`]: where reading begins and goes on.

mod commits;
mod connections;
mod endings;
mod groups;
mod positions;

use crate::arm::{Arm, Judge};

/// A script.
pub struct Script {
    pub name: &'static str,
    pub judge: Judge,
    pub run: fn(&mut dyn Arm, &mut Vec<String>),
}

/// Names a function as a script.
macro_rules! script {
    ($module:ident::$name:ident) => {
        script!($module::$name, Any)
    };
    ($module:ident::$name:ident, $judge:ident) => {
        Script {
            name: stringify!($name),
            judge: Judge::$judge,
            run: $module::$name,
        }
    };
}

/// All of them.
pub const SCRIPTS: &[Script] = &[
    script!(commits::a_timer_commits_what_was_delivered),
    script!(commits::without_auto_store_only_what_is_stored_is_committed),
    script!(commits::storing_is_refused_where_the_library_does_it),
    script!(commits::storing_is_refused_for_what_is_not_assigned),
    script!(commits::a_commit_with_nothing_new_fails),
    script!(commits::a_commit_before_anything_is_delivered_fails),
    script!(commits::committing_a_message_adds_one),
    script!(commits::a_stored_offset_does_not_go_back_but_an_explicit_one_does),
    script!(commits::an_asynchronous_commit_needs_no_poll),
    script!(commits::an_assigned_consumer_commits_too),
    script!(commits::nothing_is_committed_twice),
    script!(
        connections::a_connection_that_breaks_is_mended_unseen,
        MockCluster
    ),
    script!(connections::a_commit_waits_for_a_connection, MockCluster),
    script!(
        connections::a_session_that_ends_meanwhile_is_lost,
        MockCluster
    ),
    script!(endings::closing_commits_what_is_stored),
    script!(endings::closing_commits_nothing_with_auto_commit_off),
    script!(endings::closing_commits_no_more_than_is_stored),
    script!(endings::leaving_commits_what_is_stored),
    script!(endings::a_process_killed_before_the_timer_repeats),
    script!(endings::a_process_killed_after_the_timer_loses),
    script!(endings::not_polling_loses_the_group),
    script!(groups::two_consumers_share_the_partitions),
    script!(
        groups::who_comes_second_goes_on_where_the_first_stopped,
        RealCluster
    ),
    script!(groups::a_consumer_alone_takes_over),
    script!(groups::a_static_member_that_closes_keeps_its_place),
    script!(groups::who_does_not_poll_is_replaced),
    script!(groups::keys_go_to_partitions_by_crc32),
    script!(positions::nothing_committed_begins_at_the_beginning),
    script!(positions::nothing_committed_begins_at_the_end),
    script!(positions::nothing_committed_is_an_error),
    script!(positions::out_of_range_begins_at_the_beginning),
    script!(positions::out_of_range_begins_at_the_end),
    script!(positions::out_of_range_is_an_error),
    script!(positions::a_committed_offset_wins_over_the_policy),
    script!(positions::seek_goes_back),
    script!(positions::seek_does_not_help_after_an_error),
    script!(positions::a_paused_partition_is_not_delivered),
];

/// Notes something.
fn note(notes: &mut Vec<String>, what: &str, seen: impl core::fmt::Debug) {
    notes.push(format!("{what}: {seen:?}"));
}
