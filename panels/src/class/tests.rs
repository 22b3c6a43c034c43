//! Lessons as they are taken, by a page that follows what it is told.

use super::*;
use crate::class::Progress;
use offsetscope_core::choice::Choice;
use offsetscope_core::ids::ConsumerId;
use offsetscope_messages::panels::Pace;
use offsetscope_scene::sought::Sought;
use std::sync::Arc;

/// One order, a crash that has it done twice or not, and a goal.
const LESSON: &str = r#"{
  "title": "A <b>lesson</b>",
  "about": "About *it*.",
  "scenario": {
    "topics": [{ "name": "orders", "partitions": 1 }],
    "producers": [{ "client.id": "shop", "topic": "orders", "first_order_ms": 5000, "order_interval_ms": 3000 }],
    "groups": [{
      "group.id": "fulfilment", "topic": "orders", "strategy": "AfterBatch", "processing_ms": 900,
      "config": { "auto.offset.reset": "earliest" }, "members": ["fulfilment-1"]
    }]
  },
  "path": [
    { "until": "log_end(orders-0) = 1", "say": ["The log ends at {log_end(orders-0)}."], "notes": "Wait." },
    {
      "ask": { "question": "And then?", "options": [
        { "say": "it shrinks", "if": "log_end(orders-0) < 1", "because": "It never does." },
        { "say": "it grows", "if": "log_end(orders-0) > 1" }
      ] },
      "until": "log_end(orders-0) != 1",
      "say": ["It has grown."]
    }
  ],
  "goal": {
    "say": "Crash it.", "reach": "crashes = 1", "hint": "Press Crash.",
    "solution": [{ "do": { "crash": "fulfilment-1" } }]
  }
}"#;

struct Page {
    class: Class,
    run: History,
    step: u32,
}

impl Page {
    fn new() -> Self {
        let lesson = offsetscope_files::parse_json(LESSON).expect("it is a lesson");
        let (class, answer) = begin_given(lesson).expect("it can be played");
        let mut page = Self {
            class,
            run: History::new(Arc::new(Source::Shop.setup())),
            step: 0,
        };
        page.take(answer);
        page
    }

    fn take(&mut self, answer: Answer) {
        let steps = |steps: Vec<Step>| steps.into_iter().map(|it| (it.at_ms, it.choice));
        match answer {
            Answer::Opened(opened) => {
                self.run = History::new(Arc::new(opened.source.setup()));
                self.run.follow(0, steps(opened.steps)).expect("played");
                self.step = opened.step;
                self.class.begun();
            }
            Answer::Lead(lead) => {
                let from = place_of(lead.from);
                self.run.follow(from, steps(lead.steps)).expect("played");
                self.step = lead.show;
            }
            other => panic!("{other:?}"),
        }
    }

    fn press(&mut self, press: &str) {
        match self.class.press(press, &self.run) {
            Some(Done::Answer(answer)) => self.take(answer),
            Some(Done::Drawn) => {}
            None => panic!("nothing to press: {press}"),
        }
    }

    fn card(&self) -> String {
        let gaze = Gaze {
            step: self.step,
            consumer: ConsumerId(0),
            sought: Sought::Marked,
            asked: None,
            beside: None,
            pace: Pace::Still,
        };
        card(&self.class, &Progress::default(), gaze).into_string()
    }

    fn see_the_end(&mut self) {
        self.step = number(self.run.entries().len());
    }
}

#[test]
fn a_part_is_said_when_it_is_shown() {
    let mut page = Page::new();
    let said = page.card();
    assert!(said.contains("The log ends at 1."), "{said}");
    assert!(said.contains("A &lt;b&gt;lesson&lt;/b&gt;"), "{said}");
    page.press("lesson:on#0");
    let asked = page.card();
    assert!(
        asked.contains("And then?") && !asked.contains("It has grown."),
        "{asked}"
    );
    assert_eq!(
        page.run.entries().len(),
        page.class.course.parts[0].ends,
        "nothing is given away"
    );
    page.press("lesson:answer-0#0");
    assert!(page.card().contains("Watch the stage."), "{}", page.card());
    page.see_the_end();
    let said = page.card();
    assert!(
        said.contains("Not so: ") && said.contains("It never does."),
        "{said}"
    );
    assert!(
        said.contains("It was: </b>it grows") && said.contains("It has grown."),
        "{said}"
    );
    page.press("lesson:back#0");
    page.press("lesson:on#0");
    page.press("lesson:answer-1#1");
    page.see_the_end();
    assert!(
        page.card().contains("Right: </b>it grows"),
        "{}",
        page.card()
    );
}

#[test]
fn hands_are_counted_until_the_next_question() {
    let mut page = Page::new();
    page.press("lesson:on#0");
    for press in [
        "lesson:hand-1+#1",
        "lesson:hand-1+#1",
        "lesson:hand-1-#1",
        "lesson:hand-0-#0",
    ] {
        page.press(press);
    }
    assert_eq!(page.class.hands, [0, 1]);
    page.press("lesson:back#0");
    page.press("lesson:on#0");
    assert!(page.class.hands.is_empty());
}

#[test]
fn a_goal_is_reached_by_ones_own_hands_only() {
    let mut page = Page::new();
    page.press("lesson:on#0");
    page.press("lesson:answer-1#1");
    page.press("lesson:on#1");
    assert!(page.card().contains("Your goal: "), "{}", page.card());
    page.press("lesson:solution#0");
    page.see_the_end();
    let mut run = page.run.clone();
    assert!(page.class.watch(&mut run, place_of(page.step)).is_none());
    assert!(
        page.card().contains("what was shown does not count"),
        "{}",
        page.card()
    );
    page.press("lesson:again#0");
    let mut run = page.run.clone();
    for _ in 0..20 {
        run.forward();
    }
    assert!(page.class.watch(&mut run, 20).is_none());
    let now_ms = run.current().clock.now_ms();
    run.inject(Choice::Crash(ConsumerId(0)), now_ms)
        .expect("it lives");
    page.class.forget_after(20);
    assert_eq!(page.class.watch(&mut run, 21), Some((None, 1)));
    assert!(
        page.card().contains("Nobody knows a shorter way."),
        "{}",
        page.card()
    );
    assert!(page.class.watch(&mut run, 21).is_none(), "it is told once");
}

#[test]
fn what_was_reached_on_the_way_to_a_goal_does_not_count() {
    let mut page = Page::new();
    page.press("lesson:on#0");
    page.press("lesson:answer-1#1");
    // A crash on the path, which is what the goal asks for.
    let mut path = page.run.clone();
    path.seek(path.entries().len());
    let now_ms = path.current().clock.now_ms();
    path.inject(Choice::Crash(ConsumerId(0)), now_ms)
        .expect("it lives");
    let last = path.entries().len();
    let Some(Done::Answer(goal)) = page.class.press("lesson:on#1", &path) else {
        panic!("the goal is opened");
    };
    assert!(
        page.class.watch(&mut path, last).is_none(),
        "that is the path"
    );
    page.take(goal);
    let mut run = page.run.clone();
    assert!(page.class.watch(&mut run, 0).is_none());
}

#[test]
fn a_lesson_is_found_by_its_address() {
    for (place, listed) in LESSONS.iter().enumerate() {
        let (class, _) = begin(listed.id).expect(listed.id);
        let address = class.address().expect("it is in the catalogue");
        assert_eq!(address, format!("lesson={}", listed.id));
        let (class, _) = begin(&format!("{}.goal", listed.id)).expect(listed.id);
        assert_eq!(class.address(), Some(format!("lesson={}.goal", listed.id)));
        assert_eq!(class.listed, Some(place));
    }
    let second = format!("{}.2", LESSONS[0].id);
    let (class, _) = begin(&second).expect("it has two parts");
    assert_eq!(class.address(), Some(format!("lesson={second}")));
    for wrong in [
        "nothing",
        "what-an-offset-is.0",
        "what-an-offset-is.99",
        "what-an-offset-is.x",
    ] {
        let why = begin(wrong).err().expect(wrong);
        assert!(
            why.starts_with("there is no lesson") || why.contains("has no part"),
            "{why}"
        );
    }
}
