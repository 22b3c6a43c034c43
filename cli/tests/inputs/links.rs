//! Links that say a scenario, what was made to happen, and a moment: written and read again, and
//! edited.

use super::edits::{Edit, apply, edits};
use super::text_edits::{TextEdit, apply_to_text, text_edits};
use super::{json, json_files, project, try_out};
use offsetscope_core::scenario::file::ScenarioFile;
use offsetscope_files::link::{self, Linked, Look, MOST_CHARACTERS};
use offsetscope_lessons::catalogue::LESSONS;
use proptest::option;
use proptest::prelude::any;
use proptest::strategy::Strategy;
use serde_json::Value;
use std::cell::Cell;

/// The scenarios that come with the project, and those of its lessons.
fn scenarios() -> Vec<Value> {
    let files = json_files(&project().join("scenarios"));
    let files = files.iter().map(|it| json(it));
    let lessons = json_files(&project().join("lessons/catalogue"));
    let lessons = lessons.iter().map(|it| json(it)["scenario"].clone());
    files.chain(lessons).collect()
}

fn looks() -> impl Strategy<Value = Look> {
    let texts = || option::of("\\PC{0,20}");
    (any::<u32>(), any::<i64>(), texts(), texts()).prop_map(|(step, at_ms, consumer, view)| Look {
        step,
        at_ms,
        consumer,
        view,
    })
}

/// Whatever scenario can be read, a link says it whole, or says that it is too long.
#[test]
fn a_link_is_read_as_it_was_written() {
    let examples = scenarios();
    let written = Cell::new(0_u32);
    try_out(
        1_500,
        &(0..examples.len(), edits(), looks()),
        |(which, edits, look): (usize, Vec<Edit>, Look)| {
            let text = apply(&examples[which], &edits).to_string();
            let Ok(scenario) = offsetscope_files::parse_json::<ScenarioFile>(&text) else {
                return Ok(());
            };
            let linked = Linked { scenario, look };
            match link::write(&linked) {
                Ok(fragment) => {
                    assert!(fragment.len() <= MOST_CHARACTERS);
                    assert_eq!(link::read(&format!("#{fragment}")), Ok(linked));
                    written.set(written.get() + 1);
                }
                Err(length) => assert!(length > MOST_CHARACTERS, "{length}"),
            }
            Ok(())
        },
    );
    assert!(
        written.get() > 100,
        "only {} could be written",
        written.get()
    );
}

#[test]
fn a_link_that_was_edited_is_read_or_refused_with_a_reason() {
    let examples: Vec<_> = scenarios()
        .iter()
        .filter_map(|scenario| {
            let scenario = offsetscope_files::parse_json(&scenario.to_string());
            let scenario = scenario.expect("it is a scenario");
            let look = Look::default();
            link::write(&Linked { scenario, look }).ok()
        })
        .collect();
    assert!(examples.len() > 15, "{}", examples.len());
    try_out(
        3_000,
        &(0..examples.len(), text_edits()),
        |(which, edits): (usize, Vec<TextEdit>)| {
            let fragment = apply_to_text(&examples[which], &edits);
            if let Err(why) = link::read(&fragment) {
                assert!(!why.is_empty());
            }
            Ok(())
        },
    );
}

/// A lesson's setup can be sent to somebody, as it stands and where its goal begins.
#[test]
fn every_lesson_has_room_in_a_link() {
    for listed in LESSONS {
        let lesson = listed.lesson().expect("it is a lesson");
        let of_goal = lesson.goal.and_then(|goal| goal.scenario);
        for scenario in of_goal.into_iter().chain([lesson.scenario]) {
            let look = Look::default();
            let fragment = link::write(&Linked { scenario, look });
            assert!(fragment.is_ok(), "{}: {fragment:?}", listed.id);
        }
    }
}
