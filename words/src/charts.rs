//! What is said of the charts.

/// How they are read.
pub const CHARTS_NOTE: &str = "The dashed line is the present moment; a press on a chart goes to the moment under it. Lag counts the records from the committed offset to the end, and is unknown where nothing is committed; a log holds what lies between its start and its end.";

/// What a chart of lag is called.
pub fn lag_of(group: &str) -> String {
    format!("Lag of {group}")
}

/// What a chart of orders that went wrong is called.
pub fn fates_of(group: &str) -> String {
    format!("Done twice or lost in {group}")
}

/// A button that draws every partition.
pub fn all_partitions(count: usize) -> String {
    format!("All {count} partitions")
}

/// What is drawn as long as it is not pressed.
pub fn charts_leave_out(lines: usize, logs: usize) -> String {
    format!(
        "Of each group the first {lines} have a line, and {logs} logs a chart; the sum has all."
    )
}

/// The highest point of a curve.
pub fn highest(chart: &str, curve: &str, value: i64) -> String {
    format!("{chart}, {curve}: {value} at")
}
