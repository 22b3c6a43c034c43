//! The desk, as the page speaks to it.

use super::*;
use crate::switches::Switch;
use offsetscope_core::choice::Choice;
use offsetscope_core::explain::Subject;
use offsetscope_core::history::Entry;
use offsetscope_core::history::causality::Site;
use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
use offsetscope_core::scenario::Scenario;
use offsetscope_scene::sought::Sought;

const PANELS: [Panel; 10] = [
    Panel::Events,
    Panel::Export,
    Panel::Charts,
    Panel::Diagram,
    Panel::Tables,
    Panel::Legend,
    Panel::OffsetsTopic,
    Panel::Program,
    Panel::Why,
    Panel::Faults,
];

fn shop(steps: usize) -> History {
    let mut run = begin(&Source::default(), Beginning::Opening);
    for _ in 0..steps {
        run.forward();
    }
    run
}

fn steps(entries: &[Entry]) -> Vec<Step> {
    entries.iter().map(Step::from).collect()
}

fn gaze(run: &History) -> Gaze {
    let partition = TopicPartition {
        topic: TopicId(0),
        partition: 0,
    };
    Gaze {
        step: u32::try_from(run.cursor()).expect("a short run"),
        consumer: ConsumerId(0),
        sought: Sought::Notable,
        asked: Some(Asked::Record(Subject {
            group: GroupId(0),
            partition,
            offset: 0,
        })),
        beside: None,
        pace: Pace::Moving,
    }
}

fn drawn(desk: &mut Desk, run: &History) -> Vec<(Panel, String)> {
    let (panels, gaze) = (PANELS.to_vec(), gaze(run));
    let Some(Answer::Drawn(drawn)) = desk.hear(Question::Draw { panels, gaze }) else {
        panic!("what is to be drawn is drawn");
    };
    drawn
}

fn told(run: &History) -> Desk {
    let mut desk = Desk::default();
    let steps = steps(run.entries());
    assert_eq!(desk.hear(Question::Follow { from: 0, steps }), None);
    desk
}

#[test]
fn what_is_drawn_is_of_the_run_as_the_page_has_it() {
    let mut run = shop(400);
    let mut desk = told(&run);
    run.seek(300);
    let before = drawn(&mut desk, &run);
    let crash = Choice::Crash(ConsumerId(0));
    run.inject(crash, 0).expect("it lives");
    run.step();
    let steps = steps(&run.entries()[300..]);
    desk.hear(Question::Follow { from: 300, steps });
    let after = drawn(&mut desk, &run);
    assert_ne!(before, after);
    assert_eq!(after, drawn(&mut told(&run), &run));
    assert!(after.iter().all(|(_, html)| !html.is_empty()));
    assert!(
        after[0].1.contains("fulfilment-1 crashes"),
        "{}",
        after[0].1
    );
}

#[test]
fn what_comes_later_is_told_with_names_that_are_known_then() {
    let mut run = shop(400);
    run.seek(0);
    let mut desk = told(&run);
    let later = drawn(&mut desk, &run);
    assert!(!later[0].1.contains("an order"), "{}", later[0].1);
}

#[test]
fn events_of_a_process_or_group_are_left_out_if_it_is_switched_off() {
    let run = shop(400);
    let mut desk = told(&run);
    let lines = |desk: &mut Desk| {
        let events = drawn(desk, &run).swap_remove(0).1;
        let ends = ["<button id=\"event-", "</button>"];
        let buttons = events.split(ends[0]).skip(1);
        let texts = buttons.filter_map(|it| it.split(ends[1]).next());
        texts.map(str::to_owned).collect::<Vec<_>>()
    };
    let has = |lines: &[String], what: &str| lines.iter().any(|it| it.contains(what));
    assert!(has(&lines(&mut desk), "inventory"));
    desk.hear(turn(Switch::Group(GroupId(1))));
    assert!(!has(&lines(&mut desk), "inventory"));
    let logs = Switch::Site(Site::Logs);
    assert!(has(&lines(&mut desk), "is now in orders-"));
    desk.hear(turn(logs));
    assert!(!has(&lines(&mut desk), "is now in orders-"));
    desk.hear(turn(logs));
    assert!(has(&lines(&mut desk), "is now in orders-"));
}

fn turn(switch: Switch) -> Question {
    Question::Press(deed::turn(switch.number()))
}

fn exported(desk: &mut Desk, file: &str) -> String {
    match desk.hear(Question::Press(deed::export(file))) {
        Some(Answer::File { name, text }) if name == file => text,
        other => panic!("{file}: {other:?}"),
    }
}

#[test]
fn a_run_is_kept_as_a_line_for_each_step() {
    let mut run = shop(120);
    let mut desk = told(&run);
    run.seek(50);
    drawn(&mut desk, &run);
    let lines = exported(&mut desk, "trace.jsonl");
    assert_eq!(lines.lines().count(), 120);
    assert!(lines.starts_with(r#"{"step":1,"at_ms":"#), "{lines}");
    assert!(lines.ends_with("}\n"));
}

#[test]
fn a_picture_shows_the_stretch_of_a_log_that_is_looked_at() {
    let run = shop(4_000);
    let mut desk = told(&run);
    drawn(&mut desk, &run);
    let newest = exported(&mut desk, "stage.svg");
    let mut sight = Sight::of(ConsumerId(0));
    let partition = TopicPartition {
        topic: TopicId(0),
        partition: 0,
    };
    sight.look(partition, Some(3));
    desk.hear(Question::Sight(sight));
    let earlier = exported(&mut desk, "stage.svg");
    let has =
        |picture: &str| picture.contains("orders-0 offset 3:") || picture.contains(">3</text>");
    assert!(has(&earlier) && !has(&newest), "{earlier}");
}

#[test]
fn pictures_need_nothing_else_and_names_in_them_are_escaped() {
    let mut setup = Source::default().setup();
    setup.consumers[0].name = "</text><script>".to_owned();
    let beginning = Beginning::Start;
    let source = Source::written(&setup);
    let mut desk = Desk::default();
    desk.hear(Question::Begin { source, beginning });
    let mut run = History::at_start(Arc::new(setup));
    for _ in 0..300 {
        run.forward();
    }
    let steps = steps(run.entries());
    desk.hear(Question::Follow { from: 0, steps });
    drawn(&mut desk, &run);
    for file in ["stage.svg", "diagram.svg"] {
        let light = exported(&mut desk, file);
        assert!(light.contains(r#"xmlns="http://www.w3.org/2000/svg""#));
        assert!(
            !light.contains("<script") && light.contains("&lt;script"),
            "{file}"
        );
        assert!(!light.contains("var("), "{file}");
        desk.hear(turn(Switch::DarkPictures));
        assert_ne!(exported(&mut desk, file), light);
        desk.hear(turn(Switch::DarkPictures));
    }
}

#[test]
fn another_run_begins_without_steps() {
    let mut desk = told(&shop(400));
    let source = Source::written(&Scenario::Shop.setup(2));
    let beginning = Beginning::Start;
    desk.hear(Question::Begin { source, beginning });
    assert_eq!(desk.run.entries().len(), 0);
    assert_eq!(desk.run.current().world.setup().seed, 2);
}

#[test]
fn a_run_that_cannot_be_followed_is_followed_as_far_as_it_can() {
    let mut desk = Desk::default();
    let crash = Step {
        at_ms: 10_000,
        choice: Choice::Crash(ConsumerId(0)),
    };
    let steps = vec![crash, crash];
    desk.hear(Question::Follow { from: 9, steps });
    assert_eq!(desk.run.entries().len(), 1);
}
