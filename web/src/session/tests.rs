//! What commands do, without a browser.

use super::*;
use crate::playback::Speed;
use offsetscope_messages::panels::Step;
use offsetscope_scene::marks::MarkKind;
use offsetscope_scene::sought::{Sought, Towards};
use offsetscope_words as words;

fn session() -> Session {
    Session::first(Motion::Reduced)
}

fn frame(session: &mut Session, halt: Halt) {
    session.handle(Command::Frame {
        elapsed_ms: 16.0,
        halt,
    });
}

fn play_for(session: &mut Session, wall_ms: u32) {
    session.handle(Command::TogglePlay);
    for _ in 0..wall_ms / 16 {
        frame(session, Halt::Never);
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
        let mut session = Session::first(motion);
        session.handle(Command::Step);
        for _ in 0..60 {
            frame(&mut session, Halt::Never);
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
        frame(&mut session, Halt::Never);
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
fn one_goes_to_the_next_commit_and_poll_and_back_again() {
    let mut session = session();
    let commit = Sought::Mark(MarkKind::Commit);
    for sought in [commit, Sought::Poll, commit] {
        let before = session.history().cursor();
        session.handle(Command::GoTo(sought, Towards::Later));
        assert!(
            session.history().cursor() > before,
            "{sought:?} comes by itself"
        );
        assert!(sought.is_in(session.history().last_entry().unwrap()));
    }
    let last = session.history().cursor();
    session.handle(Command::GoTo(commit, Towards::Earlier));
    assert!(session.history().cursor() < last);
    assert!(commit.is_in(session.history().last_entry().unwrap()));
    let crash = Sought::Mark(MarkKind::Crash);
    let here = session.history().cursor();
    assert!(!session.can_go_to(crash, Towards::Later));
    session.handle(Command::GoTo(crash, Towards::Later));
    assert_eq!(session.history().cursor(), here, "nobody waits for a crash");
}

#[test]
fn a_crash_that_is_undone_has_not_happened() {
    let mut session = session();
    play_for(&mut session, 2_000);
    let before = session.history().cursor();
    session.handle(Command::Inject(Choice::Crash(ConsumerId(0))));
    assert!(
        !session
            .history()
            .current()
            .world
            .consumer(ConsumerId(0))
            .is_running()
    );
    session.handle(Command::Undo);
    assert_eq!(session.history().cursor(), before);
    assert!(
        session
            .history()
            .current()
            .world
            .consumer(ConsumerId(0))
            .is_running()
    );
}

#[test]
fn as_fast_as_it_can_is_faster_than_anything_else_and_keeps_time() {
    let steps_at = |speed| {
        let mut session = session();
        session.handle(Command::SetSpeed(speed));
        play_for(&mut session, 500);
        let now_ms = millis(session.history().current().clock.now_ms());
        assert!(session.playback().shown_ms >= now_ms);
        session.history().cursor()
    };
    assert!(steps_at(Speed::Unbound) > 5 * steps_at(Speed::Sixteen));
}

/// The list of events tells what is still to come of a run by the names of the moment on the screen.
#[test]
fn every_step_can_be_told_at_every_moment() {
    let mut session = session();
    play_for(&mut session, 8_000);
    session.handle(Command::ToStart);
    let opening = session.history().current().world.clone();
    for entry in session.history().entries() {
        assert!(!entry.is_notable() || !words::narrate(entry, &opening).is_empty());
    }
}

#[test]
fn those_outside_are_told_what_is_new_and_what_is_no_more() {
    use offsetscope_messages::panels::Question;
    let mut session = Session::first(Motion::Reduced);
    let follow = |news: &[Question]| match news.last() {
        Some(Question::Follow { from, steps }) => Some((*from as usize, steps.len())),
        _ => None,
    };
    for _ in 0..5 {
        session.handle(Command::Step);
    }
    let all = session.history().entries().len();
    let news = session.news();
    assert!(matches!(news[0], Question::Begin { .. }));
    assert_eq!(follow(&news), Some((0, all)));
    assert_eq!(session.news(), []);
    session.handle(Command::StepBack);
    assert_eq!(session.news(), [], "the run is the same");
    let from = session.history().cursor();
    session.handle(Command::Inject(Choice::Crash(ConsumerId(0))));
    let news = session.news();
    assert_eq!(follow(&news), Some((from, 1)));
    session.handle(Command::StartOver);
    assert_eq!(
        follow(&session.news()),
        Some((0, 0)),
        "nothing is left of it"
    );
    session.handle(Command::ScrollTo(3));
    assert_eq!(session.news(), [Question::Scroll(Some(3))]);
    session.tell_all();
    assert!(matches!(session.news()[0], Question::Begin { .. }));
}

#[test]
fn a_held_run_waits_at_its_end_until_it_is_led_on() {
    let setup = Source::Shop.setup();
    let mut whole = History::new(Arc::new(setup.clone()));
    for _ in 0..60 {
        whole.forward();
    }
    let steps: Vec<Step> = whole.entries().iter().map(Step::from).collect();
    let opened = Opened {
        whose: Whose::Lesson(Onward::Held),
        step: 10,
        ..Opened::watched(
            Source::written(&setup),
            Beginning::Opening,
            steps[..10].to_vec(),
        )
    };
    let mut session = Session::opened(opened, Motion::Full).expect("it was played");
    assert!(session.at_end() && session.is_held());
    play_for(&mut session, 3_000);
    session.handle(Command::Step);
    assert_eq!(session.history().entries().len(), 10);
    session.handle(Command::StartOver);
    assert_eq!(
        session.history().entries().len(),
        10,
        "nothing is forgotten"
    );
    session.lead(&Lead {
        from: 10,
        steps: steps[10..].to_vec(),
        show: 10,
        consumer: ConsumerId(1),
        onward: Onward::Held,
    });
    assert_eq!(
        (session.history().cursor(), session.selected()),
        (10, ConsumerId(1))
    );
    for _ in 0..4_000 {
        frame(&mut session, Halt::Never);
    }
    assert_eq!(session.history().cursor(), 60);
    assert!(!session.playback().is_moving(), "it waits");
    let notable = whole.entries().iter().rfind(|it| it.is_notable());
    assert_eq!(session.told(), notable, "what came last is told");
    session.lead(&Lead {
        from: 60,
        steps: Vec::new(),
        show: 0,
        consumer: ConsumerId(0),
        onward: Onward::Free,
    });
    play_for(&mut session, 60_000);
    assert!(session.history().entries().len() > 60, "free to go on");
}

#[test]
fn where_nothing_moves_the_end_of_what_a_lesson_shows_is_told_at_once() {
    let setup = Source::Shop.setup();
    let mut whole = History::new(Arc::new(setup.clone()));
    for _ in 0..60 {
        whole.forward();
    }
    let steps: Vec<Step> = whole.entries().iter().map(Step::from).collect();
    let opened = Opened {
        whose: Whose::Lesson(Onward::Held),
        ..Opened::watched(Source::written(&setup), Beginning::Opening, Vec::new())
    };
    let mut session = Session::opened(opened, Motion::Reduced).expect("it was played");
    session.lead(&Lead {
        from: 0,
        steps,
        show: 0,
        consumer: ConsumerId(0),
        onward: Onward::Held,
    });
    assert_eq!(session.history().cursor(), 60);
    let notable = whole.entries().iter().rfind(|it| it.is_notable());
    assert_eq!(session.told(), notable);
}

#[test]
fn in_front_of_a_room_playing_pauses_at_what_is_looked_for() {
    let mut session = session();
    session.handle(Command::Seek(Sought::Mark(MarkKind::Commit)));
    let mut pauses = Vec::new();
    for _ in 0..3 {
        session.handle(Command::TogglePlay);
        while session.playback().is_moving() {
            frame(&mut session, Halt::AtSought);
        }
        let cursor = session.history().cursor();
        assert!(
            session
                .sought()
                .is_in(&session.history().entries()[cursor - 1])
        );
        pauses.push(cursor);
    }
    assert!(pauses.is_sorted() && pauses[0] < pauses[1] && pauses[1] < pauses[2]);
}
