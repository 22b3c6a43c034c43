//! A link that says a whole scenario, or a lesson that somebody has made: it is read and says the same when it
//! is written again, or it is refused with a reason. The input is what such a link unpacks to, or the link itself.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use offsetscope_files::link::{self, Linked, MOST_CHARACTERS};
use offsetscope_fuzz::{documents, mutate};
use offsetscope_lessons::lesson::Lesson;
use serde_json::{Value, json};
use std::sync::LazyLock;

static EXAMPLES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let look = json!({ "step": 7, "at_ms": 700, "consumer": "reports-1", "view": "Charts" });
    let linked = |scenario| json!({ "scenario": scenario, "look": look });
    let lessons = documents("lessons/catalogue").into_iter();
    let scenarios = documents("scenarios").into_iter().map(linked);
    scenarios.chain(lessons).collect()
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed, &EXAMPLES)
});

fuzz_target!(|text: &str| {
    if let Err(why) = link::read(text) {
        assert!(!why.is_empty());
    }
    if let Some(Err(why)) = link::read_lesson::<Lesson>(text) {
        assert!(!why.is_empty());
    }
    if let Ok(linked) = offsetscope_files::parse_json::<Linked>(text) {
        match link::write(&linked) {
            Ok(fragment) => assert_eq!(link::read(&fragment).as_ref(), Ok(&linked)),
            Err(length) => assert!(length > MOST_CHARACTERS),
        }
    }
    if let Ok(lesson) = offsetscope_files::parse_json::<Lesson>(text) {
        match link::write_lesson(&lesson) {
            Ok(fragment) => assert_eq!(link::read_lesson(&fragment), Some(Ok(lesson))),
            Err(length) => assert!(length > MOST_CHARACTERS),
        }
    }
});
