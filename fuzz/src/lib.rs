//! How inputs that are JSON are changed: at a place of the document, by the edits that the tests of
//! `cli/tests/inputs` make too. Bytes that are changed anywhere are hardly ever JSON again.

#[path = "../../cli/tests/inputs/edits.rs"]
mod edits;

use libfuzzer_sys::fuzzer_mutate;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// One in so many changes is one of bytes.
const BYTES_ONE_IN: u32 = 8;

/// Changes the input at the beginning of `data`, and tells how long it is now. Where there is no
/// JSON yet, one of `examples` is.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32, examples: &[Value]) -> usize {
    if seed.is_multiple_of(BYTES_ONE_IN) && size > 1 {
        return fuzzer_mutate(data, size, most);
    }
    let mut runner = runner(seed);
    let edited = match serde_json::from_slice::<Value>(&data[..size]) {
        Ok(document @ (Value::Object(_) | Value::Array(_))) => {
            let drawn = edits::edits().new_tree(&mut runner);
            drawn.map(|edits| edits::apply(&document, &edits.current()))
        }
        _ => {
            let drawn = (0..examples.len()).new_tree(&mut runner);
            drawn.map(|which| examples[which.current()].clone())
        }
    };
    let text = edited.expect("nothing is filtered").to_string();
    match data.get_mut(..text.len()) {
        Some(place) if text.len() <= most => {
            place.copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, most),
    }
}

fn runner(seed: u32) -> TestRunner {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    // A generator of zeros alone would stay there.
    bytes[4] = 1;
    let rng = TestRng::from_seed(RngAlgorithm::XorShift, &bytes);
    TestRunner::new_with_rng(Config::default(), rng)
}

/// The JSON files of a folder of the project.
pub fn documents(folder: &str) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries = fs::read_dir(root.join(folder)).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries
        .map(|it| it.expect("it can be listed").path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("the file can be read");
        serde_json::from_str(&text).expect("the file is JSON")
    };
    files.iter().map(read).collect()
}

/// Each case of recordings as a file of its own: of every file those of the fewest bytes.
pub fn cases(recordings: &[Value]) -> Vec<Value> {
    const OF_EACH: usize = 40;
    const MOST_BYTES: usize = 16 << 10;
    let of_file = |recording: &Value| {
        let cases = recording["cases"].as_array().cloned();
        let cases = cases.unwrap_or_else(|| vec![recording.clone()]);
        let with_meta = |case| serde_json::json!({ "meta": recording["meta"], "cases": [case] });
        let mut cases: Vec<Value> = cases.into_iter().map(with_meta).collect();
        cases.retain(|case| case.to_string().len() <= MOST_BYTES);
        cases.sort_by_key(|case| case.to_string().len());
        let step = cases.len().div_ceil(OF_EACH).max(1);
        cases.into_iter().step_by(step).collect::<Vec<_>>()
    };
    recordings.iter().flat_map(of_file).collect()
}
