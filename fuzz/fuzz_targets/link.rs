//! A link's fragment: it leads somewhere, or is refused in a short sentence.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offsetscope_core::scenario::Link;

fuzz_target!(|fragment: &str| {
    if let Err(refusal) = Link::parse(fragment) {
        assert!(refusal.to_string().chars().count() < 200, "{refusal}");
    }
});
