//! What can be said of a moment: it is read, or refused at a place that it has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offsetscope_core::history::History;
use offsetscope_core::setup::Setup;
use offsetscope_lessons::catalogue::LESSONS;
use offsetscope_lessons::course::moment;
use offsetscope_lessons::fact::Fact;
use std::sync::{Arc, LazyLock};

static SETUP: LazyLock<Arc<Setup>> = LazyLock::new(|| {
    let lesson = LESSONS[0].lesson().expect("it is a lesson");
    Arc::new(lesson.scenario.setup().expect("it can be set up"))
});

/// So far into a run that there is something of everything.
const STEPS: usize = 40;

static RUN: LazyLock<History> = LazyLock::new(|| {
    let mut run = History::new(Arc::clone(&SETUP));
    for _ in 0..STEPS {
        run.forward();
    }
    run
});

fuzz_target!(|text: &str| {
    match Fact::parse(text, &SETUP) {
        Ok(fact) => {
            fact.holds(moment(&RUN));
        }
        Err(error) => {
            let places = 1..=text.chars().count() + 1;
            assert!(places.contains(&error.at), "{error}");
        }
    }
});
