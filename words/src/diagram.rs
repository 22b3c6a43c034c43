//! What is said of the time-space diagram.

use offsetscope_language::{say, text};

/// The broker's part that keeps records.
pub const LOGS: &str = text!("broker: logs", "broker：日志");
/// The broker's part that keeps groups.
pub const COORDINATOR: &str = text!("broker: coordinator", "broker：协调者");

/// How it is read.
pub const DIAGRAM_NOTE: &str = text!(
    "Time runs to the right. What led to the present step, or can have come of it, is lit; what is pale happened side by side with it. A step leads to its moment.",
    "时间向右流逝。导致当前这一步的，以及可能由它引起的，都会点亮；变淡的与它并发。点按一步可跳到它的时刻。"
);

/// A button that shows all lines of life.
pub const EVERY_CONSUMER: &str = text!("Every consumer", "所有消费者");

/// That not all consumers have a line.
pub fn diagram_leaves_out(consumers: usize) -> String {
    say!(
        "{consumers} more are not shown: switch a group off, or show every consumer.",
        "另有 {consumers} 个没有显示：关掉一个组，或显示所有消费者。"
    )
}
