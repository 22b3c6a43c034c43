//! Where a consumer begins. Section 4 of the semantics.

use crate::story::{C1, LONG_MS, ORDERS, Shop, Story, check, committed, polled};
use offsetscope_core::client::Process;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{Event, FatalException, PositionSource};
use offsetscope_core::network::LogEnd;
use offsetscope_core::setup::AutoOffsetReset::{self, Earliest, Latest, None as NoReset};

fn shop_with(reset: AutoOffsetReset) -> Shop {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.client.auto_offset_reset = reset;
    shop
}

/// Where the consumer began, and why.
fn beginning(story: &mut Story) -> (u64, PositionSource) {
    let events = story.until(|event| matches!(event, Event::PositionSet { .. }));
    let set = events.iter().find_map(|event| match event {
        Event::PositionSet { offset, source, .. } => Some((*offset, *source)),
        _ => None,
    });
    set.expect("it is among the events")
}

fn failure(story: &mut Story) -> FatalException {
    let events = story.until(|event| matches!(event, Event::ConsumerFailed { .. }));
    let failure = events.iter().find_map(|event| match event {
        Event::ConsumerFailed { exception, .. } => Some(*exception),
        _ => None,
    });
    failure.expect("it is among the events")
}

/// `e01`, earliest
#[test]
fn nothing_committed_earliest_begins_at_the_log_start() {
    let mut story = shop_with(Earliest).open();
    assert_eq!(
        beginning(&mut story),
        (0, PositionSource::Reset(LogEnd::Earliest))
    );
}

/// `e01`, latest: what was written before is never read by this group.
#[test]
fn nothing_committed_latest_begins_at_the_end() {
    let mut shop = shop_with(Latest);
    shop.records_at_ms.push(30_000);
    let mut story = shop.open();
    assert_eq!(
        beginning(&mut story),
        (4, PositionSource::Reset(LogEnd::Latest))
    );
    story.for_ms(LONG_MS);
    check(&story, "log 0..5, committed 5: LLLL1");
}

/// `e01`, none: `NoOffsetForPartitionException`, and the program ends.
#[test]
fn nothing_committed_none_throws() {
    let mut story = shop_with(NoReset).open();
    assert_eq!(
        failure(&mut story),
        FatalException::NoOffsetForPartition(ORDERS)
    );
    story.for_ms(LONG_MS);
    assert_eq!(story.world().consumer(C1).process, Process::Stopped);
}

/// `e04`: with a committed offset, `auto.offset.reset` is not asked.
#[test]
fn a_committed_offset_goes_before_any_reset() {
    for reset in [Earliest, Latest] {
        let mut shop = shop_with(reset);
        shop.records_at_ms = vec![1, 2, 20_000, 40_000];
        let mut story = shop.open();
        story.until(committed);
        let first = story.committed().expect("just committed");
        story.crash(C1);
        story.for_ms(2 * LONG_MS);
        story.restart(C1);
        assert_eq!(
            beginning(&mut story),
            (first, PositionSource::Committed),
            "{reset:?}"
        );
    }
}

/// A consumer that is away while retention goes past its group's committed offset.
fn overtaken(reset: AutoOffsetReset) -> Story {
    let mut shop = shop_with(reset);
    shop.log.retention_ms = Some(60_000);
    shop.log.segment_ms = 5_000;
    shop.records_at_ms = vec![1_000, 10_000, 20_000, 90_000];
    let mut story = shop.open();
    story.until(committed);
    story.crash(C1);
    story.for_ms(90_000);
    story.restart(C1);
    story
}

/// `f05`: the committed offset lies below the log start. The fetch finds that out, and the policy
/// decides; what was deleted unread has expired.
#[test]
fn a_position_overtaken_by_retention_is_reset() {
    let mut story = overtaken(Earliest);
    assert_eq!(
        beginning(&mut story),
        (1, PositionSource::Committed),
        "no check before the fetch"
    );
    story.until(|event| matches!(event, Event::PositionOutOfRange { offset: 1, .. }));
    assert_eq!(
        beginning(&mut story),
        (3, PositionSource::Reset(LogEnd::Earliest))
    );
    story.until(committed);
    check(&story, "log 3..4, committed 4: 1XX1");
}

/// The same with `latest`: what came in the meantime is skipped, and nobody will ever read it.
#[test]
fn a_position_overtaken_by_retention_is_reset_to_the_end() {
    let mut story = overtaken(Latest);
    story.until(|event| matches!(event, Event::PositionOutOfRange { offset: 1, .. }));
    assert_eq!(
        beginning(&mut story),
        (4, PositionSource::Reset(LogEnd::Latest))
    );
}

/// The client asks for more before `poll` returns: what is written while the program works is there
/// when it polls again. The position does not move with that.
#[test]
fn the_next_fetch_is_under_way_while_the_program_works() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1, 2, 1_000];
    shop.processing_ms = 2_000;
    let mut story = shop.open();
    let events = story.until(polled(C1));
    assert!(events.contains(&Event::FetchSent(C1)));
    story.until(|event| matches!(event, Event::RecordsFetched { .. }));
    let application = &story.world().consumer(C1).application;
    assert!(application.stage.is_some(), "the record came meanwhile");
    assert_eq!(story.position(C1), Some(2));
}

/// KIP-1106: of two old records and two young ones the young are read.
#[test]
fn by_duration_begins_at_the_first_young_record() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.records_at_ms = vec![1, 2, 50_000, 50_001];
    shop.client.auto_offset_reset = AutoOffsetReset::ByDuration(20_000);
    let mut story = shop.open();
    story.crash(C1);
    story.for_ms(60_000);
    story.restart(C1);
    story.until(|event| matches!(event, Event::PositionSet { .. }));
    assert_eq!(story.position(C1), Some(2));
}
