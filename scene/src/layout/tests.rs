//! What holds of every layout.

use super::*;
use offsetscope_core::scenario::Scenario;

fn layout(width: f64) -> Layout {
    Layout::new(
        &Scenario::Shop.setup(1),
        Room {
            width,
            height: 700.0,
        },
        &Sight::of(ConsumerId(0)),
    )
}

fn boxes(layout: &Layout) -> Vec<Rect> {
    let outer = [
        &layout.producers,
        &layout.groups,
        &vec![layout.broker, layout.flight_key],
    ];
    outer.into_iter().flatten().copied().collect()
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.end_y() && b.y < a.end_y()
}

#[test]
fn nothing_overlaps_and_nothing_sticks_out_at_any_width() {
    for width in [320.0, 390.0, 819.0, 820.0, 900.0, 1280.0, 3840.0] {
        let layout = layout(width);
        let boxes = boxes(&layout);
        for (place, &one) in boxes.iter().enumerate() {
            assert!(
                one.x >= 0.0 && (one.x + one.w) * layout.scale <= width + 1e-6,
                "{width}: {one:?}"
            );
            assert!(one.end_y() <= layout.size.h, "{width}: {one:?}");
            for &other in &boxes[place + 1..] {
                assert!(!overlap(one, other), "{width}: {one:?} {other:?}");
            }
        }
    }
}

#[test]
fn data_flows_left_to_right_where_there_is_room_and_down_where_not() {
    let wide = layout(1000.0);
    assert!(wide.producers[0].right().x < wide.broker.x);
    assert!(wide.broker.right().x < wide.groups[0].x);
    let narrow = layout(390.0);
    assert!(narrow.producers[0].end_y() < narrow.broker.y);
    assert!(narrow.broker.end_y() < narrow.groups[0].y);
}

#[test]
fn a_projector_shows_things_larger_and_a_laptop_does_not() {
    let sight = Sight::of(ConsumerId(0));
    let setup = Scenario::Shop.setup(1);
    let scale = |width, height| Layout::new(&setup, Room { width, height }, &sight).scale;
    assert!((scale(900.0, 620.0) - 1.0).abs() < 1e-9);
    assert!(scale(1500.0, 900.0) > 1.3);
    assert!(scale(3000.0, 400.0) < 1.01, "it still fits the height");
}

#[test]
fn a_phone_still_shows_a_few_bricks() {
    assert!(layout(320.0).slots() >= 4);
    assert!(layout(1000.0).slots() >= 8);
}

#[test]
fn where_there_are_many_only_what_is_looked_at_is_shown_in_full() {
    let mut setup = Scenario::Shop.setup(1);
    setup.topics[0].partitions = 64;
    let partition = TopicPartition {
        topic: TopicId(0),
        partition: 63,
    };
    let mut sight = Sight::of(ConsumerId(0));
    let room = Room {
        width: 1_000.0,
        height: 700.0,
    };
    let before = Layout::new(&setup, room, &sight);
    assert!(before.forms.iter().all(|&form| form == Form::Strip));
    assert!(
        before.broker.h < 2_000.0,
        "all of it is seen in two screens"
    );
    sight.turn(partition);
    let opened = Layout::new(&setup, room, &sight);
    assert_eq!(opened.forms[63], Form::Wall);
    assert!(opened.lanes[63].h > before.lanes[63].h * 3.0);
    assert_eq!(opened.lanes[62], before.lanes[62]);
}
