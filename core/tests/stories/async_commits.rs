//! `commitAsync`: sent and not waited for. Section 7.1 of the semantics.

use crate::story::{C1, LONG_MS, Shop, check, committed, polled};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{CommitTrigger, Event};

fn sent(event: &Event) -> bool {
    matches!(event, Event::CommitSent { .. })
}

fn callback_ran(event: &Event) -> bool {
    matches!(event, Event::CommitCallbackRan { .. })
}

/// The loop goes on at once, and a crash after the send changes nothing: the request is on its way.
#[test]
fn an_asynchronous_commit_is_not_waited_for() {
    let mut shop = Shop::new(Strategy::AsyncAfterBatch);
    shop.client.max_poll_records = 2;
    let mut story = shop.open();
    story.until(sent);
    let next = story.until(polled(C1));
    assert!(!next.iter().any(committed), "poll did not wait for it");
    story.crash(C1);
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

/// `c01`: the answer alone does not run the callback; a call of the application does.
#[test]
fn its_callback_runs_inside_a_later_poll() {
    let mut shop = Shop::new(Strategy::AsyncAfterBatch);
    shop.client.max_poll_records = 2;
    shop.processing_ms = 1_000;
    let mut story = shop.open();
    let acknowledged = |event: &Event| {
        let trigger = CommitTrigger::CommitAsync;
        *event
            == Event::CommitAcknowledged {
                consumer: C1,
                trigger,
            }
    };
    let working = story.until(acknowledged);
    assert!(!working.iter().any(callback_ran), "the application works");
    let next_batch = story.until(callback_ran);
    assert!(
        next_batch.iter().filter(|event| sent(event)).count() == 1,
        "it has finished its batch first"
    );
}
