//! What is deleted, and who cares. Section 1.2 of the semantics.

use crate::story::{C1, LONG_MS, ORDERS, Shop, check, committed};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::Event;
use offsetscope_core::log::{DeletedSegments, DeletionReason, TimestampType};

fn deletion(events: &[Event]) -> Option<DeletedSegments> {
    events.iter().find_map(|event| match event {
        Event::SegmentsDeleted { deleted, .. } => Some(*deleted),
        _ => None,
    })
}

fn deleted(event: &Event) -> bool {
    matches!(event, Event::SegmentsDeleted { .. })
}

fn keeping_for_ms(retention_ms: i64) -> Shop {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.log.retention_ms = Some(retention_ms);
    shop
}

/// Semantics 0, number 1: a commit deletes nothing.
#[test]
fn what_everybody_has_committed_stays() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.for_ms(10 * LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
}

/// And retention does not wait for one.
#[test]
fn what_nobody_has_committed_goes() {
    let mut story = keeping_for_ms(30_000).open();
    story.crash(C1);
    story.until(deleted);
    check(&story, "log 4..4, committed none: XXXX");
}

/// `f02`: the active segment goes too once all of it has expired; a new one is begun first, and
/// offsets go on where they were.
#[test]
fn the_active_segment_is_rolled_and_deleted() {
    let mut shop = keeping_for_ms(30_000);
    shop.records_at_ms.push(70_000);
    let mut story = shop.open();
    story.until(committed);
    let gone = deletion(&story.until(deleted)).expect("it is among the events");
    assert_eq!(
        (gone.reason, gone.segments),
        (DeletionReason::RetentionMs, 1)
    );
    check(&story, "log 4..4, committed 4: 1111");
    story.until(committed);
    check(&story, "log 4..5, committed 5: 11111");
}

/// Semantics 0, number 5: one young record keeps its whole segment, old records and all.
#[test]
fn a_young_record_keeps_its_segment() {
    let mut shop = keeping_for_ms(30_000);
    shop.records_at_ms = vec![1, 2, 25_000];
    let mut story = shop.open();
    story.for_ms(50_000);
    check(&story, "log 0..3, committed 3: 111");
    story.for_ms(10_000);
    check(&story, "log 3..3, committed 3: 111");
}

/// `f04`: by size, the oldest segments go while at least `retention.bytes` stay.
#[test]
fn by_size_the_oldest_segments_go() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.log.segment_ms = 1_000;
    shop.log.retention_ms = None;
    shop.log.retention_bytes = Some(300);
    shop.records_at_ms = vec![1, 5_000, 10_000, 15_000, 20_000];
    let mut story = shop.open();
    story.for_ms(LONG_MS);
    let log = story.world().log(ORDERS);
    let sizes: Vec<u64> = log
        .segments()
        .iter()
        .map(|segment| segment.size_bytes)
        .collect();
    let kept: u64 = sizes.iter().sum();
    assert!(kept >= 300 && kept - sizes[0] < 300, "kept {sizes:?}");
    assert!(log.log_start_offset() > 0, "nothing was deleted");
}

/// `message.timestamp.type`
#[test]
fn a_record_has_the_time_of_its_sender_or_of_the_broker() {
    for timestamp_type in [TimestampType::CreateTime, TimestampType::LogAppendTime] {
        let mut shop = Shop::new(Strategy::AfterBatch);
        shop.records_at_ms = vec![1];
        shop.log.message_timestamp_type = timestamp_type;
        let mut story = shop.open();
        story.until(|event| matches!(event, Event::RecordAppended { .. }));
        let expected_ms = match timestamp_type {
            TimestampType::CreateTime => 1,
            TimestampType::LogAppendTime => story.now_ms(),
        };
        assert!(story.now_ms() > 1, "the request takes its time");
        let record = &story.world().log(ORDERS).active().batches[0].records[0];
        assert_eq!(record.timestamp_ms, expected_ms);
    }
}

/// Semantics 0, number 5: an expired record stays until the next check.
#[test]
fn nothing_goes_before_the_next_check() {
    let mut story = keeping_for_ms(1_000).open();
    let before = story.for_ms(4_900);
    assert_eq!(deletion(&before), None, "expired, but nobody has looked");
    assert!(deletion(&story.for_ms(200)).is_some());
}
