//! What came of a step, as it is written, and how it is compared.

use std::collections::BTreeMap;

use offsetscope_core::client::InHand;
use offsetscope_core::ids::TopicPartition;
use offsetscope_core::setup::Setup;
use serde_json::{Value, json};

use super::super::super::form::Mismatch;
use super::names::name_of;

/// A step that has no outcome.
pub const NOTHING: Value = Value::Null;

/// Nothing more to say.
pub fn ok() -> Value {
    json!("ok")
}

/// An exception, by its class.
pub fn exception(class: &str) -> Value {
    json!({ "exception": class })
}

/// Records by partition, in the order in which they came.
pub fn records(setup: &Setup, records: &[InHand]) -> Value {
    let mut offsets: BTreeMap<TopicPartition, Vec<u64>> = BTreeMap::new();
    for record in records {
        offsets
            .entry(record.partition)
            .or_default()
            .push(record.offset);
    }
    spans(setup, offsets)
}

/// Offsets by partition.
pub fn spans(
    setup: &Setup,
    offsets: impl IntoIterator<Item = (TopicPartition, Vec<u64>)>,
) -> Value {
    let span = |(partition, offsets): (TopicPartition, Vec<u64>)| {
        let topic = &setup.topic(partition.topic).name;
        json!([topic, partition.partition, offsets])
    };
    offsets.into_iter().map(span).collect()
}

/// Partitions in the order of their names.
pub fn partitions(setup: &Setup, partitions: &[TopicPartition]) -> Value {
    let mut names: Vec<_> = partitions.iter().map(|&it| name_of(setup, it)).collect();
    names.sort();
    json!(names)
}

/// Where what was observed differs from what the model did. Of exceptions the class counts.
pub fn difference(step: &str, observed: &Value, got: &Value) -> Option<Mismatch> {
    let (expected, got) = (comparable(observed), comparable(got));
    (expected != got).then(|| Mismatch {
        step: step.to_owned(),
        expected: expected.to_string(),
        got: got.to_string(),
    })
}

/// Fields in the order of their names, and exceptions without what words them.
fn comparable(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_exception = fields.contains_key("exception");
            let kept =
                |field: &&String| !is_exception || !["message", "cause"].contains(&field.as_str());
            let mut names: Vec<_> = fields.keys().filter(kept).collect();
            names.sort();
            let kept = names
                .into_iter()
                .map(|name| (name.clone(), comparable(&fields[name])));
            Value::Object(kept.collect())
        }
        Value::Array(items) => items.iter().map(comparable).collect(),
        other => other.clone(),
    }
}
