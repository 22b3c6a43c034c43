//! What is said of the charts.

use offsetscope_language::{say, text};

/// How they are read.
pub const CHARTS_NOTE: &str = text!(
    "The dashed line is the present moment; a press on a chart goes to the moment under it. Lag counts the records from the committed offset to the end, and is unknown where nothing is committed; a log holds what lies between its start and its end.",
    "虚线是当前时刻；点按图表会跳到所点的时刻。滞后是从已提交偏移量到末端的记录数，没有提交过时未知；日志保存的是起始与末端之间的记录。"
);

/// What a chart of lag is called.
pub fn lag_of(group: &str) -> String {
    say!("Lag of {group}", "{group} 的滞后")
}

/// What a chart of orders that went wrong is called.
pub fn fates_of(group: &str) -> String {
    say!(
        "Done twice or lost in {group}",
        "{group} 中重复处理或丢失的订单"
    )
}

/// A button that draws every partition.
pub fn all_partitions(count: usize) -> String {
    say!("All {count} partitions", "全部 {count} 个分区")
}

/// What is drawn as long as it is not pressed.
pub fn charts_leave_out(lines: usize, logs: usize) -> String {
    say!(
        "Of each group the first {lines} have a line, and {logs} logs a chart; the sum has all.",
        "每个组只有前 {lines} 个分区画成曲线，只有 {logs} 个日志有图表；合计包含全部。"
    )
}

/// The highest point of a curve.
pub fn highest(chart: &str, curve: &str, value: i64) -> String {
    say!(
        "{chart}, {curve}: {value} at",
        "{chart}，{curve}：{value}，时刻"
    )
}
