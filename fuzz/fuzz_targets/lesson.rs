//! A lesson file: it is refused with a reason, or played to its end and to its goal.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use offsetscope_fuzz::{documents, mutate};
use offsetscope_lessons::check;
use offsetscope_lessons::read::read;
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
    match check(lesson) {
        Ok(mut course) => assert_eq!(read(&mut course).len(), course.parts.len()),
        Err(why) => assert!(!why.is_empty()),
    }
});
