//! A lesson file: it is refused with a reason, or played to its end and to its goal.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use offsetscope_fuzz::{documents, mutate};
use offsetscope_lessons::check;
use offsetscope_lessons::course::moment;
use serde_json::Value;
use std::sync::LazyLock;

static EXAMPLES: LazyLock<Vec<Value>> = LazyLock::new(|| documents("lessons/catalogue"));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed, &EXAMPLES)
});

fuzz_target!(|text: &str| {
    let Ok(lesson) = offsetscope_files::parse_json(text) else {
        return;
    };
    let course = match check(lesson) {
        Ok(course) => course,
        Err(why) => {
            assert!(!why.is_empty());
            return;
        }
    };
    let mut run = course.run.clone();
    for (part, played) in course.lesson.path.iter().zip(&course.parts) {
        run.seek(played.ends);
        for text in &part.say {
            text.read(moment(&run));
        }
    }
});
