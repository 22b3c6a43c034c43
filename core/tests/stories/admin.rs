//! What an administrator does to a group and its topic. Sections 1 and 14 of the semantics.

use crate::story::{C1, GROUP, LONG_MS, ORDERS, Shop, Story, check, committed, effect};
use offsetscope_core::admin::{AdminError, AdminRequest};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::event::{Event, PositionSource};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::Offset;
use offsetscope_core::log::CleanupPolicy;
use offsetscope_core::network::LogEnd;
use offsetscope_core::timer::Timer;
use offsetscope_core::world::Reset;

/// Asks, and tells why it was refused, if it was.
fn ask(story: &mut Story, request: AdminRequest) -> Option<AdminError> {
    let events = story.make(Choice::Administer(request));
    events.iter().find_map(|event| match event {
        Event::AdminRefused(error) => Some(*error),
        _ => None,
    })
}

fn delete_records(before: Offset) -> AdminRequest {
    let partition = ORDERS;
    AdminRequest::DeleteRecords { partition, before }
}

fn alter_offset(to: Offset) -> AdminRequest {
    AdminRequest::AlterOffset {
        group: GROUP,
        partition: ORDERS,
        to,
    }
}

const DELETE_OFFSET: AdminRequest = AdminRequest::DeleteOffset {
    group: GROUP,
    partition: ORDERS,
};

/// All four records are done and committed, and the only member has left.
fn left_behind() -> Story {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(committed);
    story.make(Choice::Stop(C1));
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1111");
    story
}

/// `exp-java-66`: the log begins later, and what is committed stays as it is.
#[test]
fn deleted_records_leave_the_commit_as_it_is() {
    let mut story = left_behind();
    assert_eq!(ask(&mut story, delete_records(3)), None);
    check(&story, "log 3..4, committed 4: 1111");
}

#[test]
fn records_that_are_deleted_unread_are_gone() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.crash(C1);
    story.for_ms(1_000);
    assert_eq!(ask(&mut story, delete_records(2)), None);
    check(&story, "log 2..4, committed none: XX..");
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 2..4, committed 4: XX11");
}

/// A committed offset below the log start is out of range, and `auto.offset.reset` decides.
#[test]
fn a_group_whose_next_record_is_deleted_is_reset() {
    let mut story = Shop::new(Strategy::AfterRecord).open();
    story.until(effect(1));
    story.crash(C1);
    story.for_ms(LONG_MS);
    ask(&mut story, delete_records(3));
    check(&story, "log 3..4, committed 1: 11X.");
    story.restart(C1);
    let reset = |event: &Event| {
        let earliest = PositionSource::Reset(LogEnd::Earliest);
        matches!(event, Event::PositionSet { offset: 3, source, .. } if *source == earliest)
    };
    story.until(reset);
}

/// `Partition.deleteRecordsOnLeader`
#[test]
fn nothing_above_the_high_watermark_can_be_deleted() {
    let mut story = left_behind();
    let refused = Some(AdminError::OffsetOutOfRange);
    assert_eq!(ask(&mut story, delete_records(5)), refused);
    assert_eq!(ask(&mut story, delete_records(4)), None);
    check(&story, "log 4..4, committed 4: 1111");
}

#[test]
fn records_of_a_topic_that_is_only_compacted_stay() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.log.cleanup_policy = CleanupPolicy::Compact;
    let mut story = shop.open();
    story.for_ms(1_000);
    let refused = Some(AdminError::PolicyViolation);
    assert_eq!(ask(&mut story, delete_records(1)), refused);
}

/// Section 14: an outsider's commit is refused while there are members.
#[test]
fn a_working_group_keeps_its_offsets() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.until(committed);
    for (request, error) in [
        (alter_offset(0), GroupError::UnknownMemberId),
        (DELETE_OFFSET, GroupError::GroupSubscribedToTopic),
        (AdminRequest::DeleteGroup(GROUP), GroupError::NonEmptyGroup),
    ] {
        let refused = ask(&mut story, request);
        assert_eq!(refused, Some(AdminError::Group(error)));
    }
    check(&story, "log 0..4, committed 4: 1111");
}

/// Going back repeats, going forward loses.
#[test]
fn an_altered_offset_is_where_the_group_goes_on() {
    let mut story = left_behind();
    assert_eq!(ask(&mut story, alter_offset(1)), None);
    check(&story, "log 0..4, committed 1: 1111");
    story.restart(C1);
    story.for_ms(LONG_MS);
    check(&story, "log 0..4, committed 4: 1222");

    let mut story = Shop::new(Strategy::AfterBatch).open();
    story.crash(C1);
    story.for_ms(1_000);
    assert_eq!(ask(&mut story, alter_offset(3)), None);
    check(&story, "log 0..4, committed 3: LLL.");
}

#[test]
fn a_deleted_group_begins_anew() {
    for request in [DELETE_OFFSET, AdminRequest::DeleteGroup(GROUP)] {
        let mut story = left_behind();
        assert_eq!(ask(&mut story, request), None);
        check(&story, "log 0..4, committed none: 1111");
        story.restart(C1);
        story.for_ms(LONG_MS);
        check(&story, "log 0..4, committed 4: 2222");
    }
}

#[test]
fn what_is_gone_cannot_be_deleted_again() {
    let mut story = left_behind();
    ask(&mut story, AdminRequest::DeleteGroup(GROUP));
    let refused = Some(AdminError::Group(GroupError::GroupIdNotFound));
    for request in [DELETE_OFFSET, AdminRequest::DeleteGroup(GROUP)] {
        assert_eq!(ask(&mut story, request), refused);
    }
}

/// `ClassicGroup.offsetExpirationCondition`: in a group that had members, the age of every offset
/// counts from when the last of them left, however young the commit is.
#[test]
fn an_offset_altered_late_may_expire_at_once() {
    let mut shop = Shop::new(Strategy::AfterBatch);
    shop.offsets_retention_ms = 120_000;
    let mut story = shop.open();
    story.until(committed);
    story.make(Choice::Stop(C1));
    story.for_ms(130_000);
    ask(&mut story, alter_offset(1));
    check(&story, "log 0..4, committed 1: 1111");
    story.make(Choice::Fire(Timer::OffsetExpiration));
    check(&story, "log 0..4, committed none: 1111");
}

/// `kafka-consumer-groups.sh --reset-offsets`: each option, and what the tool does not ask for as it
/// is so already, or as there is nothing to shift.
#[test]
fn a_reset_asks_for_what_the_tool_would() {
    let mut story = Shop::new(Strategy::AfterBatch).open();
    let asked = |story: &Story, to| {
        let asked = story.world().reset(GROUP, to, story.now_ms());
        asked
            .iter()
            .filter_map(|it| it.offset())
            .collect::<Vec<_>>()
    };
    let nothing: Vec<Offset> = Vec::new();
    assert_eq!(
        asked(&story, Reset::ShiftBy(-1)),
        nothing,
        "nothing is committed"
    );
    story.until(committed);
    assert_eq!(asked(&story, Reset::ToEarliest), [0]);
    assert_eq!(asked(&story, Reset::ToLatest), nothing, "it is there");
    assert_eq!(asked(&story, Reset::ShiftBy(-3)), [1]);
    assert_eq!(asked(&story, Reset::ShiftBy(-30)), [0]);
    assert_eq!(
        asked(&story, Reset::ShiftBy(3)),
        nothing,
        "no further than the end"
    );
    // The records are of the first four milliseconds.
    let since_the_third_ms = story.now_ms() - 3;
    assert_eq!(asked(&story, Reset::ByDuration(since_the_third_ms)), [2]);
    assert_eq!(
        asked(&story, Reset::ByDuration(0)),
        nothing,
        "nothing is that young"
    );
}
