//! What is said of the time-space diagram.

/// The broker's part that keeps records.
pub const LOGS: &str = "broker: logs";
/// The broker's part that keeps groups.
pub const COORDINATOR: &str = "broker: coordinator";

/// How it is read.
pub const DIAGRAM_NOTE: &str = "Time runs to the right. What led to the present step, or can have come of it, is lit; what is pale happened side by side with it. A step leads to its moment.";

/// A button that shows all lines of life.
pub const EVERY_CONSUMER: &str = "Every consumer";

/// That not all consumers have a line.
pub fn diagram_leaves_out(consumers: usize) -> String {
    format!("{consumers} more are not shown: switch a group off, or show every consumer.")
}
