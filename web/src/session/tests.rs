//! What commands do, without a browser.

use super::*;

fn session() -> Session {
    Session::open("", Motion::Reduced)
}

fn play_for(session: &mut Session, wall_ms: u32) {
    session.handle(Command::TogglePlay);
    for _ in 0..wall_ms / 16 {
        session.handle(Command::Frame { elapsed_ms: 16.0 });
    }
    session.handle(Command::TogglePlay);
}

#[test]
fn opens_paused_with_the_first_order_on_its_way() {
    let session = session();
    assert!(!session.playback().is_moving());
    let world = &session.history().current().world;
    assert_eq!(world.outside().orders_placed(), 1);
    assert!(
        world
            .partitions()
            .all(|partition| world.log(partition).log_end_offset() == 0)
    );
}

#[test]
fn the_first_step_lands_the_first_order_as_brick_0() {
    for motion in [Motion::Reduced, Motion::Full] {
        let mut session = Session::open("", motion);
        session.handle(Command::Step);
        for _ in 0..60 {
            session.handle(Command::Frame { elapsed_ms: 16.0 });
        }
        let world = &session.history().current().world;
        let ends: u64 = world
            .partitions()
            .map(|it| world.log(it).log_end_offset())
            .sum();
        assert_eq!(ends, 1, "{motion:?}");
        assert!(!session.playback().is_moving());
    }
}

#[test]
fn back_to_the_start_and_forward_again_is_the_same_run() {
    let mut session = session();
    play_for(&mut session, 3_000);
    session.handle(Command::Inject(Choice::Crash(ConsumerId(0))));
    play_for(&mut session, 3_000);
    let (end, entries) = (
        session.history().cursor(),
        session.history().entries().to_vec(),
    );
    while !session.at_start() {
        session.handle(Command::StepBack);
    }
    while session.history().cursor() < end {
        session.handle(Command::Step);
    }
    assert_eq!(session.history().entries()[..end], entries[..end]);
}

#[test]
fn while_playing_a_sentence_stands_until_it_can_be_read() {
    let mut session = session();
    session.handle(Command::TogglePlay);
    let (mut told, mut changes) = (None, 0);
    for _ in 0..625 {
        session.handle(Command::Frame { elapsed_ms: 16.0 });
        changes += u32::from(session.told != told);
        told = session.told;
    }
    let notable = session
        .history()
        .entries()
        .iter()
        .filter(|it| it.is_notable())
        .count();
    assert!(notable > 50, "ten seconds hold much: {notable}");
    assert!(changes < 25, "and little of it is told: {changes}");
    session.handle(Command::TogglePlay);
    let last = session
        .history()
        .entries()
        .iter()
        .rposition(Entry::is_notable);
    assert_eq!(
        session.told,
        last.map(|place| place + 1),
        "paused, the last is told"
    );
}

#[test]
fn a_crash_in_the_past_keeps_what_came_of_it_before() {
    let mut session = session();
    play_for(&mut session, 4_000);
    let left = session.history().entries().len();
    session.handle(Command::SeekTo(10));
    session.handle(Command::Inject(Choice::Crash(ConsumerId(0))));
    assert_eq!(session.history().branches().len(), 1);
    session.handle(Command::ReturnToBranch(0));
    assert_eq!(session.history().entries().len(), left);
}

#[test]
fn a_link_that_cannot_be_read_opens_the_shop_and_says_why() {
    let mut session = Session::open("#scenario=shoop", Motion::Full);
    assert!(session.notice().is_some());
    session.handle(Command::DismissNotice);
    assert!(session.notice().is_none());
}
