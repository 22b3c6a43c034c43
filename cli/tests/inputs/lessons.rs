//! Lessons, and the facts in them, edited.

use super::edits::{Edit, apply, edits};
use super::text_edits::{TextEdit, apply_to_text, text_edits};
use super::{json, json_files, project, try_out};
use offsetscope_lessons::fact::Fact;
use offsetscope_lessons::read::read;
use offsetscope_lessons::{catalogue::LESSONS, check};

#[test]
fn a_fact_of_any_kind() {
    let setup = LESSONS[2].lesson().expect("it is a lesson").scenario;
    let setup = setup.setup().expect("it can be set up");
    let text = "not (crashes > 1 or committed(fulfilment, orders-0) <= -1) and times(fulfilment, orders-0, 3) = 2";
    assert!(Fact::parse(text, &setup).is_ok());
    try_out(5_000, &text_edits(), |edits: Vec<TextEdit>| {
        let text = apply_to_text(text, &edits);
        if let Err(error) = Fact::parse(&text, &setup) {
            assert!(
                (1..=text.chars().count() + 1).contains(&error.at),
                "{error}"
            );
        }
        Ok(())
    });
}

/// What can be opened as a lesson can be read to its end.
fn check_lesson(text: &str) {
    let Ok(lesson) = offsetscope_files::parse_json(text) else {
        return;
    };
    if let Ok(mut course) = check(lesson) {
        assert_eq!(read(&mut course).len(), course.parts.len());
    }
}

#[test]
fn a_lesson_of_any_kind() {
    let examples = json_files(&project().join("lessons/catalogue"));
    let examples: Vec<_> = examples.iter().map(|it| json(it)).collect();
    try_out(
        400,
        &(0..examples.len(), edits()),
        |(which, edits): (usize, Vec<Edit>)| {
            check_lesson(&apply(&examples[which], &edits).to_string());
            Ok(())
        },
    );
}
