//! A recording of a real Kafka: its cases pass, fail or are skipped.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use offsetscope_cli::conform::{self, files::Recording};
use offsetscope_fuzz::{cases, documents, mutate};
use serde_json::Value;
use std::sync::LazyLock;

static EXAMPLES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let recordings = [
        documents("tests/recorded/vectors"),
        documents("tests/recorded/golden"),
    ];
    cases(&recordings.concat())
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed, &EXAMPLES)
});

fuzz_target!(|text: &str| {
    if let Ok(recording) = Recording::parse("it.json", text) {
        conform::replay(&recording);
    }
});
