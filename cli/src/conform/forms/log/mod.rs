//! A partition's log: Kafka's tests of `UnifiedLog`, `LogManager` and `LogCleaner`.
//!
//! - [`trace`]: appends, reads and deletions one after the other, and the log after each;
//! - [`cleaning`]: one pass of the log cleaner;
//! - [`batch`], [`settings`], [`operation`], [`state`]: what these consist of;
//! - [`unknown`]: what a trace does that the model or the recording lacks.

mod batch;
pub mod cleaning;
mod operation;
mod settings;
mod state;
pub mod trace;
mod unknown;

use anyhow::{Result, ensure};
use serde_json::Value;

/// Offsets, times and sizes are Java's `long`: what does not fit was not recorded from Kafka.
fn ensure_longs(json: &Value) -> Result<()> {
    match json {
        Value::Number(number) => ensure!(number.is_i64(), "{number} is not a long"),
        Value::Array(values) => values.iter().try_for_each(ensure_longs)?,
        Value::Object(fields) => fields.values().try_for_each(ensure_longs)?,
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
    Ok(())
}
