//! A scenario file: it is refused, or can be played, and written and read again.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use offsetscope_core::effects::Effects;
use offsetscope_core::history::Moment;
use offsetscope_fuzz::{documents, mutate};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

const STEPS: usize = 300;

static EXAMPLES: LazyLock<Vec<Value>> = LazyLock::new(|| documents("scenarios"));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate(data, size, max_size, seed, &EXAMPLES)
});

fuzz_target!(|text: &str| {
    let Ok((file, setup)) = offsetscope_files::parse("it.json", text) else {
        return;
    };
    let again = offsetscope_files::parse("again.json", &offsetscope_files::print(&file));
    assert_eq!(again.expect("what was read can be written").1, setup);
    let mut moment = Moment::beginning(Arc::new(setup));
    let mut effects = Effects::default();
    for _ in 0..STEPS {
        let Some((at_ms, choice)) = moment.clock.next() else {
            return;
        };
        let applied = moment.apply(choice, at_ms, &mut effects);
        applied.expect("what is due can happen");
    }
});
