//! Everything that can be measured, at moments that somebody has read with
//! `offsetscope lesson FILE --tell`, step by step.

use offsetscope_lessons::catalogue::Listed;
use offsetscope_lessons::check;
use offsetscope_lessons::course::{Course, moment};
use offsetscope_lessons::fact::{Fact, Number};

fn course(id: &str) -> Course {
    let listed = Listed::find(id).expect("it is in the catalogue");
    let lesson = listed.lesson().expect("it is a lesson");
    check(lesson).expect("it can be played")
}

/// What is so when a part of a lesson has been played.
fn is_so_after(course: &Course, part: usize, facts: &[&str]) {
    let mut run = course.run.clone();
    run.seek(course.parts[part].ends);
    for text in facts {
        let fact = Fact::parse(text, run.current().world.setup());
        let fact = fact.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(fact.holds(moment(&run)), "after part {part}: {text}");
    }
}

fn measured(course: &Course, part: usize, measure: &str) -> i64 {
    let mut run = course.run.clone();
    run.seek(course.parts[part].ends);
    let number = Number::parse(measure, run.current().world.setup());
    number.expect("it can be measured").value(moment(&run))
}

/// Records 0 to 3 are processed and committed, 4 to 7 returned, 4 and 5 of them processed.
#[test]
fn in_the_middle_of_a_batch() {
    let course = course("position-and-committed");
    is_so_after(
        &course,
        4,
        &[
            "committed(fulfilment, orders-0) = 4",
            "position(fulfilment-1, orders-0) = 8",
            "log_start(orders-0) = 0 and log_end(orders-0) = 8 and segments(orders-0) = 1",
            "times(fulfilment, orders-0, 5) = 1 and times(fulfilment, orders-0, 6) = 0",
            "orders(fulfilment) = 8 and once(fulfilment) = 6 and pending(fulfilment) = 2",
            "duplicated(fulfilment) = 0 and lost(fulfilment) = 0 and expired(fulfilment) = 0",
            "read_again(fulfilment) = 4 and done_again(fulfilment) = 2 and missed(fulfilment) = 0",
            "running(fulfilment-1) = 1 and owned(fulfilment-1) = 1 and assigned(fulfilment) = 1",
            "generation(fulfilment) = 1 and members(fulfilment) = 1 and rebalances(fulfilment) = 0",
            "commits(fulfilment) = 1 and commits_sent(fulfilment) = 1",
            "commits_failed(fulfilment) = 0 and commits_back(fulfilment) = 0",
            "actions = 0 and crashes = 0 and stops = 0 and restarts = 0",
        ],
    );
}

/// The process was killed and started again, and has done 4 and 5 again, of 8 that it was returned.
#[test]
fn after_a_crash_and_a_restart() {
    let course = course("position-and-committed");
    is_so_after(
        &course,
        6,
        &[
            "crashes = 1 and restarts = 1 and stops = 0 and actions = 2",
            "generation(fulfilment) = 2 and rebalances(fulfilment) = 1 and members(fulfilment) = 1",
            "times(fulfilment, orders-0, 4) = 2 and duplicated(fulfilment) = 2",
            "committed(fulfilment, orders-0) = 4 and position(fulfilment-1, orders-0) = 12",
            "read_again(fulfilment) = 8 and done_again(fulfilment) = 2",
        ],
    );
}

/// One group has committed before the work and died in it, the other has not committed.
#[test]
fn where_a_process_has_died() {
    let course = course("before-or-after");
    is_so_after(
        &course,
        1,
        &[
            "committed(notifications, orders-0) = 4 and committed(fulfilment, orders-0) = -1",
            "missed(notifications) = 2 and read_again(notifications) = 0",
            "missed(fulfilment) = 0 and read_again(fulfilment) = 4 and done_again(fulfilment) = 2",
        ],
    );
    is_so_after(
        &course,
        2,
        &[
            "crashes = 2 and actions = 2",
            "lost(notifications) = 2 and once(notifications) = 2",
            "lost(fulfilment) = 0 and pending(fulfilment) = 2",
            "running(notifications-1) = 0 and owned(notifications-1) = 0",
            "position(notifications-1, orders-0) = -1 and members(notifications) = 1",
            "assigned(notifications) = 0 and missed(notifications) = 0",
        ],
    );
}

#[test]
fn in_a_rebalance_and_after_it() {
    let course = course("rebalances");
    is_so_after(
        &course,
        1,
        &[
            "stops = 1 and running(fulfilment-3) = 0 and members(fulfilment) = 2",
            "running(fulfilment-1) = 1 and owned(fulfilment-1) = 0 and assigned(fulfilment) = 0",
            "rebalances(fulfilment) = 1 and generation(fulfilment) = 1",
        ],
    );
    is_so_after(
        &course,
        2,
        &[
            "generation(fulfilment) = 2 and assigned(fulfilment) = 3",
            "owned(fulfilment-1) = 2 and owned(fulfilment-2) = 1",
            "position(fulfilment-1, orders-1) = 2 and position(fulfilment-2, orders-1) = -1",
        ],
    );
}

/// The second of two commits was lost with its connection, and nobody waited for it.
#[test]
fn when_a_commit_is_lost() {
    let course = course("async-commits");
    is_so_after(
        &course,
        3,
        &[
            "commits_sent(inventory) = 2 and commits(inventory) = 1",
            "commits_failed(inventory) = 1 and commits_failed(fulfilment) = 0",
            "committed(inventory, orders-0) = 2 and once(inventory) = 5",
        ],
    );
}

#[test]
fn when_an_administrator_has_set_a_group_back() {
    let course = course("commit-is-not-delete");
    is_so_after(&course, 2, &["commits_back(reports) = 0"]);
    is_so_after(
        &course,
        3,
        &[
            "commits_back(reports) = 1 and commits_back(fulfilment) = 0",
            "resets(reports) = 0 and duplicated(reports) = 3 and duplicated(fulfilment) = 0",
        ],
    );
}

/// Stopped, restarted, stopped, deleted, restarted: only then is `auto.offset.reset` asked.
#[test]
fn when_nothing_is_committed_any_more() {
    let course = course("resetting-offsets");
    is_so_after(
        &course,
        3,
        &["resets(reports) = 0 and rebalances(reports) = 3"],
    );
    is_so_after(
        &course,
        4,
        &[
            "resets(reports) = 1 and rebalances(reports) = 4 and generation(reports) = 1",
            "stops = 2 and restarts = 2 and actions = 5",
            "committed(reports, orders-0) = -1 and lost(reports) = 0",
        ],
    );
}

#[test]
fn when_retention_has_overtaken_a_group() {
    let course = course("retention-overtakes");
    is_so_after(
        &course,
        3,
        &[
            "committed(reports, orders-0) = 7 and log_start(orders-0) = 10",
            "expired(reports) = 3 and once(reports) = 7 and segments(orders-0) > 1",
        ],
    );
}

#[test]
fn steps_and_time_are_those_of_the_run() {
    let course = course("position-and-committed");
    for (part, played) in course.parts.iter().enumerate() {
        let mut run = course.run.clone();
        run.seek(played.ends);
        assert_eq!(
            usize::try_from(measured(&course, part, "steps")),
            Ok(played.ends)
        );
        let since_opening_ms = run.current().clock.now_ms() - run.opening_ms();
        assert_eq!(measured(&course, part, "ms"), since_opening_ms);
    }
}

/// Two workers have the orders 4 and 5, both of one customer, and the later one is done first. Order 2
/// cannot be processed, and is passed over.
#[test]
fn what_workers_and_poison_do() {
    let text = r#"{
        "title": "t", "about": "a",
        "scenario": {
            "seed": 2, "poison": [2],
            "topics": [{ "name": "orders", "partitions": 1 }],
            "producers": [{ "client.id": "shop", "topic": "orders", "first_order_ms": 12000, "order_interval_ms": 1500, "config": { "linger.ms": 4500 } }],
            "groups": [{
                "group.id": "fulfilment", "topic": "orders", "strategy": "HandOffCompleted", "on_failure": "skip", "processing_ms": 1000,
                "config": { "auto.offset.reset": "earliest" }, "members": ["fulfilment-1"]
            }]
        },
        "path": [
            { "until": "log_end(orders-0) = 7 and ms >= 10800", "say": [] },
            { "do": [{ "choice": { "Work": { "consumer": 0, "worker": 1 } } }], "until": "times(fulfilment, orders-0, 3) = 1", "say": [] }
        ]
    }"#;
    let lesson = offsetscope_files::parse_json(text).expect("it is a lesson");
    let course = check(lesson).expect("it can be played");
    is_so_after(
        &course,
        0,
        &["skipped(fulfilment) = 1 and once(fulfilment) = 2 and out_of_order(fulfilment) = 0"],
    );
    is_so_after(
        &course,
        1,
        &["times(fulfilment, orders-0, 4) = 1 and out_of_order(fulfilment) = 1"],
    );
}
