//! A record of `__consumer_offsets`: what it says is read, or it says nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offsetscope_core::group::record::decode::Decoded;
use offsetscope_core::log::Record;

fuzz_target!(|record: (Option<Vec<u8>>, Option<Vec<u8>>)| {
    let (key, value) = record;
    let record = Record {
        offset: 0,
        timestamp_ms: 0,
        key: key.map(Into::into),
        value: value.map(Into::into),
    };
    let _said = Decoded::of(&record);
});
