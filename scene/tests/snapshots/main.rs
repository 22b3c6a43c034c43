//! The stage as data at a handful of moments and three sizes, as it was read and found right. A
//! change of what is drawn shows here as a change of text.

use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use offsetscope_core::history::History;
use offsetscope_core::ids::{ConsumerId, GroupId};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::scenario::Scenario;
use offsetscope_scene::flights::travellers;
use offsetscope_scene::{
    Brick, BrickState, GroupBox, GroupRow, Lane, Layout, MemberCard, ProducerCard, Rect, Room,
    Sight, signs,
};
use offsetscope_words as words;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

const GROUP: GroupId = GroupId(0);
const CONSUMER: ConsumerId = ConsumerId(0);
const ROOMS: [Room; 3] = [
    room(1060.0, 640.0),
    room(366.0, 600.0),
    room(1960.0, 1100.0),
];

const fn room(width: f64, height: f64) -> Room {
    Room { width, height }
}

fn shop() -> History {
    History::new(Arc::new(Scenario::Shop.setup(1)))
}

fn until(run: &mut History, it_happens: impl Fn(&Event) -> bool) {
    while run.forward() {
        let last = run.last_entry();
        if last.is_some_and(|entry| entry.events.iter().any(&it_happens)) {
            return;
        }
    }
    panic!("it never happens");
}

fn first_effect() -> History {
    let mut run = shop();
    until(
        &mut run,
        |event| matches!(event, Event::EffectDone { consumer, .. } if *consumer == CONSUMER),
    );
    run
}

#[test]
fn the_opening() {
    check("opening", &shop());
}

#[test]
fn an_order_is_done_and_not_committed() {
    check("effect", &first_effect());
}

#[test]
fn after_a_crash() {
    let mut run = first_effect();
    let now_ms = run.current().clock.now_ms();
    run.inject(Choice::Crash(CONSUMER), now_ms)
        .expect("it runs");
    check("crash", &run);
}

#[test]
fn retention_has_overtaken_a_group() {
    let mut run = shop();
    while run.current().world.tally(GROUP).count(Verdict::Expired) == 0 {
        assert!(run.forward(), "it never overtakes it");
    }
    check("retention", &run);
}

/// Compares what is drawn with the file of that name.
fn check(name: &str, run: &History) {
    let drawn: String = ROOMS.into_iter().map(|room| drawn(run, room)).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.txt"));
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    if drawn != expected {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.txt"));
        std::fs::write(&new, &drawn).expect("it can be written");
        panic!(
            "the stage differs from {}: it is in {}. Read the difference, and copy it if it is right.",
            file.display(),
            new.display()
        );
    }
}

fn drawn(run: &History, room: Room) -> String {
    let moment = run.current();
    let world = &moment.world;
    let layout = Layout::new(world.setup(), room, &Sight::of(CONSUMER));
    let mut text = String::new();
    let mut say = |it: String| writeln!(text, "{it}").expect("a string takes all");
    say(format!(
        "room {} x {}: {:?}, scale {:.2}, stage {}",
        room.width,
        room.height,
        layout.arrangement,
        layout.scale,
        placed(layout.size)
    ));
    for (card, &place) in ProducerCard::all(world).iter().zip(&layout.producers) {
        say(format!(
            "producer {}, {} {}",
            card.name,
            card.last_order,
            placed(place)
        ));
    }
    for ((partition, &place), &form) in world.partitions().zip(&layout.lanes).zip(&layout.forms) {
        let sight = Sight::of(CONSUMER);
        let lane = Lane::new(moment, partition, &sight, layout.slots(), form);
        say(format!(
            "{} {}: log start {}, high watermark {}, log end {}, segments {:?}",
            lane.name,
            placed(place),
            lane.log_start,
            lane.high_watermark,
            lane.log_end,
            lane.segment_bases
        ));
        let bricks: String = lane.bricks.iter().map(brick).collect();
        say(format!(
            "  {} slots from {}: {bricks}({})",
            lane.slots, lane.first_slot, lane.log_end
        ));
        for it in lane.density.iter().flat_map(|it| it.runs(100.0)) {
            let gone = if it.is_gone { ", gone" } else { "" };
            say(format!(
                "  {:.0} to {:.0}: {:?}{gone}",
                it.from, it.to, it.verdict
            ));
        }
        lane.rows.iter().for_each(|it| say(row(it)));
    }
    for (group, &place) in world.setup().group_ids().zip(&layout.groups) {
        let group = GroupBox::new(moment, group);
        say(format!(
            "group {} {}: {}, generation {}, {} members, {}",
            group.name,
            placed(place),
            words::group_state(group.state),
            group.generation,
            group.member_count,
            words::strategy_name(group.strategy)
        ));
        for member in &group.members {
            say(card(member, layout.member(member.consumer)));
        }
    }
    for it in travellers(moment, &layout, &Sight::of(CONSUMER)) {
        let [from, to] = [it.from, it.to].map(|at| format!("{:.0},{:.0}", at.x, at.y));
        let (sent, arrives) = (it.sent_ms, it.arrives_ms);
        say(format!(
            "in flight: {:?} from {from} at {sent} ms to {to} at {arrives} ms",
            it.shape
        ));
    }
    text + "\n"
}

fn placed(rect: Rect) -> String {
    let Rect { x, y, w, h } = rect;
    format!("[{w:.0} x {h:.0} at {x:.0},{y:.0}]")
}

/// `7✓ `, and `~7†~ ` where it is deleted.
fn brick(brick: &Brick) -> String {
    match brick.state {
        BrickState::InLog(verdict) => format!("{}{} ", brick.offset, signs::verdict_sign(verdict)),
        BrickState::Deleted(verdict) => {
            format!("~{}{}~ ", brick.offset, signs::verdict_sign(verdict))
        }
    }
}

fn row(row: &GroupRow) -> String {
    let known = |it: Option<u64>| it.map_or("none".to_owned(), |it| it.to_string());
    let again = row.outlook.as_ref().and_then(words::again_after_a_crash);
    format!(
        "  group {}: committed {}, position {}, lag {}; {}",
        row.group.0,
        known(row.committed),
        known(row.position),
        row.lag.map_or("unknown".to_owned(), |lag| lag.to_string()),
        again.unwrap_or_default()
    )
    .trim_end_matches("; ")
    .to_owned()
}

fn card(member: &MemberCard, place: Rect) -> String {
    let MemberCard {
        name,
        activity,
        owns,
        outlook,
        ..
    } = member;
    let card = format!(
        "  {name} {}: {activity} | {owns} | {outlook}",
        placed(place)
    );
    card.trim_end().to_owned()
}
