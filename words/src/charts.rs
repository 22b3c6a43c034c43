//! What is said of the charts.

/// How they are read.
pub const CHARTS_NOTE: &str = "The dashed line is the present moment; a press on a chart goes to the moment under it. Lag counts records that are not committed yet; a log holds what lies between its start and its end.";

/// What a chart of lag is called.
pub fn lag_of(group: &str) -> String {
    format!("Lag of {group}")
}

/// What a chart of orders that went wrong is called.
pub fn fates_of(group: &str) -> String {
    format!("Done twice or lost in {group}")
}

/// The highest point of a curve.
pub fn highest(chart: &str, curve: &str, value: u64) -> String {
    format!("{chart}, {curve}: {value} at")
}
