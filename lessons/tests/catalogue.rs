//! Every lesson of the catalogue is played, through its path and to its goal.

use offsetscope_core::history::History;
use offsetscope_lessons::catalogue::{LESSONS, Listed};
use offsetscope_lessons::check;
use offsetscope_lessons::course::{Course, moment};
use offsetscope_lessons::fact::Fact;
use offsetscope_lessons::lesson::Lesson;
use std::sync::Arc;

/// What is known to everybody: where the rules are, with their sources.
const FIDELITY: &str = include_str!("../../FIDELITY.md");

/// What describes the form of a lesson.
const DOCUMENTATION: &str = include_str!("../../docs/lessons.md");

/// So long nobody touches anything.
const WATCHED_MS: i64 = 180_000;

fn courses() -> impl Iterator<Item = (&'static str, Course)> {
    LESSONS.iter().map(|&Listed { id, text }| {
        let lesson: Lesson = offsetscope_files::parse_json(text)
            .unwrap_or_else(|why| panic!("{id} is not a lesson: {why}"));
        let course = check(lesson).unwrap_or_else(|why| panic!("{id} cannot be played:\n{why}"));
        (id, course)
    })
}

#[test]
fn every_lesson_can_be_played_and_its_solution_reaches_its_goal() {
    for (id, course) in courses() {
        let goal = course.goal.as_ref();
        let goal = goal.unwrap_or_else(|| panic!("{id} has no goal"));
        assert!(goal.fact.holds(moment(&goal.run)), "{id}");
        let asked = course.lesson.path.iter().filter(|part| part.ask.is_some());
        let graded = course.parts.iter().filter(|part| part.right.is_some());
        assert_eq!(asked.count(), graded.count(), "{id}");
    }
}

#[test]
fn where_a_question_is_graded_only_one_answer_is_so() {
    for (id, course) in courses() {
        let mut run = course.run.clone();
        for (place, (part, played)) in course.lesson.path.iter().zip(&course.parts).enumerate() {
            run.seek(played.ends);
            let Some(ask) = &part.ask else { continue };
            for (number, option) in ask.options.iter().enumerate() {
                let fact = Fact::parse(&option.condition, run.current().world.setup());
                let fact = fact.expect("a course is only made of facts");
                let is_right = played.right == Some(number);
                let at = format!("{id}, path[{place}], {}", option.say.0);
                assert_eq!(fact.holds(moment(&run)), is_right, "{at}");
                let explained = option.because.is_some();
                assert!(is_right || explained, "{at}: it is not said why not");
            }
        }
    }
}

#[test]
fn a_question_is_asked_before_its_answer_can_be_seen() {
    for (id, course) in courses() {
        let mut run = course.run.clone();
        for (place, (part, played)) in course.lesson.path.iter().zip(&course.parts).enumerate() {
            let (Some(ask), Some(right)) = (&part.ask, played.right) else {
                continue;
            };
            assert!(played.begins < played.ends, "{id}, path[{place}]");
            run.seek(played.begins);
            let condition = &ask.options[right].condition;
            let fact = Fact::parse(condition, run.current().world.setup());
            let fact = fact.expect("a course is only made of facts");
            let stays = part.until.as_ref().is_some_and(|until| {
                let until = Fact::parse(until, run.current().world.setup());
                !until
                    .expect("a course is only made of facts")
                    .holds(moment(&run))
            });
            assert!(stays || !fact.holds(moment(&run)), "{id}, path[{place}]");
        }
    }
}

#[test]
fn nobody_reaches_a_goal_by_doing_nothing() {
    for (id, course) in courses().skip(1) {
        let goal = course.goal.expect("every lesson has one");
        let setup = Arc::clone(goal.run.current().world.setup());
        let mut run = History::new(setup);
        while moment(&run).since_opening_ms < WATCHED_MS && run.forward() {
            assert!(
                !goal.fact.holds(moment(&run)),
                "{id}: by itself, after {} ms",
                moment(&run).since_opening_ms
            );
        }
        assert!(moment(&run).since_opening_ms >= WATCHED_MS, "{id}");
    }
}

#[test]
fn the_first_goal_is_reached_by_watching() {
    let (_, course) = courses().next().expect("there are lessons");
    let goal = course.goal.expect("every lesson has one");
    assert_eq!(goal.actions, 0);
}

#[test]
fn what_is_put_right_is_in_the_fidelity_page() {
    for (id, course) in courses() {
        let myths = course.lesson.path.iter().filter_map(|it| it.myth.as_ref());
        let mut count = 0;
        for myth in myths {
            let row = format!("\n| {}", myth.see);
            assert!(
                FIDELITY.contains(&row),
                "{id}: there is no row “{}”",
                myth.see
            );
            count += 1;
        }
        assert!(count > 0, "{id} puts nothing right");
    }
}

#[test]
fn there_is_enough_to_predict() {
    for (id, course) in courses().skip(1) {
        let asked = course.parts.iter().filter(|part| part.right.is_some());
        assert!(asked.count() >= 2, "{id}");
        assert!((4..=8).contains(&course.parts.len()), "{id}");
    }
}

#[test]
fn no_lesson_has_the_name_of_another() {
    assert!(LESSONS.len() >= 14);
    for (place, listed) in LESSONS.iter().enumerate() {
        let before = &LESSONS[..place];
        assert!(before.iter().all(|it| it.id != listed.id), "{}", listed.id);
        assert_eq!(Listed::find(listed.id), Some(*listed));
        assert!(
            listed
                .id
                .chars()
                .all(|it| it.is_ascii_lowercase() || it == '-')
        );
    }
}

#[test]
fn there_is_something_for_a_teacher() {
    for (id, course) in courses() {
        let notes = course.lesson.path.iter().filter(|it| it.notes.is_some());
        assert!(notes.count() > 0, "{id} has nothing for a teacher");
    }
}

#[test]
fn the_example_in_the_documentation_is_a_lesson() {
    let example = DOCUMENTATION.split("```json\n").nth(1);
    let example = example.and_then(|it| it.split("```").next());
    let example = example.expect("there is an example");
    let lesson = offsetscope_files::parse_json(example).expect("it is a lesson");
    let course = check(lesson).expect("it can be played");
    assert!(course.goal.is_some());
}

#[test]
fn nothing_is_planned_where_somebody_else_has_the_controls() {
    for (id, course) in courses() {
        let lesson = &course.lesson;
        let of_goal = lesson.goal.as_ref().and_then(|it| it.scenario.as_ref());
        let scenario = of_goal.unwrap_or(&lesson.scenario);
        assert!(scenario.run.happenings().is_empty(), "{id}");
    }
}
