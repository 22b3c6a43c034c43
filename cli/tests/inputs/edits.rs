//! Edits of a valid JSON document, place by place.

use proptest::collection::vec;
use proptest::prelude::{Just, any, prop_oneof};
use proptest::strategy::Strategy;
use serde_json::{Value, json};

/// A change at one place of a JSON document. Places are counted modulo how many there are.
#[derive(Clone, Debug)]
pub enum Edit {
    Replace(u16, Value),
    /// The value at one place also stands at another.
    Copy(u16, u16),
    Remove(u16),
    /// An element of a list stands there twice.
    Twice(u16),
}

/// Values at the ends of what numbers, texts and lists can be.
fn extremes() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(|it| json!(it)),
        (-3_i64..70).prop_map(|it| json!(it)),
        Just(json!(i64::MIN)),
        Just(json!(i64::MAX)),
        Just(json!(u64::MAX)),
        Just(json!(u32::MAX)),
        Just(json!(i32::MAX)),
        Just(json!(u16::MAX)),
        Just(json!(0.5)),
        Just(json!(1e300)),
        Just(json!(null)),
        Just(json!(true)),
        Just(json!("")),
        Just(json!("é—\u{0}")),
        Just(json!([])),
        Just(json!({})),
    ]
}

pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let place = any::<u16>;
    let edit = prop_oneof![
        4 => (place(), extremes()).prop_map(|(at, value)| Edit::Replace(at, value)),
        2 => (place(), place()).prop_map(|(from, to)| Edit::Copy(from, to)),
        1 => place().prop_map(Edit::Remove),
        1 => place().prop_map(Edit::Twice),
    ];
    vec(edit, 1..4)
}

/// The paths of all places, the document itself excepted.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                found.push(path.clone());
                places(value, &path, found);
            }
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                let path = format!("{path}/{place}");
                found.push(path.clone());
                places(value, &path, found);
            }
        }
        _ => {}
    }
}

pub fn apply(document: &Value, edits: &[Edit]) -> Value {
    let mut document = document.clone();
    for edit in edits {
        let mut paths = Vec::new();
        places(&document, "", &mut paths);
        if paths.is_empty() {
            break;
        }
        let path = |at: u16| paths[usize::from(at) % paths.len()].clone();
        match edit {
            Edit::Replace(at, value) => {
                if let Some(place) = document.pointer_mut(&path(*at)) {
                    *place = value.clone();
                }
            }
            Edit::Copy(from, to) => {
                let value = document.pointer(&path(*from)).cloned();
                if let (Some(place), Some(value)) = (document.pointer_mut(&path(*to)), value) {
                    *place = value;
                }
            }
            Edit::Remove(at) => change_parent(&mut document, &path(*at), |list, place| {
                list.remove(place);
            }),
            Edit::Twice(at) => change_parent(&mut document, &path(*at), |list, place| {
                let again = list[place].clone();
                list.insert(place, again);
            }),
        }
    }
    document
}

/// Changes the list that a path leads into. A field is taken out of its object in any case.
fn change_parent(document: &mut Value, path: &str, change: impl Fn(&mut Vec<Value>, usize)) {
    let Some((parent, place_name)) = path.rsplit_once('/') else {
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Array(list)) => {
            if let Some(place) = place_name.parse().ok().filter(|&place| place < list.len()) {
                change(list, place);
            }
        }
        Some(Value::Object(fields)) => {
            fields.remove(&place_name.replace("~1", "/").replace("~0", "~"));
        }
        _ => {}
    }
}
