//! Runs that several tests look at.

use offsetscope_core::choice::Choice;
use offsetscope_core::history::History;
use offsetscope_core::ids::ConsumerId;
use offsetscope_messages::Source;
use std::sync::Arc;

/// The shop after so many steps, a crash of its first consumer, and 60 steps more.
pub fn shop_with_a_crash(before: usize) -> History {
    let mut run = History::new(Arc::new(Source::Shop.setup()));
    for _ in 0..before {
        run.forward();
    }
    let now_ms = run.current().clock.now_ms();
    run.inject(Choice::Crash(ConsumerId(0)), now_ms)
        .expect("it lives");
    for _ in 0..60 {
        run.forward();
    }
    run
}
