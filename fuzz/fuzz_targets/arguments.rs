//! What stands in a terminal's line or in a setting, and has a form of its own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offsetscope_cli::play::{Crash, Source};
use offsetscope_core::setup::AutoOffsetReset;

fuzz_target!(|text: &str| {
    let _source = text.parse::<Source>();
    let _crash = text.parse::<Crash>();
    if let Ok(reset) = AutoOffsetReset::try_from(text.to_owned()) {
        let written = String::from(reset);
        assert_eq!(AutoOffsetReset::try_from(written), Ok(reset));
    }
});
