//! What is no lesson is refused with its place, and what a lesson says stays text.

use offsetscope_lessons::check;
use offsetscope_lessons::course::{Course, moment};
use offsetscope_lessons::lesson::Lesson;

const SCENARIO: &str = r#"{
    "topics": [{ "name": "orders", "partitions": 1 }],
    "producers": [{ "client.id": "shop", "topic": "orders", "first_order_ms": 12000, "order_interval_ms": 2000 }],
    "groups": [{
        "group.id": "fulfilment", "topic": "orders", "strategy": "AfterBatch", "processing_ms": 800,
        "config": { "auto.offset.reset": "earliest", "session.timeout.ms": 6000 }, "members": ["fulfilment-1"]
    }]
}"#;

/// A lesson of this path, and of what comes after it.
fn lesson(path: &str, rest: &str) -> Result<Lesson, String> {
    offsetscope_files::parse_json(&format!(
        r#"{{ "title": "t", "about": "a", "scenario": {SCENARIO}, "path": {path} {rest} }}"#
    ))
}

fn course(path: &str, rest: &str) -> Result<Course, String> {
    check(lesson(path, rest).expect("it is a lesson"))
}

fn refused(path: &str, rest: &str) -> String {
    match course(path, rest) {
        Ok(_) => panic!("it is played: {path}{rest}"),
        Err(why) => why,
    }
}

/// A question whose answers are right under these conditions.
fn asked(until: &str, conditions: &[&str]) -> String {
    let option = |it: &&str| format!(r#"{{ "say": "s", "if": "{it}", "because": "b" }}"#);
    let options: Vec<_> = conditions.iter().map(option).collect();
    let options = options.join(", ");
    format!(
        r#"[{{ "ask": {{ "question": "q", "options": [{options}] }}, "until": "{until}", "say": [] }}]"#
    )
}

#[test]
fn the_right_answer_is_the_one_that_turns_out_so() {
    let path = asked(
        "log_end(orders-0) = 2",
        &["crashes > 0", "log_end(orders-0) = 2"],
    );
    let course = course(&path, "").expect("it can be played");
    assert_eq!(course.parts[0].right, Some(1));
    assert_eq!(course.parts[0].begins, 0);
}

#[test]
fn a_question_has_one_right_answer() {
    let both = asked(
        "log_end(orders-0) = 1",
        &["crashes = 0", "stops > 0", "stops = 0"],
    );
    assert_eq!(
        refused(&both, ""),
        "path[0].ask.options[2].if: this is so, and options[0] is so too"
    );
    let none = asked("log_end(orders-0) = 1", &["crashes = 1", "stops = 1"]);
    assert_eq!(
        refused(&none, ""),
        "path[0].ask.options: none of them turns out right"
    );
    let one = asked("log_end(orders-0) = 1", &["crashes = 0"]);
    assert_eq!(
        refused(&one, ""),
        "path[0].ask.options: a question has 2 to 8 answers"
    );
}

#[test]
fn what_never_comes_is_said_to_be_so() {
    let path = r#"[{ "until": "crashes = 1", "say": [] }]"#;
    let why = refused(path, "");
    assert_eq!(
        why,
        "path[0].until: this is not so within 12000 steps: crashes = 1"
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    for (path, why) in [
        (
            r#"[{ "say": [] }, { "until": "once(x) = 1", "say": [] }]"#,
            "path[1].until: character 6: there is no group “x”",
        ),
        (
            r#"[{ "do": [{ "crash": "nobody" }], "say": [] }]"#,
            "path[0].do[0]: there is no consumer “nobody”",
        ),
        (
            r#"[{ "do": [{ "restart": "fulfilment-1" }], "say": [] }]"#,
            "path[0].do[0]: this cannot happen then",
        ),
        (
            r#"[{ "look_at": "nobody", "say": [] }]"#,
            "path[0]: look_at: there is no consumer “nobody”",
        ),
        (
            r#"[{ "say": ["one", "two {crashed}"], "notes": "{x}" }]"#,
            "path[0].say[1]: in {crashed}, character 1: “crashed” is nothing that can be measured\n\
             path[0].notes: in {x}, character 1: “x” is nothing that can be measured",
        ),
        ("[]", "path: a lesson has 1 to 60 moments"),
    ] {
        assert_eq!(refused(path, ""), why);
    }
    let unknown = lesson(r#"[{ "says": [] }]"#, "").expect_err("there is no such field");
    assert!(
        unknown.starts_with("path[0].says: unknown field"),
        "{unknown}"
    );
}

#[test]
fn a_goal_is_something_to_do_and_its_solution_does_it() {
    let path = r#"[{ "say": [] }]"#;
    let goal = |reach: &str, solution: &str| {
        format!(
            r#", "goal": {{ "say": "s", "reach": "{reach}", "hint": "h", "solution": {solution} }}"#
        )
    };
    let crash = r#"[{ "when": "once(fulfilment) = 1", "do": { "crash": "fulfilment-1" } }]"#;
    let course = course(path, &goal("crashes = 1", crash)).expect("it can be played");
    let reached = course.goal.as_ref().expect("it has a goal");
    assert_eq!(reached.actions, 1);
    assert!(reached.fact.holds(moment(&reached.run)));
    let mut begins = course.goal.as_ref().expect("it has a goal").run.clone();
    begins.seek(0);
    assert!(!reached.fact.holds(moment(&begins)));

    for (reach, solution, why) in [
        (
            "crashes = 0",
            "[]",
            "goal.reach: this is so before anything is done",
        ),
        (
            "crashes = 2",
            crash,
            "goal.solution does not lead to the goal: this is not so within 12000 steps",
        ),
        (
            "crashes = 1",
            r#"[{ "do": { "restart": "fulfilment-1" } }]"#,
            "goal.solution[0].do: this cannot happen then",
        ),
        (
            "crashes = 1",
            r#"[{ "when": "cash = 1", "do": { "crash": "fulfilment-1" } }]"#,
            "goal.solution[0].when: character 1: “cash” is nothing that can be measured",
        ),
        (
            "crashes",
            "[]",
            "goal.reach: character 8: here comes one of = != < <= > >=",
        ),
    ] {
        assert_eq!(refused(path, &goal(reach, solution)), why);
    }
}

#[test]
fn a_setup_that_no_broker_would_accept_is_refused_as_everywhere() {
    let text = format!(
        r#"{{ "title": "t", "about": "a", "scenario": {SCENARIO}, "path": [{{ "say": [] }}] }}"#
    );
    let text = text.replace(r#""partitions": 1"#, r#""partitions": 0"#);
    let lesson = offsetscope_files::parse_json(&text).expect("it is a lesson");
    let why = check(lesson).expect_err("a topic has partitions");
    assert!(
        why.starts_with("scenario: topic orders: partitions"),
        "{why}"
    );
}

/// What somebody else has written is words, whatever it looks like.
#[test]
fn markup_and_other_directions_stay_text() {
    let texts = [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "&lt;b&gt; \\u003c ]]> --> */",
        "\u{202e}gnitirw rehtona\u{202c} שלום \u{200f}",
        "e\u{301}\u{301}\u{301} 👩‍🚀 \u{0} \t",
        "a brace { that stays open",
        "} and one that was never open",
    ];
    for text in texts {
        let path = format!(r#"[{{ "say": [{}] }}]"#, json(text));
        let course = course(&path, "").expect("it can be played");
        let said = course.lesson.path[0].say[0].read(moment(&course.run));
        assert_eq!(said, text);
    }
}

#[test]
fn a_text_has_a_bound() {
    let of = |length: usize| format!(r#"[{{ "say": [{}] }}]"#, json(&"ä".repeat(length)));
    assert!(course(&of(3_000), "").is_ok());
    assert_eq!(
        refused(&of(3_001), ""),
        "path[0].say[0]: has more than 3000 characters"
    );
    let many = format!("[{}]", vec![r#"{ "say": [] }"#; 61].join(", "));
    assert_eq!(refused(&many, ""), "path: a lesson has 1 to 60 moments");
}

#[test]
fn what_stands_in_braces_is_measured_where_it_is_read() {
    let path = r#"[
        { "until": "log_end(orders-0) = 1", "say": ["{log_end(orders-0)} of {orders(fulfilment)}; {committed(fulfilment, orders-0)}{-7}"] }
    ]"#;
    let course = course(path, "").expect("it can be played");
    let said = &course.lesson.path[0].say[0];
    assert_eq!(said.read(moment(&course.run)), "1 of 1; -1-7");
    let mut run = course.run.clone();
    run.seek(0);
    assert_eq!(said.read(moment(&run)), "0 of 0; -1-7");
}

/// A text as JSON has it.
fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}
