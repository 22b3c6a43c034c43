//! `offsetscope presets`: the table that answers “which way to commit should I choose?”, as it was
//! read and compared with what Kafka people say (and with sections 7 and 8 of the semantics).
//!
//! Where it says something else than they do, its runs were played step by step, and it is right:
//!
//! - **Auto-commit in the poll loop can lose an order**, by leaving and not by crashing: after an
//!   exception, `close` in `finally` commits what `poll` has returned, processed or not. Recorded of
//!   a real broker: after a batch 4 to 7 that nobody processed, `close` commits 8.
//! - **`commitAsync` with a last `commitSync` in `finally` can lose an order** in the same way, and by
//!   that line alone: without it, the same loop loses nothing.
//! - **Commit before processing can duplicate**, after a time-out: the commit of a member that is out
//!   is refused, and this program logs `CommitFailedException` and goes on, as most do. With Java it
//!   also loses by a graceful stop: `wakeup()` ends `commitSync` itself, and the batch is dropped.
//! - **Workers that commit only what is done can duplicate in any rebalance**: what a worker has begun
//!   goes on, and the partition's next owner begins with it again. What a worker throws ends in a
//!   `Future`, counts as done, and is lost.
//! - **librdkafka's automatic offset store does not lose by a graceful stop**: the loop looks at its
//!   flag only after the message in hand is processed.
//!
//! All else is what they say: commits after processing lose nothing and duplicate after a crash;
//! commits before processing, librdkafka's automatic offset store, and hand-off with commits of what
//! `poll` returned lose; an offset stored in one transaction with the result does neither, provided
//! that the write is guarded, else a member that is taken for dead duplicates.

use std::process::Command;

fn presets(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .arg("presets")
        .args(arguments)
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).expect("it is text")
}

#[test]
fn the_table_is_the_one_that_was_read() {
    assert_eq!(presets(&[]).trim(), include_str!("table.txt").trim());
}
