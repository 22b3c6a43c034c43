//! What `cargo xtask fuzz` has found: inputs that are refused now, or work.

use crate::{json, project};
use offsetscope_cli::conform::{self, files::Recording};
use offsetscope_files::link::{self, Linked, Look};
use serde_json::{Value, json};

/// A case of a file in `tests/recorded` with another value in one place is skipped.
fn check(file: &str, id: &str, place: &str, value: Value) {
    let recording = json(&project().join("tests/recorded").join(file));
    let cases = recording["cases"].as_array();
    let cases = cases.map_or_else(|| vec![recording.clone()], Clone::clone);
    let case = cases.iter().find(|case| case["id"] == *id);
    let mut case = case.expect("the case is there").clone();
    *case.pointer_mut(place).expect("the place is there") = value;
    let document = json!({ "meta": recording["meta"], "cases": [case] });
    let recording = Recording::parse("it.json", &document.to_string());
    let report = conform::replay(&recording.expect("it is JSON")).to_string();
    assert!(report.contains("0 passed, 0 failed, 1 skipped"), "{report}");
}

#[test]
fn times_and_timeouts_beyond_int32() {
    let coordinator = "vectors/group_coordinator_traces.json";
    let timeout = "/events/0/request/rebalanceTimeoutMs";
    check(coordinator, "gc-215", timeout, json!(i64::MIN));
    check(coordinator, "gc-215", "/events/0/t", json!(i64::MAX));
    let offsets = "vectors/offset_manager_traces.json";
    check(offsets, "om-016", "/events/0/t", json!(i64::MAX));
    let committed = "/events/0/record/value/commitTimestamp";
    check(offsets, "om-061", committed, json!(i64::MIN));
}

#[test]
fn an_offset_that_no_record_can_have() {
    let parallel = "golden/b11_parallel_out_of_order_commit.json";
    let place = "/steps/3/records/0/2/0";
    check(
        parallel,
        "b11_parallel_out_of_order_commit",
        place,
        json!(u64::MAX),
    );
}

/// It was led through them all, and took all memory there was.
#[test]
fn a_group_of_two_billion_generations() {
    let offsets = "vectors/offset_manager_traces.json";
    let place = "/events/0/request/generationIdOrMemberEpoch";
    check(offsets, "om-057", place, json!(i32::MAX));
}

/// Replaying it would take minutes, or all memory.
#[test]
fn more_partitions_and_records_than_can_be_borne() {
    let (added, id) = (
        "golden/o01_add_partitions_earliest.json",
        "o01_add_partitions_earliest",
    );
    check(added, id, "/topics/orders/partitions", json!(u16::MAX));
    check(added, id, "/steps/0/count", json!(u32::MAX));
}

/// In a wait of thousands of years there is always another heartbeat.
#[test]
fn a_wait_of_thousands_of_years() {
    let (expires, id) = (
        "golden/p04_unsubscribed_topic_offsets_expire.json",
        "p04_unsubscribed_topic_offsets_expire",
    );
    let place = "/config/broker offsets.retention.minutes";
    check(expires, id, place, json!(u32::MAX));
}

/// More minutes than there are milliseconds for were not written as they had been read, and a link checks
/// what it writes.
#[test]
fn a_link_with_more_minutes_than_can_be_counted() {
    for minutes in [i64::MAX, i64::MIN] {
        let text = format!(
            r#"{{ "topics": [], "broker": {{ "offsets.retention.minutes": {minutes} }} }}"#
        );
        let scenario = offsetscope_files::parse_json(&text).expect("it is a scenario");
        let look = Look::default();
        assert!(link::write(&Linked { scenario, look }).is_ok());
    }
}
